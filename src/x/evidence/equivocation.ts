import type { Misbehavior } from '../../core/context.ts';
import { GoError } from '../../core/errors.ts';
import { timeString } from '../../core/time.ts';
import { consAddressToBech32 } from '../../crypto/address.ts';
import { sha256 } from '../../crypto/hash.ts';
import { Equivocation } from '../../wire/gen/cosmos/evidence/v1beta1/evidence.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { packAny, unpackAny } from '../../wire/registry.ts';

/** The only kind of evidence there is. Source: cosmos-sdk x/evidence/types/evidence.go. */

/** Interface that evidence implements. */
const EVIDENCE_INTERFACE = 'cosmos.evidence.v1beta1.Evidence';

/** What CometBFT reported, as evidence. */
export function fromMisbehavior(m: Misbehavior): Equivocation {
  return {
    height: m.height,
    time: m.time,
    power: m.validator.power,
    consensusAddress: consAddressToBech32(m.validator.address),
  };
}

/** SHA-256 of the encoded evidence. */
export function hashEvidence(e: Equivocation): Uint8Array {
  return sha256(Equivocation.encode(e));
}

/** Throws GoError when the evidence is not well formed. */
export function validateEvidence(e: Equivocation): void {
  if (e.time.seconds <= 0n) throw new GoError(`invalid equivocation time: ${timeString(e.time)}`);
  if (e.height < 1n) throw new GoError(`invalid equivocation height: ${e.height}`);
  if (e.power < 1n) throw new GoError(`invalid equivocation validator power: ${e.power}`);
  if (e.consensusAddress === '') {
    throw new GoError(`invalid equivocation validator consensus address: ${e.consensusAddress}`);
  }
}

export function packEvidence(e: Equivocation): Any {
  return packAny(Equivocation, e);
}

/** The evidence in an Any; undefined when there is none. Throws GoError for anything that is not evidence. */
export function unpackEvidence(any: Any | undefined): Equivocation | undefined {
  return unpackAny(any, EVIDENCE_INTERFACE) as Equivocation | undefined;
}
