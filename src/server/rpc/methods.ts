import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { toRfc3339Nano, unixEpoch } from '../../core/time.ts';
import type { ResponseCheckTx } from '../../wire/gen/tendermint/abci/types.ts';
import type { CommittedBlock, CommittedTx, RpcBackend, ValidatorView } from './backend.ts';
import {
  b64,
  blockIdJson,
  blockJson,
  blockResultsJson,
  checkTxJson,
  commitJson,
  consensusParamsJson,
  EMPTY_BLOCK_ID,
  execTxResultJson,
  headerJson,
  hex,
  infoJson,
  type Json,
  publicKeyJson,
  queryJson,
} from './comet-json.ts';
import { type Condition, parseQuery, QueryError } from './event-query.ts';
import { type ParamSpec, type ParamType, type ParamValue, RpcCode, RpcError } from './params.ts';

/** A result that is JSON text already (the genesis, which may be large). */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Params = ReadonlyMap<string, ParamValue>;

export interface Method {
  readonly params: readonly ParamSpec[];
  /** Answers may be cached by proxies for a day; with a name, only when that parameter was given. */
  readonly cache?: true | string;
  call(p: Params): Json | RawJson | Promise<Json | RawJson>;
}

/** Limits of the RPC server, from config.toml's `[rpc]`. */
export interface RpcLimits {
  /** Milliseconds that broadcast_tx_commit waits for a block. */
  readonly broadcastTimeout: number;
}

const GENESIS_CHUNK = 16 * 1024 * 1024;
const MAX_QUERY_LENGTH = 512;
/** The version that CometBFT 0.38.21 reports of itself. PARITY: cometbft version/version.go */
export const COMET_VERSION = '0.38.19';

const fail = (text: string): RpcError => new RpcError(RpcCode.internal, text);

function spec(text: string): ParamSpec[] {
  return text === ''
    ? []
    : text.split(' ').map((p) => {
        const [name, type] = p.split(':');
        return { name: name!, type: type as ParamType };
      });
}

const heightOf = (p: Params): bigint | undefined => p.get('height') as bigint | undefined;
const bytesOf = (p: Params, name: string): Uint8Array => p.get(name) as Uint8Array;

/** The height asked for, or the latest. Source: cometbft rpc/core/env.go. */
function resolveHeight(latest: bigint, earliest: bigint, asked: bigint | undefined): bigint {
  if (asked === undefined) return latest;
  if (asked <= 0n) throw fail(`height must be greater than 0, but got ${asked}`);
  if (asked > latest)
    throw fail(`height ${asked} must be less than or equal to the current blockchain height ${latest}`);
  if (asked < earliest) throw fail(`height ${asked} is not available, lowest height is ${earliest}`);
  return asked;
}

interface Page {
  readonly skip: number;
  readonly size: number;
}

function perPage(p: Params, name = 'per_page'): number {
  const asked = p.get(name) as bigint | undefined;
  if (asked === undefined || asked < 1n) return 30;
  return asked > 100n ? 100 : Number(asked);
}

function page(p: Params, total: number): Page {
  const size = perPage(p);
  const pages = Math.max(1, Math.ceil(total / size));
  const asked = p.get('page') as bigint | undefined;
  if (asked !== undefined && (asked <= 0n || asked > BigInt(pages)))
    throw fail(`page should be within [1, ${pages}] range, given ${asked}`);
  const skip = asked === undefined ? 0 : (Number(asked) - 1) * size;
  return { skip, size: Math.min(size, total - skip) };
}

function query(p: Params): Condition[] {
  const text = p.get('query') as string;
  if (text.length > MAX_QUERY_LENGTH) throw fail('maximum query length exceeded');
  try {
    return parseQuery(text);
  } catch (e) {
    throw e instanceof QueryError ? fail(e.message) : e;
  }
}

function order(p: Params, standard: 'asc' | 'desc'): 1 | -1 {
  const asked = p.get('order_by') as string;
  if (asked !== '' && asked !== 'asc' && asked !== 'desc')
    throw fail('expected order_by to be either `asc` or `desc` or empty');
  return (asked === '' ? standard : asked) === 'asc' ? 1 : -1;
}

function validatorJson(v: ValidatorView): Json {
  return {
    address: hex(v.address),
    pub_key: publicKeyJson(v.pubKeyType, v.pubKey),
    voting_power: `${v.power}`,
    proposer_priority: `${v.priority}`,
  };
}

