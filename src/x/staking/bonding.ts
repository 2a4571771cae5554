import type { Context } from '../../core/context.ts';
import { GoPanic } from '../../core/errors.ts';
import { compareBytes } from '../../core/go-text.ts';
import { ErrInvalidRequest } from '../../core/sdk-errors.ts';
import { addDuration, type Time, zeroTime } from '../../core/time.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import { BondStatus } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import {
  ErrBadRedelegationDst,
  ErrBadRedelegationSrc,
  ErrDelegatorShareExRateInvalid,
  ErrMaxRedelegationEntries,
  ErrMaxUnbondingDelegationEntries,
  ErrNoDelegatorForAddress,
  ErrNotEnoughDelegationShares,
  ErrSelfRedelegation,
  ErrTinyRedelegationAmount,
  ErrTransitiveRedelegation,
} from './errors.ts';
import { BONDED_POOL_NAME, NOT_BONDED_POOL_NAME } from './keys.ts';
import { isDue } from './unbonding-store.ts';
import type { Validator } from './validator.ts';
import { ValidatorStates } from './validator-state.ts';

/** Delegating, undelegating and redelegating. Source: x/staking/keeper/delegation.go. */
export abstract class Bonding extends ValidatorStates {
  /**
   * Delegates tokens to a validator. `tokenSrc` is the bond status of where they come from; with `subtractAccount` they come
   * from the delegator's account. Returns the new shares.
   */
  delegate(
    ctx: Context,
    delegator: Uint8Array,
    amount: bigint,
    tokenSrc: BondStatus,
    v: Validator,
    subtractAccount: boolean,
  ): Dec {
    if (v.invalidExRate()) throw ErrDelegatorShareExRateInvalid.error();
    const operator = v.operatorBytes();
    const known = this.findDelegation(ctx, delegator, operator);
    if (known !== undefined) this.hooks.beforeDelegationSharesModified(ctx, delegator, operator);
    else this.hooks.beforeDelegationCreated(ctx, delegator, operator);

    if (subtractAccount) {
      if (tokenSrc === BondStatus.BOND_STATUS_BONDED) throw new GoPanic('delegation token source cannot be bonded');
      const pool = v.isBonded() ? BONDED_POOL_NAME : NOT_BONDED_POOL_NAME;
      if (!v.isBonded() && !v.isUnbonding() && !v.isUnbonded()) throw new GoPanic('invalid validator status');
      const coins = Coins.of(this.bondDenom(ctx), amount);
      this.bankKeeper.delegateCoinsFromAccountToModule(ctx, delegator, pool, coins);
    } else {
      this.movePools(ctx, amount, tokenSrc, v);
    }

    const { shares } = this.addValidatorTokensAndShares(ctx, v, amount);
    this.setDelegation(ctx, {
      delegatorAddress: known?.delegatorAddress ?? accAddressCodec.toText(delegator),
      validatorAddress: known?.validatorAddress ?? v.operatorAddress,
      shares: (known?.shares ?? Dec.zero).add(shares),
    });
    this.hooks.afterDelegationModified(ctx, delegator, operator);
    return shares;
  }

  /** Tokens that were staked already change pools when the new validator's status is another. */
  private movePools(ctx: Context, amount: bigint, tokenSrc: BondStatus, v: Validator): void {
    if (tokenSrc === BondStatus.BOND_STATUS_BONDED) {
      if (!v.isBonded()) this.bondedTokensToNotBonded(ctx, amount);
    } else if (tokenSrc === BondStatus.BOND_STATUS_UNBONDED || tokenSrc === BondStatus.BOND_STATUS_UNBONDING) {
      if (v.isBonded()) this.notBondedTokensToBonded(ctx, amount);
    } else {
      throw new GoPanic('unknown token source bond status');
    }
  }

  /** Takes shares off a delegation and returns the tokens they were worth. The pools are the caller's business. */
  unbond(ctx: Context, delegator: Uint8Array, operator: Uint8Array, shares: Dec): bigint {
    const known = this.findDelegation(ctx, delegator, operator);
    if (known === undefined) throw ErrNoDelegatorForAddress.error();
    this.hooks.beforeDelegationSharesModified(ctx, delegator, operator);
    if (known.shares.lt(shares)) throw ErrNotEnoughDelegationShares.wrap(known.shares.toString());
    let v = this.getValidator(ctx, operator);

    const rest = { ...known, shares: known.shares.sub(shares) };
    const delegatorAddress = accAddressCodec.toBytes(rest.delegatorAddress);
    // An operator who falls below the minimum self-delegation is jailed.
    if (
      compareBytes(delegatorAddress, v.operatorBytes()) === 0 &&
      !v.jailed &&
      v.tokensFromShares(rest.shares).truncateInt() < v.minSelfDelegation
    ) {
      this.jailValidator(ctx, v);
      v = this.mustGetValidator(ctx, v.operatorBytes());
    }

    if (rest.shares.isZero()) {
      this.removeDelegation(ctx, rest);
    } else {
      this.setDelegation(ctx, rest);
      this.hooks.afterDelegationModified(ctx, delegatorAddress, valAddressCodec.toBytes(rest.validatorAddress));
    }

    const { validator, tokens } = this.removeValidatorTokensAndShares(ctx, v, shares);
    // A bonded or unbonding one is removed at the end of its unbonding.
    if (validator.delegatorShares.isZero() && validator.isUnbonded()) this.removeValidator(ctx, v.operatorBytes());
    return tokens;
  }

