import type { Context } from '../../core/context.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import type { GovKeeper } from './keeper.ts';

/** The module account holds at least all deposits, and each proposal's deposits are its total. */
export function depositsAreHeld(k: GovKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  const byProposal = new Map<bigint, Coin[]>();
  let all: Coin[] = [];
  k.iterateDeposits(ctx, undefined, (_depositor, { proposalId, amount }) => {
    byProposal.set(proposalId, Coins.add(byProposal.get(proposalId) ?? [], amount));
    all = Coins.add(all, amount);
  });
  const held = k.bankKeeper.getAllBalances(ctx, k.moduleAddress);
  if (!Coins.isAllGTE(held, all)) {
    violations.push(`governance holds ${Coins.format(held)} of deposits of ${Coins.format(all)}`);
  }
  for (const [id, deposited] of byProposal) {
    const total = k.findProposal(ctx, id)?.totalDeposit;
    if (total === undefined) violations.push(`there are deposits on proposal ${id}, which is not there`);
    else if (!Coins.equal(Coins.newCoins(total), deposited)) {
      violations.push(
        `proposal ${id} has a total of ${Coins.format(total)}, its deposits are ${Coins.format(deposited)}`,
      );
    }
  }
  return violations;
}
