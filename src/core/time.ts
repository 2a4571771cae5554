import { GoError } from './errors.ts';

/** A point in time as the chain keeps it: seconds since 1970 (may be negative) and nanoseconds 0..999,999,999. */
export interface Time {
  readonly seconds: bigint;
  readonly nanos: number;
}

const NANOS = 1_000_000_000n;
const DAY = 86_400;

/** Go's zero time, 0001-01-01T00:00:00Z. */
export const zeroTime: Time = Object.freeze({ seconds: -62_135_596_800n, nanos: 0 });
/** 1970-01-01T00:00:00Z. */
export const unixEpoch: Time = Object.freeze({ seconds: 0n, nanos: 0 });

/** `time.Unix(seconds, nanos)`: any number of nanoseconds, normalised. */
export function unixTime(seconds: bigint, nanos: bigint | number = 0): Time {
  const n = BigInt(nanos);
  let carry = n / NANOS;
  let rest = n % NANOS;
  if (rest < 0n) {
    rest += NANOS;
    carry -= 1n;
  }
  return { seconds: seconds + carry, nanos: Number(rest) };
}

/** `t.Add(d)`, d in nanoseconds. */
export function addDuration(t: Time, nanos: bigint): Time {
  return unixTime(t.seconds, BigInt(t.nanos) + nanos);
}

const MAX_DURATION = (1n << 63n) - 1n;
const MIN_DURATION = -(1n << 63n);

/** `a.Sub(b)` in nanoseconds, held at the limits of Go's Duration. */
export function durationBetween(a: Time, b: Time): bigint {
  const d = (a.seconds - b.seconds) * NANOS + BigInt(a.nanos - b.nanos);
  return d > MAX_DURATION ? MAX_DURATION : d < MIN_DURATION ? MIN_DURATION : d;
}

/** Negative when a is before b, 0 when equal, positive when after. */
export function compareTime(a: Time, b: Time): number {
  if (a.seconds !== b.seconds) return a.seconds < b.seconds ? -1 : 1;
  return a.nanos - b.nanos;
}

export function isBefore(a: Time, b: Time): boolean {
  return compareTime(a, b) < 0;
}

export function isAfter(a: Time, b: Time): boolean {
  return compareTime(a, b) > 0;
}

export function timeEquals(a: Time, b: Time): boolean {
  return a.seconds === b.seconds && a.nanos === b.nanos;
}

/** `t.IsZero()`: whether it is {@link zeroTime}. */
export function isZeroTime(t: Time): boolean {
  return timeEquals(t, zeroTime);
}

/** `t.UnixNano()`, wrapping at 64 bits as Go does. */
export function unixNano(t: Time): bigint {
  return BigInt.asIntN(64, t.seconds * NANOS + BigInt(t.nanos));
}

/** `t.UnixMilli()`. */
export function unixMilli(t: Time): bigint {
  return t.seconds * 1000n + BigInt(Math.trunc(t.nanos / 1_000_000));
}

/** The calendar date and clock of a time, in UTC. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Days since 1970-01-01 of a proleptic Gregorian date. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The calendar date and clock of `t`. */
export function civil(t: Time): Civil {
  const seconds = Number(t.seconds);
  const days = Math.floor(seconds / DAY);
  const clock = seconds - days * DAY;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
    hour: Math.floor(clock / 3600),
    minute: Math.floor((clock % 3600) / 60),
    second: clock % 60,
  };
}

/** The time of a date and clock in UTC. */
export function fromCivil(c: Civil, nanos = 0): Time {
  const days = daysFromCivil(c.year, c.month, c.day);
  return { seconds: BigInt(days * DAY + c.hour * 3600 + c.minute * 60 + c.second), nanos };
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

function dateAndClock(t: Time): string {
  const c = civil(t);
  const year = c.year < 0 ? `-${`${-c.year}`.padStart(4, '0')}` : `${c.year}`.padStart(4, '0');
  return `${year}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}:${two(c.second)}`;
}

/** The sortable form `2006-01-02T15:04:05.000000000` (sdk.FormatTimeString). */
export function formatTime(t: Time): string {
  return `${dateAndClock(t)}.${`${t.nanos}`.padStart(9, '0')}`;
}

/** {@link formatTime} as bytes, as it stands in store keys (sdk.FormatTimeBytes). */
export function formatTimeBytes(t: Time): Uint8Array {
  const s = formatTime(t);
  const out = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) out[i] = s.charCodeAt(i);
  return out;
}

/** RFC 3339 with as many fractional digits as needed, in UTC: `2006-01-02T15:04:05.999999999Z`. */
export function toRfc3339Nano(t: Time): string {
  const fraction = t.nanos === 0 ? '' : `.${`${t.nanos}`.padStart(9, '0').replace(/0+$/, '')}`;
  return `${dateAndClock(t)}${fraction}Z`;
}

/** `t.String()` of a time in UTC: `2006-01-02 15:04:05.999999999 +0000 UTC`. */
export function timeString(t: Time): string {
  return `${toRfc3339Nano(t).replace('T', ' ').slice(0, -1)} +0000 UTC`;
}

