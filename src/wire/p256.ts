/** Checks that the reference makes when it decodes a secp256r1 key. */
import { GoError } from '../core/errors.ts';
import { ErrInvalidPubKey } from '../core/sdk-errors.ts';

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

function power(base: bigint, exponent: bigint): bigint {
  let r = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) r = (r * b) % P;
    b = (b * b) % P;
  }
  return r;
}

/** Whether 33 bytes are a compressed point of the curve. */
function isPoint(key: Uint8Array): boolean {
  if (key[0] !== 2 && key[0] !== 3) return false;
  const x = BigInt(`0x${Buffer.from(key.subarray(1)).toString('hex')}`);
  if (x >= P) return false;
  const square = (((x * x) % P) * x - 3n * x + B) % P;
  const y2 = square < 0n ? square + P : square;
  return y2 === 0n || power(y2, (P - 1n) / 2n) === 1n;
}

/** Fails when the bytes are no compressed secp256r1 public key. Throws SdkError (sdk/8). */
export function checkP256Key(key: Uint8Array): void {
  if (key.length !== 33) throw ErrInvalidPubKey.wrap(`wrong ECDSA PK bytes, expecting 33 bytes, got ${key.length}`);
  if (!isPoint(key)) throw ErrInvalidPubKey.wrap(`wrong ECDSA PK bytes, unknown curve type: ${key[0]}`);
}

/** Fails when the bytes are no secp256r1 private key. Throws GoError. */
export function checkP256Secret(key: Uint8Array): void {
  if (key.length !== 32) throw new GoError('wrong ECDSA SK bytes, expecting 32 bytes');
}
