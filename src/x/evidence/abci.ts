import type { Context } from '../../core/context.ts';
import { fromMisbehavior } from './equivocation.ts';
import type { EvidenceKeeper } from './keeper.ts';

const DUPLICATE_VOTE = 1;
const LIGHT_CLIENT_ATTACK = 2;

/** Handles the misbehaviour that CometBFT reports with the block. Unknown types are ignored. */
export function beginBlocker(k: EvidenceKeeper, ctx: Context): void {
  for (const m of ctx.cometInfo.misbehavior) {
    if (m.type !== DUPLICATE_VOTE && m.type !== LIGHT_CLIENT_ATTACK) continue;
    k.handleEquivocationEvidence(ctx, fromMisbehavior(m));
  }
}
