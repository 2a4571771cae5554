import { expect, test } from 'vitest';
import { depositSources, SOURCES_FLAG } from '../../src/cli/commands/deposits.ts';
import type { Flags } from '../../src/cli/frame.ts';
import { Source } from '../../src/wire/gen/akash/base/deposit/v1/deposit.ts';

const sources = (names: string): number[] => depositSources({ list: () => names.split(',') } as unknown as Flags);

test('PARITY: grants are used up before the balance unless it is said otherwise', () => {
  expect(sources(SOURCES_FLAG.default as string)).toEqual([Source.grant, Source.balance]);
  expect(sources('balance')).toEqual([Source.balance]);
  expect(() => sources('grant,grant')).toThrow('duplicated deposit source "grant"');
  expect(() => sources('loan')).toThrow('invalid deposit-source "loan"');
});
