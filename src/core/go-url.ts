import { GoError, GoErrorBase } from './errors.ts';
import { parseIp } from './go-ip.ts';
import { quoteText } from './go-text.ts';

/**
 * Go's url.Parse, as far as modules judge a URL. Source: net/url of Go 1.25. Strings are bytes in Go: what is not ASCII may stand in a host
 * as it is.
 */

export interface Url {
  /** In lower case; empty when the URL is relative. */
  readonly scheme: string;
  /** With the port, without user and password, percent-encoding resolved. */
  readonly host: string;
  /** Percent-encoding and all. */
  readonly path: string;
}

/** {@link parseUrl}, undefined where it throws. */
export function tryParseUrl(text: string): Url | undefined {
  try {
    return parseUrl(text);
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}

/** The parts of a URL. Throws GoError with Go's text. */
export function parseUrl(text: string): Url {
  const [url, fragment] = cut(text, '#');
  const parsed = naming(url, () => parseWithoutFragment(url));
  naming(text, () => checkEscapes(fragment));
  return parsed;
}

function naming<T>(url: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`parse ${quoteText(url)}: ${e.message}`);
    throw e;
  }
}

function parseWithoutFragment(url: string): Url {
  if (hasControl(url)) throw new GoError('net/url: invalid control character in URL');
  if (url === '*') return { scheme: '', host: '', path: '*' };
  if (url.startsWith(':')) throw new GoError('missing protocol scheme');
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*(?=:)/.exec(url)?.[0] ?? '';
  const rest = cut(scheme === '' ? url : url.slice(scheme.length + 1), '?')[0];
  const parts = { scheme: scheme.toLowerCase(), host: '', path: rest };

  if (!rest.startsWith('/')) {
    // What follows a scheme without a slash is opaque: it is not looked at.
    if (scheme !== '') return { ...parts, path: '' };
    if (cut(rest, '/')[0].includes(':')) throw new GoError('first path segment in URL cannot contain colon');
  }
  if (rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'))) {
    const slash = rest.indexOf('/', 2);
    parts.path = slash < 0 ? '' : rest.slice(slash);
    parts.host = parseAuthority(slash < 0 ? rest.slice(2) : rest.slice(2, slash));
  }
  checkEscapes(parts.path);
  return parts;
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

const badEscape = (code: string): GoError => new GoError(`invalid URL escape ${quoteText(code)}`);

/** Every percent sign must begin two hexadecimal digits. */
function checkEscapes(s: string): void {
  const bad = /%(?![0-9a-fA-F]{2})/.exec(s);
  if (bad !== null) throw badEscape(s.slice(bad.index, bad.index + 3));
}

/** Returns the host. */
function parseAuthority(authority: string): string {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return host;
  const userinfo = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(userinfo)) throw new GoError('net/url: invalid userinfo');
  const [user, password] = cut(userinfo, ':');
  checkEscapes(user);
  checkEscapes(password);
  return host;
}

/** PARITY: net/url parseHost: brackets count wherever they stand; what is before them is dropped. */
function parseHost(host: string): string {
  const open = host.lastIndexOf('[');
  if (open < 0) {
    const colon = host.lastIndexOf(':');
    if (colon >= 0) checkPort(host.slice(colon));
    return unescapeHost(host);
  }
  const close = host.lastIndexOf(']');
  if (close < 0) throw new GoError("missing ']' in host");
  const port = host.slice(close + 1);
  checkPort(port);
  const inside = host.slice(open + 1, close);
  const zone = inside.indexOf('%25');
  const name = zone < 0 ? unescapeHost(inside) : unescapeHost(inside.slice(0, zone)) + unescapeZone(inside.slice(zone));
  let address: ReturnType<typeof parseIp>;
  try {
    address = parseIp(name);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`invalid host: ${e.message}`);
    throw e;
  }
  if (address.version === 4) throw new GoError('invalid IP-literal');
  return `[${name}]${port}`;
}

function checkPort(port: string): void {
  if (!/^(:[0-9]*)?$/.test(port)) throw new GoError(`invalid port ${quoteText(port)} after host`);
}

const HOST_BYTE = /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/;

/** In a host only bytes beyond ASCII, and the percent sign, may be escaped. */
function unescapeHost(s: string): string {
  return decodeEscapes(s, (code) => code === '%25' || /^%[89a-fA-F]/.test(code));
}

/** In a zone what is escaped must be allowed in a host, or be a space. */
function unescapeZone(s: string): string {
  return decodeEscapes(s, (code) => {
    const c = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return c === '%' || c === ' ' || HOST_BYTE.test(c);
  });
}

function decodeEscapes(s: string, allowed: (code: string) => boolean): string {
  let out = '';
  for (let i = 0; i < s.length; i++) {
    const c = s[i]!;
    if (c !== '%') {
      if (c < '\x80' && !HOST_BYTE.test(c)) throw new GoError(`invalid character ${quoteText(c)} in host name`);
      out += c;
      continue;
    }
    const code = s.slice(i, i + 3);
    if (!/^%[0-9a-fA-F]{2}$/.test(code) || !allowed(code)) throw badEscape(code);
    const byte = Number.parseInt(code.slice(1), 16);
    out += String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
    i += 2;
  }
  return out;
}

/** url.ParseRequestURI of an absolute URL: as {@link parseUrl}, but there is no fragment. Throws GoError with Go's text. */
export function parseRequestUri(text: string): Url {
  return naming(text, () => parseWithoutFragment(text));
}
