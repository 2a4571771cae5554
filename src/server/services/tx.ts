import { GrpcCode, GrpcError } from '../../core/errors.ts';
import { decodeHex } from '../../core/go-hex.ts';
import { ErrInvalidHeight, ErrInvalidRequest } from '../../core/sdk-errors.ts';
import { formatTime } from '../../core/time.ts';
import { TxResponse } from '../../wire/gen/cosmos/base/abci/v1beta1/abci.ts';
import {
  type BroadcastTxRequest,
  type GetBlockWithTxsRequest,
  GetBlockWithTxsResponse,
  type GetTxRequest,
  type GetTxsEventRequest,
  Service,
  type SimulateRequest,
  type TxDecodeRequest,
  type TxEncodeRequest,
} from '../../wire/gen/cosmos/tx/v1beta1/service.ts';
import { Tx } from '../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { decodeTx } from '../../wire/tx.ts';
import type { NodeClient } from '../node-client.ts';
import type { CommittedTx } from '../rpc/backend.ts';
import { hex } from '../rpc/comet-json.ts';
import type { NodeService, QueryableApp } from './types.ts';

const invalid = (text: string): GrpcError => new GrpcError(GrpcCode.InvalidArgument, text);

/** A committed transaction with its result, as clients know it. Source: cosmos-sdk types/result.go. */
export function txResponse(t: CommittedTx, timestamp: string): TxResponse {
  const tx: Any = { typeUrl: '/cosmos.tx.v1beta1.Tx', value: t.tx };
  return TxResponse.create({
    height: t.height,
    txhash: hex(t.hash),
    codespace: t.result.codespace,
    code: t.result.code,
    data: hex(t.result.data),
    rawLog: t.result.log,
    info: t.result.info,
    gasWanted: t.result.gasWanted,
    gasUsed: t.result.gasUsed,
    tx,
    timestamp,
    events: t.result.events,
  });
}

/** `cosmos.tx.v1beta1.Service`. Source: cosmos-sdk x/auth/tx/service.go. */
export function txService(node: NodeClient, app: QueryableApp): NodeService {
  const timestamps = async (txs: readonly CommittedTx[]): Promise<Map<bigint, string>> => {
    const times = new Map<bigint, string>();
    for (const t of txs)
      if (!times.has(t.height)) times.set(t.height, formatTime((await node.block(t.height)).block.header.time));
    return times;
  };
  return {
    service: Service,
    methods: {
      simulate(req: SimulateRequest) {
        const bytes = req.txBytes.length > 0 ? req.txBytes : req.tx ? Tx.encode(req.tx) : undefined;
        if (!bytes) throw invalid('empty txBytes is not allowed');
        return app.simulate(bytes);
      },
      async getTx(req: GetTxRequest) {
        if (req.hash === '') throw invalid('tx hash cannot be empty');
        const hash = decodeHex(req.hash);
        let t: CommittedTx;
        try {
          t = await node.tx(hash);
        } catch (e) {
          if (e instanceof Error && e.message.includes('not found'))
            throw new GrpcError(GrpcCode.NotFound, `tx not found: ${req.hash}`);
          throw e;
        }
        const times = await timestamps([t]);
        return { tx: Tx.decode(t.tx), txResponse: txResponse(t, times.get(t.height)!) };
      },
      async getTxsEvent(req: GetTxsEventRequest) {
        try {
          if (req.query === '') throw new Error('query cannot be empty');
          const page = req.page <= 0n ? 1 : Number(req.page);
          const limit = req.limit <= 0n ? 100 : Number(req.limit);
          const order = req.orderBy === 1 ? 'asc' : req.orderBy === 2 ? 'desc' : '';
          let found: Awaited<ReturnType<NodeClient['searchTxs']>>;
          try {
            found = await node.searchTxs(req.query, page, limit, order);
          } catch (e) {
            throw new Error(`failed to search for txs: ${e instanceof Error ? e.message : e}`);
          }
          const times = await timestamps(found.txs);
          return {
            txs: found.txs.map((t) => Tx.decode(t.tx)),
            txResponses: found.txs.map((t) => txResponse(t, times.get(t.height)!)),
            pagination: undefined,
            total: BigInt(found.total),
          };
        } catch (e) {
          throw e instanceof GrpcError
            ? e
            : new GrpcError(GrpcCode.Internal, e instanceof Error ? e.message : String(e));
        }
      },
      async getBlockWithTxs(req: GetBlockWithTxsRequest) {
        const height = app.lastBlock().height;
        if (req.height < 1n || req.height > height)
          throw ErrInvalidHeight.wrap(
            `requested height ${req.height} but height must not be less than 1 or greater than the current height ${height}`,
          );
        const { blockId, block } = await node.block(req.height);
        const offset = req.pagination?.offset ?? 0n;
        const limit = req.pagination?.limit ?? 100n;
        const all = block.data.txs;
        const count = BigInt(all.length);
        if (offset >= count && count !== 0n)
          throw ErrInvalidRequest.wrap(
            `out of range: cannot paginate ${count} txs with offset ${offset} and limit ${limit}`,
          );
        const txs: Tx[] = [];
        const take = (i: bigint): void => {
          try {
            decodeTx(all[Number(i)]!);
          } catch {
            return; // the reference logs it and goes on
          }
          txs.push(Tx.decode(all[Number(i)]!));
        };
        if (req.pagination?.reverse) for (let i = offset, n = 0n; i > 0n && n !== limit; i--, n++) take(i);
        else for (let i = offset, n = 0n; i < count && n !== limit; i++, n++) take(i);
        return GetBlockWithTxsResponse.create({
          txs,
          blockId,
          block,
          pagination: { nextKey: new Uint8Array(0), total: count },
        });
      },
      async broadcastTx(req: BroadcastTxRequest) {
        if (req.txBytes.length === 0) throw invalid('invalid empty tx');
        if (req.mode !== 2 && req.mode !== 3)
          throw new Error(`unsupported return type ${modeName(req.mode)}; supported types: sync, async`);
        const r = await node.broadcast(req.txBytes, req.mode === 2 ? 'sync' : 'async');
        return {
          txResponse: TxResponse.create({ code: r.code, codespace: r.codespace, rawLog: r.log, txhash: hex(r.hash) }),
        };
      },
      txDecode(req: TxDecodeRequest) {
        if (req.txBytes.length === 0) throw invalid('invalid empty tx bytes');
        decodeTx(req.txBytes);
        return { tx: Tx.decode(req.txBytes) };
      },
      txEncode(req: TxEncodeRequest) {
        if (!req.tx) throw invalid('invalid empty tx');
        return { txBytes: Tx.encode(req.tx) };
      },
    },
  };
}

function modeName(mode: number): string {
  return mode === 1 ? 'block' : mode === 0 ? '' : String(mode);
}
