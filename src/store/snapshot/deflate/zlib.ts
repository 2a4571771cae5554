import { BlockWriter, matchToken } from './block-writer.ts';

const WINDOW = 1 << 15;
const WINDOW_MASK = WINDOW - 1;
/** Shortest match that is looked for. */
const MIN_MATCH = 4;
const MAX_MATCH = 258;
const LOOKAHEAD = MIN_MATCH + MAX_MATCH;
const BLOCK_TOKENS = 1 << 14;
const HASH_BITS = 17;
const HASH_FACTOR = 0x1e35a7bd;
/** Four-byte matches farther back than this cost more than they save. */
const MAX_SHORT_DISTANCE = 4096;
/** Positions are rebased before they leave 31 bits. */
const MAX_POSITION = 1 << 30;

// Compression level 7: a match this long is not improved on, a match this long ends the search, so many candidates are tried.
const LAZY_LENGTH = 32;
const NICE_LENGTH = 128;
const MAX_TRIES = 256;

const HEADER = Uint8Array.of(0x78, 0xda);
const ADLER_BASE = 65521;
/** So many bytes can be summed before 2^53. */
const ADLER_RUN = 1 << 16;

/**
 * A zlib stream with the very bytes that Go's compress/zlib writes at level 7, given the same sequence of writes. PARITY: store/snapshots:
 * the hash of a snapshot covers them, and peers only join in on a snapshot whose hash they all have.
 *
 * The matching is that of compress/flate: hash chains over four bytes in a window of 64 KiB that moves on by 32 KiB, and lazy
 * evaluation, where a match waits one byte for a longer one.
 */
export class ZlibWriter {
  private readonly blocks = new BlockWriter();
  private readonly window = new Uint8Array(2 * WINDOW);
  private end = 0;
  private index = 0;
  /** Where the current block's input begins; undefined when that has left the window. */
  private blockStart: number | undefined = 0;
  private readonly tokens = new Uint32Array(BLOCK_TOKENS);
  private tokenCount = 0;
  /** Length and distance of the match that waits, at `index` - 1. */
  private length = MIN_MATCH - 1;
  private distance = 0;
  /** Whether the byte before `index` has still to be put out. */
  private waiting = false;
  /** Position (plus one) of the window's first byte in the input, and of the last and the next to last byte quadruple of each hash. */
  private base = 1;
  private readonly head = new Int32Array(1 << HASH_BITS);
  private readonly previous = new Int32Array(WINDOW);
  private adlerA = 1;
  private adlerB = 0;
  private started = false;

  /** Takes a piece of input; returns the output that is ready. */
  write(bytes: Uint8Array): Uint8Array {
    this.checksum(bytes);
    for (let offset = 0; offset < bytes.length; ) {
      this.compress(false);
      if (this.index >= 2 * WINDOW - LOOKAHEAD) this.slide();
      const n = Math.min(bytes.length - offset, this.window.length - this.end);
      this.window.set(bytes.subarray(offset, offset + n), this.end);
      this.end += n;
      offset += n;
    }
    return this.output();
  }

  /** Ends the stream; returns the rest of the output. */
  finish(): Uint8Array {
    this.compress(true);
    this.blocks.stored(new Uint8Array(0), true);
    const body = this.output();
    const out = new Uint8Array(body.length + 4);
    out.set(body);
    new DataView(out.buffer).setUint32(body.length, this.adlerB * 65536 + this.adlerA);
    return out;
  }

  private output(): Uint8Array {
    const body = this.blocks.take();
    if (this.started) return body;
    this.started = true;
    const out = new Uint8Array(HEADER.length + body.length);
    out.set(HEADER);
    out.set(body, HEADER.length);
    return out;
  }

