import { nilPointer } from '../../core/errors.ts';
import type { Msg } from '../../core/module.ts';
import { ErrInsufficientFunds, ErrInvalidCoins, ErrInvalidType } from '../../core/sdk-errors.ts';
import { type Coin, coinIsLT, safeSubCoin } from '../../math/coin.ts';
import { messageInfo } from '../../wire/descriptors.ts';
import { MsgCreateDeployment } from '../../wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { Scope as AccountScope } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import { DepositAuthorization, DepositAuthorization_Scope as Scope } from '../../wire/gen/akash/escrow/v1/authz.ts';
import { MsgAccountDeposit } from '../../wire/gen/akash/escrow/v1/msg.ts';
import { MsgCreateBid } from '../../wire/gen/akash/market/v1beta5/bidmsg.ts';
import { isNil } from '../../wire/nil.ts';
import type { AcceptResponse, AuthorizationType } from '../authz/authorization.ts';
import { ErrInvalidAuthzScope, ErrUnauthorizedDepositScope } from './errors.ts';

/** Type URL of the message that deposit authorizations are granted for, whatever message takes the deposit. */
export const DEPOSIT_MSG_TYPE = `/${MsgAccountDeposit.typeName}`;

/** What a message would deposit, and for what. */
function subject(msg: Msg): { scope: number; amount: Coin } {
  switch (msg.typeUrl) {
    case DEPOSIT_MSG_TYPE: {
      const { id, deposit } = msg.message as MsgAccountDeposit;
      if (id.scope === AccountScope.deployment) return { scope: Scope.deployment, amount: deposit.amount };
      if (id.scope === AccountScope.bid) return { scope: Scope.bid, amount: deposit.amount };
      throw ErrUnauthorizedDepositScope.error();
    }
    case `/${MsgCreateDeployment.typeName}`:
      return { scope: Scope.deployment, amount: (msg.message as MsgCreateDeployment).deposit.amount };
    case `/${MsgCreateBid.typeName}`:
      return { scope: Scope.bid, amount: (msg.message as MsgCreateBid).deposit.amount };
    default: {
      const goType = messageInfo(msg.typeUrl.slice(1)).goType;
      throw ErrInvalidType.wrap(`"${goType}" is unsupported authorization msg for deposit`);
    }
  }
}

/**
 * Judges a deposit. `partial`: a deposit above the limit takes what there is. Throws the error that refuses it.
 * Source: chain-sdk go/node/escrow/v1/authz.go.
 */
export function tryAcceptDeposit(
  a: DepositAuthorization,
  msg: Msg,
  partial: boolean,
): AcceptResponse<DepositAuthorization> {
  const { scope, amount } = subject(msg);
  if (!a.scopes.includes(scope)) throw ErrUnauthorizedDepositScope.error();
  if (a.spendLimit.denom !== amount.denom) return { accept: false, delete: false };
  const exceeded = coinIsLT(a.spendLimit, amount);
  if (exceeded && !partial) throw ErrInsufficientFunds.error();
  const left = safeSubCoin(a.spendLimit, exceeded ? a.spendLimit : amount);
  return { accept: true, delete: left.amount === 0n, updated: { scopes: a.scopes, spendLimit: left } };
}

function scopeName(scope: number): string {
  return Object.entries(Scope).find(([, value]) => value === scope)?.[0] ?? `${scope}`;
}

/** Lets the grantee deposit the granter's coins into escrow accounts, up to a limit. */
export const depositAuthorization: AuthorizationType<DepositAuthorization> = {
  type: DepositAuthorization,
  msgTypeUrl: () => DEPOSIT_MSG_TYPE,
  validateBasic(a) {
    if (a.scopes.length === 0) throw ErrInvalidAuthzScope.wrap('empty scope');
    const seen = new Set<number>();
    for (const scope of a.scopes) {
      if (scope !== Scope.deployment && scope !== Scope.bid) {
        throw ErrInvalidAuthzScope.wrap(`invalid scope "${scopeName(scope)}"`);
      }
      if (seen.has(scope)) throw ErrInvalidAuthzScope.wrap(`duplicate scope "${scopeName(scope)}"`);
      seen.add(scope);
    }
    if (isNil(a.spendLimit, 'amount')) throw nilPointer();
    if (a.spendLimit.amount <= 0n) throw ErrInvalidCoins.wrap('spend limit cannot be negative');
  },
  accept: (_ctx, a, msg) => tryAcceptDeposit(a, msg, false),
};
