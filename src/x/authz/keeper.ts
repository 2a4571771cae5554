import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic, InternalError } from '../../core/errors.ts';
import type { Msg } from '../../core/module.ts';
import { ErrUnauthorized, ErrUnknownRequest } from '../../core/sdk-errors.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { isBefore, type Time, timeEquals } from '../../core/time.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { getMsgSigners } from '../../crypto/signers.ts';
import { equalBytes, inclusiveEndBytes } from '../../store/keys.ts';
import { prefixIterator } from '../../store/prefix.ts';
import { Grant, GrantQueueItem } from '../../wire/gen/cosmos/authz/v1beta1/authz.ts';
import { decodeAndUnpack, messageType } from '../../wire/registry.ts';
import { compactText } from '../../wire/text.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { type AnyAuthorizationType, type Authorization, AuthorizationTypes } from './authorization.ts';
import {
  ErrAuthorizationExpired,
  ErrAuthorizationNumOfSigners,
  ErrNoAuthorizationFound,
  ErrNoGrantKeyFound,
} from './errors.ts';
import { dispatchedEvent, grantEvent, revokeEvent } from './events.ts';
import type { AccountKeeper, BankKeeper, ExecRouter } from './expected-keepers.ts';
import { authorizationOf, newGrant } from './grant.ts';
import * as keys from './keys.ts';

export interface AuthzKeeperDeps {
  readonly storeKey: StoreKey;
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
  /** Executes the messages of MsgExec. */
  readonly router: ExecRouter;
  /** Every kind of authorization of the application. */
  readonly authorizationTypes: readonly AnyAuthorizationType[];
}

/** An authorization and until when it holds. */
export interface GrantedAuthorization {
  readonly authorization: Authorization;
  readonly expiration: Time | undefined;
}

const GAS_PER_QUEUE_ITEM = 20;
const INDEXED = Uint8Array.of(1);

/** Who may act for whom. Source: akash cosmos-sdk x/authz/keeper (two index entries more than upstream). */
export class AuthzKeeper {
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
  readonly router: ExecRouter;
  readonly types: AuthorizationTypes;
  private readonly storeKey: StoreKey;

  constructor(deps: AuthzKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.accountKeeper = deps.accountKeeper;
    this.bankKeeper = deps.bankKeeper;
    this.router = deps.router;
    this.types = new AuthorizationTypes(deps.authorizationTypes);
  }

  /** The store itself, for pages of queries. */
  store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  /** The grant of a message type, expired or not. */
  getGrant(ctx: Context, grantee: Uint8Array, granter: Uint8Array, msgType: string): Grant | undefined {
    const bytes = this.store(ctx).get(keys.grantKey(grantee, granter, msgType));
    return bytes === undefined ? undefined : mustDecode(bytes);
  }

  /** Executes messages for their signers, as far as those granted it to the grantee. Returns the encoded responses. */
  dispatchActions(ctx: Context, grantee: Uint8Array, msgs: readonly Msg[]): Uint8Array[] {
    return msgs.map((msg, i) => {
      const [granter, ...others] = getMsgSigners(msg);
      if (granter === undefined || others.length > 0) throw ErrAuthorizationNumOfSigners.error();
      if (!equalBytes(granter, grantee)) this.accept(ctx, grantee, granter, msg);
      const handler = this.router.handler(msg.typeUrl);
      if (handler === undefined) throw ErrUnknownRequest.wrap(`unrecognized message route: ${msg.typeUrl}`);
      const { response, events } = this.execute(() => handler(ctx, msg.message), msg);
      for (const event of events) ctx.eventManager.emit(dispatchedEvent(event, i));
      return response.value;
    });
  }

  private execute<T>(run: () => T, msg: Msg): T {
    try {
      return run();
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      const type = messageType(msg.typeUrl);
      if (type === undefined) throw new InternalError(`no type ${msg.typeUrl}`);
      throw e.wrap(`failed to execute message; message ${compactText(type, msg.message)}`);
    }
  }

