import { GoError } from '../../core/errors.ts';
import { type Bits, Der, isInt64, rightAlign, Tag } from './der.ts';
import { CURVES_BY_OID, type EcPublicKey, parseUncompressedPoint } from './ecdsa.ts';

/** Keys that are no use here are only told apart. */
export type PublicKey =
  | { readonly kind: 'ecdsa'; readonly ecdsa: EcPublicKey }
  | { readonly kind: 'rsa' | 'dsa' | 'ed25519' | 'x25519' };

/** A SubjectPublicKeyInfo, taken apart. `parameters` is the element behind the algorithm, empty when there is none. */
export interface PublicKeyInfo {
  readonly algorithm: string;
  readonly parameters: Uint8Array;
  readonly key: Bits;
}

export const OID_RSA = '1.2.840.113549.1.1.1';
export const OID_DSA = '1.2.840.10040.4.1';
export const OID_ECDSA = '1.2.840.10045.2.1';
export const OID_ED25519 = '1.3.101.112';
const OID_X25519 = '1.3.101.110';
const SIZE_25519 = 32;

/** The key itself. Throws GoError. Source: go crypto/x509 parsePublicKey. */
export function parsePublicKey({ algorithm, parameters, key }: PublicKeyInfo): PublicKey {
  const data = rightAlign(key);
  switch (algorithm) {
    case OID_RSA:
      checkRsa(parameters, data);
      return { kind: 'rsa' };
    case OID_ECDSA: {
      const oid = new Der(parameters).oid();
      if (oid === undefined) throw new GoError('x509: invalid ECDSA parameters');
      const curve = CURVES_BY_OID.get(oid);
      if (curve === undefined) throw new GoError('x509: unsupported elliptic curve');
      const ecdsa = parseUncompressedPoint(curve, data);
      if (ecdsa === undefined) throw new GoError('x509: failed to unmarshal elliptic curve point');
      return { kind: 'ecdsa', ecdsa };
    }
    case OID_ED25519:
      if (parameters.length > 0) throw new GoError('x509: Ed25519 key encoded with illegal parameters');
      if (data.length !== SIZE_25519) throw new GoError('x509: wrong Ed25519 public key size');
      return { kind: 'ed25519' };
    case OID_X25519:
      if (parameters.length > 0) throw new GoError('x509: X25519 key encoded with illegal parameters');
      if (data.length !== SIZE_25519) throw new GoError('crypto/ecdh: invalid public key');
      return { kind: 'x25519' };
    case OID_DSA:
      checkDsa(parameters, data);
      return { kind: 'dsa' };
    default:
      throw new GoError('x509: unknown public key algorithm');
  }
}

function checkRsa(parameters: Uint8Array, data: Uint8Array): void {
  const isNull = parameters.length === 2 && parameters[0] === 5 && parameters[1] === 0;
  if (!isNull) throw new GoError('x509: RSA key missing NULL parameters');
  const der = new Der(data).inside(Tag.sequence);
  if (der === undefined) throw new GoError('x509: invalid RSA public key');
  const modulus = der.integer();
  if (modulus === undefined) throw new GoError('x509: invalid RSA modulus');
  const exponent = der.integer();
  if (exponent === undefined || !isInt64(exponent)) throw new GoError('x509: invalid RSA public exponent');
  if (modulus <= 0n) throw new GoError('x509: RSA modulus is not a positive number');
  if (exponent <= 0n) throw new GoError('x509: RSA public exponent is not a positive number');
}

function checkDsa(parameters: Uint8Array, data: Uint8Array): void {
  const y = new Der(data).integer();
  if (y === undefined) throw new GoError('x509: invalid DSA public key');
  const der = new Der(parameters).inside(Tag.sequence);
  const [p, q, g] = [der?.integer(), der?.integer(), der?.integer()];
  if (p === undefined || q === undefined || g === undefined) throw new GoError('x509: invalid DSA parameters');
  if (y <= 0n || p <= 0n || q <= 0n || g <= 0n) throw new GoError('x509: zero or negative DSA parameter');
}
