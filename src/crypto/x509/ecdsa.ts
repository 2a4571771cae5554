import { createPublicKey, verify } from 'node:crypto';
import { Der, Tag } from './der.ts';

/** ECDSA on the curves of NIST, with SHA-256 whatever the curve. Source: go crypto/ecdsa. */

/** y² = x³ - 3x + b over the integers modulo p; n points. */
export interface Curve {
  readonly p: bigint;
  readonly b: bigint;
  readonly n: bigint;
  /** Bytes of a coordinate. */
  readonly size: number;
  /** SubjectPublicKeyInfo of an uncompressed point, up to the point. */
  readonly spki: Uint8Array;
}

export interface EcPublicKey {
  readonly curve: Curve;
  /** 0x04 | x | y */
  readonly point: Uint8Array;
}

const hex = (s: string): bigint => BigInt(`0x${s}`);
const spki = (s: string): Uint8Array => Buffer.from(s, 'hex');

/** Curves by the dotted text of their OID. */
export const CURVES_BY_OID: ReadonlyMap<string, Curve> = new Map([
  [
    '1.3.132.0.33',
    {
      p: 2n ** 224n - 2n ** 96n + 1n,
      b: hex('b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4'),
      n: hex('ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d'),
      size: 28,
      spki: spki('304e301006072a8648ce3d020106052b81040021033a00'),
    },
  ],
  [
    '1.2.840.10045.3.1.7',
    {
      p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
      b: hex('5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b'),
      n: hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
      size: 32,
      spki: spki('3059301306072a8648ce3d020106082a8648ce3d030107034200'),
    },
  ],
  [
    '1.3.132.0.34',
    {
      p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
      b: hex('b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef'),
      n: hex('ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973'),
      size: 48,
      spki: spki('3076301006072a8648ce3d020106052b81040022036200'),
    },
  ],
  [
    '1.3.132.0.35',
    {
      p: 2n ** 521n - 1n,
      b: hex(
        '51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00',
      ),
      n: hex(
        '1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
      ),
      size: 66,
      spki: spki('30819b301006072a8648ce3d020106052b8104002303818600'),
    },
  ],
]);

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : hex(Buffer.from(bytes).toString('hex'));
}

/** A point of the curve, coordinates below p: undefined when it is none. */
export function parseUncompressedPoint(curve: Curve, data: Uint8Array): EcPublicKey | undefined {
  const { p, b, size } = curve;
  if (data[0] !== 4 || data.length !== 1 + 2 * size) return undefined;
  const x = toBigInt(data.subarray(1, 1 + size));
  const y = toBigInt(data.subarray(1 + size));
  if (x >= p || y >= p || (y * y - (x * x * x - 3n * x + b)) % p !== 0n) return undefined;
  return { curve, point: data };
}

/** ecdsa.VerifyASN1 of the SHA-256 of `message`. OpenSSL does the arithmetic; what r and s may be, and the point, is decided here. */
export function verifySha256(key: EcPublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const parts = parseSignature(signature);
  if (parts === undefined) return false;
  const { curve, point } = key;
  for (const x of parts) if (x <= 0n || x >= curve.n) return false;
  const raw = parts.map((x) => x.toString(16).padStart(curve.size * 2, '0')).join('');
  return verify(
    'sha256',
    message,
    {
      key: createPublicKey({ key: Buffer.concat([curve.spki, point]), format: 'der', type: 'spki' }),
      dsaEncoding: 'ieee-p1363',
    },
    Buffer.from(raw, 'hex'),
  );
}

function parseSignature(signature: Uint8Array): [r: bigint, s: bigint] | undefined {
  const outer = new Der(signature);
  const inner = outer.inside(Tag.sequence);
  if (inner === undefined || !outer.empty) return undefined;
  const r = inner.integer();
  const s = r === undefined ? undefined : inner.integer();
  return r === undefined || s === undefined || !inner.empty ? undefined : [r, s];
}
