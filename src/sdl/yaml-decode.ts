import { GoError } from '../core/errors.ts';
import { quoteText, textBytes } from '../core/go-text.ts';
import { textFromBytes } from '../wire/utf8.ts';
import type { YamlNode } from './yaml-node.ts';
import { resolveScalar } from './yaml-resolve.ts';

/**
 * Reading YAML into typed values as the reference does: what does not fit is collected, line by line, and told at the end; null leaves a value as
 * it was; keys that are not known are passed over. Source: yaml.v3 decode.go.
 */

/** What did not fit. A decoder that runs on its own throws it; the one that called it collects it. */
export class YamlTypeError extends GoError {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`yaml: unmarshal errors:\n  ${problems.join('\n  ')}`);
    this.problems = problems;
  }
}

/** State of one run over a node. */
interface Run {
  readonly problems: string[];
  readonly open: Set<YamlNode>;
  /** Keys that a mapping has itself, while others are merged into it. */
  merged: Set<string> | undefined;
}

export interface Decoder<T> {
  /** Name of the Go type, for errors. */
  readonly goType: string;
  zero(): T;
  /** Whether null sets it to zero, and counts as a value; else null counts as nothing. */
  readonly nullable: boolean;
  /** Reads a node that is neither null nor an alias into `old`; undefined when it does not fit. */
  read(run: Run, node: YamlNode, old: T): T | undefined;
}

const MAX_UINT32 = 2 ** 32 - 1;

function fitting<T>(run: Run, node: YamlNode, decoder: Decoder<T>, old: T): T | undefined {
  if (node.kind === 'alias') {
    if (run.open.has(node)) throw new GoError(`yaml: anchor '${node.value}' value contains itself`);
    run.open.add(node);
    const value = fitting(run, node.target!, decoder, old);
    run.open.delete(node);
    return value;
  }
  if (node.tag === '!!null' && node.kind === 'scalar') return decoder.nullable ? decoder.zero() : undefined;
  return decoder.read(run, node, old);
}

/** Reads a node. Throws YamlTypeError, or the GoError that stopped it. */
export function decodeNode<T>(node: YamlNode, decoder: Decoder<T>, old: T = decoder.zero()): T {
  const run: Run = { problems: [], open: new Set(), merged: undefined };
  const value = fitting(run, node, decoder, old);
  if (run.problems.length > 0) throw new YamlTypeError(run.problems);
  return value === undefined ? old : value;
}

/** Ten bytes at most; the cut may go through a character. */
function shortened(text: string): string {
  const bytes = textBytes(text);
  return bytes.length > 10 ? `${textFromBytes(bytes.subarray(0, 7))}...` : text;
}

function misfit(run: Run, node: YamlNode, goType: string): undefined {
  let value = '';
  if (node.kind === 'scalar') value = ` \`${shortened(node.value)}\``;
  run.problems.push(`line ${node.line}: cannot unmarshal ${node.tag}${value} into ${goType}`);
  return undefined;
}

export const string: Decoder<string> = {
  goType: 'string',
  zero: () => '',
  nullable: false,
  read(run, node) {
    if (node.kind !== 'scalar') return misfit(run, node, 'string');
    if (node.tag === '!!binary') return Buffer.from(node.value.replace(/\s/g, ''), 'base64').toString('utf8');
    resolveScalar(node.tag, node.value);
    return node.value;
  },
};

export const uint32: Decoder<number> = {
  goType: 'uint32',
  zero: () => 0,
  nullable: false,
  read(run, node) {
    if (node.kind !== 'scalar') return misfit(run, node, 'uint32');
    const { value } = resolveScalar(node.tag, node.value);
    const n = typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? Math.trunc(value) : -1;
    return n >= 0 && n <= MAX_UINT32 ? n : misfit(run, node, 'uint32');
  },
};

const YES = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']);
const NO = new Set(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);

export const bool: Decoder<boolean> = {
  goType: 'bool',
  zero: () => false,
  nullable: false,
  read(run, node) {
    if (node.kind !== 'scalar') return misfit(run, node, 'bool');
    const { value } = resolveScalar(node.tag, node.value);
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string' && YES.has(value)) return true;
    if (typeof value === 'string' && NO.has(value)) return false;
    return misfit(run, node, 'bool');
  },
};

/** A list. Nil, which is not the same as empty in JSON, is null. Elements that are null or do not fit are left out. */
export function list<T>(element: Decoder<T>, goType = `[]${element.goType}`): Decoder<T[] | null> {
  return {
    goType,
    zero: () => null,
    nullable: true,
    read(run, node) {
      if (node.kind !== 'sequence') return misfit(run, node, goType);
      const items: T[] = [];
      for (const content of node.content) {
        const value = fitting(run, content, element, element.zero());
        if (value !== undefined) items.push(value);
      }
      return items;
    },
  };
}

