import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { readLines } from './lines.ts';
import { MultistoreRunner } from './multistore-runner.ts';

const FOLDER = join(import.meta.dirname, '../vectors/multistore');
const CASES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .map((name) => name.replace('.jsonl.gz', ''));

const scratch = mkdtempSync(join(tmpdir(), 'multistore-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('multistore vectors', () => {
  for (const name of CASES) {
    test(name, () => new MultistoreRunner(join(scratch, name)).run(readLines('multistore', name)));
  }
});
