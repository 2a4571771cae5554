/**
 * Reading DER as the reference's certificate parser does: one-byte tags, shortest lengths of up to four bytes. Every method answers undefined
 * when what is asked for is not there; after that the reader is of no use.
 *
 * Source: golang.org/x/crypto/cryptobyte.
 */

/** Tags, class and form included. */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** `[n]`, primitive; with {@link constructed} the form around other elements. */
export const context = (n: number): number => 0x80 | n;
export const constructed = (tag: number): number => 0x20 | tag;

export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly all: Uint8Array;
}

export interface Bits {
  readonly bytes: Uint8Array;
  /** Bits of the last byte that do not count. */
  readonly padding: number;
}

/** Elements one after another. */
export class Der {
  private bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get empty(): boolean {
    return this.bytes.length === 0;
  }

  /** Whether the next byte is this tag. */
  peek(tag: number): boolean {
    return this.bytes[0] === tag;
  }

  any(): Element | undefined {
    const b = this.bytes;
    if (b.length < 2) return undefined;
    const tag = b[0]!;
    if ((tag & 0x1f) === 0x1f) return undefined;
    let length = b[1]!;
    let header = 2;
    if (length >= 0x80) {
      const digits = length & 0x7f;
      if (digits === 0 || digits > 4 || b.length < 2 + digits) return undefined;
      header += digits;
      length = 0;
      for (let i = 2; i < header; i++) length = length * 256 + b[i]!;
      if (length < 0x80 || b[2] === 0) return undefined;
    }
    const end = header + length;
    if (end > b.length) return undefined;
    this.bytes = b.subarray(end);
    return { tag, content: b.subarray(header, end), all: b.subarray(0, end) };
  }

  /** An element of this tag, header and all. */
  element(tag: number): Uint8Array | undefined {
    const e = this.any();
    return e?.tag === tag ? e.all : undefined;
  }

  content(tag: number): Uint8Array | undefined {
    const e = this.any();
    return e?.tag === tag ? e.content : undefined;
  }

  /** The elements within one of this tag. */
  inside(tag: number): Der | undefined {
    const content = this.content(tag);
    return content === undefined ? undefined : new Der(content);
  }

  boolean(): boolean | undefined {
    const c = this.content(Tag.boolean);
    return c?.length === 1 && (c[0] === 0 || c[0] === 0xff) ? c[0] === 0xff : undefined;
  }

  integer(tag: number = Tag.integer): bigint | undefined {
    const c = this.content(tag);
    return c === undefined ? undefined : integerOf(c);
  }

  /** In dotted decimal. */
  oid(): string | undefined {
    const c = this.content(Tag.oid);
    return c === undefined ? undefined : oidOf(c);
  }

  bitString(): Bits | undefined {
    const c = this.content(Tag.bitString);
    return c === undefined ? undefined : bitsOf(c);
  }
}

/** Whether an INTEGER fits int64. */
export const isInt64 = (n: bigint): boolean => BigInt.asIntN(64, n) === n;

function integerOf(c: Uint8Array): bigint | undefined {
  if (c.length === 0) return undefined;
  const second = c[1];
  if (second !== undefined && ((c[0] === 0 && second < 0x80) || (c[0] === 0xff && second >= 0x80))) return undefined;
  return BigInt.asIntN(c.length * 8, BigInt(`0x${Buffer.from(c).toString('hex')}`));
}

const MAX_COMPONENT_BYTES = 5;

function oidOf(c: Uint8Array): string | undefined {
  const parts: number[] = [];
  let value = 0;
  let digits = 0;
  for (const b of c) {
    if (digits === MAX_COMPONENT_BYTES || value >= 1 << 24 || (digits === 0 && b === 0x80)) return undefined;
    value = value * 128 + (b & 0x7f);
    digits++;
    if (b >= 0x80) continue;
    if (parts.length > 0) parts.push(value);
    else if (value < 80) parts.push(Math.floor(value / 40), value % 40);
    else parts.push(2, value - 80);
    value = 0;
    digits = 0;
  }
  return parts.length === 0 || digits > 0 ? undefined : parts.join('.');
}

function bitsOf(c: Uint8Array): Bits | undefined {
  const padding = c[0];
  if (padding === undefined || padding > 7) return undefined;
  if (c.length === 1 && padding !== 0) return undefined;
  if (c.length > 1 && (c[c.length - 1]! & ((1 << padding) - 1)) !== 0) return undefined;
  return { bytes: c.subarray(1), padding };
}

/** The bytes of a bit string moved right until the last bit that counts is the last of all. */
export function rightAlign({ bytes, padding }: Bits): Uint8Array {
  if (padding === 0 || bytes.length === 0) return bytes;
  return bytes.map((b, i) => ((i === 0 ? 0 : bytes[i - 1]! << (8 - padding)) | (b >> padding)) & 0xff);
}