  /** Uses the grant for a message. Throws the error that refuses it. */
  private accept(ctx: Context, grantee: Uint8Array, granter: Uint8Array, msg: Msg): void {
    const grant = this.getGrant(ctx, grantee, granter, msg.typeUrl);
    if (grant === undefined) {
      throw ErrNoAuthorizationFound.wrap(
        `failed to get grant with given granter: ${accAddressToBech32(granter)}, grantee: ${accAddressToBech32(grantee)} & msgType: ${msg.typeUrl} `,
      );
    }
    if (grant.expiration !== undefined && isBefore(grant.expiration, ctx.blockTime)) {
      throw ErrAuthorizationExpired.error();
    }
    const authorization = authorizationOf(grant);
    const kind = this.types.of(authorization);
    const judged = kind.accept(ctx, authorization.message, msg);
    if (judged.delete) this.deleteGrant(ctx, grantee, granter, msg.typeUrl);
    else if (judged.updated !== undefined) {
      this.update(ctx, grantee, granter, { typeUrl: authorization.typeUrl, message: judged.updated });
    }
    if (!judged.accept) throw ErrUnauthorized.error();
  }

  /** Puts what is left of an authorization in its place. */
  private update(ctx: Context, grantee: Uint8Array, granter: Uint8Array, updated: Authorization): void {
    const kind = this.types.of(updated);
    const msgType = kind.msgTypeUrl(updated.message);
    const grant = this.getGrant(ctx, grantee, granter, msgType);
    if (grant === undefined) throw ErrNoAuthorizationFound.error();
    const authorization = { typeUrl: updated.typeUrl, value: kind.type.encode(updated.message) };
    const bytes = Grant.encode({ authorization, expiration: grant.expiration });
    this.store(ctx).set(keys.grantKey(grantee, granter, msgType), bytes);
  }

  /** Grants, in place of any grant of the same message type. */
  saveGrant(
    ctx: Context,
    grantee: Uint8Array,
    granter: Uint8Array,
    authorization: Authorization,
    expiration: Time | undefined,
  ): void {
    const kind = this.types.of(authorization);
    const msgType = kind.msgTypeUrl(authorization.message);
    const grant = newGrant(ctx.blockTime, kind, authorization, expiration);
    const old = this.getGrant(ctx, grantee, granter, msgType)?.expiration;
    const same = old !== undefined && expiration !== undefined && timeEquals(old, expiration);
    if (old !== undefined && !same) this.removeFromQueue(ctx, grantee, granter, msgType, old);
    if (expiration !== undefined && !same) this.insertIntoQueue(ctx, grantee, granter, msgType, expiration);

    const store = this.store(ctx);
    store.set(keys.grantKey(grantee, granter, msgType), Grant.encode(grant));
    for (const index of [
      keys.granteeGranterKey(grantee, granter, msgType),
      keys.granteeTypeKey(grantee, msgType, granter),
    ]) {
      if (!store.has(index)) store.set(index, INDEXED);
    }
    ctx.eventManager.emit(grantEvent(msgType, granter, grantee));
  }

  /** Revokes a grant. Throws ErrNoAuthorizationFound when there is none. */
  deleteGrant(ctx: Context, grantee: Uint8Array, granter: Uint8Array, msgType: string): void {
    const grant = this.getGrant(ctx, grantee, granter, msgType);
    const key = keys.grantKey(grantee, granter, msgType);
    if (grant === undefined) {
      throw ErrNoAuthorizationFound.wrap(`failed to delete grant with key ${textFromBytes(key)}`);
    }
    if (grant.expiration !== undefined) this.removeFromQueue(ctx, grantee, granter, msgType, grant.expiration);
    const store = this.store(ctx);
    store.delete(key);
    store.delete(keys.granteeGranterKey(grantee, granter, msgType));
    store.delete(keys.granteeTypeKey(grantee, msgType, granter));
    ctx.eventManager.emit(revokeEvent(msgType, granter, grantee));
  }

  /** The authorization of a message type with its expiration, unless there is none or it expired. */
  getAuthorization(
    ctx: Context,
    grantee: Uint8Array,
    granter: Uint8Array,
    msgType: string,
  ): GrantedAuthorization | undefined {
    const grant = this.getGrant(ctx, grantee, granter, msgType);
    return grant === undefined ? undefined : granted(ctx, grant);
  }

  /** The authorizations of all message types from a granter to a grantee, expired or not. */
  getAuthorizations(ctx: Context, grantee: Uint8Array, granter: Uint8Array): Authorization[] {
    const out: Authorization[] = [];
    const it = prefixIterator(this.store(ctx), keys.grantKey(grantee, granter, ''));
    try {
      for (; it.valid(); it.next()) out.push(authorizationOf(decodeAndUnpack(Grant, it.value())));
    } finally {
      it.close();
    }
    return out;
  }

