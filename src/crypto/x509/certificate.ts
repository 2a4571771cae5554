import { GoError } from '../../core/errors.ts';
import type { Time } from '../../core/time.ts';
import { type Bits, constructed, context, Der, isInt64, rightAlign, Tag } from './der.ts';
import { checkExtensions, type Extension } from './extensions.ts';
import { parseCommonName } from './name.ts';
import { OID_DSA, OID_ECDSA, OID_ED25519, OID_RSA, parsePublicKey } from './public-key.ts';
import { parseGeneralizedTime, parseUtcTime } from './time.ts';

/** What is used of a certificate. */
export interface Certificate {
  readonly serialNumber: bigint;
  /** Of the subject. */
  readonly commonName: string;
  readonly notBefore: Time;
  readonly notAfter: Time;
  /** The signed part, as it stands. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** Keys of other algorithms are not looked into. */
const KNOWN_KEYS: ReadonlySet<string> = new Set([OID_RSA, OID_DSA, OID_ECDSA, OID_ED25519]);

const malformed = (what: string): GoError => new GoError(`x509: malformed ${what}`);

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw malformed(what);
  return value;
}

/** x509.ParseCertificate. Throws GoError with its texts, in its order. */
export function parseCertificate(der: Uint8Array): Certificate {
  const raw = need(new Der(der).element(Tag.sequence), 'certificate');
  const outer = need(new Der(raw).inside(Tag.sequence), 'certificate');
  const signed = need(outer.element(Tag.sequence), 'tbs certificate');
  const tbs = need(new Der(signed).inside(Tag.sequence), 'tbs certificate');

  const version = readVersion(tbs);
  const serialNumber = need(tbs.integer(), 'serial number');
  if (serialNumber < 0n) throw new GoError('x509: negative serial number');
  checkSignatureAlgorithm(tbs, outer);
  parseCommonName(need(tbs.element(Tag.sequence), 'issuer'));
  const validity = need(tbs.inside(Tag.sequence), 'validity');
  const notBefore = readTime(validity);
  const notAfter = readTime(validity);
  const commonName = parseCommonName(need(tbs.element(Tag.sequence), 'issuer'));
  checkPublicKey(need(tbs.inside(Tag.sequence), 'spki'));
  if (version > 1) {
    if (tbs.peek(context(1))) need(tbs.any(), 'issuerUniqueID');
    if (tbs.peek(context(2))) need(tbs.any(), 'subjectUniqueID');
  }
  if (version === 3) checkExtensions(readExtensions(tbs));

  const signature = rightAlign(need<Bits>(outer.bitString(), 'signature'));
  if (raw.length !== der.length) throw new GoError('x509: trailing data');
  return { serialNumber, commonName, notBefore, notAfter, signed, signature };
}

/** 1, 2 or 3. */
function readVersion(tbs: Der): number {
  const tag = constructed(context(0));
  if (!tbs.peek(tag)) return 1;
  const explicit = need(tbs.inside(tag), 'version');
  const version = need(explicit.integer(), 'version');
  if (!explicit.empty || version < 0n || !isInt64(version)) throw malformed('version');
  // PARITY: go crypto/x509 parseCertificate: the largest int64 plus one is negative, and so no more than 3.
  if (version === 2n ** 63n - 1n) return Number.NEGATIVE_INFINITY;
  if (version > 2n) throw new GoError('x509: invalid version');
  return Number(version) + 1;
}

function checkSignatureAlgorithm(tbs: Der, outer: Der): void {
  const inner = need(tbs.content(Tag.sequence), 'signature algorithm identifier');
  const again = need(outer.content(Tag.sequence), 'algorithm identifier');
  if (Buffer.compare(inner, again) !== 0) {
    throw new GoError("x509: inner and outer signature algorithm identifiers don't match");
  }
  readAlgorithm(inner);
}

function readAlgorithm(content: Uint8Array): { algorithm: string; parameters: Uint8Array } {
  const der = new Der(content);
  const algorithm = need(der.oid(), 'OID');
  const parameters = der.empty ? new Uint8Array(0) : need(der.any(), 'parameters').all;
  return { algorithm, parameters };
}

function readTime(validity: Der): Time {
  if (validity.peek(Tag.utcTime)) {
    return need(parseUtcTime(need(validity.content(Tag.utcTime), 'UTCTime')), 'UTCTime');
  }
  if (validity.peek(Tag.generalizedTime)) {
    const content = need(validity.content(Tag.generalizedTime), 'GeneralizedTime');
    return need(parseGeneralizedTime(content), 'GeneralizedTime');
  }
  throw new GoError('x509: unsupported time format');
}

function checkPublicKey(spki: Der): void {
  const id = readAlgorithm(need(spki.content(Tag.sequence), 'public key algorithm identifier'));
  const key = need(spki.bitString(), 'subjectPublicKey');
  if (KNOWN_KEYS.has(id.algorithm)) parsePublicKey({ ...id, key });
}

function readExtensions(tbs: Der): Extension[] {
  const tag = constructed(context(3));
  if (!tbs.peek(tag)) return [];
  const list = need(need(tbs.inside(tag), 'extensions').inside(Tag.sequence), 'extensions');
  const extensions: Extension[] = [];
  const seen = new Set<string>();
  while (!list.empty) {
    const e = readExtension(need(list.inside(Tag.sequence), 'extension'));
    if (seen.has(e.oid)) throw new GoError(`x509: certificate contains duplicate extension with OID "${e.oid}"`);
    seen.add(e.oid);
    extensions.push(e);
  }
  return extensions;
}

function readExtension(der: Der): Extension {
  const oid = need(der.oid(), 'extension OID field');
  const critical = der.peek(Tag.boolean) ? need(der.boolean(), 'extension critical field') : false;
  return { oid, critical, value: need(der.content(Tag.octetString), 'extension value field') };
}
