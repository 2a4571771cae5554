import { daysIn } from '../../core/time.ts';

/**
 * Times in certificates must be real dates; which ones is not looked at. A zone other than UTC is allowed, written as an offset that is not zero.
 * Source: golang.org/x/crypto/cryptobyte, go time.Parse.
 */

const ZONE = '(Z|[+-]\\d{4})$';
const UTC_TIME = new RegExp(`^(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)?${ZONE}`);
const GENERALIZED_TIME = new RegExp(`^(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)${ZONE}`);

export function isUtcTime(content: Uint8Array): boolean {
  const parts = UTC_TIME.exec(Buffer.from(content).toString('latin1'));
  if (parts === null) return false;
  const year = Number(parts[1]);
  return isDate(parts, year >= 69 ? 1900 + year : 2000 + year);
}

export function isGeneralizedTime(content: Uint8Array): boolean {
  const parts = GENERALIZED_TIME.exec(Buffer.from(content).toString('latin1'));
  return parts !== null && isDate(parts, Number(parts[1]));
}

function isDate(parts: RegExpExecArray, year: number): boolean {
  const [month, day, hour, minute, second] = [2, 3, 4, 5, 6].map((i) => Number(parts[i] ?? 0));
  if (month! < 1 || month! > 12 || day! < 1 || day! > daysIn(month!, year)) return false;
  return hour! <= 23 && minute! <= 59 && second! <= 59 && isZone(parts[7]!);
}

function isZone(zone: string): boolean {
  if (zone === 'Z') return true;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3))];
  return hours <= 24 && minutes <= 59 && hours + minutes > 0;
}
