/** Makes self-signed certificates, good and odd ones, for tests. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const concat = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);

export function der(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const content = concat(...contents);
  if (content.length < 128) return concat(Uint8Array.of(tag, content.length), content);
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 255 ? 4 : 2, '0'), 'hex');
  return concat(Uint8Array.of(tag, 0x80 | length.length), length, content);
}

const ascii = (s: string): Uint8Array => Buffer.from(s, 'latin1');
const hex = (s: string): Uint8Array => Buffer.from(s, 'hex');
export const integer = (bytes: Uint8Array): Uint8Array => der(2, bytes);

/** ecdsa-with-SHA256. */
const ALGORITHM = der(0x30, der(6, hex('2a8648ce3d040302')));
const COMMON_NAME = der(6, hex('550403'));

export interface Options {
  readonly commonName: string;
  /** Big endian; the first bit is the sign. */
  readonly serial?: Uint8Array;
  /** One less than the version, big endian. */
  readonly version?: Uint8Array;
  readonly curve?: 'P-224' | 'P-256' | 'P-384' | 'P-521';
  readonly hash?: 'sha256' | 'sha384';
  readonly notAfter?: string;
  /** OID and value, in DER. */
  readonly extensions?: readonly (readonly [oid: string, value: Uint8Array])[];
}

export interface Made {
  /** PEM. */
  readonly cert: Uint8Array;
  readonly pubkey: Uint8Array;
  readonly der: Uint8Array;
}

export function pem(type: string, bytes: Uint8Array, lineEnd = '\n'): Uint8Array {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ascii([`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join(lineEnd));
}

const keys = new Map<string, { publicKey: KeyObject; privateKey: KeyObject }>();

function keyOf(curve: string): { publicKey: KeyObject; privateKey: KeyObject } {
  let pair = keys.get(curve);
  if (pair === undefined) {
    pair = generateKeyPairSync('ec', { namedCurve: { 'P-224': 'secp224r1' }[curve] ?? curve });
    keys.set(curve, pair);
  }
  return pair;
}

export function makeCertificate(o: Options): Made {
  const { publicKey, privateKey } = keyOf(o.curve ?? 'P-256');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x13, ascii(o.commonName)))));
  const extensions = (o.extensions ?? []).map(([oid, value]) => der(0x30, der(6, hex(oid)), der(4, value)));
  const tbs = der(
    0x30,
    der(0xa0, integer(o.version ?? Uint8Array.of(2))),
    integer(o.serial ?? Uint8Array.of(7)),
    ALGORITHM,
    name,
    der(0x30, der(0x17, ascii('260101000000Z')), der(0x17, ascii(o.notAfter ?? '270101000000Z'))),
    name,
    spki,
    ...(extensions.length === 0 ? [] : [der(0xa3, der(0x30, ...extensions))]),
  );
  const signature = sign(o.hash ?? 'sha256', tbs, privateKey);
  const all = der(0x30, tbs, ALGORITHM, der(3, Uint8Array.of(0), signature));
  return { cert: pem('CERTIFICATE', all), pubkey: pem('EC PUBLIC KEY', spki), der: all };
}

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
