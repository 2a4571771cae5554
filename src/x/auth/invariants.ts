import type { Context } from '../../core/context.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { equalBytes } from '../../store/keys.ts';
import type { AccountKeeper } from './keeper.ts';

/**
 * Every account is found by its number, and the next number is above all. Returns violations, none when all is well; reads all
 * of the store.
 */
export function accountInvariants(k: AccountKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  let highest = -1n;
  k.iterateAccounts(ctx, (account) => {
    const address = account.getAddress();
    const number = account.getAccountNumber();
    const found = k.getAddressByNumber(ctx, number);
    if (found === undefined || !equalBytes(found, address)) {
      violations.push(`account number ${number} is not that of ${accAddressToBech32(address)}`);
    }
    if (number > highest) highest = number;
    return false;
  });
  const branch = ctx.cacheContext();
  const next = k.nextAccountNumber(branch.ctx);
  if (next <= highest) violations.push(`the next account number is ${next}, ${highest} is taken`);
  return violations;
}
