import { GoError } from './errors.ts';
import { textBytes } from './go-text.ts';

function digit(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const lower = c | 0x20;
  if (lower >= 0x61 && lower <= 0x66) return lower - 0x61 + 10;
  // A byte is printed as the character of that number: printable ones twice.
  const code = c.toString(16).toUpperCase().padStart(4, '0');
  const printable = (c >= 0x20 && c <= 0x7e) || (c >= 0xa1 && c !== 0xad);
  throw new GoError(`encoding/hex: invalid byte: U+${code}${printable ? ` '${String.fromCharCode(c)}'` : ''}`);
}

/** Go's hex.DecodeString, with its error texts. A wrong digit is found before an odd length. */
export function decodeHex(text: string): Uint8Array {
  const digits = Array.from(textBytes(text), digit);
  if (digits.length % 2 === 1) throw new GoError('encoding/hex: odd length hex string');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => digits[2 * i]! * 16 + digits[2 * i + 1]!);
}
