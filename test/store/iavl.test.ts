import { describe, test } from 'vitest';
import { IavlRunner } from './iavl-runner.ts';
import { readLines } from './lines.ts';

const CASES = [
  'export',
  'overwrite',
  'prune',
  'small',
  'edge',
  'initial-version',
  'fast-upgrade',
  'iterators',
  'ascending-1k',
  'descending-1k',
  'random-1k',
  'prefix-1k',
  'random-20k',
  'ascending-20k',
];

describe('IAVL vectors', () => {
  for (const name of CASES) {
    test(`${name}, all nodes in memory`, () => new IavlRunner(1 << 30).run(readLines('iavl', name)));
    test(`${name}, next to no memory`, () => new IavlRunner(5000).run(readLines('iavl', name)));
  }
});
