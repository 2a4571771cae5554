import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { ErrInvalidRequest, ErrNotFound, ErrUnauthorized } from '../../core/sdk-errors.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { isBefore } from '../../core/time.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import { inclusiveEndBytes } from '../../store/keys.ts';
import { prefixIterator } from '../../store/prefix.ts';
import { Grant } from '../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import { decodeAndUnpack } from '../../wire/registry.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { type Allowance, allowanceOf, type PaidMessage } from './allowance.ts';
import { allowanceType, packAllowance } from './allowance-types.ts';
import { revokeEvent, setEvent, updateEvent, useEvent } from './events.ts';
import type { AccountKeeper, BankKeeper } from './expected-keepers.ts';
import * as keys from './keys.ts';

export interface FeegrantKeeperDeps {
  readonly storeKey: StoreKey;
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
}

/** Who pays whose fees. Source: cosmossdk.io/x/feegrant/keeper. */
export class FeegrantKeeper {
  private readonly storeKey: StoreKey;
  private readonly accountKeeper: AccountKeeper;
  private readonly bankKeeper: BankKeeper;

  constructor(deps: FeegrantKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.accountKeeper = deps.accountKeeper;
    this.bankKeeper = deps.bankKeeper;
  }

  /** The store itself, for pages of queries. */
  store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  /** Throws ErrNotFound when there is none. */
  getAllowance(ctx: Context, granter: Uint8Array, grantee: Uint8Array): Allowance {
    return allowanceOf(this.getGrant(ctx, granter, grantee).allowance);
  }

  /** As {@link getAllowance}; no readable allowance counts as none. */
  findAllowance(ctx: Context, granter: Uint8Array, grantee: Uint8Array): Allowance | undefined {
    try {
      return this.getAllowance(ctx, granter, grantee);
    } catch (e) {
      if (e instanceof GoErrorBase) return undefined;
      throw e;
    }
  }

  private getGrant(ctx: Context, granter: Uint8Array, grantee: Uint8Array): Grant {
    const bytes = this.store(ctx).get(keys.allowanceKey(granter, grantee));
    if (bytes === undefined || bytes.length === 0) throw ErrNotFound.wrap('fee-grant not found');
    return decodeAndUnpack(Grant, bytes);
  }

  /** Grants an allowance where there is none. */
  grantAllowance(ctx: Context, granter: Uint8Array, grantee: Uint8Array, allowance: Allowance): void {
    if (this.findAllowance(ctx, granter, grantee) !== undefined) {
      throw ErrInvalidRequest.wrap('fee allowance already exists');
    }
    this.createAccount(ctx, grantee);
    const expiration = allowanceType(allowance).expiresAt(allowance.message);
    if (expiration !== undefined && isBefore(expiration, ctx.blockTime)) {
      throw ErrInvalidRequest.wrap('expiration is before current block time');
    }
    if (expiration !== undefined) this.store(ctx).set(keys.queueKey(expiration, granter, grantee), EMPTY_BYTES);
    this.setGrant(ctx, granter, grantee, allowance);
    ctx.eventManager.emit(setEvent(accAddressToBech32(granter), accAddressToBech32(grantee)));
  }

  /** Makes an account for a grantee that has none. */
  private createAccount(ctx: Context, grantee: Uint8Array): void {
    if (this.accountKeeper.getAccount(ctx, grantee) !== undefined) return;
    if (this.bankKeeper.blockedAddr(grantee)) {
      throw ErrUnauthorized.wrap(`${accAddressToBech32(grantee)} is not allowed to receive funds`);
    }
    this.accountKeeper.setAccount(ctx, this.accountKeeper.newAccountWithAddress(ctx, grantee) as never);
  }

  private setGrant(ctx: Context, granter: Uint8Array, grantee: Uint8Array, allowance: Allowance): void {
    const grant: Grant = {
      granter: accAddressToBech32(granter),
      grantee: accAddressToBech32(grantee),
      allowance: packAllowance(allowance),
    };
    this.store(ctx).set(keys.allowanceKey(granter, grantee), Grant.encode(grant));
  }

  /** Puts what is left of an allowance in its place. */
  updateAllowance(ctx: Context, granter: Uint8Array, grantee: Uint8Array, allowance: Allowance): void {
    this.getGrant(ctx, granter, grantee);
    this.setGrant(ctx, granter, grantee, allowance);
    ctx.eventManager.emit(updateEvent(accAddressToBech32(granter), accAddressToBech32(grantee)));
  }

  /** Revokes an allowance. Throws ErrNotFound when there is none. */
  revokeAllowance(ctx: Context, granter: Uint8Array, grantee: Uint8Array): void {
    const allowance = this.getAllowance(ctx, granter, grantee);
    const store = this.store(ctx);
    store.delete(keys.allowanceKey(granter, grantee));
    const expiration = allowanceType(allowance).expiresAt(allowance.message);
    // PARITY: cosmossdk.io/x/feegrant/keeper/keeper.go revokeAllowance: granter and grantee are swapped, so the entry of the
    // queue stays, and prunes an allowance granted anew at the old one's time.
    if (expiration !== undefined) store.delete(keys.queueKey(expiration, grantee, granter));
    ctx.eventManager.emit(revokeEvent(accAddressToBech32(granter), accAddressToBech32(grantee)));
  }

  /** Takes a fee out of an allowance. Throws the GoError that refuses it. */
  useGrantedFees(
    ctx: Context,
    granter: Uint8Array,
    grantee: Uint8Array,
    fee: readonly Coin[],
    msgs: readonly PaidMessage[],
  ): void {
    const allowance = this.getAllowance(ctx, granter, grantee);
    const { remove, error, updated } = allowanceType(allowance).accept(ctx, allowance.message, fee, msgs);
    if (remove) this.tryRevoke(ctx, granter, grantee);
    if (error !== undefined) throw error;
    ctx.eventManager.emit(useEvent(accAddressToBech32(granter), accAddressToBech32(grantee)));
    if (!remove) this.updateAllowance(ctx, granter, grantee, { typeUrl: allowance.typeUrl, message: updated });
  }

  private tryRevoke(ctx: Context, granter: Uint8Array, grantee: Uint8Array): void {
    try {
      this.revokeAllowance(ctx, granter, grantee);
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
    }
  }

  /** All grants in order of grantee, then granter. */
  iterateAllFeeAllowances(ctx: Context, visit: (grant: Grant) => void): void {
    const it = prefixIterator(this.store(ctx), keys.ALLOWANCE_PREFIX);
    try {
      for (; it.valid(); it.next()) visit(decodeAndUnpack(Grant, it.value()));
    } finally {
      it.close();
    }
  }

  /** Deletes allowances that expired before this block, `limit` at most. */
  removeExpiredAllowances(ctx: Context, limit: number): void {
    const store = this.store(ctx);
    const it = store.iterator(keys.QUEUE_PREFIX, inclusiveEndBytes(keys.queueTimePrefix(ctx.blockTime)));
    let count = 0;
    try {
      for (; it.valid(); it.next()) {
        store.delete(it.key());
        const { granter, grantee } = keys.parseQueueKey(it.key());
        store.delete(keys.allowanceKey(granter, grantee));
        count++;
        if (count === limit) return;
      }
    } finally {
      it.close();
    }
  }
}
