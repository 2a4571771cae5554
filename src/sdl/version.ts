import { GoError } from '../core/errors.ts';
import { parseUint } from '../core/go-number.ts';
import { quoteText, textLength, trimSpace } from '../core/go-text.ts';

/** A version of three numbers. Source: github.com/blang/semver. */
export interface SemVer {
  readonly numbers: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly preRelease: readonly string[];
  readonly build: readonly string[];
}

const onlyDigits = (s: string): boolean => /^[0-9]*$/.test(s);
const onlyIdentifier = (s: string): boolean => /^[0-9A-Za-z-]*$/.test(s);
const hasLeadingZero = (s: string): boolean => s.length > 1 && s.startsWith('0');

/** semver.ParseTolerant: `v2`, `2.0`, `02.1.0`. Throws GoError. */
export function parseTolerant(text: string): SemVer {
  const parts = splitN(trimSpace(text).replace(/^v/, '')).map(withoutLeadingZeros);
  if (parts.length < 3 && /[+-]/.test(parts.at(-1)!)) {
    throw new GoError('Short version cannot contain PreRelease/Build meta data');
  }
  while (parts.length < 3) parts.push('0');
  return parse(parts.join('.'));
}

/** At the first two dots. */
function splitN(s: string): string[] {
  const [a, b, ...rest] = s.split('.');
  return [a, b, rest.length > 0 ? rest.join('.') : undefined].filter((p) => p !== undefined);
}

function withoutLeadingZeros(part: string): string {
  if (textLength(part) <= 1) return part;
  const trimmed = part.replace(/^0+/, '');
  return /^[0-9]/.test(trimmed) ? trimmed : `0${trimmed}`;
}

function parse(text: string): SemVer {
  const [major, minor, rest] = splitN(text);
  if (rest === undefined) throw new GoError('No Major.Minor.Patch elements found');
  const first = number('major', major!);
  const second = number('minor', minor!);
  const [beforeBuild, ...builds] = rest.split('+');
  const build = builds.length === 0 ? [] : builds.join('+').split('.');
  const [patch, ...pre] = beforeBuild!.split('-');
  const preRelease = pre.length === 0 ? [] : pre.join('-').split('.');
  const third = number('patch', patch!);
  for (const p of preRelease) checkPreRelease(p);
  for (const b of build) {
    if (b === '') throw new GoError('Build meta data is empty');
    if (!onlyIdentifier(b)) throw new GoError(`Invalid character(s) found in build meta data ${quoteText(b)}`);
  }
  return { numbers: [first, second, third], preRelease, build };
}

function number(name: 'major' | 'minor' | 'patch', text: string): bigint {
  if (!onlyDigits(text)) throw new GoError(`Invalid character(s) found in ${name} number ${quoteText(text)}`);
  if (hasLeadingZero(text)) {
    const title = name[0]!.toUpperCase() + name.slice(1);
    throw new GoError(`${title} number must not contain leading zeroes ${quoteText(text)}`);
  }
  return parseUint(text, 64);
}

function checkPreRelease(text: string): void {
  if (text === '') throw new GoError('Prerelease is empty');
  if (!onlyDigits(text)) {
    if (!onlyIdentifier(text)) throw new GoError(`Invalid character(s) found in prerelease ${quoteText(text)}`);
    return;
  }
  if (hasLeadingZero(text)) {
    throw new GoError(`Numeric PreRelease version must not contain leading zeroes ${quoteText(text)}`);
  }
  parseUint(text, 64);
}

export function versionText({ numbers, preRelease, build }: SemVer): string {
  const pre = preRelease.length > 0 ? `-${preRelease.join('.')}` : '';
  return `${numbers.join('.')}${pre}${build.length > 0 ? `+${build.join('.')}` : ''}`;
}

/** Negative, 0 or positive as a version is before, at or behind a release. */
export function compareToRelease(v: SemVer, release: readonly [bigint, bigint, bigint]): number {
  for (const [i, n] of v.numbers.entries()) {
    if (n !== release[i]) return n < release[i]! ? -1 : 1;
  }
  return v.preRelease.length > 0 ? -1 : 0;
}
