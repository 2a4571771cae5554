import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { consAddressCodec } from '../../crypto/address.ts';
import type { EvidenceKeeper } from './keeper.ts';

/**
 * Whoever evidence is stored against is tombstoned. Holds for evidence this chain handled itself, not for what a genesis brings: there even
 * the address may be none.
 */
export function offendersAreTombstoned(
  k: EvidenceKeeper,
  isTombstoned: (ctx: Context, consAddr: Uint8Array) => boolean,
  ctx: Context,
): string[] {
  const violations: string[] = [];
  k.iterateEvidence(ctx, (evidence) => {
    const address = addressOf(evidence.consensusAddress);
    if (address === undefined) violations.push(`there is evidence against "${evidence.consensusAddress}"`);
    else if (!isTombstoned(ctx, address)) violations.push(`${evidence.consensusAddress} is not tombstoned`);
  });
  return violations;
}

function addressOf(text: string): Uint8Array | undefined {
  try {
    return consAddressCodec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}
