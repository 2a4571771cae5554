import { GoError, GoErrorBase } from '../../core/errors.ts';
import { quoteText } from '../../core/go-text.ts';
import { parseUrl } from '../../core/go-url.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { constructed, context, Der, isInt64, Tag } from './der.ts';
import { isDomainName, isIp, isMailbox } from './domain.ts';

/**
 * What is wrong with a certificate's extensions. Their meaning is of no use here, yet one that cannot be read makes the whole certificate
 * unreadable. Source: go crypto/x509 processExtensions.
 */

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Throws GoError at the first extension that is known and not well formed. */
export function checkExtensions(extensions: readonly Extension[]): void {
  for (const e of extensions) CHECKS.get(e.oid)?.(e);
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const isAscii = (bytes: Uint8Array): boolean => bytes.every((b) => b < 0x80);

/** The value, or the error that it is not there. */
function need<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new GoError(message);
  return value;
}

function keyUsage({ value }: Extension): void {
  need(new Der(value).bitString(), 'x509: invalid key usage');
}

function basicConstraints({ value }: Extension): void {
  const invalid = 'x509: invalid basic constraints';
  const der = need(new Der(value).inside(Tag.sequence), invalid);
  if (der.peek(Tag.boolean)) need(der.boolean(), invalid);
  if (!der.peek(Tag.integer)) return;
  const pathLength = need(der.integer(), invalid);
  if (pathLength < 0n || !isInt64(pathLength)) throw new GoError(invalid);
}

const NAME_EMAIL = 0x81;
const NAME_DNS = 0x82;
const NAME_URI = 0x86;
const NAME_IP = 0x87;

function subjectAlternativeName({ value }: Extension): void {
  const names = need(new Der(value).inside(Tag.sequence), 'x509: invalid subject alternative names');
  while (!names.empty) {
    const { tag, content } = need(names.any(), 'x509: invalid subject alternative name');
    if (tag === NAME_EMAIL && !isAscii(content)) throw new GoError('x509: SAN rfc822Name is malformed');
    if (tag === NAME_DNS && !isAscii(content)) throw new GoError('x509: SAN dNSName is malformed');
    if (tag === NAME_URI) checkUri(content);
    if (tag === NAME_IP && content.length !== 4 && content.length !== 16) {
      throw new GoError(`x509: cannot parse IP address of length ${content.length}`);
    }
  }
}

function checkUri(content: Uint8Array): void {
  if (!isAscii(content)) throw new GoError('x509: SAN uniformResourceIdentifier is malformed');
  const text = latin1(content);
  const unreadable = (why: string): GoError => new GoError(`x509: cannot parse URI ${quoteText(text)}: ${why}`);
  let host: string;
  try {
    host = parseUrl(text).host;
  } catch (e) {
    if (e instanceof GoErrorBase) throw unreadable(e.message);
    throw e;
  }
  if (host !== '' && !isDomainName(host, false)) throw unreadable('invalid domain');
}

function nameConstraints({ value }: Extension): void {
  const invalid = 'x509: invalid NameConstraints extension';
  const outer = new Der(value);
  const top = need(outer.inside(Tag.sequence), invalid);
  if (!outer.empty) throw new GoError(invalid);
  const subtrees: Uint8Array[] = [];
  for (const tag of [constructed(context(0)), constructed(context(1))]) {
    if (top.peek(tag)) subtrees.push(need(top.content(tag), invalid));
  }
  if (!top.empty) throw new GoError(invalid);
  if (subtrees.every((s) => s.length === 0)) throw new GoError('x509: empty name constraints extension');
  for (const s of subtrees) checkSubtrees(new Der(s), invalid);
}

function checkSubtrees(subtrees: Der, invalid: string): void {
  while (!subtrees.empty) {
    const { tag, content } = need(need(subtrees.inside(Tag.sequence), invalid).any(), invalid);
    const text = latin1(content);
    if (tag === NAME_IP) checkIpRange(content);
    else if (tag === NAME_EMAIL) {
      checkIa5(content);
      if (!(text.includes('@') ? isMailbox(text) : isDomainName(text, true))) {
        throw new GoError(`x509: failed to parse rfc822Name constraint ${quoteText(text)}`);
      }
    } else if (tag === NAME_DNS) {
      checkIa5(content);
      if (!isDomainName(text, true)) throw new GoError(`x509: failed to parse dnsName constraint ${quoteText(text)}`);
    } else if (tag === NAME_URI) {
      checkIa5(content);
      if (isIp(text)) {
        throw new GoError(`x509: failed to parse URI constraint ${quoteText(text)}: cannot be IP address`);
      }
      if (!isDomainName(text, true)) throw new GoError(`x509: failed to parse URI constraint ${quoteText(text)}`);
    }
  }
}

function checkIa5(content: Uint8Array): void {
  if (isAscii(content)) return;
  const quoted = quoteText(textFromBytes(content));
  throw new GoError(`x509: invalid constraint value: x509: ${quoted} cannot be encoded as an IA5String`);
}

