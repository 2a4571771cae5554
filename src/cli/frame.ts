import { Command, CommanderError, Option } from 'commander';

/** A mistake of the user's: told as one message, exit code 1, nothing changed. */
export class UsageError extends Error {}

export type FlagType = 'bool' | 'string' | 'int' | 'strings' | 'ints';

export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  readonly default?: string | boolean;
  readonly help: string;
  readonly choices?: readonly string[];
}

/** One command of the tree. */
export interface CommandSpec {
  /** Words from the root: `['query', 'bank', 'balances']`. */
  readonly path: readonly string[];
  readonly aliases?: readonly string[];
  /** As shown behind the name: `[address]`. */
  readonly args?: string;
  /** Number of positional arguments; Infinity for no upper bound. */
  readonly count: readonly [min: number, max: number];
  readonly summary: string;
  readonly help?: string;
  /** Flags that must be given, by command line or environment. */
  readonly required?: readonly string[];
  readonly flags: readonly FlagSpec[];
  run(io: Io, args: readonly string[], flags: Flags): Promise<void> | void;
}

/** A command that only groups others. */
export interface GroupSpec {
  readonly path: readonly string[];
  readonly aliases?: readonly string[];
  readonly summary: string;
}

/** The process around a command, so that tests can stand in for it. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The next line of standard input, undefined at its end; hidden lines are not shown on a terminal. */
  line(hidden: boolean): string | undefined;
}

/** The values of a command's flags: command line, then `AKASH_` environment, then default. */
export class Flags {
  private readonly values: ReadonlyMap<string, string | boolean | readonly string[]>;
  /** Names given on the command line or by the environment. */
  private readonly given: ReadonlySet<string>;
  constructor(values: ReadonlyMap<string, string | boolean | readonly string[]>, given: ReadonlySet<string>) {
    this.values = values;
    this.given = given;
  }
  has(name: string): boolean {
    return this.given.has(name);
  }
  text(name: string): string {
    const v = this.values.get(name);
    return typeof v === 'string' ? v : '';
  }
  bool(name: string): boolean {
    return this.values.get(name) === true;
  }
  list(name: string): readonly string[] {
    const v = this.values.get(name);
    return Array.isArray(v) ? v : [];
  }
  /** A whole number, undefined when the flag is empty. Throws {@link UsageError}. */
  integer(name: string): bigint | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    if (!/^-?\d+$/.test(text))
      throw new UsageError(`invalid argument "${text}" for "--${name}" flag: it must be a whole number`);
    return BigInt(text);
  }
  /** As {@link integer}, but not below zero. */
  unsigned(name: string): bigint | undefined {
    const n = this.integer(name);
    if (n !== undefined && n < 0n)
      throw new UsageError(`invalid argument "${n}" for "--${name}" flag: it must not be negative`);
    return n;
  }
}

/** Flags that every command has. */
export const GLOBAL_FLAGS: readonly FlagSpec[] = [
  { name: 'home', type: 'string', default: '', help: 'folder of configuration, keys and data (default ~/.akash)' },
  { name: 'log_level', type: 'string', default: 'info', help: 'trace, debug, info, warn, error or fatal' },
  { name: 'log_format', type: 'string', default: 'plain', help: 'plain or json', choices: ['plain', 'json'] },
  { name: 'trace', type: 'bool', help: 'print the stack of an unexpected error' },
];

/** Counts as cobra says it. */
function checkCount(given: number, [min, max]: readonly [number, number]): void {
  if (given >= min && given <= max) return;
  const text =
    min === max
      ? `accepts ${min} arg(s), received ${given}`
      : max === Number.POSITIVE_INFINITY
        ? `requires at least ${min} arg(s), only received ${given}`
        : `accepts between ${min} and ${max} arg(s), received ${given}`;
  throw new UsageError(text);
}

/** Missing flags as cobra says it. */
function checkRequired(flags: Flags, required: readonly string[]): void {
  const missing = required.filter((name) => !flags.has(name)).sort((a, b) => (a < b ? -1 : 1));
  if (missing.length > 0) throw new UsageError(`required flag(s) ${missing.map((n) => `"${n}"`).join(', ')} not set`);
}

