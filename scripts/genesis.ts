/**
 * `npm run genesis`: writes genesis/genesis.json, the genesis of our own network before accounts and validators are added, and its SHA-256.
 * `--check` fails when the files are not what the code makes of them.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultGenesisState } from '../src/app/app.ts';
import { withOurEconomics } from '../src/engine/economics.ts';
import { newGenesis, writeGenesis } from '../src/engine/genesis.ts';
import { REFERENCE_VERSION } from '../src/server/version.ts';

const folder = resolve(import.meta.dirname, '../genesis');
const text = `${writeGenesis(
  newGenesis({
    chainId: 'akash-ts-1',
    // 2026-01-01T00:00:00Z: whoever starts the network sets the hour.
    time: { seconds: 1_767_225_600n, nanos: 0 },
    initialHeight: 1n,
    appState: withOurEconomics(defaultGenesisState()),
    appVersion: REFERENCE_VERSION,
  }),
)}\n`;
const sum = `${createHash('sha256').update(text).digest('hex')}  genesis.json\n`;
const files: readonly (readonly [string, string])[] = [
  ['genesis.json', text],
  ['genesis.json.sha256', sum],
];
if (process.argv.includes('--check')) {
  for (const [name, wanted] of files) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === wanted) continue;
    console.error(`genesis/${name} is not current: run "npm run genesis"`);
    process.exit(1);
  }
  console.log('genesis: current');
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  console.log(sum.trim());
}
