/**
 * Keeps decoded values beside the bytes they were decoded from, so that a value that is read in every block is decoded once.
 *
 * The key is the byte array itself, not its content: stores hand out the array they hold until the value is replaced, so a
 * stale hit is impossible, and an entry dies with its bytes. Values are shared between readers: they must not be changed.
 * Only decoding is saved; the store access, and its gas, still happens.
 */
export class Decoded<T extends object> {
  private readonly values = new WeakMap<Uint8Array, T>();
  private readonly decoder: (bytes: Uint8Array) => T;

  constructor(decode: (bytes: Uint8Array) => T) {
    this.decoder = decode;
  }

  decode(bytes: Uint8Array): T {
    const known = this.values.get(bytes);
    if (known !== undefined) return known;
    const value = this.decoder(bytes);
    this.values.set(bytes, value);
    return value;
  }

  /** Notes the value that `bytes`, about to be stored, stand for. */
  remember(bytes: Uint8Array, value: T): Uint8Array {
    this.values.set(bytes, value);
    return bytes;
  }
}
