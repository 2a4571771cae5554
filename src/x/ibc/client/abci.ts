import type { Context } from '../../../core/context.ts';
import { ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { encodeConsensusState } from './codec.ts';
import { emitUpgradeChain } from './events.ts';
import type { UpgradeKeeper } from './expected-keepers.ts';

/**
 * In the last block before an upgrade that changes the chain's light client, notes the consensus state from which clients of other
 * chains go on. Source: ibc-go modules/core/02-client/abci.go.
 */
export function beginBlocker(ctx: Context, upgrades: UpgradeKeeper): void {
  const plan = upgrades.getUpgradePlan(ctx);
  if (plan === undefined) return;
  const client = upgrades.getUpgradedClient(ctx, plan.height);
  if (client === undefined || ctx.blockHeight !== plan.height - 1n) return;
  const state = ConsensusState.create({
    timestamp: ctx.blockTime,
    nextValidatorsHash: ctx.header.nextValidatorsHash,
  });
  upgrades.setUpgradedConsensusState(ctx, plan.height, encodeConsensusState(state));
  emitUpgradeChain(ctx, plan.height);
}
