import type { SnapshotService } from '../baseapp/snapshots.ts';
import { GoError, GoErrorBase } from '../core/errors.ts';
import { type SnapshotManager, SnapshotRefusal } from '../store/snapshot/manager.ts';
import type { Snapshot } from '../store/snapshot/store.ts';
import { Metadata } from '../wire/gen/cosmos/store/snapshots/v1/snapshot.ts';
import {
  ResponseApplySnapshotChunk_Result as Apply,
  ResponseOfferSnapshot_Result as Offer,
  type RequestApplySnapshotChunk,
  type RequestOfferSnapshot,
  type ResponseApplySnapshotChunk,
} from '../wire/gen/tendermint/abci/types.ts';

/**
 * State sync over a snapshot manager. `onError` is told why an offer or a chunk was turned down, and why a snapshot could not be taken:
 * CometBFT only learns the verdict. Source: cosmos-sdk baseapp/abci.go.
 */
export function managedSnapshots(manager: SnapshotManager, onError: (e: unknown) => void): SnapshotService {
  return {
    async list() {
      const snapshots = await manager.list();
      return {
        snapshots: snapshots.map(({ height, format, chunks, hash, metadata }) => ({
          height,
          format,
          chunks,
          hash,
          metadata: Metadata.encode(metadata),
        })),
      };
    },
    async load({ height, format, chunk }) {
      return { chunk: (await manager.loadChunk(height, format, chunk)) ?? new Uint8Array(0) };
    },
    offer: (request) => ({ result: offer(manager, request, onError) }),
    apply: (request) => apply(manager, request, onError),
    committed(height) {
      manager.snapshotIfDue(height).catch(onError);
    },
  };
}

function offer(manager: SnapshotManager, request: RequestOfferSnapshot, onError: (e: unknown) => void): number {
  let offered: Snapshot;
  try {
    if (request.snapshot === undefined) throw new GoError('received nil snapshot');
    const { metadata, ...snapshot } = request.snapshot;
    offered = { ...snapshot, metadata: Metadata.decode(metadata) };
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    onError(e);
    return Offer.REJECT;
  }
  try {
    manager.restore(offered);
    return Offer.ACCEPT;
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    onError(e);
    if (e instanceof SnapshotRefusal && e.reason === 'unknown format') return Offer.REJECT_FORMAT;
    if (e instanceof SnapshotRefusal && e.reason === 'invalid metadata') return Offer.REJECT;
    return Offer.ABORT;
  }
}

async function apply(
  manager: SnapshotManager,
  { chunk, index, sender }: RequestApplySnapshotChunk,
  onError: (e: unknown) => void,
): Promise<ResponseApplySnapshotChunk> {
  try {
    await manager.restoreChunk(chunk);
    return { result: Apply.ACCEPT, refetchChunks: [], rejectSenders: [] };
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    onError(e);
    if (e instanceof SnapshotRefusal && e.reason === 'chunk hash mismatch') {
      return { result: Apply.RETRY, refetchChunks: [index], rejectSenders: [sender] };
    }
    return { result: Apply.ABORT, refetchChunks: [], rejectSenders: [] };
  }
}