const SORTABLE = '2006-01-02T15:04:05.000000000';
const RFC3339 = '2006-01-02T15:04:05Z07:00';
const RFC3339_NANO = '2006-01-02T15:04:05.999999999Z07:00';

/** Reads {@link formatTime}. Throws GoError with the texts of Go's time.Parse. */
export function parseTime(s: string): Time {
  return parseLayout(SORTABLE, s);
}

/** Reads {@link formatTimeBytes} (sdk.ParseTimeBytes). */
export function parseTimeBytes(b: Uint8Array): Time {
  let s = '';
  for (const c of b) s += String.fromCharCode(c < 0x80 ? c : 0xdc00 + c);
  return parseTime(s);
}

/** `time.Parse(time.RFC3339Nano, s)`: any offset, any number of fractional digits. */
export function fromRfc3339Nano(s: string): Time {
  return parseLayout(RFC3339_NANO, s);
}

/** `time.Parse(time.RFC3339, s)`, which is how JSON times are read. Differs from the Nano form in error texts only. */
export function fromRfc3339(s: string): Time {
  return parseLayout(RFC3339, s);
}

/** Go's time package quotes all bytes beyond ASCII. */
export function quoteTime(s: string): string {
  let out = '"';
  for (const c of s) {
    const p = c.codePointAt(0)!;
    if (p >= 0x80 || p < 0x20) {
      const bytes = p >= 0xdc80 && p <= 0xdcff ? [p - 0xdc00] : new TextEncoder().encode(c);
      for (const b of bytes) out += `\\x${b.toString(16).padStart(2, '0')}`;
    } else out += c === '"' || c === '\\' ? `\\${c}` : c;
  }
  return `${out}"`;
}

/** Days of a month. */
export function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const isDigit = (s: string, i: number): boolean => i < s.length && s[i]! >= '0' && s[i]! <= '9';

/** Go's time.Parse for the three layouts above, with its error texts. */
function parseLayout(layout: string, value: string): Time {
  let rest = value;
  const bad = (at: string, element: string): GoError =>
    new GoError(
      `parsing time ${quoteTime(value)} as ${quoteTime(layout)}: cannot parse ${quoteTime(at)} as ${quoteTime(element)}`,
    );
  const message = (text: string): GoError => new GoError(`parsing time ${quoteTime(value)}: ${text}`);
  const skip = (prefix: string): void => {
    if (!rest.startsWith(prefix)) throw bad(rest, prefix);
    rest = rest.slice(prefix.length);
  };
  const number = (element: string, width: 2 | 4, fixed: boolean, range?: [string, number, number]): number => {
    const digits = /^\d*/.exec(rest.slice(0, width))![0].length;
    if (digits < width && (fixed || digits === 0)) throw bad(rest, element);
    const n = Number(rest.slice(0, digits));
    rest = rest.slice(digits);
    if (range !== undefined && (n < range[1] || n > range[2])) throw message(`${range[0]} out of range`);
    return n;
  };
  const nanoseconds = (digits: number): number => {
    const n = Number(rest.slice(1, 1 + Math.min(digits, 9)).padEnd(9, '0'));
    rest = rest.slice(1 + digits);
    return n;
  };

  const year = number('2006', 4, true);
  skip('-');
  const month = number('01', 2, true, ['month', 1, 12]);
  skip('-');
  const day = number('02', 2, true);
  skip('T');
  // PARITY: go time.Parse: the hour alone may have one digit.
  const hour = number('15', 2, false, ['hour', 0, 23]);
  skip(':');
  const minute = number('04', 2, true, ['minute', 0, 59]);
  skip(':');
  const second = number('05', 2, true, ['second', 0, 59]);
  let nanos = 0;
  let offset = 0;
  // PARITY: go time.Parse: a comma may stand for the point.
  const fraction = (rest[0] === '.' || rest[0] === ',') && isDigit(rest, 1);
  if (layout === SORTABLE) {
    if (!/^[.,]\d{9}/.test(rest)) throw bad(rest, '.000000000');
    nanos = nanoseconds(9);
  } else {
    if (fraction) nanos = nanoseconds(/^\d+/.exec(rest.slice(1))![0].length);
    if (rest[0] === 'Z') rest = rest.slice(1);
    else {
      const zone = /^([+-])(\d\d):(\d\d)/.exec(rest);
      if (zone === null) throw bad(rest, 'Z07:00');
      const [hours, minutes] = [Number(zone[2]), Number(zone[3])];
      rest = rest.slice(6);
      if (minutes > 60) throw message('time zone offset minute out of range');
      if (hours > 24) throw message('time zone offset hour out of range');
      offset = (hours * 60 + minutes) * 60 * (zone[1] === '-' ? -1 : 1);
    }
  }
  if (rest !== '') throw message(`extra text: ${quoteTime(rest)}`);
  if (day < 1 || day > daysIn(month, year)) throw message('day out of range');
  const t = fromCivil({ year, month, day, hour, minute, second }, nanos);
  return offset === 0 ? t : { seconds: t.seconds - BigInt(offset), nanos };
}
