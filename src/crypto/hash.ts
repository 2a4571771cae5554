import { hash } from 'node:crypto';
import { createRequire } from 'node:module';

/** Bytes of an address made from a hash: the first 20. */
export const ADDRESS_LENGTH = 20;

/** The digest as a string of one byte a character comes out of OpenSSL twice as fast as a buffer does. */
function digest(algorithm: string, data: Uint8Array, length: number): Uint8Array {
  const s = hash(algorithm, data, 'binary');
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = s.charCodeAt(i);
  return out;
}

/** SHA-256, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return digest('sha256', data, 32);
}

/** SHA-256 as a string of one byte a character, for keys of maps. */
export function sha256Binary(data: Uint8Array): string {
  return hash('sha256', data, 'binary');
}

/** The first 20 bytes of SHA-256 (CometBFT's tmhash.SumTruncated). */
export function sha256Truncated(data: Uint8Array): Uint8Array {
  return digest('sha256', data, ADDRESS_LENGTH);
}

let nativeRipemd = true;

/** RIPEMD-160, 20 bytes. Some builds of OpenSSL leave it out. */
export function ripemd160(data: Uint8Array): Uint8Array {
  if (nativeRipemd) {
    try {
      return digest('ripemd160', data, 20);
    } catch {
      nativeRipemd = false;
    }
  }
  const portable = createRequire(import.meta.url)(
    '@noble/hashes/legacy.js',
  ) as typeof import('@noble/hashes/legacy.js');
  return portable.ripemd160(data);
}