const envName = (flag: string): string => `AKASH_${flag.replace(/[.-]/g, '_').toUpperCase()}`;

function flagValues(spec: readonly FlagSpec[], parsed: Record<string, unknown>, env: Io['env']): Flags {
  const values = new Map<string, string | boolean | readonly string[]>();
  const given = new Set<string>();
  for (const f of spec) {
    const fromLine = parsed[f.name];
    const fromEnv = env[envName(f.name)];
    const raw = fromLine !== undefined ? fromLine : fromEnv !== undefined && fromEnv !== '' ? fromEnv : undefined;
    if (raw !== undefined) given.add(f.name);
    const value = raw ?? f.default ?? (f.type === 'bool' ? false : f.type === 'strings' || f.type === 'ints' ? [] : '');
    values.set(f.name, convert(f, value));
  }
  return new Flags(values, given);
}

function convert(f: FlagSpec, value: unknown): string | boolean | readonly string[] {
  const bad = (want: string): UsageError =>
    new UsageError(`invalid argument "${value}" for "--${f.name}" flag: it must be ${want}`);
  switch (f.type) {
    case 'bool':
      if (value === true || value === 'true' || value === '1') return true;
      if (value === false || value === 'false' || value === '0') return false;
      throw bad('true or false');
    case 'strings':
    case 'ints': {
      const list = Array.isArray(value)
        ? value.map(String)
        : String(value)
            .split(',')
            .filter((x) => x !== '');
      if (f.type === 'ints' && list.some((x) => !/^\d+$/.test(x))) throw bad('whole numbers separated by commas');
      return list;
    }
    case 'int':
      if (value !== '' && !/^-?\d+$/.test(String(value))) throw bad('a whole number');
      return String(value);
    default:
      if (f.choices && value !== '' && !f.choices.includes(String(value))) throw bad(`one of ${f.choices.join(', ')}`);
      return String(value);
  }
}

/**
 * Switches take a value behind `=` in the Go command line (`--with-comet=false`), which commander does not know: such
 * arguments are taken out here and returned as values.
 */
function takeSwitchValues(
  argv: readonly string[],
  switches: ReadonlySet<string>,
): { rest: string[]; values: Map<string, string> } {
  const rest: string[] = [];
  const values = new Map<string, string>();
  const end = argv.indexOf('--');
  argv.forEach((a, i) => {
    const m = end >= 0 && i > end ? null : /^--([^=]+)=(.*)$/.exec(a);
    if (m && switches.has(m[1]!)) values.set(m[1]!, m[2]!);
    else rest.push(a);
  });
  return { rest, values };
}

function ancestors(c: Command): Command[] {
  return c.parent ? [c.parent, ...ancestors(c.parent)] : [];
}

function addFlag(c: Command, f: FlagSpec): void {
  const head = f.short ? `-${f.short}, --${f.name}` : `--${f.name}`;
  const option = new Option(
    f.type === 'bool'
      ? head
      : `${head} <${f.type === 'strings' || f.type === 'ints' ? 'list' : f.type === 'int' ? 'number' : 'text'}>`,
    f.help,
  );
  // --no-backup is a switch of that name, not the opposite of --backup.
  option.negate = false;
  // commander would fold dashes into camel case; the flag's own name is the key.
  option.attributeName = () => f.name;
  if (f.type === 'strings' || f.type === 'ints')
    option.argParser((v: string, previous: unknown) => [
      ...(Array.isArray(previous) ? (previous as string[]) : []),
      ...v.split(','),
    ]);
  if (f.default !== undefined && f.default !== '' && f.default !== false)
    option.description = `${f.help} (default ${f.default})`;
  c.addOption(option);
}

