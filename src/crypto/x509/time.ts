import { daysIn, fromCivil, type Time } from '../../core/time.ts';

/**
 * Times in certificates must be real dates; which ones is not looked at. A zone other than UTC is allowed, written as an offset that is not zero.
 * Source: golang.org/x/crypto/cryptobyte, go time.Parse.
 */

const ZONE = '(Z|[+-]\\d{4})$';
const UTC_TIME = new RegExp(`^(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)?${ZONE}`);
const GENERALIZED_TIME = new RegExp(`^(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)${ZONE}`);

/** Undefined when it is none. The last two digits of the year are those of 1950 to 2049. */
export function parseUtcTime(content: Uint8Array): Time | undefined {
  const parts = UTC_TIME.exec(Buffer.from(content).toString('latin1'));
  if (parts === null) return undefined;
  const digits = Number(parts[1]);
  const year = digits >= 50 ? 1900 + digits : 2000 + digits;
  return isDate(parts, year) ? timeOf(parts, year) : undefined;
}

/** Undefined when it is none. */
export function parseGeneralizedTime(content: Uint8Array): Time | undefined {
  const parts = GENERALIZED_TIME.exec(Buffer.from(content).toString('latin1'));
  return parts !== null && isDate(parts, Number(parts[1])) ? timeOf(parts, Number(parts[1])) : undefined;
}

const fields = (parts: RegExpExecArray): number[] => [2, 3, 4, 5, 6].map((i) => Number(parts[i] ?? 0));

function isDate(parts: RegExpExecArray, year: number): boolean {
  const [month, day, hour, minute, second] = fields(parts);
  if (month! < 1 || month! > 12 || day! < 1 || day! > daysIn(month!, year)) return false;
  return hour! <= 23 && minute! <= 59 && second! <= 59 && isZone(parts[7]!);
}

function isZone(zone: string): boolean {
  if (zone === 'Z') return true;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3))];
  return hours <= 24 && minutes <= 59 && hours + minutes > 0;
}

function timeOf(parts: RegExpExecArray, year: number): Time {
  const [month, day, hour, minute, second] = fields(parts);
  const local = fromCivil({ year, month: month!, day: day!, hour: hour!, minute: minute!, second: second! });
  const zone = parts[7]!;
  if (zone === 'Z') return local;
  const offset = BigInt(Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3)) * 60);
  return { seconds: zone[0] === '-' ? local.seconds + offset : local.seconds - offset, nanos: 0 };
}
