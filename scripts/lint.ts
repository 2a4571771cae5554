/**
 * `npm run lint`: Biome over the tree, then the rules that Biome does not know: import directions between the folders of `src`, no
 * cycles among files, and the constructs that would make the core depend on time, chance, locale or floats.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What each folder may import besides itself. */
const ALLOWED: Record<string, readonly string[]> = {
  math: ['core'],
  core: ['math', 'wire'],
  wire: ['core', 'math', 'crypto'],
  crypto: ['core', 'math', 'wire'],
  comet: ['core', 'math', 'wire', 'crypto'],
  sdl: ['core', 'math', 'wire', 'crypto', 'x'],
  store: ['core', 'math', 'wire', 'crypto'],
  baseapp: ['core', 'math', 'wire', 'crypto', 'store'],
  x: ['core', 'math', 'wire', 'crypto', 'comet', 'store', 'baseapp'],
  app: ['core', 'math', 'wire', 'crypto', 'comet', 'store', 'baseapp', 'x'],
  replay: ['core', 'math', 'wire', 'crypto', 'comet', 'store', 'baseapp', 'app', 'abci'],
  server: ['core', 'math', 'wire', 'crypto', 'comet', 'store', 'baseapp', 'app'],
  abci: ['core', 'math', 'wire', 'crypto', 'store', 'baseapp', 'app'],
  engine: ['core', 'math', 'wire', 'crypto', 'comet', 'store', 'baseapp', 'app', 'server', 'abci'],
  cli: [
    'core',
    'math',
    'wire',
    'crypto',
    'comet',
    'sdl',
    'store',
    'baseapp',
    'x',
    'app',
    'server',
    'abci',
    'engine',
    'replay',
  ],
};

/** Folders whose code runs inside a block. */
const CORE = new Set(['baseapp', 'x', 'store', 'math', 'wire', 'core', 'crypto', 'comet', 'app']);

const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bawait\b/, 'await: the state machine is synchronous'],
  [/\bnew Date\b|\bDate\.(now|parse|UTC)\b/, 'Date: times are seconds and nanoseconds from the block header'],
  [/\bMath\.random\b/, 'Math.random: nothing in the core depends on chance'],
  [/\blocaleCompare\b|\bIntl\.|\.toLocale/, 'locale functions: compare bytes'],
  [/\bparseFloat\b|\bMath\.(sqrt|pow|exp|log|log2|log10|sin|cos|round)\b/, 'floats: use Int or Dec'],
  [/\.sort\(\)/, '.sort() without a comparator: order is bytewise, say so'],
  [/\bperformance\.now\b|\bprocess\.hrtime\b/, 'clock: nothing in the core reads it'],
];

/**
 * Where the core meets the disk: databases, snapshots and Commit wait, between blocks. Nothing that runs inside a block is called from
 * an asynchronous function here.
 */
const DISK_EDGE: readonly RegExp[] = [
  /^store\/(database|leveldb|multistore|pruning|durable)\.ts$/,
  /^store\/iavl\/(prune|import|node-db|mutable-tree)\.ts$/,
  /^store\/snapshot\//,
  /^crypto\/verify-(pool|worker)\.ts$/,
];

/** `lint-allow: <reason>` at the end of a line, or on the line above, lets it pass; the reason is for the reader. */
const ALLOW = /lint-allow: \S+/;

function files(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const path = join(dir, e.name);
    if (e.isDirectory()) return e.name === 'gen' ? [] : files(path);
    return e.name.endsWith('.ts') ? [path] : [];
  });
}

function stripComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, ' ')).replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

const problems: string[] = [];
const graph = new Map<string, string[]>();
const src = join(root, 'src');

for (const file of files(src)) {
  const name = relative(root, file);
  const folder = relative(src, file).split('/')[0]!;
  const raw = readFileSync(file, 'utf8');
  const lines = raw.split('\n');
  const code = stripComments(raw).split('\n');
  const allowed = ALLOWED[folder];
  const edges: string[] = [];
  code.forEach((line, i) => {
    const where = `${name}:${i + 1}`;
    const excused = ALLOW.test(lines[i] ?? '') || ALLOW.test(lines[i - 1] ?? '');
    const m = /^\s*(?:import|export)\b.*?from\s+'(\.[^']+)'|^}\s*from\s+'(\.[^']+)'|^import\s+'(\.[^']+)'/.exec(line);
    const spec = m?.[1] ?? m?.[2] ?? m?.[3];
    if (spec) {
      const target = resolve(dirname(file), spec);
      if (!existsSync(target)) problems.push(`${where}: imports ${spec}, which does not exist`);
      const to = relative(src, target).split('/');
      if (!line.includes('import type')) edges.push(target);
      if (allowed && to[0] !== folder && !allowed.includes(to[0]!))
        problems.push(`${where}: src/${folder} may not import src/${to[0]}`);
      if (folder === 'x' && to[0] === 'x') {
        const from = relative(src, file).split('/');
        if (to[1] !== from[1] && /(^|\/)(keeper|msg-server|query-server|module)(\.ts|\/)/.test(to.slice(2).join('/')))
          problems.push(
            `${where}: a module may not import another module's ${to.slice(1).join('/')}; use expected-keepers.ts`,
          );
      }
    }
    if (CORE.has(folder) && !excused) {
      const atDisk = DISK_EDGE.some((f) => f.test(relative(src, file)));
      for (const [pattern, why] of BANNED)
        if (pattern.test(line) && !(atDisk && why.startsWith('await'))) problems.push(`${where}: ${why}`);
    }
  });
  graph.set(file, edges);
}

const state = new Map<string, 'open' | 'done'>();
function visit(file: string, trail: string[]): void {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    const loop = [...trail.slice(trail.indexOf(file)), file].map((f) => relative(src, f));
    problems.push(`import cycle: ${loop.join(' -> ')}`);
    return;
  }
  state.set(file, 'open');
  for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
  state.set(file, 'done');
}
for (const file of graph.keys()) visit(file, []);

const biome = spawnSync(
  process.execPath,
  [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
for (const p of problems) console.error(p);
console.log(
  problems.length === 0 && biome.status === 0 ? 'lint: ok' : `lint: ${problems.length} problems besides Biome's`,
);
process.exit(problems.length === 0 && biome.status === 0 ? 0 : 1);