/** Builds the tree and runs one command line. Returns the exit code; every failure is one message on standard error. */
export async function runCli(
  groups: readonly GroupSpec[],
  commands: readonly CommandSpec[],
  argv: readonly string[],
  io: Io,
): Promise<number> {
  const switches = new Set(
    [...GLOBAL_FLAGS, ...commands.flatMap((c) => c.flags)].filter((f) => f.type === 'bool').map((f) => f.name),
  );
  const { rest, values: switchValues } = takeSwitchValues(argv, switches);
  const root = new Command('akash').description(
    'The Akash chain as a TypeScript node: run a node, manage keys, send transactions, query state.',
  );
  const nodes = new Map<string, Command>([['', root]]);
  let chosen: (() => Promise<void>) | undefined;

  const configure = (c: Command): void => {
    c.exitOverride();
    c.configureOutput({ writeOut: (t) => io.out(t), writeErr: () => {} });
    c.helpOption('-h, --help', 'show this help');
    c.helpCommand(c === root);
    c.showSuggestionAfterError(false);
  };
  configure(root);
  const group = (path: readonly string[], spec?: GroupSpec): Command => {
    const key = path.join(' ');
    const known = nodes.get(key);
    if (known) return known;
    const parent = group(path.slice(0, -1));
    const c = parent.command(path.at(-1)!);
    if (spec) c.description(spec.summary).aliases([...(spec.aliases ?? [])]);
    configure(c);
    // A group without a command shows its help, as cobra does; an unknown word is an error.
    c.argument('[words...]', '');
    c.action((words: string[]) => {
      if (words.length > 0)
        throw new UsageError(`unknown command "${words[0]}" for "akash ${key}"\nRun 'akash ${key} --help' for usage.`);
      c.outputHelp();
    });
    nodes.set(key, c);
    return c;
  };
  root.argument('[words...]', '');
  root.action((words: string[]) => {
    if (words.length > 0)
      throw new UsageError(`unknown command "${words[0]}" for "akash"\nRun 'akash --help' for usage.`);
    root.outputHelp();
  });
  for (const g of groups) group(g.path, g);
  for (const spec of commands) {
    const parent = group(spec.path.slice(0, -1));
    const c = parent.command(spec.path.at(-1)!).description(spec.summary);
    c.aliases([...(spec.aliases ?? [])]);
    configure(c);
    if (spec.help) c.addHelpText('after', `\n${spec.help}`);
    if (spec.args) c.usage(`[flags] ${spec.args}`);
    c.argument('[args...]', '');
    const flags = [...spec.flags, ...GLOBAL_FLAGS.filter((g) => !spec.flags.some((f) => f.name === g.name))];
    for (const f of flags) addFlag(c, f);
    c.action((args: string[], parsed: Record<string, unknown>) => {
      // A command above this one may have the same flags: what stood among the arguments then went there.
      const given: Record<string, unknown> = {};
      for (const above of ancestors(c).reverse()) Object.assign(given, above.opts());
      Object.assign(given, parsed);
      for (const [name, value] of switchValues) {
        if (!flags.some((f) => f.name === name)) throw new UsageError(`unknown flag: --${name}`);
        given[name] = value;
      }
      checkCount(args.length, spec.count);
      const values = flagValues(flags, given, io.env);
      checkRequired(values, spec.required ?? []);
      chosen = async () => spec.run(io, args, values);
    });
    nodes.set(spec.path.join(' '), c);
  }
  for (const f of GLOBAL_FLAGS) addFlag(root, f);
  root.enablePositionalOptions(false);

  let trace = false;
  try {
    trace = rest.includes('--trace');
    await root.parseAsync(rest, { from: 'user' });
    await chosen?.();
    return 0;
  } catch (e) {
    if (e instanceof CommanderError) {
      if (e.exitCode === 0) return 0;
      io.err(`Error: ${commanderText(e)}\n`);
      return 1;
    }
    io.err(`Error: ${e instanceof Error ? e.message : String(e)}\n`);
    if (trace && e instanceof Error) io.err(`${e.stack}\n`);
    return e instanceof ExitError ? e.code : 1;
  }
}

/** Ends the command line with a code of its own. */
export class ExitError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

function commanderText(e: CommanderError): string {
  const text = e.message.replace(/^error: /, '');
  const unknown = /^unknown option '(-{1,2}[^']*)'/.exec(text);
  if (unknown)
    return unknown[1]!.startsWith('--')
      ? `unknown flag: ${unknown[1]!.split('=')[0]}`
      : `unknown shorthand flag: '${unknown[1]![1]}' in ${unknown[1]}`;
  const missing = /^option '(?:-., )?(--[^ ']+)[^']*' argument missing/.exec(text);
  if (missing) return `flag needs an argument: ${missing[1]}`;
  return text;
}
