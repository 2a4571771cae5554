import { GoError } from '../../../core/errors.ts';
import { quoteText } from '../../../core/go-text.ts';
import { ErrInvalidID } from './errors.ts';

const MAX_UINT64 = (1n << 64n) - 1n;

/** `strconv.ParseUint(s, 10, 64)`. Throws GoError. */
export function parseUint(s: string): bigint {
  const fail = (why: string): GoError => new GoError(`strconv.ParseUint: parsing ${quoteText(s)}: ${why}`);
  if (!/^[0-9]+$/.test(s)) throw fail('invalid syntax');
  const n = BigInt(s);
  if (n > MAX_UINT64) throw fail('value out of range');
  return n;
}

/** The number behind the prefix of an identifier that this chain made. Throws GoError. Source: ibc-go modules/core/24-host/parse.go. */
export function parseIdentifier(identifier: string, prefix: string): bigint {
  if (!identifier.startsWith(prefix)) throw ErrInvalidID.wrap(`identifier doesn't contain prefix \`${prefix}\``);
  const parts = identifier.split(prefix);
  if (parts.length !== 2) throw ErrInvalidID.wrap(`identifier must be in format: \`${prefix}{N}\``);
  try {
    return parseUint(parts[1]!);
  } catch (e) {
    if (e instanceof GoError) throw e.wrap('failed to parse identifier sequence');
    throw e;
  }
}
