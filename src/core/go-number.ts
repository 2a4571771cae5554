import { GoError } from './errors.ts';
import { quoteText } from './go-text.ts';

/** Go's `strconv.ParseUint(s, 10, bits)`, with its error texts. Throws GoError. */
export function parseUint(s: string, bits: 31 | 32 | 64): bigint {
  const fail = (why: string): GoError => new GoError(`strconv.ParseUint: parsing ${quoteText(s)}: ${why}`);
  if (!/^[0-9]+$/.test(s)) throw fail('invalid syntax');
  const x = BigInt(s);
  if (x >= 1n << BigInt(bits)) throw fail('value out of range');
  return x;
}
