/**
 * Messages on an ABCI socket: each is its length as an unsigned varint, then its bytes. Source: cometbft libs/protoio.
 */

/** What CometBFT itself accepts at most. */
export const DEFAULT_FRAME_LIMIT = 2 ** 31 - 1;

/** A length can be this long at most. */
const MAX_VARINT_LENGTH = 10;
/** Bytes of a length that a number holds exactly. */
const EXACT_LENGTH = 7;

const MAX_INT64 = (1n << 63n) - 1n;

/** A peer that does not speak the protocol. The connection is of no further use. */
export class FrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrameError';
  }
}

/** Cuts a stream of bytes into messages. Costs one copy of each message, and none of one that lies in a single chunk. */
export class FrameReader {
  private readonly limit: number;
  /** The message being received, once its length is known. */
  private body: Uint8Array | undefined;
  private filled = 0;
  /** The length being received: its first bytes, and those that a number would not hold exactly. */
  private length = 0;
  private high = 0n;
  private lengthBytes = 0;

  constructor(limit = DEFAULT_FRAME_LIMIT) {
    this.limit = limit;
  }

  /** To be called when the stream ends. Throws {@link FrameError} when that is inside a message. */
  end(): void {
    if (this.lengthBytes > 0) throw new FrameError('unexpected EOF');
    if (this.body !== undefined) throw new FrameError(this.filled === 0 ? 'EOF' : 'unexpected EOF');
  }

  /** The messages that `chunk` completes. Throws {@link FrameError}. The chunk must not be changed afterwards. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (at < chunk.length) {
      if (this.body === undefined) {
        at = this.readLength(chunk, at);
        if (this.lengthBytes >= 0) continue;
        this.lengthBytes = 0;
        const { length } = this;
        this.length = 0;
        if (chunk.length - at >= length) {
          yield chunk.subarray(at, at + length);
          at += length;
          continue;
        }
        this.body = new Uint8Array(length);
        this.filled = 0;
      }
      const part = chunk.subarray(at, at + this.body.length - this.filled);
      this.body.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled === this.body.length) {
        const { body } = this;
        this.body = undefined;
        yield body;
      }
    }
  }

  /** Reads on in the length; `lengthBytes` is negative once it is complete. */
  private readLength(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length) {
      const byte = chunk[at++]!;
      if (this.lengthBytes === MAX_VARINT_LENGTH - 1 && byte > 1) {
        throw new FrameError('binary: varint overflows a 64-bit integer');
      }
      if (this.lengthBytes < EXACT_LENGTH) this.length += (byte & 0x7f) * 2 ** (7 * this.lengthBytes);
      else this.high += BigInt(byte & 0x7f) << BigInt(7 * this.lengthBytes);
      this.lengthBytes++;
      if (byte < 0x80) {
        this.checkLength();
        this.lengthBytes = -1;
        return at;
      }
    }
    return at;
  }

  private checkLength(): void {
    if (this.high === 0n && this.length <= this.limit) return;
    const length = this.high + BigInt(this.length);
    if (length >= MAX_INT64) throw new FrameError(`invalid out-of-range message length ${length}`);
    throw new FrameError(`message exceeds max size (${length} > ${this.limit})`);
  }
}

/** The length that goes before a message of `length` bytes. */
export function frameHeader(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
