import {
  type RequestApplySnapshotChunk,
  type RequestLoadSnapshotChunk,
  type RequestOfferSnapshot,
  type ResponseApplySnapshotChunk,
  ResponseApplySnapshotChunk_Result,
  type ResponseListSnapshots,
  type ResponseLoadSnapshotChunk,
  type ResponseOfferSnapshot,
  ResponseOfferSnapshot_Result,
} from '../wire/gen/tendermint/abci/types.ts';
import { NO_BYTES } from './responses.ts';

/** State sync: what the node offers to others, and how it takes what others offer. */
export interface SnapshotService {
  list(): ResponseListSnapshots | Promise<ResponseListSnapshots>;
  load(request: RequestLoadSnapshotChunk): ResponseLoadSnapshotChunk | Promise<ResponseLoadSnapshotChunk>;
  offer(request: RequestOfferSnapshot): ResponseOfferSnapshot | Promise<ResponseOfferSnapshot>;
  apply(request: RequestApplySnapshotChunk): ResponseApplySnapshotChunk | Promise<ResponseApplySnapshotChunk>;
  /** Told of every committed height, to make snapshots of some. */
  committed(height: bigint): void;
}

/** A node without snapshots: it lists none and aborts every offer, as the reference does when none are configured. */
export const NO_SNAPSHOTS: SnapshotService = {
  list: () => ({ snapshots: [] }),
  load: () => ({ chunk: NO_BYTES }),
  offer: () => ({ result: ResponseOfferSnapshot_Result.ABORT }),
  apply: () => ({ result: ResponseApplySnapshotChunk_Result.ABORT, refetchChunks: [], rejectSenders: [] }),
  committed: () => undefined,
};
