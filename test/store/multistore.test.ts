import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { readLines } from './lines.ts';
import { MultistoreRunner } from './multistore-runner.ts';

const FOLDER = join(import.meta.dirname, '../vectors/multistore');
const CASES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .map((name) => name.replace('.jsonl.gz', ''));

describe('multistore vectors', () => {
  for (const name of CASES) {
    test(name, () => new MultistoreRunner().run(readLines('multistore', name)));
  }
});
