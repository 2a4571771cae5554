import { secp256k1 as curve } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as ed25519 from '../../src/crypto/ed25519.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import * as secp256k1 from '../../src/crypto/secp256k1.ts';
import * as secp256r1 from '../../src/crypto/secp256r1.ts';
import { forgetVerdicts, type SignatureJob } from '../../src/crypto/signature-memo.ts';
import { closeVerifyPool, prefetchSignatures } from '../../src/crypto/verify-pool.ts';

const { n, p } = secp256k1.curve;
const Point = curve.Point;
const bytes32 = (x: bigint): Uint8Array => Uint8Array.from(Buffer.from(x.toString(16).padStart(64, '0'), 'hex'));
const concat = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const seed = (i: number): Uint8Array => secp256k1.privateKeyFromSecret(new TextEncoder().encode(`seed ${i}`));

/** Both back ends, which must agree. Where libsecp256k1 does not load there is one. */
function verdict(key: Uint8Array, hash: Uint8Array, signature: Uint8Array): boolean {
  const portable = secp256k1.verifyHashWith(secp256k1.portable, key, hash, signature);
  if (secp256k1.native !== undefined)
    expect(secp256k1.verifyHashWith(secp256k1.native, key, hash, signature)).toBe(portable);
  expect(secp256k1.verifyHash(key, hash, signature)).toBe(portable);
  return portable;
}

/** A key and signature with the given r, found backwards: the key is made from the signature. */
function withSmallR(hash: Uint8Array): { key: Uint8Array; r: bigint; s: bigint } {
  for (let x = 1n; ; x++) {
    let R: InstanceType<typeof Point>;
    try {
      R = Point.fromBytes(concat(Uint8Array.of(2), bytes32(x)));
    } catch {
      continue;
    }
    const s = 12345n;
    const z = BigInt(`0x${Buffer.from(hash).toString('hex')}`);
    const inverse = Point.Fn.inv(x);
    const Q = R.multiply(Point.Fn.create(s * inverse)).add(Point.BASE.multiply(Point.Fn.create(-z * inverse)));
    return { key: Q.toBytes(true), r: x, s };
  }
}

describe('secp256k1', { timeout: 60_000 }, () => {
  it('gives one verdict on both back ends, whatever the bytes', () => {
    const bytes = (min: number, max = min): fc.Arbitrary<Uint8Array> =>
      fc.uint8Array({ minLength: min, maxLength: max });
    const scalar = fc.oneof(
      fc.bigInt(0n, 3n),
      fc.bigInt(n / 2n - 2n, n / 2n + 2n),
      fc.bigInt(n - 2n, n + 2n),
      fc.bigInt(p - 2n, p + 2n),
      fc.bigInt(0n, (1n << 256n) - 1n),
    );
    const key = fc.oneof(
      fc.nat(20).map((i) => secp256k1.publicKey(seed(i))),
      fc.nat(20).map((i) => secp256k1.decompress(secp256k1.publicKey(seed(i)))),
      fc.tuple(fc.constantFrom(0, 2, 3, 4, 6, 7), scalar).map(([f, x]) => concat(Uint8Array.of(f), bytes32(x))),
      bytes(0, 66),
    );
    const signature = fc.oneof(
      fc.tuple(scalar, scalar).map(([r, s]) => concat(bytes32(r), bytes32(s))),
      bytes(0, 66),
      fc.nat(20).map((i) => secp256k1.sign(seed(i), new Uint8Array(1))),
    );
    const hash = fc.oneof(fc.constant(sha256(new Uint8Array(1))), bytes(32));
    fc.assert(
      fc.property(key, hash, signature, (k, h, s) => {
        verdict(k, h, s);
      }),
      { numRuns: 300 },
    );
  });

  it('accepts what it signs, on either back end, and signs the same bytes', () => {
    for (let i = 0; i < 20; i++) {
      const hash = sha256(Uint8Array.of(i));
      const signature = secp256k1.portable.sign(seed(i), hash);
      if (secp256k1.native) expect(Uint8Array.from(secp256k1.native.sign(seed(i), hash))).toEqual(signature);
      const key = secp256k1.publicKey(seed(i));
      expect(verdict(key, hash, signature)).toBe(true);
      expect(secp256k1.compress(secp256k1.decompress(key))).toEqual(key);
      const high = concat(
        signature.slice(0, 32),
        bytes32(n - BigInt(`0x${Buffer.from(signature.slice(32)).toString('hex')}`)),
      );
      expect(verdict(key, hash, high)).toBe(false);
    }
  });

  it('PARITY: reduces r and s that are not below the order', () => {
    const hash = sha256(new TextEncoder().encode('small r'));
    const { key, r, s } = withSmallR(hash);
    expect(verdict(key, hash, concat(bytes32(r), bytes32(s)))).toBe(true);
    expect(verdict(key, hash, concat(bytes32(r + n), bytes32(s)))).toBe(true);
    expect(verdict(key, hash, concat(bytes32(r), bytes32(s + n)))).toBe(true);
    expect(verdict(key, hash, concat(bytes32(r + n), bytes32(s + n)))).toBe(true);
    expect(verdict(key, hash, concat(bytes32(r), bytes32(n - s)))).toBe(false);
  });

  it('PARITY: reads uncompressed and hybrid keys', () => {
    const hash = sha256(new Uint8Array(3));
    const signature = secp256k1.portable.sign(seed(1), hash);
    const long = secp256k1.decompress(secp256k1.publicKey(seed(1)));
    const parity = long[64]! & 1;
    expect(verdict(long, hash, signature)).toBe(true);
    expect(verdict(concat(Uint8Array.of(6 + parity), long.slice(1)), hash, signature)).toBe(true);
    expect(verdict(concat(Uint8Array.of(7 - parity), long.slice(1)), hash, signature)).toBe(false);
    expect(() => secp256k1.address(long)).toThrow('length of pubkey is incorrect');
  });
});

