import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { equalFold } from '../../core/fold.ts';
import type { Msg } from '../../core/module.ts';
import { ErrInvalidAddress, ErrInvalidRequest, ErrInvalidType, ErrUnauthorized } from '../../core/sdk-errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import type { MsgExec, MsgServer } from '../../wire/gen/cosmos/authz/v1beta1/tx.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { ErrGranteeIsGranter } from './errors.ts';
import { authorizationOf } from './grant.ts';
import type { AuthzKeeper } from './keeper.ts';

/** cosmos.authz.v1beta1.Msg. */
export function authzMsgServer(k: AuthzKeeper): MsgServer<Context> {
  return {
    grant(ctx, msg) {
      const { grantee, granter } = parties(msg);
      const authorization = authorizationOf(msg.grant);
      const kind = k.types.of(authorization);
      kind.validateBasic(authorization.message);
      createAccount(k, ctx, grantee);
      const msgType = kind.msgTypeUrl(authorization.message);
      if (k.router.handler(msgType) === undefined) throw ErrInvalidType.wrap(`${msgType} doesn't exist.`);
      k.saveGrant(ctx, grantee, granter, authorization, msg.grant.expiration);
      return {};
    },
    revoke(ctx, msg) {
      const { grantee, granter } = parties(msg);
      if (msg.msgTypeUrl === '') throw ErrInvalidRequest.wrap('missing msg method name');
      k.deleteGrant(ctx, grantee, granter, msg.msgTypeUrl);
      return {};
    },
    exec(ctx, msg) {
      if (msg.grantee === '') throw new GoError('empty address string is not allowed');
      const grantee = address(msg.grantee, 'grantee');
      if (msg.msgs.length === 0) throw ErrInvalidRequest.wrap('messages cannot be empty');
      const msgs = messagesOf(msg);
      validateMessages(k, msgs);
      return { results: k.dispatchActions(ctx, grantee, msgs) };
    },
  };
}

function parties(msg: { readonly grantee: string; readonly granter: string }): {
  grantee: Uint8Array;
  granter: Uint8Array;
} {
  if (equalFold(msg.grantee, msg.granter)) throw ErrGranteeIsGranter.error();
  const grantee = address(msg.grantee, 'grantee');
  return { grantee, granter: address(msg.granter, 'granter') };
}

function address(text: string, who: string): Uint8Array {
  try {
    return accAddressCodec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`invalid ${who} address: ${e.message}`);
    throw e;
  }
}

/** Makes an account for a grantee that has none. */
function createAccount(k: AuthzKeeper, ctx: Context, grantee: Uint8Array): void {
  if (k.accountKeeper.getAccount(ctx, grantee) !== undefined) return;
  if (k.bankKeeper.blockedAddr(grantee)) {
    // PARITY: cosmos-sdk x/authz/keeper/msg_server.go: the address is printed as the bytes it is.
    throw ErrUnauthorized.wrap(`${textFromBytes(grantee)} is not allowed to receive funds`);
  }
  k.accountKeeper.setAccount(ctx, k.accountKeeper.newAccountWithAddress(ctx, grantee) as never);
}

function messagesOf(msg: MsgExec): Msg[] {
  return msg.msgs.map((any) => {
    if (any.$message === undefined) {
      throw ErrInvalidRequest.wrap('messages contains *any.Any which is not a sdk.MsgRequest');
    }
    return { typeUrl: any.typeUrl, message: any.$message };
  });
}

function validateMessages(k: AuthzKeeper, msgs: readonly Msg[]): void {
  msgs.forEach((msg, i) => {
    try {
      k.router.validateBasic(msg.typeUrl)?.(msg.message);
    } catch (e) {
      if (e instanceof GoErrorBase) throw e.wrap(`msg ${i}`);
      throw e;
    }
  });
}
