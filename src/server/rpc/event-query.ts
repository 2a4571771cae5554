/**
 * The query language of `subscribe`, `tx_search` and `block_search`: conditions on event attributes joined by AND.
 * Source: CometBFT spec/rpc (libs/pubsub/query).
 */

type Token =
  | 'invalid token'
  | 'tag'
  | 'string'
  | 'number'
  | 'timestamp'
  | 'datestamp'
  | 'AND operator'
  | 'CONTAINS operator'
  | 'EXISTS operator'
  | '= operator'
  | '< operator'
  | '<= operator'
  | '> operator'
  | '>= operator';

export type Operator = '=' | '<' | '<=' | '>' | '>=' | 'CONTAINS' | 'EXISTS';

export interface Condition {
  readonly tag: string;
  readonly op: Operator;
  readonly arg: { readonly type: 'string' | 'number' | 'timestamp' | 'datestamp'; readonly text: string } | undefined;
}

/** Attribute values by composite key (`transfer.recipient`), or by event type alone where an event has no attributes. */
export type EventMap = ReadonlyMap<string, readonly string[]>;

/** Thrown for a query that cannot be parsed; `message` says at which offset. */
export class QueryError extends Error {}

class Scanner {
  private readonly chars: string[];
  private at = 0;
  pos = 0;
  token: Token = 'invalid token';
  text = '';

  constructor(source: string) {
    this.chars = [...source];
  }

  /** False at the end of the text. */
  next(): boolean {
    this.text = '';
    this.token = 'invalid token';
    while (this.at < this.chars.length && /\s/u.test(this.chars[this.at]!)) this.at++;
    this.pos = this.at;
    const c = this.chars[this.at];
    if (c === undefined) return false;
    this.at++;
    if (c >= '0' && c <= '9') this.number(c);
    else if (c === '_' || /[\p{L}\p{Nd}]/u.test(c)) this.word(c);
    else if (c === "'") this.string();
    else if (c === '=') [this.token, this.text] = ['= operator', '='];
    else if (c === '<' || c === '>') {
      const orEqual = this.chars[this.at] === '=';
      if (orEqual) this.at++;
      this.text = orEqual ? `${c}=` : c;
      this.token = `${this.text as '<' | '>' | '<=' | '>='} operator`;
    } else throw new QueryError(`offset ${this.pos}: invalid input ${c} at offset ${this.at}`);
    return true;
  }

  private take(pattern: RegExp): string {
    const start = this.at;
    while (this.at < this.chars.length && pattern.test(this.chars[this.at]!)) this.at++;
    return this.chars.slice(start, this.at).join('');
  }

  private number(first: string): void {
    this.text = first + this.take(/[0-9]/);
    if (this.chars[this.at] === '.') {
      this.at++;
      this.text += `.${this.take(/[0-9]/)}`;
    }
    this.token = 'number';
  }

  private string(): void {
    const start = this.at;
    while (this.at < this.chars.length && this.chars[this.at] !== "'") this.at++;
    if (this.at === this.chars.length) throw new QueryError(`offset ${this.pos}: EOF`);
    this.text = this.chars.slice(start, this.at).join('');
    this.at++;
    this.token = 'string';
  }

  private word(first: string): void {
    this.text = first + this.take(/[._\-\p{L}\p{Nd}]/u);
    if ((this.text === 'TIME' || this.text === 'DATE') && this.chars[this.at] === ' ') {
      const kind = this.text;
      this.at++;
      this.text = this.take(kind === 'TIME' ? /[-T:+Z0-9]/ : /[-0-9]/);
      if (instant(this.text, kind === 'DATE') === undefined)
        throw new QueryError(`offset ${this.pos}: invalid ${kind} value: cannot parse "${this.text}"`);
      this.token = kind === 'TIME' ? 'timestamp' : 'datestamp';
    } else if (this.text === 'AND' || this.text === 'EXISTS' || this.text === 'CONTAINS')
      this.token = `${this.text} operator`;
    else this.token = 'tag';
  }
}

/** Milliseconds of an RFC 3339 time (or a date), undefined when it is not one. */
function instant(text: string, dateOnly: boolean): number | undefined {
  const pattern = dateOnly ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  if (!pattern.test(text)) return undefined;
  const t = Date.parse(text);
  return Number.isNaN(t) ? undefined : t;
}

/** A decimal as a fraction of bigints, so that comparison is exact. */
function decimal(text: string): { n: bigint; scale: number } | undefined {
  const m = /^(\d+)(?:\.(\d*))?$/.exec(text);
  if (!m) return undefined;
  const frac = m[2] ?? '';
  return { n: BigInt(m[1]! + frac), scale: frac.length };
}

function compareDecimals(a: { n: bigint; scale: number }, b: { n: bigint; scale: number }): number {
  const x = a.n * 10n ** BigInt(b.scale);
  const y = b.n * 10n ** BigInt(a.scale);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Parses a query. Throws {@link QueryError}. */
export function parseQuery(source: string): Condition[] {
  const s = new Scanner(source);
  const require = (...wanted: Token[]): void => {
    if (!s.next()) throw new QueryError(`offset ${s.pos}: EOF`);
    if (!wanted.includes(s.token)) {
      const label = wanted.length === 1 ? wanted[0] : `${wanted.slice(0, -1).join(', ')} or ${wanted.at(-1)}`;
      throw new QueryError(`offset ${s.pos}: got ${s.token}, wanted ${label}`);
    }
  };
  const condition = (): Condition => {
    require('tag');
    const tag = s.text;
    require('<= operator', '>= operator', '< operator', '> operator', '= operator', 'CONTAINS operator', 'EXISTS operator');
    const op = s.text as Operator;
    if (op === 'EXISTS') return { tag, op, arg: undefined };
    if (op === 'CONTAINS') require('string');
    else if (op === '=') require('number', 'timestamp', 'datestamp', 'string');
    else require('number', 'timestamp', 'datestamp');
    return { tag, op, arg: { type: s.token as 'string', text: s.text } };
  };
  const conditions = [condition()];
  while (s.next()) {
    if (s.token !== 'AND operator') throw new QueryError(`offset ${s.pos}: got ${s.token}, want AND operator`);
    conditions.push(condition());
  }
  return conditions;
}

function ordered(op: Operator, cmp: number): boolean {
  switch (op) {
    case '=':
      return cmp === 0;
    case '<':
      return cmp < 0;
    case '<=':
      return cmp <= 0;
    case '>':
      return cmp > 0;
    default:
      return cmp >= 0;
  }
}

/** Whether one attribute value satisfies a condition. */
export function matchesValue(c: Condition, value: string): boolean {
  if (c.op === 'EXISTS' || !c.arg) return true;
  const { type, text } = c.arg;
  if (type === 'string') return c.op === 'CONTAINS' ? value.includes(text) : value === text;
  if (type === 'number') {
    // Amounts such as 15uakt compare by their leading number.
    const have = decimal(/^\d+(\.\d+)?/.exec(value)?.[0] ?? '');
    const want = decimal(text);
    return have !== undefined && want !== undefined && ordered(c.op, compareDecimals(have, want));
  }
  const have = instant(value, type === 'datestamp');
  const want = instant(text, type === 'datestamp');
  return have !== undefined && want !== undefined && ordered(c.op, have - want);
}

/** Whether the events of a block or transaction satisfy every condition. */
export function matchesEvents(conditions: readonly Condition[], events: EventMap): boolean {
  return conditions.every((c) => {
    const values = events.get(c.tag);
    return values?.some((v) => matchesValue(c, v)) ?? false;
  });
}
