import { callRpc } from '../server/comet-client.ts';
import type { MessageType, MethodType } from '../wire/runtime.ts';
import type { FlagSpec, Flags } from './frame.ts';
import { UsageError } from './frame.ts';

export const NODE_FLAG: FlagSpec = {
  name: 'node',
  type: 'string',
  default: 'tcp://localhost:26657',
  help: 'address of the RPC to ask, <scheme>://<host>:<port>',
};

/** Flags of every query. */
export const QUERY_FLAGS: readonly FlagSpec[] = [
  NODE_FLAG,
  { name: 'height', type: 'int', default: '0', help: 'height to query at; 0 for the latest' },
  { name: 'grpc-addr', type: 'string', default: '', help: 'accepted for compatibility; queries go through the RPC' },
  { name: 'grpc-insecure', type: 'bool', help: 'accepted for compatibility' },
];

/** Flags of queries that answer in pages. */
export const PAGE_FLAGS: readonly FlagSpec[] = [
  { name: 'page', type: 'int', default: '1', help: 'page to show; sets the offset to a multiple of limit' },
  { name: 'page-key', type: 'string', default: '', help: 'key of the page, from a previous answer (base64)' },
  { name: 'offset', type: 'int', default: '0', help: 'entries to leave out' },
  { name: 'limit', type: 'int', default: '100', help: 'entries at most' },
  { name: 'count-total', type: 'bool', help: 'count all entries' },
  { name: 'reverse', type: 'bool', help: 'descending order' },
];

/** An error that the node answered: its text, and how it is to be understood. */
export class NodeError extends Error {}

/** Asks the state through the RPC's abci_query, as the Go command line does. Throws {@link NodeError} with the node's words. */
export async function queryState<Q extends object, R extends object>(
  flags: Flags,
  method: MethodType,
  request: Q,
): Promise<R> {
  const data = (method.requestType as MessageType<Q>).encode(request);
  const height = flags.unsigned('height') ?? 0n;
  const { response } = await callRpc(flags.text('node'), 'abci_query', {
    path: method.path,
    data: Buffer.from(data).toString('hex').toUpperCase(),
    height: `${height}`,
    prove: false,
  });
  if (response.code !== 0) throw new NodeError(response.log);
  return (method.responseType as MessageType<R>).decode(new Uint8Array(Buffer.from(response.value ?? '', 'base64')));
}

/** PageRequest from the flags. Throws UsageError for combinations that mean nothing. */
export function pageRequest(flags: Flags): {
  key: Uint8Array;
  offset: bigint;
  limit: bigint;
  countTotal: boolean;
  reverse: boolean;
} {
  const page = flags.unsigned('page') ?? 1n;
  const limit = flags.unsigned('limit') ?? 100n;
  let offset = flags.unsigned('offset') ?? 0n;
  if (page > 1n && offset > 0n) throw new UsageError('page and offset cannot be used together');
  if (page > 1n) offset = (page - 1n) * limit;
  return {
    key: new Uint8Array(Buffer.from(flags.text('page-key'), 'base64')),
    offset,
    limit,
    countTotal: flags.bool('count-total'),
    reverse: flags.bool('reverse'),
  };
}
