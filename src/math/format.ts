/** Numbers as SIGN_MODE_TEXTUAL shows them, with ' between thousands. Source: cosmossdk.io/math FormatInt, FormatDec. */
import { GoError } from '../core/errors.ts';
import { quoteText } from '../core/go-text.ts';

const digits = /^[0-9]+$/;

/** "-1234567" as "-1'234'567". Throws GoError. */
export function formatInt(value: string): string {
  if (value === '') throw new GoError('cannot format empty string');
  const sign = value.startsWith('-') ? '-' : '';
  let v = value.slice(sign.length);
  if (v.length > 1) v = v.replace(/^0+/, '');
  if (!digits.test(v)) throw new GoError(`expecting only digits 0-9, but got non-digits in ${quoteText(v)}`);
  return sign + v.replace(/(?<=\d)(?=(?:\d{3})+$)/g, "'");
}

/** "1234.500" as "1'234.5". Throws GoError. */
export function formatDec(value: string): string {
  const parts = value.split('.');
  if (parts.length > 2) throw new GoError(`invalid decimal: too many points in ${value}`);
  const whole = formatInt(parts[0]!);
  const fraction = parts[1]?.replace(/0+$/, '') ?? '';
  if (fraction === '') return whole;
  if (!digits.test(fraction)) throw new GoError(`non-digits detected after decimal point in: ${quoteText(fraction)}`);
  return `${whole}.${fraction}`;
}
