/**
 * Go's url.Parse, as far as modules judge a URL: whether it is one, and which parts it has. Source: net/url of Go 1.25.
 * Strings are bytes in Go: whatever is not ASCII is allowed in a host as it is.
 */

/** Parts of a URL, percent-encoding and all. */
export interface Url {
  /** In lower case; empty when the URL is relative. */
  readonly scheme: string;
  /** With the port, without user and password. */
  readonly host: string;
  readonly path: string;
}

/** The parts, or undefined where Go reports an error. */
export function parseUrl(text: string): Url | undefined {
  const [url, fragment] = cut(text, '#');
  const parsed = parseWithoutFragment(url);
  return parsed !== undefined && wellEscaped(fragment) ? parsed : undefined;
}

function parseWithoutFragment(url: string): Url | undefined {
  if (hasControl(url)) return undefined;
  if (url === '*') return { scheme: '', host: '', path: '*' };
  const found = getScheme(url);
  if (found === undefined) return undefined;
  const scheme = found.scheme.toLowerCase();
  const rest = cut(found.rest, '?')[0];

  if (!rest.startsWith('/')) {
    // What follows a scheme without a slash is opaque: it is not looked at.
    if (scheme !== '') return { scheme, host: '', path: '' };
    if (cut(rest, '/')[0].includes(':')) return undefined;
  }
  let host = '';
  let path = rest;
  if (rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'))) {
    const slash = rest.indexOf('/', 2);
    const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
    path = slash < 0 ? '' : rest.slice(slash);
    const at = authority.lastIndexOf('@');
    if (at >= 0 && !validUserinfo(authority.slice(0, at))) return undefined;
    const parsed = parseHost(authority.slice(at + 1));
    if (parsed === undefined) return undefined;
    host = parsed;
  }
  return wellEscaped(path) ? { scheme, host, path } : undefined;
}

function cut(s: string, separator: string): [before: string, after: string] {
  const i = s.indexOf(separator);
  return i < 0 ? [s, ''] : [s.slice(0, i), s.slice(i + 1)];
}

function hasControl(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c < 0x20 || c === 0x7f) return true;
  }
  return false;
}

/** Every percent sign begins two hexadecimal digits. */
function wellEscaped(s: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(s);
}

function getScheme(url: string): { scheme: string; rest: string } | undefined {
  if (url.startsWith(':')) return undefined;
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*(?=:)/.exec(url)?.[0];
  return scheme === undefined ? { scheme: '', rest: url } : { scheme, rest: url.slice(scheme.length + 1) };
}

function validUserinfo(s: string): boolean {
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(s) && wellEscaped(s);
}

/** PARITY: net/url parseHost: brackets count wherever they stand; what is before them is dropped. */
function parseHost(host: string): string | undefined {
  const open = host.lastIndexOf('[');
  if (open >= 0) {
    const close = host.lastIndexOf(']');
    if (close < 0) return undefined;
    const port = host.slice(close + 1);
    const inside = host.slice(open + 1, close);
    return validPort(port) && validIpv6(inside) ? `[${inside}]${port}` : undefined;
  }
  const colon = host.lastIndexOf(':');
  if (colon >= 0 && !validPort(host.slice(colon))) return undefined;
  return validHostText(host) ? host : undefined;
}

function validPort(s: string): boolean {
  return /^(:[0-9]*)?$/.test(s);
}

/** In a host only bytes beyond ASCII, and the percent sign, may be escaped. */
function validHostText(s: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant
  return /^([A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]|[^\x00-\x7f]|%25|%[89a-fA-F][0-9a-fA-F])*$/.test(s);
}

/** In a zone what is escaped must be allowed in a host, or be a space. */
function validZone(s: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant
  if (!/^([A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]|[^\x00-\x7f]|%[0-9a-fA-F]{2})*$/.test(s)) return false;
  return [...s.matchAll(/%(..)/g)].every(([, hex]) => {
    const c = String.fromCharCode(Number.parseInt(hex!, 16));
    return c === '%' || c === ' ' || /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/.test(c);
  });
}

function validIpv6(inside: string): boolean {
  const zone = inside.indexOf('%25');
  if (zone < 0) return isIpv6(inside);
  return inside.length > zone + 3 && validZone(inside.slice(zone)) && isIpv6(inside.slice(0, zone));
}

function isIpv6(s: string): boolean {
  const halves = s.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  if (groups.some((n) => n === undefined)) return false;
  const n = groups.reduce<number>((sum, g) => sum + g!, 0);
  // The double colon stands for one group at least.
  return halves.length === 2 ? n <= 7 : n === 8;
}

/** Groups of 16 bits, an IPv4 address at the end counting two. */
function groupsOf(half: string, last: boolean): number | undefined {
  if (half === '') return 0;
  const parts = half.split(':');
  const tail = parts.at(-1)!;
  const v4 = last && tail.includes('.');
  if (v4 && !/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(tail)) return undefined;
  if (v4 && tail.split('.').some((octet) => Number(octet) > 255)) return undefined;
  const plain = v4 ? parts.slice(0, -1) : parts;
  if (!plain.every((p) => /^[0-9a-fA-F]{1,4}$/.test(p))) return undefined;
  return plain.length + (v4 ? 2 : 0);
}
