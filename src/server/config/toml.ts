import { parse, TomlError } from 'smol-toml';

/** What a setting of a configuration file can hold. */
export type TomlValue = string | number | boolean | readonly string[];

/** One line of a configuration file with what an operator should know about it. */
export interface Setting {
  readonly key: string;
  readonly value: TomlValue;
  readonly comment?: string;
}

/** A table of a configuration file; the top level has no name. */
export interface Section {
  readonly name: string;
  readonly comment?: string;
  readonly settings: readonly Setting[];
}

export type Values = ReadonlyMap<string, TomlValue>;

/** A configuration that cannot be used: says which file and key, and what is wanted. */
export class ConfigError extends Error {}

const path = (section: Section, s: Setting): string => (section.name === '' ? s.key : `${section.name}.${s.key}`);

function literal(v: TomlValue): string {
  return typeof v === 'object'
    ? `[${v.map((x) => JSON.stringify(x)).join(', ')}]`
    : typeof v === 'string'
      ? JSON.stringify(v)
      : String(v);
}

/** The file's text: every setting with its comment. `overrides` by dotted path replace defaults. */
export function renderToml(sections: readonly Section[], overrides: Values = new Map()): string {
  const lines: string[] = [];
  for (const section of sections) {
    const head = section.comment ? section.comment.split('\n').map((l) => `# ${l}`) : [];
    if (section.name === '') lines.push(...head, ...(head.length ? [''] : []));
    else lines.push(...head, `[${section.name}]`, '');
    for (const s of section.settings) {
      if (s.comment) lines.push(...s.comment.split('\n').map((l) => `# ${l}`));
      lines.push(`${s.key} = ${literal(overrides.get(path(section, s)) ?? s.value)}`, '');
    }
  }
  return lines.join('\n');
}

function coerce(where: string, key: string, standard: TomlValue, given: unknown): TomlValue {
  const bad = (want: string): ConfigError =>
    new ConfigError(`${where}: ${key} must be ${want}, not ${JSON.stringify(given)}`);
  if (Array.isArray(standard)) {
    if (typeof given === 'string') return given === '' ? [] : given.split(',').map((x) => x.trim());
    if (!Array.isArray(given)) throw bad('a list of texts');
    return given.map((x) => (Array.isArray(x) ? x.join('=') : String(x)));
  }
  if (typeof standard === 'boolean') {
    if (given === true || given === 'true' || given === '1') return true;
    if (given === false || given === 'false' || given === '0') return false;
    throw bad('true or false');
  }
  if (typeof standard === 'number') {
    const n = typeof given === 'string' && /^-?\d+$/.test(given) ? Number(given) : given;
    if (typeof n !== 'number' || !Number.isSafeInteger(n)) throw bad('a whole number');
    return n;
  }
  if (typeof given === 'object') throw bad('a text');
  return String(given);
}

function flatten(table: Record<string, unknown>, prefix: string, into: Map<string, unknown>): void {
  for (const [key, value] of Object.entries(table)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      flatten(value as Record<string, unknown>, name, into);
    else into.set(name, value);
  }
}

/**
 * Settings by dotted path: defaults, then the file's text, then the environment (`AKASH_` and the path in capitals, dots and dashes as
 * underscores), then flags. Keys that the file has and we do not know are returned in `unknown`, for a warning. Throws {@link ConfigError}.
 */
export function loadToml(
  sections: readonly Section[],
  file: { readonly name: string; readonly text: string },
  env: Readonly<Record<string, string | undefined>>,
  flags: Values = new Map(),
): { values: Map<string, TomlValue>; unknown: string[] } {
  let parsed: Record<string, unknown>;
  try {
    parsed = parse(file.text);
  } catch (e) {
    throw e instanceof TomlError ? new ConfigError(`${file.name}: line ${e.line}: ${e.message.split('\n')[0]}`) : e;
  }
  const given = new Map<string, unknown>();
  flatten(parsed, '', given);
  const values = new Map<string, TomlValue>();
  for (const section of sections) {
    for (const s of section.settings) {
      const name = path(section, s);
      const variable = envName(name);
      const fromEnv = env[variable];
      if (flags.has(name)) values.set(name, coerce(`--${name}`, name, s.value, flags.get(name)));
      else if (fromEnv !== undefined && fromEnv !== '')
        values.set(name, coerce(`environment ${variable}`, name, s.value, fromEnv));
      else if (given.has(name)) values.set(name, coerce(file.name, name, s.value, given.get(name)));
      else values.set(name, s.value);
      given.delete(name);
    }
  }
  return { values, unknown: [...given.keys()] };
}

/** The environment variable of a setting. */
export function envName(path: string, prefix = 'AKASH'): string {
  return `${prefix}_${path.replace(/[.-]/g, '_').toUpperCase()}`;
}

/** `tcp://host:port`, `host:port` or `:port`. Throws {@link ConfigError}. */
export function parseAddress(text: string, what: string): { host: string; port: number } {
  const m = /^(?:tcp:\/\/)?(\[[^\]]+\]|[^:/]*):(\d{1,5})$/.exec(text);
  const port = Number(m?.[2]);
  if (!m || port > 65535)
    throw new ConfigError(`${what}: "${text}" is not an address; write it as tcp://127.0.0.1:26657`);
  return { host: m[1] === '' ? '0.0.0.0' : m[1]!.replace(/^\[|\]$/g, ''), port };
}

/** Go's durations (`1h30m`, `500ms`) in milliseconds. Throws {@link ConfigError}. */
export function parseDuration(text: string, what: string): number {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, ns: 0.000001 };
  if (text === '0') return 0;
  if (!/^(\d+(\.\d+)?(h|ms|m|s|us|ns))+$/.test(text))
    throw new ConfigError(`${what}: "${text}" is not a duration; write it as 500ms, 5s or 1h30m`);
  let total = 0;
  for (const [, n, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g)) total += Number(n) * units[unit!]!;
  return total;
}
