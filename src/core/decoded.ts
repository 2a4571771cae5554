/** Bytes that choose the slot of a value longer than the second: part of the address that records begin with. */
const FROM = 16;
const TO = 32;

interface Slot<T> {
  bytes: Uint8Array;
  readonly value: T;
}

/**
 * Keeps decoded values beside the bytes they were decoded from, so that a value that is read in every block is decoded once.
 *
 * A slot is chosen by bytes near the beginning, where records have the address they belong to, so a changed record takes the place
 * of its former self; the whole bytes are compared. Values are shared between readers: they must not be changed. Only decoding is
 * saved; the store access, and its gas, still happens.
 */
export class Decoded<T> {
  private readonly slots: (Slot<T> | undefined)[];
  private readonly decoder: (bytes: Uint8Array) => T;

  /** `slots` is a power of two. */
  constructor(decode: (bytes: Uint8Array) => T, slots = 4096) {
    this.decoder = decode;
    this.slots = new Array(slots).fill(undefined);
  }

  decode(bytes: Uint8Array): T {
    const slot = this.slotOf(bytes);
    const known = this.slots[slot];
    if (known !== undefined) {
      if (known.bytes === bytes) return known.value;
      if (Buffer.compare(known.bytes, bytes) === 0) {
        // A store hands out one array for the rest of a block.
        known.bytes = bytes;
        return known.value;
      }
    }
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
    const long = bytes.length >= TO;
    const end = long ? TO : bytes.length;
    let h = bytes.length;
    for (let i = long ? FROM : 0; i < end; i++) h = (Math.imul(h, 31) + bytes[i]!) | 0;
    return (h ^ (h >>> 15)) & (this.slots.length - 1);
  }
}
