const FIRST_SIZE = 1 << 14;
const CACHED_VIEWS = 1024;

/**
 * A reusable buffer for keys and values on their way to a hash or a batch, which copy what they get. Views of common lengths are
 * made once: making one costs more than filling it.
 */
export class Scratch {
  bytes = new Uint8Array(FIRST_SIZE);
  private views: (Uint8Array | undefined)[] = [];

  /** Grows the buffer to at least `length` bytes; what it held is lost when it grows. */
  reserve(length: number): Uint8Array {
    if (length > this.bytes.length) {
      this.bytes = new Uint8Array(Math.max(length, this.bytes.length * 2));
      this.views = [];
    }
    return this.bytes;
  }

  /** The first `length` bytes. */
  view(length: number): Uint8Array {
    const cached = this.views[length];
    if (cached !== undefined) return cached;
    const view = this.bytes.subarray(0, length);
    if (length < CACHED_VIEWS) this.views[length] = view;
    return view;
  }
}

const BIT_OPERATIONS_MAX = 0x7fffffff;

/** Writes `n` (a safe integer >= 0) as unsigned LEB128; returns the offset behind it. */
export function writeUvarint(b: Uint8Array, n: number, offset: number): number {
  let rest = n;
  while (rest > BIT_OPERATIONS_MAX) {
    b[offset++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    b[offset++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  b[offset++] = rest;
  return offset;
}

/** Writes `n` (>= 0) as Go's `binary.PutVarint` does (zig-zag); returns the offset behind it. */
export function writeVarint(b: Uint8Array, n: number, offset: number): number {
  return writeUvarint(b, n * 2, offset);
}

export function varintLength(n: number): number {
  let length = 1;
  for (let rest = n * 2; rest > 127; rest = Math.floor(rest / 128)) length++;
  return length;
}
