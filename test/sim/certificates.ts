import { p256 } from '@noble/curves/nist.js';
import { certificateBody, pemEncode } from '../../src/crypto/x509-create.ts';

/** Certificates of accounts, the same in every run: their keys come from their names, and their signatures from the keys. */
export interface MadeCertificate {
  /** PEM. */
  readonly cert: Uint8Array;
  readonly pubkey: Uint8Array;
}

const made = new Map<string, MadeCertificate>();

/** The certificate of an account (bech32 text) with a serial number. Made once. */
export function certificateOf(account: string, serial: bigint): MadeCertificate {
  const name = `${account} ${serial}`;
  let certificate = made.get(name);
  if (certificate === undefined) {
    certificate = make(account, serial);
    made.set(name, certificate);
  }
  return certificate;
}

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

/** What stands before an uncompressed point of P-256 in a SubjectPublicKeyInfo. */
const P256_KEY = hex('3059301306072a8648ce3d020106082a8648ce3d030107034200');
/** ecdsa-with-SHA256. */
const ALGORITHM = hex('300a06082a8648ce3d040302');
const JANUARY_2026 = 1_767_225_600n;
const YEAR = 31_536_000n;

function make(account: string, serial: bigint): MadeCertificate {
  const secret = new Uint8Array(32).fill(1);
  secret.set(bytes(account).subarray(-24), 4);
  const publicKey = new Uint8Array([...P256_KEY, ...p256.getPublicKey(secret, false)]);
  const body = certificateBody(publicKey, {
    commonName: account,
    serial,
    notBefore: JANUARY_2026,
    notAfter: JANUARY_2026 + YEAR,
    names: [],
    ips: [],
    server: false,
  });
  const signature = p256.sign(body, secret, { format: 'der' });
  const content = [...body, ...ALGORITHM, 3, signature.length + 1, 0, ...signature];
  const der = new Uint8Array([0x30, 0x82, content.length >> 8, content.length & 0xff, ...content]);
  return { cert: bytes(pemEncode('CERTIFICATE', der)), pubkey: bytes(pemEncode('EC PUBLIC KEY', publicKey)) };
}
