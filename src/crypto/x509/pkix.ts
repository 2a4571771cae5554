import { GoError, GoErrorBase } from '../../core/errors.ts';
import type { Bits } from './der.ts';
import { type PublicKey, type PublicKeyInfo, parsePublicKey } from './public-key.ts';

/**
 * Keys in PKIX form: SubjectPublicKeyInfo. The reference reads them with another, laxer parser than certificates, whose error texts end up in
 * logs. Source: go crypto/x509 ParsePKIXPublicKey, encoding/asn1.
 */

const syntaxError = (why: string): GoError => new GoError(`asn1: syntax error: ${why}`);
const structureError = (why: string): GoError => new GoError(`asn1: structure error: ${why}`);

interface Header {
  readonly class: number;
  readonly compound: boolean;
  readonly tag: number;
  readonly length: number;
  /** Where the content begins. */
  readonly at: number;
}

/** What a field must be, and the name of its Go type. */
interface Field {
  readonly tag: number;
  readonly compound: boolean;
  readonly goType: string;
}

const INTEGER = 2;
const BIT_STRING = 3;
const OID = 6;
const SEQUENCE = 16;
const MAX_INT32 = 2 ** 31 - 1;

function readHeader(bytes: Uint8Array, from: number): Header {
  let at = from;
  const first = bytes[at++]!;
  let tag = first & 0x1f;
  if (tag === 0x1f) {
    [tag, at] = readBase128(bytes, at);
    if (tag < 0x1f) throw syntaxError('non-minimal tag');
  }
  if (at >= bytes.length) throw syntaxError('truncated tag or length');
  let length = bytes[at++]!;
  if (length >= 0x80) {
    const digits = length & 0x7f;
    if (digits === 0) throw syntaxError('indefinite length found (not DER)');
    length = 0;
    for (let i = 0; i < digits; i++) {
      if (at >= bytes.length) throw syntaxError('truncated tag or length');
      if (length >= 1 << 23) throw structureError('length too large');
      length = length * 256 + bytes[at++]!;
      if (length === 0) throw structureError('superfluous leading zeros in length');
    }
    if (length < 0x80) throw structureError('non-minimal length');
  }
  return { class: first >> 6, compound: (first & 0x20) !== 0, tag, length, at };
}

function readBase128(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  for (let at = from; at < bytes.length; at++) {
    if (at - from === 5) throw structureError('base 128 integer too large');
    const b = bytes[at]!;
    if (at === from && b === 0x80) throw syntaxError('integer is not minimally encoded');
    value = value * 128 + (b & 0x7f);
    if (b >= 0x80) continue;
    if (value > MAX_INT32) throw structureError('base 128 integer too large');
    return [value, at + 1];
  }
  throw syntaxError('truncated base 128 integer');
}

/** The fields of one sequence, one after another. */
class Fields {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get rest(): number {
    return this.bytes.length - this.at;
  }

  /** The content of the next field. */
  next({ tag, compound, goType }: Field): Uint8Array {
    if (this.rest === 0) throw syntaxError('sequence truncated');
    const h = readHeader(this.bytes, this.at);
    if (h.class !== 0 || h.tag !== tag || h.compound !== compound) {
      const found = `{class:${h.class} tag:${h.tag} length:${h.length} isCompound:${h.compound}}`;
      const wanted =
        '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}';
      throw structureError(`tags don't match (${tag} vs ${found}) ${wanted} ${goType} @${h.at}`);
    }
    return this.take(h);
  }

  /** The next element whatever it is, header and all; empty when there is none. */
  optional(): Uint8Array {
    if (this.rest === 0) return new Uint8Array(0);
    const from = this.at;
    this.take(readHeader(this.bytes, from));
    return this.bytes.subarray(from, this.at);
  }

  private take(h: Header): Uint8Array {
    this.at = h.at + h.length;
    if (this.at > this.bytes.length) throw syntaxError('data truncated');
    return this.bytes.subarray(h.at, this.at);
  }
}

function readOid(bytes: Uint8Array): string {
  if (bytes.length === 0) throw syntaxError('zero length OBJECT IDENTIFIER');
  const parts: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [value, next] = readBase128(bytes, at);
    if (at > 0) parts.push(value);
    else if (value < 80) parts.push(Math.floor(value / 40), value % 40);
    else parts.push(2, value - 80);
    at = next;
  }
  return parts.join('.');
}

function readBits(bytes: Uint8Array): Bits {
  const padding = bytes[0];
  if (padding === undefined) throw syntaxError('zero length BIT STRING');
  if (padding > 7 || (bytes.length === 1 && padding > 0) || (bytes[bytes.length - 1]! & ((1 << padding) - 1)) !== 0) {
    throw syntaxError('invalid padding bits in BIT STRING');
  }
  return { bytes: bytes.subarray(1), padding };
}

function checkInteger(bytes: Uint8Array, max: number): void {
  const [first, second] = bytes;
  if (first === undefined) throw structureError('empty integer');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw structureError('integer not minimally-encoded');
  }
  if (bytes.length > max) throw structureError('integer too large');
}

function readInfo(der: Uint8Array): { info: PublicKeyInfo; rest: number } {
  const top = new Fields(der);
  const fields = new Fields(top.next({ tag: SEQUENCE, compound: true, goType: 'publicKeyInfo' }));
  const id = new Fields(fields.next({ tag: SEQUENCE, compound: true, goType: 'AlgorithmIdentifier' }));
  const algorithm = readOid(id.next({ tag: OID, compound: false, goType: 'ObjectIdentifier' }));
  const parameters = id.optional();
  const key = readBits(fields.next({ tag: BIT_STRING, compound: false, goType: 'BitString' }));
  return { info: { algorithm, parameters, key }, rest: top.rest };
}

/** Whether it is an RSA key without an envelope, which gets an error of its own. */
function isPkcs1(der: Uint8Array): boolean {
  try {
    const fields = new Fields(new Fields(der).next({ tag: SEQUENCE, compound: true, goType: 'pkcs1PublicKey' }));
    checkInteger(fields.next({ tag: INTEGER, compound: false, goType: 'Int' }), Number.POSITIVE_INFINITY);
    checkInteger(fields.next({ tag: INTEGER, compound: false, goType: 'int' }), 8);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}

/** x509.ParsePKIXPublicKey. Throws GoError. */
export function parsePkixPublicKey(der: Uint8Array): PublicKey {
  let read: ReturnType<typeof readInfo>;
  try {
    read = readInfo(der);
  } catch (e) {
    if (e instanceof GoErrorBase && isPkcs1(der)) {
      throw new GoError('x509: failed to parse public key (use ParsePKCS1PublicKey instead for this key format)');
    }
    throw e;
  }
  if (read.rest > 0) throw new GoError('x509: trailing data after ASN.1 of public-key');
  return parsePublicKey(read.info);
}
