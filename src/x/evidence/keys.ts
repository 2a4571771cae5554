import { concatBytes } from '../../store/keys.ts';

/** Layout of the `evidence` store. Source: cosmos-sdk x/evidence/types/keys.go. */
export const MODULE_NAME = 'evidence';
export const STORE_KEY = MODULE_NAME;

// 0x00 | hash of the evidence, 32 bytes -> Any of the evidence
export const EVIDENCE_PREFIX: Uint8Array = Uint8Array.of(0x00);

export function evidenceKey(hash: Uint8Array): Uint8Array {
  return concatBytes(EVIDENCE_PREFIX, hash);
}
