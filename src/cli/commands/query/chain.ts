import { formatTime } from '../../../core/time.ts';
import { blockOf, callRpc, cometClient } from '../../../server/comet-client.ts';
import type { CommittedTx } from '../../../server/rpc/backend.ts';
import { txResponse } from '../../../server/services/tx.ts';
import { SearchBlocksResult, SearchTxsResult, TxResponse } from '../../../wire/gen/cosmos/base/abci/v1beta1/abci.ts';
import { Block } from '../../../wire/gen/tendermint/types/block.ts';
import { toJson } from '../../../wire/json.ts';
import { QUERY_FLAGS } from '../../client.ts';
import { type CommandSpec, type FlagSpec, type Flags, UsageError } from '../../frame.ts';
import { outputFlag, printJson } from '../../output.ts';
import { text } from './spec.ts';

const FLAGS: readonly FlagSpec[] = [...QUERY_FLAGS, outputFlag('text')];
const PAGED: readonly FlagSpec[] = [
  ...FLAGS,
  { name: 'page', type: 'int', default: '1', help: 'page to show' },
  { name: 'limit', type: 'int', default: '100', help: 'entries a page' },
];

/** A transaction as it was committed, with the time of its block. */
async function response(flags: Flags, t: CommittedTx): Promise<TxResponse> {
  const { block } = await cometClient(flags.text('node')).block(t.height);
  return txResponse(t, formatTime(block.header.time));
}

function hash(given: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})+$/.test(given)) throw new UsageError(`"${given}" is not a hash: it has 64 hex digits`);
  return new Uint8Array(Buffer.from(given, 'hex'));
}

/** The one transaction that has all of the values. */
async function only(flags: Flags, key: string, values: readonly string[], what: string): Promise<CommittedTx> {
  if (values.some((v) => v.includes("'"))) throw new UsageError(`"${values.join(',')}" must not contain quotes`);
  const query = values.map((v) => `tx.${key}='${v}'`).join(' AND ');
  const { txs } = await cometClient(flags.text('node')).searchTxs(query, 1, 100, '');
  if (txs.length === 0) throw new UsageError(`found no txs matching given ${what}`);
  if (txs.length > 1) throw new UsageError(`found ${txs.length} txs matching given ${what}`);
  return txs[0]!;
}

const tx: CommandSpec = {
  path: ['query', 'tx'],
  args: '[hash|acc_seq|signature]',
  count: [1, 1],
  summary: 'a transaction by its hash, by <address>/<sequence>, or by its signatures',
  flags: [
    ...FLAGS,
    { name: 'type', type: 'string', default: 'hash', help: 'what is given: hash, acc_seq or signature' },
  ],
  async run(io, [given], flags) {
    const find = {
      hash: () => cometClient(flags.text('node')).tx(hash(given!)),
      acc_seq: () => only(flags, 'acc_seq', [given!], 'address and sequence combination'),
      signature: () => only(flags, 'signature', given!.split(','), 'signatures'),
    }[flags.text('type')];
    if (!find) throw new UsageError(`unknown --type value ${flags.text('type')}`);
    printJson(io, flags, toJson(TxResponse, await response(flags, await find())));
  },
};

/** `a.b=c&d.e=f` as the RPC's query. */
function eventQuery(given: string): string {
  return given
    .replace(/^'+|'+$/g, '')
    .split('&')
    .map((event) => {
      const [key, value, ...more] = event.split('=');
      if (value === undefined || more.length > 0)
        throw new UsageError(
          `invalid event; event ${event} should be of the format: {eventType}.{eventAttribute}={value}`,
        );
      return key === 'tx.height' ? `${key}=${value}` : `${key}='${value}'`;
    })
    .join(' AND ');
}

function pageOf(flags: Flags): { page: number; limit: number } {
  const page = Number(flags.unsigned('page') ?? 1n);
  const limit = Number(flags.unsigned('limit') ?? 100n);
  if (page < 1) throw new UsageError('page must greater than 0');
  if (limit < 1) throw new UsageError('limit must greater than 0');
  return { page, limit };
}

const counts = (total: number, count: number, page: number, limit: number) => ({
  totalCount: BigInt(total),
  count: BigInt(count),
  pageNumber: BigInt(page),
  pageTotal: BigInt(Math.ceil(total / limit)),
  limit: BigInt(limit),
});

const txs: CommandSpec = {
  path: ['query', 'txs'],
  count: [0, 0],
  summary: "transactions by events: --events 'message.sender=akash1...&message.action=...'",
  required: ['events'],
  flags: [...PAGED, text('events', 'events as {eventType}.{eventAttribute}={value}, joined by &')],
  async run(io, _args, flags) {
    const { page, limit } = pageOf(flags);
    const found = await cometClient(flags.text('node')).searchTxs(eventQuery(flags.text('events')), page, limit, '');
    const list = await Promise.all(found.txs.map((t) => response(flags, t)));
    const result = { ...counts(found.total, list.length, page, limit), txs: list };
    printJson(io, flags, toJson(SearchTxsResult, result));
  },
};

function height(given: string): string {
  if (!/^\d+$/.test(given)) throw new UsageError(`"${given}" is not a height`);
  return given;
}

const block: CommandSpec = {
  path: ['query', 'block'],
  args: '[height|hash]',
  count: [0, 1],
  summary: 'a block by its height or hash; the latest when nothing is given',
  flags: [
    ...FLAGS,
    { name: 'type', type: 'string', default: '', help: 'what is given: height or hash', choices: ['height', 'hash'] },
  ],
  async run(io, [given], flags) {
    const kind = flags.text('type') || (given === undefined || /^\d{1,19}$/.test(given) ? 'height' : 'hash');
    const found =
      kind === 'hash'
        ? await callRpc(flags.text('node'), 'block_by_hash', {
            hash: Buffer.from(hash(given ?? '')).toString('base64'),
          })
        : await callRpc(flags.text('node'), 'block', given === undefined ? {} : { height: height(given) });
    if (!found.block) throw new UsageError(`block not found: ${given}`);
    printJson(io, flags, toJson(Block, blockOf(found.block)));
  },
};

const blocks: CommandSpec = {
  path: ['query', 'blocks'],
  count: [0, 0],
  summary: "blocks by events: --query 'block.height > 3 AND block.height < 6'",
  required: ['query'],
  flags: [...PAGED, text('query', 'query of block events'), text('order_by', 'asc or desc')],
  async run(io, _args, flags) {
    const { page, limit } = pageOf(flags);
    const found = await callRpc(flags.text('node'), 'block_search', {
      query: flags.text('query'),
      page: `${page}`,
      per_page: `${limit}`,
      order_by: flags.text('order_by'),
    });
    const list = (found.blocks as { block: unknown }[]).map((b) => blockOf(b.block));
    const result = { ...counts(Number(found.total_count), list.length, page, limit), blocks: list };
    printJson(io, flags, toJson(SearchBlocksResult, result));
  },
};

const blockResults: CommandSpec = {
  path: ['query', 'block-results'],
  args: '[height]',
  count: [0, 1],
  summary: 'what the transactions of a block came to, as the RPC tells it',
  flags: FLAGS,
  async run(io, [given], flags) {
    const params = given === undefined ? {} : { height: height(given) };
    printJson(io, flags, JSON.stringify(await callRpc(flags.text('node'), 'block_results', params)));
  },
};

export const COMMANDS: readonly CommandSpec[] = [tx, txs, block, blocks, blockResults];
