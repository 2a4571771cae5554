import type { AkashApp } from '../../src/app/app.ts';
import type { Context } from '../../src/core/context.ts';
import { accAddressToBech32 } from '../../src/crypto/address.ts';
import { distributionInvariants } from '../../src/x/distribution/invariants.ts';
import { slashingInvariants } from '../../src/x/slashing/invariants.ts';
import { stakingInvariants } from '../../src/x/staking/invariants.ts';

/** The supply of every denomination is the sum of its balances. */
function supplyIsHeld({ keepers: { bank } }: AkashApp, ctx: Context): string[] {
  const sums = new Map<string, bigint>();
  const violations: string[] = [];
  bank.iterateAllBalances(ctx, (address, { denom, amount }) => {
    if (amount <= 0n) violations.push(`${accAddressToBech32(address)} holds ${amount}${denom}`);
    sums.set(denom, (sums.get(denom) ?? 0n) + amount);
    return false;
  });
  bank.iterateTotalSupply(ctx, ({ denom, amount }) => {
    const sum = sums.get(denom) ?? 0n;
    sums.delete(denom);
    if (sum !== amount) violations.push(`the supply is ${amount}${denom}, balances are ${sum}`);
    return false;
  });
  for (const denom of sums.keys()) violations.push(`there are balances of ${denom} and no supply`);
  return violations;
}

/** What must hold of the whole application after every block; the violations found. */
export function violations(app: AkashApp, ctx: Context): string[] {
  const { staking, bank, distribution, slashing } = app.keepers;
  return [
    ...supplyIsHeld(app, ctx),
    ...stakingInvariants(staking, bank, ctx),
    ...distributionInvariants(distribution, ctx),
    ...slashingInvariants(slashing, ctx),
  ];
}
