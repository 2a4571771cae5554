import type { Context } from '../../core/context.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import type { BankKeeper } from './keeper.ts';
import { DENOM_ADDRESS_PREFIX } from './keys.ts';
import { textOf } from './view-keeper.ts';

/**
 * What must hold after every block. Each returns the violations it finds, none when all is well. They read all of the store:
 * for tests, the simulator and the development engine.
 */

/** Every balance is positive, and the supply of a denomination is the sum of its balances. */
export function supplyIsSumOfBalances(k: BankKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  const sums = new Map<string, bigint>();
  k.iterateAllBalances(ctx, (owner, { denom, amount }) => {
    if (amount <= 0n) violations.push(`${accAddressToBech32(owner)} holds ${amount}${denom}`);
    sums.set(denom, (sums.get(denom) ?? 0n) + amount);
    return false;
  });
  k.iterateTotalSupply(ctx, ({ denom, amount }) => {
    const sum = sums.get(denom) ?? 0n;
    if (sum !== amount) violations.push(`the supply is ${amount}${denom}, balances add up to ${sum}`);
    sums.delete(denom);
    return false;
  });
  for (const [denom, sum] of sums) violations.push(`balances add up to ${sum}${denom}, there is no such supply`);
  return violations;
}

/** The index of holders has exactly the balances there are. */
export function holdersAreIndexed(k: BankKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  const indexed = new Set<string>();
  const it = k.prefixStore(ctx, DENOM_ADDRESS_PREFIX).iterator(undefined, undefined);
  for (; it.valid(); it.next()) {
    const key = it.key();
    const end = key.indexOf(0);
    indexed.add(`${accAddressToBech32(key.subarray(end + 2))} ${textOf(key.subarray(0, end), 0)}`);
  }
  it.close();
  k.iterateAllBalances(ctx, (owner, { denom }) => {
    const entry = `${accAddressToBech32(owner)} ${denom}`;
    if (!indexed.delete(entry)) violations.push(`${entry} is not in the index of holders`);
    return false;
  });
  for (const entry of indexed) violations.push(`${entry} is in the index of holders but has no balance`);
  return violations;
}

export function bankInvariants(k: BankKeeper, ctx: Context): string[] {
  return [...supplyIsSumOfBalances(k, ctx), ...holdersAreIndexed(k, ctx)];
}
