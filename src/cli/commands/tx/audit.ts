import { MsgDeleteProviderAttributes, MsgSignProviderAttributes } from '../../../wire/gen/akash/audit/v1/msg.ts';
import { Query, type QueryProviderResponse } from '../../../wire/gen/akash/provider/v1beta4/query.ts';
import { queryState } from '../../client.ts';
import { type Flags, UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';
import { account, type TxSpec, txCommands } from './spec.ts';

interface Attribute {
  readonly key: string;
  readonly value: string;
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function noDuplicates(keys: readonly string[]): void {
  if (new Set(keys).size !== keys.length) throw new UsageError('supplied attributes with duplicate keys');
}

/** Pairs of the command line; all attributes that the provider has itself when there are none. */
async function attributes(owner: string, pairs: readonly string[], flags: Flags): Promise<Attribute[]> {
  if (pairs.length === 0) {
    const r = await queryState<object, QueryProviderResponse>(flags, Query.methods.Provider, { owner });
    return [...r.provider.attributes];
  }
  return pairs.flatMap((key, i) => (i % 2 === 0 ? [{ key, value: pairs[i + 1]! }] : []));
}

const TXS: readonly TxSpec[] = [
  {
    path: 'audit attr create',
    args: '[provider] [key value ...]',
    count: [1, Number.POSITIVE_INFINITY],
    summary: 'stand for attributes of a provider: those given, or all that it has',
    required: ['from'],
    async build([provider, ...pairs], sender, flags) {
      if (pairs.length % 2 !== 0) throw new UsageError('attributes must be provided as pairs');
      const owner = account(provider!);
      const list = (await attributes(owner, pairs, flags)).sort((a, b) => bytes(a.key, b.key));
      noDuplicates(list.map((a) => a.key));
      if (list.length === 0) throw new UsageError('no attributes provided|found');
      return [msg(MsgSignProviderAttributes, { owner, auditor: sender.text, attributes: list })];
    },
  },
  {
    path: 'audit attr delete',
    args: '[provider] [key ...]',
    count: [1, Number.POSITIVE_INFINITY],
    summary: 'no longer stand for attributes of a provider: those given, or all',
    required: ['from'],
    build([provider, ...given], sender) {
      const keys = given.sort(bytes);
      noDuplicates(keys);
      return [msg(MsgDeleteProviderAttributes, { owner: account(provider!), auditor: sender.text, keys })];
    },
  },
];

export const COMMANDS = txCommands(TXS);
export const GROUPS = [{ path: ['tx', 'audit', 'attr'], summary: 'Attributes that an auditor stands for' }];