describe('verify pool', () => {
  afterAll(closeVerifyPool);

  it('gives the verdicts that computing gives', async () => {
    const message = (i: number): Uint8Array => new TextEncoder().encode(`message ${i}`);
    const jobs: SignatureJob[] = Array.from({ length: 200 }, (_, i) => {
      const signature = secp256k1.sign(seed(i % 7), message(i));
      if (i % 5 === 0) signature[10] = signature[10]! ^ 1;
      return { key: secp256k1.publicKey(seed(i % 7)), hash: sha256(message(i)), signature };
    });
    for (const pause of [0, 200]) {
      forgetVerdicts();
      prefetchSignatures([
        ...jobs,
        { key: new Uint8Array(65), hash: new Uint8Array(32), signature: new Uint8Array(64) },
      ]);
      await new Promise((resolve) => setTimeout(resolve, pause));
      jobs.forEach((j, i) => {
        expect(secp256k1.verify(j.key, message(i), j.signature)).toBe(i % 5 !== 0);
      });
    }
  });
});

describe('ed25519', { timeout: 60_000 }, () => {
  it('PARITY: ZIP-215: any of the 14 encodings of small order is a key and a commitment; s has one form', () => {
    const prime = 2n ** 255n - 19n;
    const encoded = (y: bigint, sign: boolean): Uint8Array => {
      const bytes = Uint8Array.from(Buffer.from(y.toString(16).padStart(64, '0'), 'hex')).reverse();
      if (sign) bytes[31]! |= 0x80;
      return bytes;
    };
    // The y of the points of order 4, 1, 2 and 8; those below 19 have a second form.
    const eight = 2707385501144840649318225287225658788936804267575313519463743609750303402022n;
    const ys = [0n, 1n, prime - 1n, eight, prime - eight, prime, prime + 1n];
    const encodings = ys.flatMap((y) => [encoded(y, false), encoded(y, true)]);
    expect(encodings).toHaveLength(14);
    const message = new TextEncoder().encode('Zcash');
    const zero = new Uint8Array(32);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    for (const key of encodings) {
      for (const commitment of encodings) {
        expect(ed25519.verify(key, message, concat(commitment, zero))).toBe(true);
        expect(ed25519.verify(key, message, concat(commitment, encoded(order, false)))).toBe(false);
      }
    }
  });

  it('gives one verdict with and without OpenSSL', () => {
    const secret = ed25519.privateKeyFromSecret(new TextEncoder().encode('e'));
    const key = ed25519.publicKey(secret);
    const message = new TextEncoder().encode('m');
    const signature = ed25519.sign(secret, message);
    const same = (k: Uint8Array, m: Uint8Array, s: Uint8Array): boolean => {
      const v = ed25519.verify(k, m, s);
      expect(ed25519.verifyPortable(k, m, s)).toBe(v);
      return v;
    };
    expect(same(key, message, signature)).toBe(true);
    for (const at of [0, 31, 32, 63]) {
      const other = Uint8Array.from(signature);
      other[at] = other[at]! ^ 1;
      expect(same(key, message, other)).toBe(false);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        (k, s) => {
          same(k, message, s);
        },
      ),
      { numRuns: 100 },
    );
    expect(same(key.slice(1), message, signature)).toBe(false);
    expect(same(key, message, signature.slice(1))).toBe(false);
  });
});

describe('secp256r1', () => {
  it('accepts what it signs, low s only', () => {
    const secret = sha256(new Uint8Array(5));
    const key = secp256r1.publicKey(secret);
    const message = new TextEncoder().encode('m');
    const signature = secp256r1.sign(secret, message);
    expect(secp256r1.verify(key, message, signature)).toBe(true);
    expect(secp256r1.verify(key, new Uint8Array(1), signature)).toBe(false);
    expect(secp256r1.verify(key, message, signature.slice(1))).toBe(false);
  });
});
