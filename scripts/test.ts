/**
 * `npm test [-- vitest arguments]`: generated code is current, types check, lint passes, then every test. `--fast` leaves the checks out.
 * `npm run test:e2e` runs the end-to-end tests, which start real servers.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const fast = args.includes('--fast');
const rest = args.filter((a) => a !== '--fast');

function run(what: string, ...command: string[]): void {
  const r = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (r.status !== 0) {
    console.error(`${what} failed`);
    process.exit(r.status ?? 1);
  }
}

if (!fast && rest.length === 0) {
  run('check of the generated code', join(root, 'scripts/proto.ts'), '--check');
  run('check of the genesis', join(root, 'scripts/genesis.ts'), '--check');
  run('type check', join(root, 'node_modules/typescript/bin/tsc'), '--noEmit');
  run('lint', join(root, 'scripts/lint.ts'));
}
run('tests', join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...rest);
