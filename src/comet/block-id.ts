/** Block ids. Source: CometBFT types/block.go, types/part_set.go. */
import { GoError } from '../core/errors.ts';
import { type BlockID, PartSetHeader } from '../wire/gen/tendermint/types/types.ts';

const HASH_SIZE = 32;

/** Bytes in capitals, as CometBFT prints hashes. */
export function upperHex(b: Uint8Array): string {
  return Buffer.from(b.buffer, b.byteOffset, b.length).toString('hex').toUpperCase();
}

/** The first six bytes, filled up with zeros. */
export function fingerprint(b: Uint8Array): string {
  return upperHex(b.subarray(0, 6)).padEnd(12, '0');
}

/** Throws GoError when a hash is neither empty nor 32 bytes. */
export function validateHash(hash: Uint8Array): void {
  if (hash.length !== 0 && hash.length !== HASH_SIZE)
    throw new GoError(`expected size to be ${HASH_SIZE} bytes, got ${hash.length} bytes`);
}

/** Runs a check and puts `prefix: ` before the text of its error. */
export function within<T>(prefix: string, check: () => T): T {
  try {
    return check();
  } catch (e) {
    if (e instanceof GoError) throw new GoError(`${prefix}: ${e.message}`);
    throw e;
  }
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function validatePartSetHeader(h: PartSetHeader): void {
  within('wrong Hash', () => validateHash(h.hash));
}

/** BlockID.ValidateBasic. Throws GoError. */
export function validateBlockId(id: BlockID): void {
  if (id.hash.length !== 0 && id.hash.length !== HASH_SIZE) throw new GoError('wrong Hash');
  within('wrong PartSetHeader', () => validatePartSetHeader(id.partSetHeader));
}

/** BlockIDFromProto: the same checks with other texts. Throws GoError. */
export function checkBlockIdProto(id: BlockID): void {
  validatePartSetHeader(id.partSetHeader);
  validateBlockId(id);
}

/** No block: nothing is set. */
export function isZeroBlockId(id: BlockID): boolean {
  return id.hash.length === 0 && id.partSetHeader.total === 0 && id.partSetHeader.hash.length === 0;
}

/** Both hashes are there. */
export function isCompleteBlockId(id: BlockID): boolean {
  return id.hash.length === HASH_SIZE && id.partSetHeader.total > 0 && id.partSetHeader.hash.length === HASH_SIZE;
}

export function blockIdEquals(a: BlockID, b: BlockID): boolean {
  return (
    equalBytes(a.hash, b.hash) &&
    a.partSetHeader.total === b.partSetHeader.total &&
    equalBytes(a.partSetHeader.hash, b.partSetHeader.hash)
  );
}

/** What block ids are ordered by: hash and encoded part set header. */
export function blockIdKey(id: BlockID): Uint8Array {
  return Uint8Array.from(Buffer.concat([id.hash, PartSetHeader.encode(id.partSetHeader)]));
}

/** `HASH:total:FINGERPRINT`. */
export function blockIdString(id: BlockID): string {
  return `${upperHex(id.hash)}:${id.partSetHeader.total}:${fingerprint(id.partSetHeader.hash)}`;
}
