import { buildCode, canonicalCode, encodedLength, type PrefixCode } from './huffman.ts';

/** Writes DEFLATE blocks (RFC 1951), each in the form in which it is shortest. */

/** Marks a token that is a match: length - 3 in 8 bits from here, distance - 1 in the low 22. Literals are their byte. */
const MATCH = 1 << 30;
const LENGTH_SHIFT = 22;
const DISTANCE_MASK = (1 << LENGTH_SHIFT) - 1;

export const MIN_LENGTH = 3;

export function matchToken(length: number, distance: number): number {
  return MATCH | ((length - MIN_LENGTH) << LENGTH_SHIFT) | (distance - 1);
}

const LITERALS = 286;
const DISTANCES = 30;
const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;
const MAX_STORED = 65535;
const MAX_BITS = 15;
/** Symbols that describe code lengths, in the order in which their own lengths are written. */
const LENGTH_SYMBOLS = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;
const LENGTH_SYMBOL_BITS = 7;
const REPEAT = 16;
const ZEROS_SHORT = 17;
const ZEROS_LONG = 18;

// Symbols of match lengths and distances: extra bits and first value of each (RFC 1951, 3.2.5).
const LENGTH_EXTRA = Array.from({ length: 29 }, (_, i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1));
const DISTANCE_EXTRA = Array.from({ length: DISTANCES }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
const LENGTH_BASE = bases(LENGTH_EXTRA);
LENGTH_BASE[28] = 255;
const DISTANCE_BASE = bases(DISTANCE_EXTRA);
const LENGTH_SYMBOL = symbolsOf(LENGTH_BASE, 256);
const DISTANCE_SYMBOL = symbolsOf(DISTANCE_BASE, 1 << 15);

function bases(extra: readonly number[]): number[] {
  let base = 0;
  return extra.map((bits) => {
    const own = base;
    base += 1 << bits;
    return own;
  });
}

function symbolsOf(base: readonly number[], count: number): Uint8Array {
  const symbols = new Uint8Array(count);
  for (let i = 0; i < base.length; i++) symbols.fill(i, base[i]!);
  return symbols;
}

const FIXED_LITERALS = canonicalCode(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = canonicalCode(new Uint8Array(32).fill(5));

export class BlockWriter {
  private out = new Uint8Array(1 << 16);
  private size = 0;
  private pending = 0;
  private pendingBits = 0;
  private readonly literals = new Uint32Array(LITERALS);
  private readonly distances = new Uint32Array(DISTANCES);

  /** What was written since the last call. Only whole bytes. */
  take(): Uint8Array {
    const taken = this.out.slice(0, this.size);
    this.size = 0;
    return taken;
  }

  private byte(value: number): void {
    if (this.size === this.out.length) {
      const grown = new Uint8Array(this.out.length * 2);
      grown.set(this.out);
      this.out = grown;
    }
    this.out[this.size++] = value;
  }

  /** At most 16 bits. */
  private bits(value: number, count: number): void {
    this.pending |= value << this.pendingBits;
    this.pendingBits += count;
    while (this.pendingBits >= 8) {
      this.byte(this.pending & 255);
      this.pending >>>= 8;
      this.pendingBits -= 8;
    }
  }

  private align(): void {
    if (this.pendingBits > 0) this.byte(this.pending & 255);
    this.pending = 0;
    this.pendingBits = 0;
  }

  /** An uncompressed block. */
  stored(bytes: Uint8Array, last: boolean): void {
    this.bits(last ? 1 : 0, 3);
    this.align();
    this.bits(bytes.length, 16);
    this.bits(~bytes.length & 0xffff, 16);
    for (const b of bytes) this.byte(b);
  }

  /** A block of tokens. `input` is what they stand for; undefined when it is no longer there, then it is not stored as it is. */
  block(tokens: Uint32Array, input: Uint8Array | undefined): void {
    this.count(tokens);
    const { literals, distances } = this;
    let literalCount = LITERALS;
    while (literals[literalCount - 1] === 0) literalCount--;
    let distanceCount = DISTANCES;
    while (distanceCount > 0 && distances[distanceCount - 1] === 0) distanceCount--;
    if (distanceCount === 0) {
      distances[0] = 1;
      distanceCount = 1;
    }
    const literalCode = buildCode(literals, MAX_BITS);
    const distanceCode = buildCode(distances, MAX_BITS);
    const header = describe(literalCode, literalCount, distanceCode, distanceCount);
    const extra = this.extraBits();
    const fixedSize = 3 + encodedLength(FIXED_LITERALS, literals) + encodedLength(FIXED_DISTANCES, distances) + extra;
    const dynamicSize =
      3 + header.size + encodedLength(literalCode, literals) + encodedLength(distanceCode, distances) + extra;
    const storedSize =
      input === undefined || input.length > MAX_STORED ? Number.POSITIVE_INFINITY : (input.length + 5) * 8;
    if (input !== undefined && storedSize < Math.min(fixedSize, dynamicSize)) {
      this.stored(input, false);
    } else if (dynamicSize < fixedSize) {
      this.bits(4, 3);
      this.bits(literalCount - 257, 5);
      this.bits(distanceCount - 1, 5);
      this.header(header);
      this.tokens(tokens, literalCode, distanceCode);
    } else {
      this.bits(2, 3);
      this.tokens(tokens, FIXED_LITERALS, FIXED_DISTANCES);
    }
  }

  private count(tokens: Uint32Array): void {
    this.literals.fill(0);
    this.distances.fill(0);
    for (const token of tokens) {
      if (token < MATCH) this.literals[token]!++;
      else {
        this.literals[FIRST_LENGTH + LENGTH_SYMBOL[(token - MATCH) >> LENGTH_SHIFT]!]!++;
        this.distances[DISTANCE_SYMBOL[token & DISTANCE_MASK]!]!++;
      }
    }
    this.literals[END_OF_BLOCK] = 1;
  }

  private extraBits(): number {
    let extra = 0;
    for (let i = 0; i < LENGTH_EXTRA.length; i++) extra += this.literals[FIRST_LENGTH + i]! * LENGTH_EXTRA[i]!;
    for (let i = 0; i < DISTANCES; i++) extra += this.distances[i]! * DISTANCE_EXTRA[i]!;
    return extra;
  }

  private header({ items, code, codeCount }: Description): void {
    this.bits(codeCount - 4, 4);
    for (let i = 0; i < codeCount; i++) this.bits(code.lengths[LENGTH_SYMBOLS[i]!]!, 3);
    for (const { symbol, extra, extraBits } of items) {
      this.bits(code.bits[symbol]!, code.lengths[symbol]!);
      if (extraBits > 0) this.bits(extra, extraBits);
    }
  }

  private tokens(tokens: Uint32Array, literalCode: PrefixCode, distanceCode: PrefixCode): void {
    for (const token of tokens) {
      if (token < MATCH) {
        this.bits(literalCode.bits[token]!, literalCode.lengths[token]!);
        continue;
      }
      const length = (token - MATCH) >> LENGTH_SHIFT;
      const lengthSymbol = LENGTH_SYMBOL[length]!;
      this.bits(literalCode.bits[FIRST_LENGTH + lengthSymbol]!, literalCode.lengths[FIRST_LENGTH + lengthSymbol]!);
      this.bits(length - LENGTH_BASE[lengthSymbol]!, LENGTH_EXTRA[lengthSymbol]!);
      const distance = token & DISTANCE_MASK;
      const distanceSymbol = DISTANCE_SYMBOL[distance]!;
      this.bits(distanceCode.bits[distanceSymbol]!, distanceCode.lengths[distanceSymbol]!);
      this.bits(distance - DISTANCE_BASE[distanceSymbol]!, DISTANCE_EXTRA[distanceSymbol]!);
    }
    this.bits(literalCode.bits[END_OF_BLOCK]!, literalCode.lengths[END_OF_BLOCK]!);
  }
}

/** How a block's two codes are written: their lengths, run by run, in a code of their own. */
interface Description {
  readonly items: readonly LengthItem[];
  readonly code: PrefixCode;
  /** How many of the lengths of `code` are written. */
  readonly codeCount: number;
  /** Bits, the three counts included. */
  readonly size: number;
}

interface LengthItem {
  readonly symbol: number;
  readonly extra: number;
  readonly extraBits: number;
}

function describe(
  literalCode: PrefixCode,
  literalCount: number,
  distanceCode: PrefixCode,
  distanceCount: number,
): Description {
  const lengths = [
    ...literalCode.lengths.subarray(0, literalCount),
    ...distanceCode.lengths.subarray(0, distanceCount),
  ];
  const items = runs(lengths);
  const frequencies = new Uint32Array(LENGTH_SYMBOLS.length);
  for (const { symbol } of items) frequencies[symbol]!++;
  const code = buildCode(frequencies, LENGTH_SYMBOL_BITS);
  let codeCount: number = LENGTH_SYMBOLS.length;
  while (codeCount > 4 && frequencies[LENGTH_SYMBOLS[codeCount - 1]!] === 0) codeCount--;
  let size = 5 + 5 + 4 + 3 * codeCount + encodedLength(code, frequencies);
  for (const { extraBits } of items) size += extraBits;
  return { items, code, codeCount, size };
}

/** Lengths as symbols: a length, then repeats of it by 3 to 6; zeros by 3 to 10 and 11 to 138. */
function runs(lengths: readonly number[]): LengthItem[] {
  const items: LengthItem[] = [];
  for (let i = 0; i < lengths.length; ) {
    const length = lengths[i]!;
    let count = 1;
    while (lengths[i + count] === length) count++;
    i += count;
    if (length !== 0) {
      items.push({ symbol: length, extra: 0, extraBits: 0 });
      count--;
      for (; count >= 3; count -= Math.min(count, 6)) {
        items.push({ symbol: REPEAT, extra: Math.min(count, 6) - 3, extraBits: 2 });
      }
    } else {
      for (; count >= 11; count -= Math.min(count, 138)) {
        items.push({ symbol: ZEROS_LONG, extra: Math.min(count, 138) - 11, extraBits: 7 });
      }
      if (count >= 3) {
        items.push({ symbol: ZEROS_SHORT, extra: count - 3, extraBits: 3 });
        count = 0;
      }
    }
    for (; count > 0; count--) items.push({ symbol: length, extra: 0, extraBits: 0 });
  }
  return items;
}
