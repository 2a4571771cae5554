/**
 * Messages on an ABCI socket: each is its length as an unsigned varint, then its bytes. Source: cometbft libs/protoio.
 */

/** What CometBFT itself accepts at most. */
export const DEFAULT_FRAME_LIMIT = 2 ** 31 - 1;

/** A length can be this long at most. */
const MAX_VARINT_LENGTH = 10;

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
  /** The length being received. */
  private length = 0;
  private lengthBytes = 0;

  constructor(limit = DEFAULT_FRAME_LIMIT) {
    this.limit = limit;
  }

  /** Whether a message has begun and not ended. */
  get inMessage(): boolean {
    return this.body !== undefined || this.lengthBytes > 0;
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
      this.length += (byte & 0x7f) * 2 ** (7 * this.lengthBytes);
      this.lengthBytes++;
      if (this.length > this.limit) {
        throw new FrameError(`message of ${this.length} bytes or more exceeds the limit of ${this.limit}`);
      }
      if (byte < 0x80) {
        this.lengthBytes = -1;
        return at;
      }
      if (this.lengthBytes === MAX_VARINT_LENGTH) throw new FrameError('length of a message is not a varint');
    }
    return at;
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
