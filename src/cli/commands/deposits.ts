import type { Coin } from '../../math/coin.ts';
import { type Deposit, Source } from '../../wire/gen/akash/base/deposit/v1/deposit.ts';
import { type FlagSpec, type Flags, UsageError } from '../frame.ts';
import { coin } from './tx/spec.ts';

/** What a deposit is paid from. PARITY: chain-sdk go/cli/flags/deployment.go: grants first. */
export const SOURCES_FLAG: FlagSpec = {
  name: 'deposit-sources',
  type: 'strings',
  default: 'grant,balance',
  help: 'what the deposit is paid from, in this order: grant, balance',
};

export const DEPOSIT_FLAGS: readonly FlagSpec[] = [
  {
    name: 'deposit',
    type: 'string',
    default: '',
    help: 'deposit, such as 500000uakt; the least that is accepted otherwise',
  },
  SOURCES_FLAG,
];

export function depositSources(flags: Flags): number[] {
  const sources = new Set<number>();
  for (const name of flags.list('deposit-sources')) {
    const source = (Source as Readonly<Record<string, number>>)[name];
    if (source === undefined) throw new UsageError(`invalid deposit-source "${name}"`);
    if (sources.has(source)) throw new UsageError(`duplicated deposit source "${name}"`);
    sources.add(source);
  }
  return [...sources];
}

/** The deposit that the flags say; the least is asked of the node when they leave it out. */
export async function deposit(flags: Flags, least: () => Promise<Coin>): Promise<Deposit> {
  const amount = flags.has('deposit') ? coin(flags.text('deposit')) : await least();
  return { amount, sources: depositSources(flags) };
}
