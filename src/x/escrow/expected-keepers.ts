import type { Context } from '../../core/context.ts';
import type { Time } from '../../core/time.ts';
import type { Coin } from '../../math/coin.ts';
import type { DecCoin } from '../../math/dec-coin.ts';
import type { Authorization } from '../authz/authorization.ts';

export interface BankKeeper {
  spendableCoin(ctx: Context, address: Uint8Array, denom: string): Coin;
  sendCoinsFromModuleToAccount(ctx: Context, sender: string, recipient: Uint8Array, amount: readonly Coin[]): void;
  sendCoinsFromModuleToModule(ctx: Context, sender: string, recipient: string, amount: readonly Coin[]): void;
  sendCoinsFromAccountToModule(ctx: Context, sender: Uint8Array, recipient: string, amount: readonly Coin[]): void;
}

export interface TakeKeeper {
  /** Splits a payment into what the provider gets and what the community pool takes. */
  subtractFees(ctx: Context, payment: Coin): { earnings: Coin; fees: Coin };
}

export interface AuthzKeeper {
  getAuthorization(
    ctx: Context,
    grantee: Uint8Array,
    granter: Uint8Array,
    msgType: string,
  ): { readonly authorization: Authorization; readonly expiration: Time | undefined } | undefined;
  saveGrant(
    ctx: Context,
    grantee: Uint8Array,
    granter: Uint8Array,
    authorization: Authorization,
    expiration: Time | undefined,
  ): void;
  getGranteeGrantsByMsgType(
    ctx: Context,
    grantee: Uint8Array,
    msgType: string,
    onGrant: (ctx: Context, granter: Uint8Array, authorization: Authorization, expiration: Time | undefined) => boolean,
  ): void;
}

/** The community pool. */
export interface FeePoolKeeper {
  getFeePool(ctx: Context): { readonly communityPool: DecCoin[] };
  setFeePool(ctx: Context, pool: { communityPool: DecCoin[] }): void;
}
