/** A prefix code: for each symbol its length in bits (0: not used) and its bits in the order in which they are written. */
export interface PrefixCode {
  readonly lengths: Uint8Array;
  readonly bits: Uint16Array;
}

/** Bits that encoding all symbols takes. */
export function encodedLength(code: PrefixCode, frequencies: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < frequencies.length; i++) total += frequencies[i]! * code.lengths[i]!;
  return total;
}

/**
 * The best code with no length over `maxBits`. Of equally good codes it is the one that Go's compress/flate makes: a snapshot's hash
 * depends on it.
 */
export function buildCode(frequencies: Uint32Array, maxBits: number): PrefixCode {
  const used: number[] = [];
  for (let i = 0; i < frequencies.length; i++) if (frequencies[i] !== 0) used.push(i);
  const lengths = new Uint8Array(frequencies.length);
  if (used.length <= 2) {
    for (const symbol of used) lengths[symbol] = 1;
  } else {
    used.sort((a, b) => frequencies[a]! - frequencies[b]! || a - b);
    const counts = lengthCounts(
      used.map((symbol) => frequencies[symbol]!),
      Math.min(maxBits, used.length - 1),
    );
    // The most frequent symbols get the shortest codes.
    let next = used.length;
    for (let length = 1; length < counts.length; length++) {
      for (let i = counts[length]!; i > 0; i--) lengths[used[--next]!] = length;
    }
  }
  return canonicalCode(lengths);
}

/**
 * Package-merge: how many symbols get each length. `frequencies` is ascending. A row holds the symbols and the pairs of the row below,
 * ascending, a pair before a symbol of the same weight; the code takes the first 2n-2 of the last row and, row by row down, what those
 * pairs are made of. A symbol's length is the number of rows in which it is taken.
 */
function lengthCounts(frequencies: readonly number[], maxBits: number): number[] {
  const n = frequencies.length;
  /** Of each row, whether its items are symbols. */
  const rows: boolean[][] = [];
  let weights: number[] = [];
  for (let row = 0; row < maxBits; row++) {
    const below = weights;
    const isSymbol: boolean[] = [];
    weights = [];
    let symbol = 0;
    let pair = 0;
    while (symbol < n || pair + 1 < below.length) {
      const pairWeight = pair + 1 < below.length ? below[pair]! + below[pair + 1]! : Number.POSITIVE_INFINITY;
      const takesSymbol = symbol < n && frequencies[symbol]! < pairWeight;
      isSymbol.push(takesSymbol);
      if (takesSymbol) weights.push(frequencies[symbol++]!);
      else {
        weights.push(pairWeight);
        pair += 2;
      }
    }
    rows.push(isSymbol);
  }
  const counts = new Array<number>(maxBits + 1).fill(0);
  let items = 2 * n - 2;
  let longer = n;
  for (let row = maxBits - 1, length = 0; row >= 0; row--, length++) {
    let symbols = 0;
    for (let i = 0; i < items; i++) if (rows[row]![i]) symbols++;
    counts[length] = longer - symbols;
    longer = symbols;
    items = 2 * (items - symbols);
  }
  counts[maxBits] = longer;
  counts[0] = 0;
  return counts;
}

/** RFC 1951, 3.2.2: codes of a length are consecutive, in order of the symbols. */
export function canonicalCode(lengths: Uint8Array): PrefixCode {
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const bits = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= longest; length++) {
    code <<= 1;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] === length) bits[symbol] = reverse(code++, length);
    }
  }
  return { lengths, bits };
}

function reverse(code: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i++) out |= ((code >> i) & 1) << (length - 1 - i);
  return out;
}
