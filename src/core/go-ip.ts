import { GoError } from './errors.ts';
import { quoteText } from './go-text.ts';

/** What a text address is. */
export interface IpAddress {
  readonly version: 4 | 6;
  /** The scope of an IPv6 address, behind the percent sign; mostly empty. */
  readonly zone: string;
}

const GROUPS = 8;

/** Go's netip.ParseAddr, with its error texts. Throws GoError. */
export function parseIp(text: string): IpAddress {
  const first = /[.:%]/.exec(text)?.[0];
  if (first === '.') {
    checkIpv4(text, text);
    return { version: 4, zone: '' };
  }
  if (first === ':') return { version: 6, zone: checkIpv6(text) };
  throw problem(text, first === '%' ? 'missing IPv6 address' : 'unable to parse IP');
}

function problem(text: string, message: string, at = ''): GoError {
  return new GoError(`ParseAddr(${quoteText(text)}): ${message}${at === '' ? '' : ` (at ${quoteText(at)})`}`);
}

function checkIpv4(text: string, part: string): void {
  let octet = '';
  let dots = 0;
  for (let i = 0; i < part.length; i++) {
    const c = part[i]!;
    if (c >= '0' && c <= '9') {
      if (octet === '0') throw problem(text, 'IPv4 field has octet with leading zero');
      octet += c;
      if (Number(octet) > 255) throw problem(text, 'IPv4 field has value >255');
    } else if (c === '.') {
      if (i === 0 || i === part.length - 1 || part[i - 1] === '.') {
        throw problem(text, 'IPv4 field must have at least one digit', part.slice(i));
      }
      if (dots === 3) throw problem(text, 'IPv4 address too long');
      dots++;
      octet = '';
    } else throw problem(text, 'unexpected character', part.slice(i));
  }
  if (dots < 3) throw problem(text, 'IPv4 address too short');
}

/** Returns the zone. */
function checkIpv6(text: string): string {
  const percent = text.indexOf('%');
  let rest = percent < 0 ? text : text.slice(0, percent);
  const zone = percent < 0 ? '' : text.slice(percent + 1);
  if (percent >= 0 && zone === '') throw problem(text, 'zone must be a non-empty string');
  let ellipsis = rest.startsWith('::');
  if (ellipsis) rest = rest.slice(2);
  if (ellipsis && rest === '') return zone;

  let groups = 0;
  while (groups < GROUPS) {
    const digits = /^[0-9a-fA-F]*/.exec(rest)![0].length;
    if (digits > 4) throw problem(text, 'each group must have 4 or less digits', rest);
    if (digits === 0) throw problem(text, 'each colon-separated field must have at least one digit', rest);
    if (rest[digits] === '.') {
      if (!ellipsis && groups !== GROUPS - 2) {
        throw problem(text, 'embedded IPv4 address must replace the final 2 fields of the address', rest);
      }
      if (groups > GROUPS - 2) {
        throw problem(text, 'too many hex fields to fit an embedded IPv4 at the end of the address', rest);
      }
      checkIpv4(text, rest);
      rest = '';
      groups += 2;
      break;
    }
    groups++;
    rest = rest.slice(digits);
    if (rest === '') break;
    if (rest[0] !== ':') throw problem(text, 'unexpected character, want colon', rest);
    if (rest === ':') throw problem(text, 'colon must be followed by more characters', rest);
    rest = rest.slice(1);
    if (rest[0] === ':') {
      if (ellipsis) throw problem(text, 'multiple :: in address', rest);
      ellipsis = true;
      rest = rest.slice(1);
      if (rest === '') break;
    }
  }
  if (rest !== '') throw problem(text, 'trailing garbage after address', rest);
  if (groups < GROUPS && !ellipsis) throw problem(text, 'address string too short');
  if (groups === GROUPS && ellipsis) throw problem(text, 'the :: must expand to at least one field of zeros');
  return zone;
}
