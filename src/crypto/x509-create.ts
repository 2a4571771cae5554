import { createPublicKey, type KeyObject, sign } from 'node:crypto';

/**
 * Makes the self-signed X.509 certificates of tenants and providers: ECDSA with SHA-256, the account's address as the name, laid out
 * as Go's crypto/x509 lays them out.
 */

/** What a certificate says. */
export interface CertificateOptions {
  readonly commonName: string;
  readonly serial: bigint;
  /** Seconds since 1970. */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
  /** Host names and IP addresses of a server; none for a client. */
  readonly names: readonly string[];
  readonly ips: readonly Uint8Array[];
  /** Whether it may be a server's. */
  readonly server: boolean;
}

const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(...parts);
  const n = body.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return concat(Uint8Array.from([tag, ...length]), body);
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...parts);
const octets = (bytes: Uint8Array): Uint8Array => tlv(0x04, bytes);
const bits = (unused: number, bytes: Uint8Array): Uint8Array => tlv(0x03, Uint8Array.of(unused), bytes);
const TRUE = Uint8Array.of(1, 1, 0xff);

function integer(n: bigint): Uint8Array {
  let hex = n.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const bytes = Buffer.from(hex, 'hex');
  return tlv(0x02, bytes[0]! >= 0x80 ? concat(Uint8Array.of(0), bytes) : bytes);
}

function oid(text: string): Uint8Array {
  const [a, b, ...rest] = text.split('.').map(Number) as [number, number, ...number[]];
  const out = [a * 40 + b];
  for (const n of rest) {
    const septets = [n & 0x7f];
    for (let v = n >> 7; v > 0; v >>= 7) septets.unshift((v & 0x7f) | 0x80);
    out.push(...septets);
  }
  return tlv(0x06, Uint8Array.from(out));
}

/** UTCTime until 2049, GeneralizedTime beyond. */
function time(seconds: bigint): Uint8Array {
  const text = civilTime(seconds);
  return text >= '2050' || text < '1950' ? tlv(0x18, ascii(`${text}Z`)) : tlv(0x17, ascii(`${text.slice(2)}Z`));
}

/** `YYYYMMDDhhmmss` of a time in UTC. */
function civilTime(seconds: bigint): string {
  const days = Number(seconds / 86400n);
  const rest = Number(seconds % 86400n);
  // The calendar in years that begin in March, from 0000-03-01.
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}${two(month)}${two(day)}${two(Math.floor(rest / 3600))}${two(Math.floor((rest % 3600) / 60))}${two(rest % 60)}`;
}

const printable = (text: string): Uint8Array => tlv(0x13, ascii(text));
const attribute = (id: string, value: string): Uint8Array => tlv(0x31, sequence(oid(id), printable(value)));
const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));

/** The attribute that says which version of the authentication the certificate is for. */
const AUTH_VERSION = ['2.23.133.2.6', 'v0.0.1'] as const;
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';

/** A self-signed certificate in DER. */
export function createCertificate(key: KeyObject, o: CertificateOptions): Uint8Array {
  const body = certificateBody(publicKeyDer(key), o);
  return sequence(body, sequence(oid(ECDSA_SHA256)), bits(0, new Uint8Array(sign('sha256', body, key))));
}

/** What is signed of a certificate (TBSCertificate); `publicKey` is a SubjectPublicKeyInfo. */
export function certificateBody(publicKey: Uint8Array, o: CertificateOptions): Uint8Array {
  const algorithm = sequence(oid(ECDSA_SHA256));
  const name = sequence(attribute('2.5.4.3', o.commonName), attribute(...AUTH_VERSION));
  const usages = [oid('1.3.6.1.5.5.7.3.2'), ...(o.server ? [oid('1.3.6.1.5.5.7.3.1')] : [])];
  const extensions = [
    extension('2.5.29.15', true, bits(4, Uint8Array.of(0x30))),
    extension('2.5.29.37', false, sequence(...usages)),
    extension('2.5.29.19', true, sequence()),
  ];
  if (o.names.length > 0 || o.ips.length > 0) {
    const names = [...o.names.map((n) => tlv(0x82, ascii(n))), ...o.ips.map((ip) => tlv(0x87, ip))];
    extensions.push(extension('2.5.29.17', false, sequence(...names)));
  }
  if (o.names.length > 0) {
    const permitted = o.names.map((n) => sequence(tlv(0x82, ascii(n))));
    extensions.push(extension('2.5.29.30', true, sequence(tlv(0xa0, ...permitted))));
  }
  return sequence(
    tlv(0xa0, integer(2n)),
    integer(o.serial),
    algorithm,
    name,
    sequence(time(o.notBefore), time(o.notAfter)),
    name,
    publicKey,
    tlv(0xa3, sequence(...extensions)),
  );
}

/** SubjectPublicKeyInfo of a private key. */
export function publicKeyDer(key: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(key as never).export({ type: 'spki', format: 'der' }));
}

/** Lines of 64 characters between BEGIN and END. */
export function pemEncode(type: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${type}-----\n${lines.join('\n')}\n-----END ${type}-----\n`;
}
