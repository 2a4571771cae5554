import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readTar } from '../../src/cli/tar.ts';

/** Recorded from the Go node: its home after it was stopped, and what it said of itself. */
export const VECTORS = join(import.meta.dirname, '../vectors/api');

export const STATE = JSON.parse(readFileSync(join(VECTORS, 'state/state.json'), 'utf8')) as {
  readonly chain_id: string;
  readonly height: number;
  readonly app_hash: string;
};

/** A fresh copy of the home that the Go node wrote, in a temporary folder. */
export function unpackGoHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'akash-go-home-'));
  for (const { name, bytes } of readTar(gunzipSync(readFileSync(join(VECTORS, 'state/home.tar.gz'))))) {
    const file = join(home, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes, { mode: 0o600 });
  }
  return home;
}

/** The JSON values of a recorded file, one a line. */
export function lines<T>(name: string): T[] {
  const bytes = readFileSync(join(VECTORS, name));
  const text = name.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