function checkIpRange(content: Uint8Array): void {
  if (content.length !== 8 && content.length !== 32) {
    throw new GoError(`x509: IP constraint contained value of length ${content.length}`);
  }
  const mask = Buffer.from(content.subarray(content.length / 2)).toString('hex');
  const bits = [...mask].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  if (!/^1*0*$/.test(bits)) throw new GoError(`x509: IP constraint contained invalid mask ${mask}`);
}

function crlDistributionPoints({ value }: Extension): void {
  const invalid = 'x509: invalid CRL distribution point';
  const points = need(new Der(value).inside(Tag.sequence), `${invalid}s`);
  const field = constructed(context(0));
  while (!points.empty) {
    const point = need(points.inside(Tag.sequence), invalid);
    if (!point.peek(field)) continue;
    const names = need(need(point.inside(field), invalid).inside(field), invalid);
    while (names.peek(NAME_URI)) need(names.any(), invalid);
  }
}

function authorityKeyId({ critical, value }: Extension): void {
  const invalid = 'x509: invalid authority key identifier';
  if (critical) throw new GoError('x509: authority key identifier incorrectly marked critical');
  const der = need(new Der(value).inside(Tag.sequence), invalid);
  if (der.peek(context(0))) need(der.any(), invalid);
}

function policyConstraints({ value }: Extension): void {
  const invalid = 'x509: invalid policy constraints extension';
  const der = need(new Der(value).inside(Tag.sequence), invalid);
  for (const tag of [context(0), context(1)]) {
    if (der.peek(tag) && !isInt64(need(der.integer(tag), invalid))) throw new GoError(invalid);
  }
}

function extendedKeyUsage({ value }: Extension): void {
  const invalid = 'x509: invalid extended key usages';
  const usages = need(new Der(value).inside(Tag.sequence), invalid);
  while (!usages.empty) need(usages.oid(), invalid);
}

function subjectKeyId({ critical, value }: Extension): void {
  if (critical) throw new GoError('x509: subject key identifier incorrectly marked critical');
  need(new Der(value).content(Tag.octetString), 'x509: invalid subject key identifier');
}

function certificatePolicies({ value }: Extension): void {
  const invalid = 'x509: invalid certificate policies';
  const policies = need(new Der(value).inside(Tag.sequence), invalid);
  const seen = new Set<string>();
  while (!policies.empty) {
    const oid = need(need(policies.inside(Tag.sequence), invalid).content(Tag.oid), invalid);
    const id = latin1(oid);
    if (seen.has(id) || !isOid(oid)) throw new GoError(invalid);
    seen.add(id);
  }
}

/** Numbers of any size in base 128, each in as few bytes as possible. */
function isOid(bytes: Uint8Array): boolean {
  let start = true;
  for (const b of bytes) {
    if (start && b === 0x80) return false;
    start = b < 0x80;
  }
  return bytes.length > 0 && start;
}

function policyMappings({ value }: Extension): void {
  const invalid = 'x509: invalid policy mappings extension';
  const mappings = need(new Der(value).inside(Tag.sequence), invalid);
  while (!mappings.empty) {
    const mapping = need(mappings.inside(Tag.sequence), invalid);
    need(mapping.content(Tag.oid), invalid);
    need(mapping.content(Tag.oid), invalid);
  }
}

function inhibitAnyPolicy({ value }: Extension): void {
  const invalid = 'x509: invalid inhibit any policy extension';
  if (!isInt64(need(new Der(value).integer(), invalid))) throw new GoError(invalid);
}

function authorityInfoAccess({ critical, value }: Extension): void {
  const invalid = 'x509: invalid authority info access';
  if (critical) throw new GoError('x509: authority info access incorrectly marked critical');
  const accesses = need(new Der(value).inside(Tag.sequence), invalid);
  while (!accesses.empty) {
    const access = need(accesses.inside(Tag.sequence), invalid);
    need(access.oid(), invalid);
    if (access.peek(NAME_URI)) need(access.any(), invalid);
  }
}

const CHECKS: ReadonlyMap<string, (e: Extension) => void> = new Map([
  ['2.5.29.14', subjectKeyId],
  ['2.5.29.15', keyUsage],
  ['2.5.29.17', subjectAlternativeName],
  ['2.5.29.19', basicConstraints],
  ['2.5.29.30', nameConstraints],
  ['2.5.29.31', crlDistributionPoints],
  ['2.5.29.32', certificatePolicies],
  ['2.5.29.33', policyMappings],
  ['2.5.29.35', authorityKeyId],
  ['2.5.29.36', policyConstraints],
  ['2.5.29.37', extendedKeyUsage],
  ['2.5.29.54', inhibitAnyPolicy],
  ['1.3.6.1.5.5.7.1.1', authorityInfoAccess],
]);
