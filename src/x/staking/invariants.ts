import type { Context } from '../../core/context.ts';
import { Dec } from '../../math/dec.ts';
import type { BankKeeper } from './expected-keepers.ts';
import type { StakingKeeper } from './keeper.ts';

/**
 * What must hold after every block. Each returns the violations it finds, none when all is well. They read all of the store:
 * for tests, the simulator and the development engine.
 */

/** The pools hold what validators and unbonding delegations say. */
export function poolsHoldStake(k: StakingKeeper, bank: Pick<BankKeeper, 'getBalance'>, ctx: Context): string[] {
  let bonded = 0n;
  let notBonded = 0n;
  for (const v of k.getAllValidators(ctx)) {
    if (v.isBonded()) bonded += v.tokens;
    else notBonded += v.tokens;
  }
  k.iterateUnbondingDelegations(ctx, (_index, u) => {
    for (const e of u.entries) notBonded += e.balance;
  });
  const denom = k.bondDenom(ctx);
  const held = (pool: Uint8Array): bigint => bank.getBalance(ctx, pool, denom).amount;
  const violations: string[] = [];
  const inBonded = held(k.getBondedPool(ctx).getAddress());
  const inNotBonded = held(k.getNotBondedPool(ctx).getAddress());
  if (inBonded !== bonded) violations.push(`the bonded pool holds ${inBonded}, bonded tokens are ${bonded}`);
  if (inNotBonded !== notBonded) {
    violations.push(`the not bonded pool holds ${inNotBonded}, tokens not bonded are ${notBonded}`);
  }
  return violations;
}

/** Tokens are not negative, and the power index has exactly the validators that are not jailed, at their power. */
export function powerIndexIsRight(k: StakingKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  const indexed = new Map<string, bigint>();
  const it = k.validatorsPowerStoreIterator(ctx);
  for (; it.valid(); it.next()) {
    const key = it.key();
    const power = new DataView(key.buffer, key.byteOffset, key.length).getBigUint64(1);
    const operator = String.fromCharCode(...it.value());
    if (indexed.has(operator)) violations.push('a validator stands in the power index twice');
    indexed.set(operator, power);
  }
  it.close();
  for (const v of k.getAllValidators(ctx)) {
    const operator = String.fromCharCode(...v.operatorBytes());
    const power = indexed.get(operator);
    indexed.delete(operator);
    if (v.tokens < 0n) violations.push(`${v.operatorAddress} has ${v.tokens} tokens`);
    if (v.jailed && power !== undefined) violations.push(`${v.operatorAddress} is jailed and in the power index`);
    if (!v.jailed && power !== v.potentialConsensusPower()) {
      violations.push(`${v.operatorAddress} has power ${v.potentialConsensusPower()}, in the index ${power}`);
    }
  }
  if (indexed.size > 0) violations.push(`${indexed.size} entries of the power index stand for no validator`);
  return violations;
}

/** Delegations have positive shares. */
export function delegationsArePositive(
  k: StakingKeeper,
  ctx: Context,
  delegations = k.getAllDelegations(ctx),
): string[] {
  return delegations
    .filter((d) => !d.shares.isPositive())
    .map((d) => `delegation of ${d.delegatorAddress} to ${d.validatorAddress} has ${d.shares} shares`);
}

/** The shares of a validator are the sum of its delegations'. */
export function sharesAddUp(k: StakingKeeper, ctx: Context, delegations = k.getAllDelegations(ctx)): string[] {
  const sums = new Map<string, Dec>();
  for (const d of delegations) {
    sums.set(d.validatorAddress, (sums.get(d.validatorAddress) ?? Dec.zero).add(d.shares));
  }
  const violations: string[] = [];
  for (const v of k.getAllValidators(ctx)) {
    const sum = sums.get(v.operatorAddress) ?? Dec.zero;
    sums.delete(v.operatorAddress);
    if (!sum.equal(v.delegatorShares)) {
      violations.push(`${v.operatorAddress} has ${v.delegatorShares} shares, its delegations ${sum}`);
    }
  }
  for (const operator of sums.keys()) violations.push(`there are delegations to ${operator}, which is no validator`);
  return violations;
}

/** All of the above. */
export function stakingInvariants(k: StakingKeeper, bank: Pick<BankKeeper, 'getBalance'>, ctx: Context): string[] {
  const delegations = k.getAllDelegations(ctx);
  return [
    ...poolsHoldStake(k, bank, ctx),
    ...powerIndexIsRight(k, ctx),
    ...delegationsArePositive(k, ctx, delegations),
    ...sharesAddUp(k, ctx, delegations),
  ];
}
