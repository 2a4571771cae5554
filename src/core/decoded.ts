/** Bytes at the beginning of a value that choose its slot. */
const HEAD = 64;

/**
 * Keeps decoded values beside the bytes they were decoded from, so that a value that is read in every block is decoded once.
 *
 * A slot is chosen by the beginning of the bytes, where records have the address they belong to, so a changed record takes the
 * place of its former self; the whole bytes are compared. Values are shared between readers: they must not be changed. Only
 * decoding is saved; the store access, and its gas, still happens.
 */
export class Decoded<T> {
  private readonly slots: ({ readonly bytes: Uint8Array; readonly value: T } | undefined)[];
  private readonly decoder: (bytes: Uint8Array) => T;

  /** `slots` is a power of two. */
  constructor(decode: (bytes: Uint8Array) => T, slots = 1024) {
    this.decoder = decode;
    this.slots = new Array(slots).fill(undefined);
  }

  decode(bytes: Uint8Array): T {
    const slot = this.slotOf(bytes);
    const known = this.slots[slot];
    if (known !== undefined && (known.bytes === bytes || Buffer.compare(known.bytes, bytes) === 0)) return known.value;
    const value = this.decoder(bytes);
    this.slots[slot] = { bytes, value };
    return value;
  }

  /** Notes the value that `bytes`, about to be stored, stand for; returns them. */
  remember(bytes: Uint8Array, value: T): Uint8Array {
    this.slots[this.slotOf(bytes)] = { bytes, value };
    return bytes;
  }

  private slotOf(bytes: Uint8Array): number {
    const n = Math.min(bytes.length, HEAD);
    let h = 0;
    for (let i = 0; i < n; i++) h = (Math.imul(h, 31) + bytes[i]!) | 0;
    return (h ^ (h >>> 15)) & (this.slots.length - 1);
  }
}
