/**
 * Compiles proto/ and writes src/wire/gen: `npm run proto`. With --check it writes elsewhere and fails on a difference.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readFileSet } from '../src/wire/descriptor-set.ts';
import { Emitter, tsPath } from './proto-emit.ts';
import { emitIndex } from './proto-index.ts';
import { buildModel, filesToGenerate } from './proto-model.ts';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'src/wire/gen');

/** Runs buf on proto/ without network or the user's settings. Returns the FileDescriptorSet. */
function compile(temp: string): Uint8Array {
  const file = path.join(temp, 'descriptors.binpb');
  const packages = path.join(root, 'node_modules/@bufbuild');
  const platform = `buf-${process.platform}-${process.arch}`;
  const bin = path.join(packages, platform, 'bin', process.platform === 'win32' ? 'buf.exe' : 'buf');
  const args = ['build', '-o', file, '--as-file-descriptor-set', '--exclude-source-info'];
  const env = { ...process.env, HOME: temp, BUF_CACHE_DIR: temp };
  execFileSync(bin, args, { cwd: path.join(root, 'proto'), stdio: ['ignore', 'inherit', 'inherit'], env });
  return fs.readFileSync(file);
}

function generate(temp: string): Map<string, string | Uint8Array> {
  const bytes = compile(temp);
  const model = buildModel(readFileSet(bytes));
  const files = filesToGenerate(model);
  const out = new Map<string, string | Uint8Array>();
  for (const f of files) out.set(tsPath(f.name), new Emitter(f, model).emit());
  for (const [name, text] of emitIndex(files, model)) out.set(name, text);
  const zipped = gzipSync(bytes, { level: 9 });
  zipped[9] = 255; // The operating system field: the same everywhere.
  out.set('descriptors.binpb.gz', zipped);
  return out;
}

function* walk(dir: string, prefix = ''): Generator<string> {
  if (!fs.existsSync(dir)) return;
  for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
    const name = prefix === '' ? e.name : `${prefix}/${e.name}`;
    if (e.isDirectory()) yield* walk(path.join(dir, e.name), name);
    else yield name;
  }
}

const temp = fs.mkdtempSync(path.join(os.tmpdir(), 'akash-proto-'));
try {
  const files = generate(temp);
  const stale = [...walk(target)].filter((f) => !files.has(f));
  const changed = [...files].filter(([name, content]) => {
    const file = path.join(target, name);
    return !fs.existsSync(file) || !fs.readFileSync(file).equals(Buffer.from(content as string));
  });
  if (process.argv.includes('--check')) {
    for (const f of [...stale, ...changed.map(([name]) => name)]) console.error(`differs: src/wire/gen/${f}`);
    if (stale.length + changed.length > 0) {
      console.error('src/wire/gen is not what proto/ says: run npm run proto');
      process.exitCode = 1;
    } else console.log(`${files.size} generated files are up to date`);
  } else {
    for (const f of stale) fs.rmSync(path.join(target, f));
    for (const [name, content] of changed) {
      fs.mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
      fs.writeFileSync(path.join(target, name), content);
    }
    console.log(`${files.size} generated files, ${changed.length} changed, ${stale.length} removed`);
  }
} finally {
  fs.rmSync(temp, { recursive: true, force: true });
}
