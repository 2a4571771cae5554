/**
 * Runs the walk-through of docs/marketplace.md: every command as it stands there, one shell, on a development chain of its own (or on
 * the chain of `--node`), with a home folder of its own. Prints each step; the exit code tells whether all went well.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startDevNode } from '../src/engine/dev/dev-node.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** The commands of the document, by the headings of its steps. */
export function steps(): { readonly title: string; readonly commands: string }[] {
  const text = readFileSync(join(ROOT, 'docs/marketplace.md'), 'utf8');
  return text.split(/^## /m).flatMap((section) => {
    const commands = [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((m) => m[1]!).join('');
    return commands === '' ? [] : [{ title: section.slice(0, section.indexOf('\n')), commands }];
  });
}

/** What a step printed. */
export interface StepOutput {
  readonly title: string;
  readonly out: string;
}

const MARK = '\u0001step ';

/** Runs the steps against the node at `node`. Rejects when a command fails, with what it said. */
export async function runSteps(node: string, home: string): Promise<StepOutput[]> {
  // One shell for all, as its reader has: what a step sets, the next ones see.
  const script = steps().map(({ title, commands }) => `printf '${MARK}%s\\n' ${JSON.stringify(title)}\n${commands}`);
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
    cwd: ROOT,
    env: { ...process.env, AKASH_HOME: home, AKASH_NODE: node, AKASH_KEYRING_BACKEND: 'test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  shell.stdout.setEncoding('utf8').on('data', (t: string) => {
    out += t;
  });
  shell.stderr.setEncoding('utf8').on('data', (t: string) => {
    err += t;
  });
  const code = await new Promise<number | null>((done) => shell.on('close', done));
  const outputs = out
    .split(MARK)
    .slice(1)
    .map((part) => ({ title: part.slice(0, part.indexOf('\n')), out: part.slice(part.indexOf('\n') + 1) }));
  if (code !== 0) {
    const last = outputs.at(-1);
    throw new Error(`step "${last?.title}" failed:\n${last?.out}\n${err.split('\n').slice(-6).join('\n')}`);
  }
  return outputs;
}

if (process.argv[1] === import.meta.filename) {
  const given = process.argv.indexOf('--node');
  const home = mkdtempSync(join(tmpdir(), 'akash-marketplace-'));
  const chain = given >= 0 ? undefined : await startDevNode({ rpcPort: 0, blockTime: 500 });
  try {
    for (const { title, out } of await runSteps(chain?.rpcUrl ?? process.argv[given + 1]!, home))
      console.log(`## ${title}\n${out}`);
  } finally {
    await chain?.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
