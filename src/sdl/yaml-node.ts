import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type YAMLError,
} from 'yaml';
import { GoError } from '../core/errors.ts';
import { resolveScalar } from './yaml-resolve.ts';

/** A part of a YAML document, before anything is read into it. */
export interface YamlNode {
  readonly kind: 'scalar' | 'mapping' | 'sequence' | 'alias';
  /** In its short form: `!!str`. */
  readonly tag: string;
  /** Of a scalar its text, of an alias the name. */
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
  /** Of a sequence its elements, of a mapping keys and values in turn. */
  readonly content: YamlNode[];
  /** What an alias stands for. */
  readonly target: YamlNode | undefined;
}

const LONG_TAG = 'tag:yaml.org,2002:';

const shortTag = (tag: string): string => (tag.startsWith(LONG_TAG) ? `!!${tag.slice(LONG_TAG.length)}` : tag);

/**
 * The first document of a text; undefined when there is none. Structure only: what scalars mean is decided by who reads them.
 * Throws GoError that names the line.
 */
export function parseYaml(text: string): YamlNode | undefined {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    version: '1.1',
    logLevel: 'silent',
    lineCounter: lines,
  });
  const document = Array.isArray(parsed) ? (parsed[0] as Document.Parsed | undefined) : undefined;
  if (document === undefined) return undefined;
  // The reference does not read on behind the first document's content, and so overlooks what is indented less than its beginning.
  const error = document.errors.find((e) => !isLaxer(e));
  if (error !== undefined) throw syntaxError(document, error, lines);
  return new Converter(document, lines).convert(document.contents);
}

/** What the reference's parser lets pass: the lines of a quoted text may begin anywhere. */
function isLaxer(e: YAMLError): boolean {
  return /^Multi-line .*quoted string needs to be sufficiently indented/.test(e.message);
}

class Converter {
  private readonly document: Document.Parsed;
  private readonly lines: LineCounter;
  private readonly done = new Map<unknown, YamlNode>();

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.document = document;
    this.lines = lines;
  }

  /** Nothing at all stands for an empty scalar. */
  convert(node: unknown, line = 0): YamlNode {
    if (isMap(node)) {
      const made = this.collection('mapping', node, node.tag ?? '!!map');
      for (const { key, value } of node.items) {
        const k = this.convert(key, made.line);
        made.content.push(k, this.convert(value, k.line));
      }
      return made;
    }
    if (isSeq(node)) {
      const made = this.collection('sequence', node, node.tag ?? '!!seq');
      for (const item of node.items) made.content.push(this.convert(item, made.line));
      return made;
    }
    const at = this.lineOf(node, line);
    if (isAlias(node)) {
      const target = this.done.get(node.resolve(this.document));
      if (target === undefined) throw new GoError(`yaml: unknown anchor '${node.source}' referenced`);
      return { kind: 'alias', tag: target.tag, value: node.source, line: at, content: [], target };
    }
    const value = isScalar(node) ? String(node.value ?? '') : '';
    const made: YamlNode = {
      kind: 'scalar',
      tag: scalarTag(node, value),
      value,
      line: at,
      content: [],
      target: undefined,
    };
    this.done.set(node, made);
    return made;
  }

  private collection(kind: 'mapping' | 'sequence', node: object, tag: string): YamlNode {
    const line = this.lineOf(node, 0);
    const made: YamlNode = { kind, tag: shortTag(tag), value: '', line, content: [], target: undefined };
    // Known before its content: an alias in there may mean it.
    this.done.set(node, made);
    return made;
  }

  private lineOf(node: unknown, otherwise: number): number {
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    return range == null ? otherwise : this.lines.linePos(range[0]).line;
  }
}

function scalarTag(node: unknown, value: string): string {
  if (!isScalar(node)) return '!!null';
  if (node.tag !== undefined && node.tag !== '!') return shortTag(node.tag);
  if (node.type !== 'PLAIN' && node.type !== undefined) return '!!str';
  return value === '<<' ? '!!merge' : resolveScalar('', value).tag;
}

/** The reference's words for what is usually wrong. Of an open flow collection it tells the line before its beginning. */
function syntaxError(document: Document.Parsed, error: YAMLError, lines: LineCounter): GoError {
  const line = lines.linePos(error.pos[0]).line;
  const at = (n: number, what: string): GoError => new GoError(`yaml: ${n > 0 ? `line ${n}: ` : ''}${what}`);
  const flow = openFlow(document.contents, document.errors);
  if (flow !== undefined) {
    return at(lines.linePos(flow.start).line - 1, `did not find expected ',' or '${flow.end}'`);
  }
  if (error.message.startsWith('Unexpected block-seq-ind')) {
    return at(line > 1 ? line : 0, 'block sequence entries are not allowed in this context');
  }
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return at(line, 'found character that cannot start any token');
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY': {
      if (error.message.startsWith('A block sequence')) return noKey(document, error, lines);
      // Where the colon is: behind a key of several lines.
      const long = document.errors.find(
        (e) => e.code === 'MULTILINE_IMPLICIT_KEY' && lines.linePos(e.pos[0]).line === line,
      );
      const last = long === undefined ? line : lines.linePos(long.pos[1]).line;
      return at(last > 1 ? last : 0, 'mapping values are not allowed in this context');
    }
    case 'BAD_INDENT':
      return noKey(document, error, lines);
    case 'MISSING_CHAR':
      if (error.message.includes('quote')) return at(line, 'found unexpected end of stream');
      if (error.message.includes(':')) return at(line, "could not find expected ':'");
      break;
  }
  return at(line, error.message.split(/ at line|\n/)[0]!);
}

/** A mapping does not go on with a key: told by the line before the one where the mapping begins, or before that of the error. */
function noKey(document: Document.Parsed, error: YAMLError, lines: LineCounter): GoError {
  const problem = lines.linePos(error.pos[0]);
  let start = 1;
  const visit = (node: unknown): void => {
    if (!isMap(node) && !isSeq(node)) return;
    const from = node.range?.[0];
    if (isMap(node) && node.flow !== true && from !== undefined && from <= error.pos[0]) {
      const { line, col } = lines.linePos(from);
      if (col <= problem.col && line < problem.line && line >= start) start = line;
    }
    for (const item of node.items) {
      if (isPair(item)) visit(item.value);
      else visit(item);
    }
  };
  visit(document.contents);
  const line = start > 1 ? start - 1 : problem.line - 1;
  return new GoError(`yaml: ${line > 0 ? `line ${line}: ` : ''}did not find expected key`);
}

/** The flow collection that is not closed, when that is what is wrong. */
function openFlow(contents: unknown, errors: readonly YAMLError[]): { start: number; end: string } | undefined {
  const telling = errors.find((e) => /^Flow (map|sequence) /.test(e.message));
  if (telling === undefined) return undefined;
  const end = telling.message.startsWith('Flow map') ? '}' : ']';
  let start = telling.pos[0];
  const visit = (node: unknown): void => {
    if (!isMap(node) && !isSeq(node)) return;
    const from = node.range?.[0];
    const isThatKind = isSeq(node) === (end === ']');
    if (node.flow === true && isThatKind && from !== undefined && from <= telling.pos[0]) start = from;
    for (const item of node.items as unknown[]) {
      if (isSeq(node)) visit(item);
      else {
        const pair = item as { key: unknown; value: unknown };
        visit(pair.key);
        visit(pair.value);
      }
    }
  };
  visit(contents);
  return { start, end };
}