  /** Begins to undelegate shares. */
  undelegate(
    ctx: Context,
    delegator: Uint8Array,
    operator: Uint8Array,
    shares: Dec,
  ): { completionTime: Time; amount: bigint } {
    const v = this.getValidator(ctx, operator);
    // PARITY: x/staking/keeper/delegation.go Undelegate: asked before it is known whether the entry would merge into another.
    if (this.hasMaxUnbondingDelegationEntries(ctx, delegator, operator)) {
      throw ErrMaxUnbondingDelegationEntries.error();
    }
    const amount = this.unbond(ctx, delegator, operator, shares);
    if (v.isBonded()) this.bondedTokensToNotBonded(ctx, amount);

    const completionTime = addDuration(ctx.blockTime, this.unbondingTime(ctx));
    const u = this.setUnbondingDelegationEntry(ctx, delegator, operator, ctx.blockHeight, completionTime, amount);
    this.insertUBDQueue(ctx, u, completionTime);
    return { completionTime, amount };
  }

  /**
   * Pays out the entries that are due. Throws ErrNoUnbondingDelegation.
   *
   * PARITY: x/staking/keeper/delegation.go Undelegate, CompleteUnbonding: undelegating 1 can be worth nothing, since shares and tokens
   * are truncated; the entry is made all the same and completes with no coins. Redelegating so little is ErrTinyRedelegationAmount.
   */
  completeUnbonding(ctx: Context, delegator: Uint8Array, operator: Uint8Array): Coin[] {
    const u = this.getUnbondingDelegation(ctx, delegator, operator);
    const denom = this.bondDenom(ctx);
    const owner = accAddressCodec.toBytes(u.delegatorAddress);
    let balances: Coin[] = [];
    const entries = u.entries.filter((e) => {
      if (!isDue(e, ctx.blockTime)) return true;
      this.deleteUnbondingIndex(ctx, e.unbondingId);
      if (e.balance !== 0n) {
        const paid = Coins.of(denom, e.balance);
        this.bankKeeper.undelegateCoinsFromModuleToAccount(ctx, NOT_BONDED_POOL_NAME, owner, paid);
        balances = Coins.add(balances, paid);
      }
      return false;
    });
    this.replaceUnbondingDelegation(ctx, { ...u, entries });
    return balances;
  }

  /** Moves shares to another validator. Zero time when that is complete at once. */
  beginRedelegation(
    ctx: Context,
    delegator: Uint8Array,
    source: Uint8Array,
    destination: Uint8Array,
    shares: Dec,
  ): Time {
    if (compareBytes(source, destination) === 0) throw ErrSelfRedelegation.error();
    const to = this.findValidator(ctx, destination);
    if (to === undefined) throw ErrBadRedelegationDst.error();
    const from = this.findValidator(ctx, source);
    if (from === undefined) throw ErrBadRedelegationSrc.error();
    if (this.hasReceivingRedelegation(ctx, delegator, source)) throw ErrTransitiveRedelegation.error();
    if (this.hasMaxRedelegationEntries(ctx, delegator, source, destination)) throw ErrMaxRedelegationEntries.error();

    const amount = this.unbond(ctx, delegator, source, shares);
    if (amount === 0n) throw ErrTinyRedelegationAmount.error();
    const sharesCreated = this.delegate(ctx, delegator, amount, from.status, to, false);

    const begin = this.beginOfRedelegation(ctx, source);
    if (begin === undefined) return zeroTime;
    const { completionTime, height } = begin;
    const r = this.setRedelegationEntry(
      ctx,
      delegator,
      source,
      destination,
      height,
      completionTime,
      amount,
      sharesCreated,
    );
    this.insertRedelegationQueue(ctx, r, completionTime);
    return completionTime;
  }

  /** When a redelegation from a validator completes, and the height it counts from; undefined when it is complete at once. */
  private beginOfRedelegation(ctx: Context, source: Uint8Array): { completionTime: Time; height: bigint } | undefined {
    // PARITY: x/staking/keeper/delegation.go getBeginInfo: when the unbonding removed the validator the redelegation fails.
    const v = this.getValidator(ctx, source);
    const period = this.unbondingTime(ctx);
    if (v.isBonded()) return { completionTime: addDuration(ctx.blockTime, period), height: ctx.blockHeight };
    if (v.isUnbonded()) return undefined;
    if (v.isUnbonding()) return { completionTime: v.unbondingTime, height: v.unbondingHeight };
    throw new GoPanic(`unknown validator status: ${v.status}`);
  }

  /** Drops the entries that are due. Throws ErrNoRedelegation. */
  completeRedelegation(ctx: Context, delegator: Uint8Array, source: Uint8Array, destination: Uint8Array): Coin[] {
    const r = this.getRedelegation(ctx, delegator, source, destination);
    const denom = this.bondDenom(ctx);
    let balances: Coin[] = [];
    const entries = r.entries.filter((e) => {
      if (!isDue(e, ctx.blockTime)) return true;
      this.deleteUnbondingIndex(ctx, e.unbondingId);
      if (e.initialBalance !== 0n) balances = Coins.add(balances, Coins.of(denom, e.initialBalance));
      return false;
    });
    this.replaceRedelegation(ctx, { ...r, entries });
    return balances;
  }

  /** The shares that an amount is worth, held at those of the delegation. */
  validateUnbondAmount(ctx: Context, delegator: Uint8Array, operator: Uint8Array, amount: bigint): Dec {
    const v = this.getValidator(ctx, operator);
    const { shares: have } = this.getDelegation(ctx, delegator, operator);
    const shares = v.sharesFromTokens(amount);
    if (v.sharesFromTokensTruncated(amount).gt(have)) throw ErrInvalidRequest.wrap('invalid shares amount');
    return shares.gt(have) ? have : shares;
  }
}