/** Every route of the RPC but the websocket's own three. */
export function rpcMethods(chain: RpcBackend, limits: RpcLimits): Map<string, Method> {
  const at = (p: Params): bigint => resolveHeight(chain.height(), chain.earliestHeight(), heightOf(p));
  /** State is known one height further than blocks. */
  const stateAt = (p: Params): bigint => resolveHeight(chain.height() + 1n, chain.earliestHeight(), heightOf(p));

  const txJson = (t: CommittedTx, prove: boolean): Json => {
    const out: { [key: string]: Json } = {
      hash: hex(t.hash),
      height: `${t.height}`,
      index: t.index,
      tx_result: execTxResultJson(t.result),
      tx: b64(t.tx),
    };
    const proof = prove ? chain.txProof(t) : undefined;
    if (proof)
      out.proof = {
        root_hash: hex(proof.rootHash),
        data: b64(proof.data),
        proof: {
          total: `${proof.proof.total}`,
          index: `${proof.proof.index}`,
          leaf_hash: b64(proof.proof.leafHash),
          aunts: proof.proof.aunts.map(b64),
        },
      };
    else if (!prove) return out;
    return out;
  };

  const blockResult = (b: CommittedBlock | undefined): Json =>
    b ? { block_id: blockIdJson(b.blockId), block: blockJson(b.block) } : { block_id: EMPTY_BLOCK_ID, block: null };

  const submit = (tx: Uint8Array): ResponseCheckTx => {
    try {
      return chain.submitTx(tx);
    } catch (e) {
      throw e instanceof Error ? fail(e.message) : e;
    }
  };
  const txHash = (tx: Uint8Array): string => hex(createHash('sha256').update(tx).digest());

  const methods: Record<string, Method> = {
    health: { params: [], call: () => ({}) },
    status: {
      params: [],
      call: () => {
        const id = chain.identity();
        const height = chain.height();
        const latest = chain.block(height);
        const earliest = chain.block(chain.earliestHeight());
        const v = id.validator;
        return {
          node_info: {
            protocol_version: { p2p: '8', block: '11', app: `${latest?.block.header.version.app ?? 0n}` },
            id: id.id,
            listen_addr: id.listenAddress,
            network: chain.chainId,
            version: COMET_VERSION,
            channels: '40202122233038606100',
            moniker: id.moniker,
            other: { tx_index: 'on', rpc_address: id.rpcAddress },
          },
          sync_info: {
            latest_block_hash: latest ? hex(latest.blockId.hash) : '',
            latest_app_hash: latest ? hex(latest.block.header.appHash) : '',
            latest_block_height: `${height}`,
            latest_block_time: toRfc3339Nano(latest?.block.header.time ?? unixEpoch),
            earliest_block_hash: earliest ? hex(earliest.blockId.hash) : '',
            earliest_app_hash: earliest ? hex(earliest.block.header.appHash) : '',
            earliest_block_height: `${earliest ? chain.earliestHeight() : 0n}`,
            earliest_block_time: toRfc3339Nano(earliest?.block.header.time ?? unixEpoch),
            catching_up: false,
          },
          validator_info: v
            ? { address: hex(v.address), pub_key: publicKeyJson(v.pubKeyType, v.pubKey), voting_power: `${v.power}` }
            : { address: '', pub_key: null, voting_power: '0' },
        };
      },
    },
    net_info: {
      params: [],
      call: () => ({ listening: true, listeners: [`Listener(@)`], n_peers: '0', peers: [] }),
    },
    // The Akash command line and the provider service ask for this first.
    akash: { params: [], call: () => ({ client_info: { api_version: 'v1beta3' } }) },
    genesis: { params: [], cache: true, call: () => new RawJson(`{"genesis":${chain.genesis()}}`) },
    genesis_chunked: {
      params: spec('chunk:uint'),
      cache: true,
      call: (p) => {
        const bytes = Buffer.from(chain.genesis(), 'utf8');
        const total = Math.ceil(bytes.length / GENESIS_CHUNK);
        const chunk = p.get('chunk') as bigint;
        if (chunk >= BigInt(total)) throw fail(`there are 0 - ${total - 1} chunks, ${chunk} is invalid`);
        const start = Number(chunk) * GENESIS_CHUNK;
        return {
          chunk: `${chunk}`,
          total: `${total}`,
          data: bytes.subarray(start, start + GENESIS_CHUNK).toString('base64'),
        };
      },
    },
    blockchain: {
      params: spec('minHeight:int64 maxHeight:int64'),
      cache: true,
      call: (p) => {
        let min = p.get('minHeight') as bigint;
        let max = p.get('maxHeight') as bigint;
        if (min < 0n || max < 0n) throw fail('heights must be non-negative');
        const height = chain.height();
        if (min === 0n) min = 1n;
        if (max === 0n || max > height) max = height;
        if (min < chain.earliestHeight()) min = chain.earliestHeight();
        if (min < max - 19n) min = max - 19n;
        if (min > max) throw fail(`min height ${min} can't be greater than max height ${max}`);
        const metas: Json[] = [];
        for (let h = max; h >= min; h--) {
          const b = chain.block(h);
          if (!b) continue;
          metas.push({
            block_id: blockIdJson(b.blockId),
            block_size: `${b.size}`,
            header: headerJson(b.block.header),
            num_txs: `${b.block.data.txs.length}`,
          });
        }
        return { last_height: `${height}`, block_metas: metas };
      },
    },
    block: { params: spec('height:int64?'), cache: 'height', call: (p) => blockResult(chain.block(at(p))) },
    block_by_hash: {
      params: spec('hash:bytes'),
      cache: true,
      call: (p) => {
        const height = chain.heightOfBlock(bytesOf(p, 'hash'));
        return blockResult(height === undefined ? undefined : chain.block(height));
      },
    },
    header: {
      params: spec('height:int64?'),
      cache: 'height',
      call: (p) => {
        const b = chain.block(at(p));
        return { header: b ? headerJson(b.block.header) : null };
      },
    },
    header_by_hash: {
      params: spec('hash:hex'),
      cache: true,
      call: (p) => {
        const height = chain.heightOfBlock(bytesOf(p, 'hash'));
        const b = height === undefined ? undefined : chain.block(height);
        return { header: b ? headerJson(b.block.header) : null };
      },
    },
    commit: {
      params: spec('height:int64?'),
      cache: 'height',
      call: (p) => {
        const height = at(p);
        const b = chain.block(height);
        if (!b) return null;
        const next = chain.block(height + 1n)?.block.lastCommit;
        return {
          signed_header: { header: headerJson(b.block.header), commit: commitJson(next ?? b.seenCommit) },
          canonical: next !== undefined,
        };
      },
    },
    block_results: {
      params: spec('height:int64?'),
      cache: 'height',
      call: (p) => {
        const height = at(p);
        const b = chain.block(height);
        if (!b) throw fail(`could not find results for height #${height}`);
        return blockResultsJson(height, b.results);
      },
    },
    validators: {
      params: spec('height:int64? page:int? per_page:int?'),
      cache: 'height',
      call: (p) => {
        const height = stateAt(p);
        const all = chain.validators(height);
        if (!all) throw fail(`could not find validator set for height #${height}`);
        const { skip, size } = page(p, all.length);
        const shown = all.slice(skip, skip + size);
        return {
          block_height: `${height}`,
          validators: shown.map(validatorJson),
          count: `${shown.length}`,
          total: `${all.length}`,
        };
      },
    },
    consensus_params: {
      params: spec('height:int64?'),
      cache: 'height',
      call: (p) => {
        const height = stateAt(p);
        const params = chain.consensusParams(height);
        if (!params) throw fail(`could not find consensus params for height #${height}`);
        return { block_height: `${height}`, consensus_params: consensusParamsJson(params) };
      },
    },
    tx: {
      params: spec('hash:bytes prove:bool'),
      cache: true,
      call: (p) => {
        const hash = bytesOf(p, 'hash');
        const t = chain.tx(hash);
        if (!t) throw fail(`tx (${hex(hash)}) not found`);
        return txJson(t, p.get('prove') as boolean);
      },
    },
    tx_search: {
      params: spec('query:string prove:bool page:int? per_page:int? order_by:string'),
      call: (p) => {
        const found = [...chain.searchTxs(query(p))];
        const sign = order(p, 'asc');
        found.sort((a, b) => sign * (a.height === b.height ? a.index - b.index : a.height < b.height ? -1 : 1));
        const { skip, size } = page(p, found.length);
        const prove = p.get('prove') as boolean;
        return { txs: found.slice(skip, skip + size).map((t) => txJson(t, prove)), total_count: `${found.length}` };
      },
    },
    block_search: {
      params: spec('query:string page:int? per_page:int? order_by:string'),
      call: (p) => {
        const found = [...chain.searchBlocks(query(p))];
        const sign = order(p, 'desc');
        found.sort((a, b) => (a < b ? -sign : a > b ? sign : 0));
        const { skip, size } = page(p, found.length);
        return {
          blocks: found.slice(skip, skip + size).map((h) => blockResult(chain.block(h))),
          total_count: `${found.length}`,
        };
      },
    },
    unconfirmed_txs: {
      params: spec('limit:int?'),
      call: (p) => {
        const pending = chain.pendingTxs();
        const shown = pending.slice(0, perPage(p, 'limit'));
        return {
          n_txs: `${shown.length}`,
          total: `${pending.length}`,
          total_bytes: `${totalBytes(pending)}`,
          txs: shown.map(b64),
        };
      },
    },
    num_unconfirmed_txs: {
      params: [],
      call: () => {
        const pending = chain.pendingTxs();
        return {
          n_txs: `${pending.length}`,
          total: `${pending.length}`,
          total_bytes: `${totalBytes(pending)}`,
          txs: null,
        };
      },
    },
    check_tx: { params: spec('tx:bytes'), call: (p) => checkTxJson(chain.checkTx(bytesOf(p, 'tx'))) },
    broadcast_tx_async: {
      params: spec('tx:bytes'),
      call: (p) => {
        const tx = bytesOf(p, 'tx');
        submit(tx);
        return { code: 0, data: '', log: '', codespace: '', hash: txHash(tx) };
      },
    },
    broadcast_tx_sync: {
      params: spec('tx:bytes'),
      call: (p) => {
        const tx = bytesOf(p, 'tx');
        const r = submit(tx);
        return { code: r.code, data: hex(r.data), log: r.log, codespace: r.codespace, hash: txHash(tx) };
      },
    },
    broadcast_tx_commit: {
      params: spec('tx:bytes'),
      call: (p) => {
        const tx = bytesOf(p, 'tx');
        return new Promise((resolve, reject) => {
          const wanted = createHash('sha256').update(tx).digest();
          let check: ResponseCheckTx | undefined;
          // Heard before submitting: with instant blocks the transaction is committed while it is being submitted.
          let included: CommittedTx | undefined;
          const done = (): void => {
            if (!check || !included) return;
            end();
            resolve({
              check_tx: checkTxJson(check),
              tx_result: execTxResultJson(included.result),
              hash: hex(wanted),
              height: `${included.height}`,
            });
          };
          const stop = chain.onEvent((e) => {
            if (e.type !== 'Tx' || e.events.get('tx.hash')?.[0] !== hex(wanted)) return;
            included = chain.tx(wanted);
            done();
          });
          const timer = setTimeout(() => {
            end();
            reject(fail('timed out waiting for tx to be included in a block'));
          }, limits.broadcastTimeout);
          const end = (): void => {
            clearTimeout(timer);
            stop();
          };
          try {
            check = chain.submitTx(tx);
          } catch (e) {
            end();
            reject(e instanceof Error ? fail(`error on broadcastTxCommit: ${e.message}`) : e);
            return;
          }
          if (check.code !== 0) {
            end();
            resolve({ check_tx: checkTxJson(check), tx_result: NO_RESULT, hash: hex(wanted), height: '0' });
          } else done();
        });
      },
    },
    abci_query: {
      params: spec('path:string data:hex height:int64 prove:bool'),
      call: (p) =>
        queryJson(
          chain.query(
            p.get('path') as string,
            bytesOf(p, 'data'),
            p.get('height') as bigint,
            p.get('prove') as boolean,
          ),
        ),
    },
    abci_info: { params: [], cache: true, call: () => infoJson(chain.info()) },
  };
  return new Map(Object.entries(methods));
}

const NO_RESULT: Json = {
  code: 0,
  data: null,
  log: '',
  info: '',
  gas_wanted: '0',
  gas_used: '0',
  events: [],
  codespace: '',
};

function totalBytes(txs: readonly Uint8Array[]): number {
  return txs.reduce((sum, t) => sum + t.length, 0);
}
