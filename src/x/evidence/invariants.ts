import type { Context } from '../../core/context.ts';
import { consAddressCodec } from '../../crypto/address.ts';
import type { EvidenceKeeper } from './keeper.ts';

/** Whoever evidence is stored against is tombstoned. Holds for evidence this chain handled itself, not for what a genesis brings. */
export function offendersAreTombstoned(
  k: EvidenceKeeper,
  isTombstoned: (ctx: Context, consAddr: Uint8Array) => boolean,
  ctx: Context,
): string[] {
  const violations: string[] = [];
  k.iterateEvidence(ctx, (evidence) => {
    if (!isTombstoned(ctx, consAddressCodec.toBytes(evidence.consensusAddress))) {
      violations.push(`${evidence.consensusAddress} is not tombstoned`);
    }
  });
  return violations;
}
