import type { Block } from '../wire/gen/tendermint/types/block.ts';
import type { BlockID } from '../wire/gen/tendermint/types/types.ts';
import type { CommittedTx, RpcBackend, ValidatorView } from './rpc/backend.ts';
import { parseQuery } from './rpc/event-query.ts';
import { COMET_VERSION } from './rpc/methods.ts';

export interface NodeInfo {
  readonly p2pVersion: bigint;
  readonly blockVersion: bigint;
  readonly appVersion: bigint;
  readonly id: string;
  readonly listenAddress: string;
  readonly network: string;
  readonly version: string;
  readonly channels: Uint8Array;
  readonly moniker: string;
  readonly txIndex: string;
  readonly rpcAddress: string;
}

export interface BroadcastResult {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly hash: Uint8Array;
}

export interface TxPage {
  readonly txs: readonly CommittedTx[];
  readonly total: number;
}

/**
 * What the services need of whoever makes the blocks, be it CometBFT over its RPC or the embedded engine. Failures are
 * Errors whose message is what CometBFT answers.
 */
export interface NodeClient {
  nodeInfo(): Promise<NodeInfo>;
  syncing(): Promise<boolean>;
  latestHeight(): Promise<bigint>;
  /** Undefined height: the latest. */
  block(height: bigint | undefined): Promise<{ blockId: BlockID; block: Block }>;
  validators(
    height: bigint | undefined,
    page: number,
    perPage: number,
  ): Promise<{ height: bigint; validators: readonly ValidatorView[]; total: number }>;
  tx(hash: Uint8Array): Promise<CommittedTx>;
  searchTxs(query: string, page: number, perPage: number, order: string): Promise<TxPage>;
  broadcast(tx: Uint8Array, mode: 'sync' | 'async'): Promise<BroadcastResult>;
}

const CHANNELS = new Uint8Array(Buffer.from('40202122233038606100', 'hex'));

/** The embedded engine as a {@link NodeClient}. */
export function embeddedClient(chain: RpcBackend, hashOf: (tx: Uint8Array) => Uint8Array): NodeClient {
  const resolve = (height: bigint | undefined, latest: bigint): bigint => {
    if (height === undefined) return latest;
    if (height <= 0n) throw new Error(`height must be greater than 0, but got ${height}`);
    if (height > latest)
      throw new Error(`height ${height} must be less than or equal to the current blockchain height ${latest}`);
    return height;
  };
  return {
    async nodeInfo() {
      const id = chain.identity();
      return {
        p2pVersion: 8n,
        blockVersion: 11n,
        appVersion: 0n,
        id: id.id,
        listenAddress: id.listenAddress,
        network: chain.chainId,
        version: COMET_VERSION,
        channels: CHANNELS,
        moniker: id.moniker,
        txIndex: 'on',
        rpcAddress: id.rpcAddress,
      };
    },
    async syncing() {
      return false;
    },
    async latestHeight() {
      return chain.height();
    },
    async block(height) {
      const b = chain.block(resolve(height, chain.height()));
      if (!b) throw new Error('block not found');
      return b;
    },
    async validators(height, page, perPage) {
      const at = resolve(height, chain.height() + 1n);
      const all = chain.validators(at) ?? [];
      const size = perPage < 1 ? 30 : Math.min(perPage, 100);
      const pages = Math.max(1, Math.ceil(all.length / size));
      if (page < 1 || page > pages) throw new Error(`page should be within [1, ${pages}] range, given ${page}`);
      return { height: at, validators: all.slice((page - 1) * size, page * size), total: all.length };
    },
    async tx(hash) {
      const t = chain.tx(hash);
      if (!t) throw new Error(`tx (${Buffer.from(hash).toString('hex').toUpperCase()}) not found`);
      return t;
    },
    async searchTxs(query, page, perPage, order) {
      const found = [...chain.searchTxs(parseQuery(query))];
      const sign = order === 'desc' ? -1 : 1;
      found.sort((a, b) => sign * (a.height === b.height ? a.index - b.index : a.height < b.height ? -1 : 1));
      const size = perPage < 1 ? 30 : Math.min(perPage, 100);
      const pages = Math.max(1, Math.ceil(found.length / size));
      if (page < 1 || page > pages) throw new Error(`page should be within [1, ${pages}] range, given ${page}`);
      return { txs: found.slice((page - 1) * size, page * size), total: found.length };
    },
    async broadcast(tx, mode) {
      const r = chain.submitTx(tx);
      const hash = hashOf(tx);
      return mode === 'async'
        ? { code: 0, codespace: '', log: '', hash }
        : { code: r.code, codespace: r.codespace, log: r.log, hash };
    },
  };
}