  private checksum(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += ADLER_RUN) {
      const to = Math.min(from + ADLER_RUN, bytes.length);
      for (let i = from; i < to; i++) {
        this.adlerA += bytes[i]!;
        this.adlerB += this.adlerA;
      }
      this.adlerA %= ADLER_BASE;
      this.adlerB %= ADLER_BASE;
    }
  }

  private slide(): void {
    this.window.copyWithin(0, WINDOW);
    this.index -= WINDOW;
    this.end -= WINDOW;
    // A block that began before the window cannot be stored as it is.
    if (this.blockStart !== undefined) {
      this.blockStart = this.blockStart >= WINDOW ? this.blockStart - WINDOW : undefined;
    }
    this.base += WINDOW;
    if (this.base > MAX_POSITION) this.rebase();
  }

  private rebase(): void {
    const delta = this.base - 1;
    for (const positions of [this.head, this.previous]) {
      for (let i = 0; i < positions.length; i++) positions[i] = Math.max(positions[i]! - delta, 0);
    }
    this.base = 1;
  }

  private hash(i: number): number {
    const w = this.window;
    const four = (w[i]! << 24) | (w[i + 1]! << 16) | (w[i + 2]! << 8) | w[i + 3]!;
    return Math.imul(four, HASH_FACTOR) >>> (32 - HASH_BITS);
  }

  /** Enters position `i` into its hash chain; returns the head of the chain before it, relative to the window. */
  private insert(i: number): number {
    const h = this.hash(i);
    const before = this.head[h]!;
    this.previous[i & WINDOW_MASK] = before;
    this.head[h] = i + this.base;
    return before - this.base;
  }

  /** Works off the window as far as there is a full lookahead, or to its end when `last`. */
  private compress(last: boolean): void {
    for (;;) {
      const lookahead = this.end - this.index;
      if (lookahead < LOOKAHEAD && !last) return;
      if (lookahead === 0) {
        this.finishTokens();
        return;
      }
      const { index } = this;
      const candidate = lookahead >= MIN_MATCH ? this.insert(index) : -1;
      const waitingLength = this.length;
      const waitingDistance = this.distance;
      this.length = MIN_MATCH - 1;
      this.distance = 0;
      if (candidate >= Math.max(index - WINDOW, 0) && lookahead > waitingLength && waitingLength < LAZY_LENGTH) {
        this.findMatch(index, candidate, lookahead);
      }
      if (waitingLength >= MIN_MATCH && this.length <= waitingLength) {
        this.putMatch(waitingLength, waitingDistance);
      } else {
        if (this.waiting) this.put(this.window[index - 1]!, index);
        this.index++;
        this.waiting = true;
      }
    }
  }

  /** Puts out the match that began at `index` - 1. */
  private putMatch(length: number, distance: number): void {
    const stop = this.index + length - 1;
    while (++this.index < stop) if (this.index < this.end - (MIN_MATCH - 1)) this.insert(this.index);
    this.waiting = false;
    this.length = MIN_MATCH - 1;
    this.put(matchToken(length, distance), this.index);
  }

  /** Looks for the longest match at `pos`; leaves it in `length` and `distance`. */
  private findMatch(pos: number, candidate: number, lookahead: number): void {
    const { window } = this;
    const limit = Math.min(MAX_MATCH, lookahead);
    const nice = Math.min(NICE_LENGTH, limit);
    const oldest = pos - WINDOW;
    let best = MIN_MATCH - 1;
    for (let i = candidate, tries = MAX_TRIES; tries > 0; tries--) {
      // A longer match must agree in the byte behind the best one.
      if (window[i + best] === window[pos + best]) {
        let n = 0;
        while (n < limit && window[i + n] === window[pos + n]) n++;
        if (n > best && (n > MIN_MATCH || pos - i <= MAX_SHORT_DISTANCE)) {
          best = n;
          this.length = n;
          this.distance = pos - i;
          if (n >= nice) return;
        }
      }
      if (i === oldest) return;
      i = this.previous[i & WINDOW_MASK]! - this.base;
      if (i < oldest || i < 0) return;
    }
  }

  /** Adds a token; `end` is the end of the input that it stands for. */
  private put(token: number, end: number): void {
    this.tokens[this.tokenCount++] = token;
    if (this.tokenCount === BLOCK_TOKENS) this.putBlock(end);
  }

  private finishTokens(): void {
    if (this.waiting) {
      this.tokens[this.tokenCount++] = this.window[this.index - 1]!;
      this.waiting = false;
    }
    if (this.tokenCount > 0) this.putBlock(this.index);
  }

  private putBlock(end: number): void {
    const start = this.blockStart;
    const input = start === undefined ? undefined : this.window.subarray(start, end);
    this.blockStart = end;
    this.blocks.block(this.tokens.subarray(0, this.tokenCount), input);
    this.tokenCount = 0;
  }
}