/** A pointer: null, or nothing, is undefined. */
export function optional<T>(element: Decoder<T>): Decoder<T | undefined> {
  return {
    goType: element.goType,
    zero: () => undefined,
    nullable: true,
    read: (run, node, old) => element.read(run, node, old ?? element.zero()),
  };
}

/** A type that reads its node in its own way: what a Go type's UnmarshalYAML does. */
export function custom<T>(
  goType: string,
  options: { readonly zero: () => T; readonly nullable: boolean },
  read: (node: YamlNode, old: T) => T,
): Decoder<T> {
  return {
    goType,
    ...options,
    read(run, node, old) {
      try {
        return read(node, old);
      } catch (e) {
        if (!(e instanceof YamlTypeError)) throw e;
        run.problems.push(...e.problems);
        return undefined;
      }
    },
  };
}

const isMerge = (key: YamlNode): boolean => key.kind === 'scalar' && key.value === '<<' && key.tag === '!!merge';

/** Tells keys that are there twice. */
function hasDuplicates(run: Run, node: YamlNode): boolean {
  const before = run.problems.length;
  const keys = node.content.filter((_, i) => i % 2 === 0);
  for (const [i, key] of keys.entries()) {
    for (const other of keys.slice(i + 1)) {
      if (key.kind === other.kind && key.value === other.value) {
        const already = `mapping key ${quoteText(other.value)} already defined at line ${key.line}`;
        run.problems.push(`line ${other.line}: ${already}`);
      }
    }
  }
  return run.problems.length > before;
}

/** Calls `entry` for the entries of a mapping, its own before those it merges, and each key once. Returns whether it could be read. */
function entries(run: Run, node: YamlNode, entry: (key: string, value: YamlNode) => void): boolean {
  if (hasDuplicates(run, node)) return false;
  const merged = run.merged;
  run.merged = undefined;
  let merge: YamlNode | undefined;
  for (let i = 0; i < node.content.length; i += 2) {
    const [keyNode, value] = [node.content[i]!, node.content[i + 1]!];
    if (isMerge(keyNode)) {
      merge = value;
      continue;
    }
    const key = fitting(run, keyNode, string, '');
    if (key === undefined || merged?.has(key)) continue;
    merged?.add(key);
    entry(key, value);
  }
  run.merged = merged;
  if (merge !== undefined) mergeInto(run, node, merge, entry);
  return true;
}

function mergeInto(run: Run, parent: YamlNode, merge: YamlNode, entry: (key: string, value: YamlNode) => void): void {
  const merged = run.merged;
  run.merged ??= new Set(parent.content.filter((_, i) => i % 2 === 0).map((key) => (key.target ?? key).value));
  const sources = merge.kind === 'sequence' ? merge.content : [merge];
  for (const source of sources) {
    const mapping = source.target ?? source;
    if (mapping.kind !== 'mapping') {
      throw new GoError('yaml: map merge requires map or sequence of maps as the value');
    }
    if (run.open.has(source)) throw new GoError(`yaml: anchor '${source.value}' value contains itself`);
    run.open.add(source);
    entries(run, mapping, entry);
    run.open.delete(source);
  }
  run.merged = merged;
}

/** Names and values. Nil is null. */
export function map<T>(element: Decoder<T>, goType = `map[string]${element.goType}`): Decoder<Map<string, T> | null> {
  return {
    goType,
    zero: () => null,
    nullable: true,
    read(run, node, old) {
      if (node.kind !== 'mapping') return misfit(run, node, goType);
      const found = new Map(old ?? []);
      const readable = entries(run, node, (key, valueNode) => {
        const value = fitting(run, valueNode, element, element.zero());
        if (value !== undefined) found.set(key, value);
        else if (valueNode.tag === '!!null' && (old === null || !found.has(key))) found.set(key, element.zero());
      });
      return readable ? found : undefined;
    },
  };
}

type Fields<T> = { readonly [K in keyof T]: readonly [key: string, decoder: Decoder<T[K]>] };

/** A mapping with known keys. */
export function struct<T extends object>(goType: string, fields: Fields<T>): Decoder<T> {
  const byKey = new Map<string, [keyof T, Decoder<T[keyof T]>]>();
  for (const name of Object.keys(fields) as (keyof T)[]) {
    const [key, decoder] = fields[name];
    byKey.set(key, [name, decoder as unknown as Decoder<T[keyof T]>]);
  }
  const zero = (): T => {
    const made: Partial<T> = {};
    for (const [name, decoder] of byKey.values()) made[name] = decoder.zero();
    return made as T;
  };
  return {
    goType,
    zero,
    nullable: false,
    read(run, node, old) {
      if (node.kind !== 'mapping') return misfit(run, node, goType);
      const made = { ...old };
      const readable = entries(run, node, (key, valueNode) => {
        const field = byKey.get(key);
        if (field === undefined) return;
        const [name, decoder] = field;
        const value = fitting(run, valueNode, decoder, made[name]);
        if (value !== undefined || decoder.nullable) made[name] = value as T[keyof T];
      });
      return readable ? made : undefined;
    },
  };
}
