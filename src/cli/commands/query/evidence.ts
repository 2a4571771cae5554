import { Query } from '../../../wire/gen/cosmos/evidence/v1beta1/query.ts';
import { page, type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'evidence',
    args: '[hash]',
    count: [0, 1],
    summary: 'evidence of misbehaviour: all of it, or one by its hash',
    paged: true,
    ask: ([hash], f) =>
      hash === undefined
        ? { method: Query.methods.AllEvidence, request: page(f) }
        : { method: Query.methods.Evidence, request: { hash, evidenceHash: new Uint8Array(0) } },
  },
];

export const COMMANDS = queryCommands(QUERIES);
