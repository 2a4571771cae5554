/**
 * Signatures of multisig keys. Source: cosmos-sdk crypto/keys/multisig, crypto/types/multisig, types/tx/signing.
 */
import { GoError, GoPanic, nilPointer } from '../core/errors.ts';
import { bitCount, type CompactBitArray, getBit, newBitArray, setBit, trueBitsBefore } from './bit-array.ts';
import { MultisigPubKey, type PubKey } from './pubkey.ts';

/** A signature and the sign mode it was made in. */
export interface SingleSignatureData {
  readonly kind: 'single';
  readonly signMode: number;
  readonly signature: Uint8Array;
}

/** The signatures of those members whose bit is set, in order. */
export interface MultiSignatureData {
  readonly kind: 'multi';
  readonly bitArray: CompactBitArray | undefined;
  readonly signatures: (SignatureData | undefined)[];
}

export type SignatureData = SingleSignatureData | MultiSignatureData;

/** The bytes a member signs in a sign mode. May throw the error of a mode that is not supported. */
export type GetSignBytes = (signMode: number) => Uint8Array;

/** VerifyMultisignature. Throws GoError when the signature is not valid, and panics where the reference does. */
export function verifyMultisignature(key: MultisigPubKey, getSignBytes: GetSignBytes, sig: MultiSignatureData): void {
  const { bitArray, signatures } = sig;
  const size = bitCount(bitArray);
  const keys = key.pubKeys();
  if (keys.length !== size) throw new GoError(`bit array size is incorrect, expecting: ${keys.length}`);
  if (signatures.length < key.threshold || signatures.length > size)
    throw new GoError(`signature size is incorrect ${signatures.length}`);
  if (bitArray === undefined) throw nilPointer();
  const set = trueBitsBefore(bitArray, size);
  if (set < key.threshold) throw new GoError(`not enough signatures set, have ${set}, expected ${key.threshold}`);
  let next = 0;
  for (let i = 0; i < size; i++) {
    if (!getBit(bitArray, i)) continue;
    // PARITY: cosmos-sdk crypto/keys/multisig: more bits than signatures panics.
    if (next >= signatures.length)
      throw new GoPanic(`runtime error: index out of range [${next}] with length ${signatures.length}`);
    const s = signatures[next];
    const member = keys[i]!;
    if (s === undefined) throw new GoError(`improper signature data type for index ${next}`);
    if (s.kind === 'single') {
      const message = getSignBytes(s.signMode);
      if (!member.verifySignature(message, s.signature)) throw new GoError(`unable to verify signature at index ${i}`);
    } else {
      if (!(member instanceof MultisigPubKey)) throw new GoError(`unable to parse pubkey of index ${i}`);
      verifyMultisignature(member, getSignBytes, s);
    }
    next++;
  }
}

/** A multisig signature of n members to be filled in. */
export function newMultisig(n: number): MultiSignatureData {
  return { kind: 'multi', bitArray: newBitArray(n), signatures: [] };
}

/** Adds the signature of a member, or replaces it. Throws GoError when the key is not a member. */
export function addSignatureFromPubKey(
  multi: MultiSignatureData,
  sig: SignatureData,
  key: PubKey,
  members: readonly PubKey[],
): void {
  if (members.length === 0) throw new GoError("keys can't be empty");
  const index = members.findIndex((m) => m.equals(key));
  if (index < 0) {
    const hex = (k: PubKey): string => Buffer.from(k.bytes()).toString('hex').toUpperCase();
    throw new GoError(`provided key ${hex(key)} doesn't exist in pubkeys: \n${members.map(hex).join('\n')}`);
  }
  if (multi.bitArray === undefined) throw nilPointer();
  const at = trueBitsBefore(multi.bitArray, index);
  const replace = getBit(multi.bitArray, index);
  setBit(multi.bitArray, index, true);
  multi.signatures.splice(at, replace ? 1 : 0, sig);
}

/** How many keys a key stands for, members of members included. */
export function countSubKeys(key: PubKey): number {
  if (!(key instanceof MultisigPubKey)) return 1;
  return key.pubKeys().reduce((n, k) => n + countSubKeys(k), 0);
}
