import { GoError } from '../core/errors.ts';
import { quoteTime } from '../core/time.ts';

const UNITS: { readonly [unit: string]: bigint } = {
  ns: 1n,
  us: 1_000n,
  '\u00b5s': 1_000n,
  '\u03bcs': 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const LIMIT = 1n << 63n;

/** Go's time.ParseDuration: nanoseconds of texts such as `1h15m30.918s`. Throws GoError with its texts. */
export function parseDuration(text: string): bigint {
  const invalid = () => new GoError(`time: invalid duration ${quoteTime(text)}`);
  const negative = text.startsWith('-');
  let rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0n;
  if (rest === '') throw invalid();
  let total = 0n;
  while (rest !== '') {
    const number = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest)!;
    const [all, whole, fraction] = [number[0], number[1]!, number[2]];
    if (whole === '' && (fraction === undefined || fraction === '')) throw invalid();
    if (whole !== '' && BigInt(whole) > LIMIT) throw invalid();
    rest = rest.slice(all.length);
    const unit = /^[^.0-9]*/.exec(rest)![0];
    if (unit === '') throw new GoError(`time: missing unit in duration ${quoteTime(text)}`);
    const scale = UNITS[unit];
    if (scale === undefined) {
      throw new GoError(`time: unknown unit ${quoteTime(unit)} in duration ${quoteTime(text)}`);
    }
    rest = rest.slice(unit.length);
    total += BigInt(whole === '' ? '0' : whole) * scale;
    if (fraction !== undefined && fraction !== '') {
      const digits = fraction.slice(0, 18);
      total += (BigInt(digits) * scale) / 10n ** BigInt(digits.length);
    }
    if (total > LIMIT) throw invalid();
  }
  if (negative) return -total;
  if (total === LIMIT) throw invalid();
  return total;
}