  /** Shows the grants of a message type to a grantee, in order of granter, until `onGrant` returns true. */
  getGranteeGrantsByMsgType(
    ctx: Context,
    grantee: Uint8Array,
    msgType: string,
    onGrant: (ctx: Context, granter: Uint8Array, authorization: Authorization, expiration: Time | undefined) => boolean,
  ): void {
    const it = prefixIterator(this.store(ctx), keys.granteeTypeKey(grantee, msgType, new Uint8Array(0)));
    try {
      for (; it.valid(); it.next()) {
        const granter = keys.granterOfTypeKey(it.key());
        const found = this.getAuthorization(ctx, grantee, granter, msgType);
        if (found !== undefined && onGrant(ctx, granter, found.authorization, found.expiration)) return;
      }
    } finally {
      it.close();
    }
  }

  /** All grants in order of granter, grantee, message type. */
  iterateGrants(ctx: Context, visit: (granter: Uint8Array, grantee: Uint8Array, grant: Grant) => void): void {
    const it = prefixIterator(this.store(ctx), keys.GRANT_PREFIX);
    try {
      for (; it.valid(); it.next()) {
        const { granter, grantee } = keys.parseGrantKey(it.key());
        visit(granter, grantee, mustDecode(it.value()));
      }
    } finally {
      it.close();
    }
  }

  // ---- the queue of expirations

  private insertIntoQueue(
    ctx: Context,
    grantee: Uint8Array,
    granter: Uint8Array,
    msgType: string,
    expiration: Time,
  ): void {
    const store = this.store(ctx);
    const key = keys.queueKey(expiration, granter, grantee);
    const before = store.get(key);
    const msgTypeUrls = before === undefined ? [] : GrantQueueItem.decode(before).msgTypeUrls;
    store.set(key, GrantQueueItem.encode({ msgTypeUrls: [...msgTypeUrls, msgType] }));
  }

  /**
   * Takes a grant out of the queue. Throws ErrNoGrantKeyFound.
   *
   * PARITY: akash cosmos-sdk x/authz/keeper/keeper.go: the message type is compared together with the length byte before it,
   * so nothing is ever found; the entry stays, and when its time comes it deletes whatever grant there is then.
   */
  private removeFromQueue(
    ctx: Context,
    grantee: Uint8Array,
    granter: Uint8Array,
    msgType: string,
    expiration: Time,
  ): void {
    const store = this.store(ctx);
    const key = keys.queueKey(expiration, granter, grantee);
    const bytes = store.get(key);
    if (bytes === undefined) {
      throw ErrNoGrantKeyFound.wrap("can't remove grant from the expire queue, grant key not found");
    }
    const { msgTypeUrls } = GrantQueueItem.decode(bytes);
    const { lengthAndMsgType } = keys.parseGrantKey(keys.grantKey(grantee, granter, msgType));
    for (const [i, url] of msgTypeUrls.entries()) {
      ctx.gasMeter.consumeGas(GAS_PER_QUEUE_ITEM, 'grant queue');
      if (url !== lengthAndMsgType) continue;
      const rest = [...msgTypeUrls];
      rest[i] = rest[rest.length - 1]!;
      rest.pop();
      store.set(key, GrantQueueItem.encode({ msgTypeUrls: rest }));
      return;
    }
  }

  /**
   * Deletes what expired before this block.
   *
   * PARITY: akash cosmos-sdk x/authz/keeper/keeper.go: the two index entries of a grant stay behind.
   */
  dequeueAndDeleteExpiredGrants(ctx: Context): void {
    const store = this.store(ctx);
    const it = store.iterator(keys.QUEUE_PREFIX, inclusiveEndBytes(keys.queueTimePrefix(ctx.blockTime)));
    try {
      for (; it.valid(); it.next()) {
        const { msgTypeUrls } = GrantQueueItem.decode(it.value());
        const { granter, grantee } = keys.parseQueueKey(it.key());
        store.delete(it.key());
        for (const url of msgTypeUrls) store.delete(keys.grantKey(grantee, granter, url));
      }
    } finally {
      it.close();
    }
  }
}

/** A grant that still holds. What cannot be read counts as none. */
function granted(ctx: Context, grant: Grant): GrantedAuthorization | undefined {
  if (grant.expiration !== undefined && isBefore(grant.expiration, ctx.blockTime)) return undefined;
  try {
    return { authorization: authorizationOf(grant), expiration: grant.expiration };
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}

/** A stored grant that cannot be read is a panic. */
function mustDecode(bytes: Uint8Array): Grant {
  try {
    return decodeAndUnpack(Grant, bytes);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}
