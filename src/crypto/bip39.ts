/**
 * Mnemonics. @scure/bip39 has the words; the checks are those of cosmos/go-bip39, whose errors users see.
 */
import { pbkdf2Sync } from 'node:crypto';
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { GoError } from '../core/errors.ts';
import { sha256 } from './hash.ts';

const index = new Map(wordlist.map((w, i) => [w, i] as const));

/** The words for 16, 20, 24, 28 or 32 bytes of entropy. Throws GoError. */
export function newMnemonic(entropy: Uint8Array): string {
  const bits = entropy.length * 8;
  if (bits % 32 !== 0 || bits < 128 || bits > 256)
    throw new GoError('Entropy length must be [128, 256] and a multiple of 32');
  return entropyToMnemonic(entropy, wordlist);
}

/** Whether the words are known and as many as they may be; the checksum is not looked at. */
export function isMnemonicValid(mnemonic: string): boolean {
  const words = mnemonic.split(/\p{White_Space}+/u).filter((w) => w !== '');
  if (words.length < 12 || words.length > 24 || words.length % 3 !== 0) return false;
  return words.every((w) => index.has(w));
}

/** Entropy and checksum of a mnemonic (MnemonicToByteArray). Throws GoError. */
export function mnemonicToBytes(mnemonic: string): Uint8Array {
  if (!isMnemonicValid(mnemonic)) throw new GoError('Invalid mnemonic');
  // PARITY: cosmos/go-bip39: the count is of single spaces, so two spaces make a word too many.
  const words = mnemonic.split(' ');
  const bits = words.length * 11;
  if (![132, 165, 198, 231, 264].includes(bits)) {
    const entropy = bits - (bits % 32);
    throw new GoError(`Wrong entropy + checksum size - expected ${entropy + entropy / 32}, got ${bits}`);
  }
  let all = 0n;
  for (const w of words) {
    const i = index.get(w);
    if (i === undefined) throw new GoError(`Word \`${w}\` not found in reverse map`);
    all = (all << 11n) | BigInt(i);
  }
  const checksumBits = bits % 32;
  const entropySize = (bits - checksumBits) / 8;
  const got = bigEndian(all, entropySize + 1);
  const entropy = bigEndian(all >> BigInt(checksumBits), entropySize);
  const sum = BigInt(sha256(entropy)[0]! >> (8 - checksumBits));
  const want = bigEndian(((all >> BigInt(checksumBits)) << BigInt(checksumBits)) | sum, entropySize + 1);
  const differs = want.findIndex((b, i) => b !== got[i]);
  if (differs >= 0) throw new GoError(`Invalid byte at position ${differs}`);
  return got;
}

function bigEndian(x: bigint, size: number): Uint8Array {
  return Uint8Array.from(Buffer.from(x.toString(16).padStart(size * 2, '0'), 'hex'));
}

/** The 64-byte seed of any text. */
export function newSeed(mnemonic: string, passphrase: string): Uint8Array {
  return Uint8Array.from(pbkdf2Sync(mnemonic, `mnemonic${passphrase}`, 2048, 64, 'sha512'));
}

/** The seed of a mnemonic whose checksum is right (NewSeedWithErrorChecking). Throws GoError. */
export function newSeedWithErrorChecking(mnemonic: string, passphrase: string): Uint8Array {
  mnemonicToBytes(mnemonic);
  return newSeed(mnemonic, passphrase);
}
