import type {
  ExecTxResult,
  ResponseCheckTx,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseQuery,
} from '../../wire/gen/tendermint/abci/types.ts';
import type { Block } from '../../wire/gen/tendermint/types/block.ts';
import type { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';
import type { BlockID, Commit } from '../../wire/gen/tendermint/types/types.ts';
import type { Json } from './comet-json.ts';
import type { Condition, EventMap } from './event-query.ts';

/** A block that was committed, with everything the RPC tells about it. */
export interface CommittedBlock {
  readonly block: Block;
  readonly blockId: BlockID;
  /** Encoded size in bytes. */
  readonly size: number;
  readonly results: ResponseFinalizeBlock;
  /** The commit that this node saw for the block; the next block carries the canonical one. */
  readonly seenCommit: Commit;
}

/** A transaction in a committed block. */
export interface CommittedTx {
  readonly hash: Uint8Array;
  readonly height: bigint;
  readonly index: number;
  readonly tx: Uint8Array;
  readonly result: ExecTxResult;
}

/** A validator of one height, with its place in the proposer rotation. */
export interface ValidatorView {
  readonly address: Uint8Array;
  readonly pubKeyType: 'ed25519' | 'secp256k1';
  readonly pubKey: Uint8Array;
  readonly power: bigint;
  readonly priority: bigint;
}

/** Merkle proof of one transaction in its block. */
export interface TxProof {
  readonly rootHash: Uint8Array;
  readonly data: Uint8Array;
  readonly proof: {
    readonly total: number;
    readonly index: number;
    readonly leafHash: Uint8Array;
    readonly aunts: readonly Uint8Array[];
  };
}

/** Something that happened, as websocket subscribers hear of it. */
export interface ChainEvent {
  /** `NewBlock`, `NewBlockHeader`, `NewBlockEvents`, `Tx`, `ValidatorSetUpdates`. */
  readonly type: string;
  readonly value: Json;
  readonly events: EventMap;
}

/** What identifies the node in `status`. */
export interface NodeIdentity {
  readonly id: string;
  readonly moniker: string;
  readonly listenAddress: string;
  readonly rpcAddress: string;
  readonly validator: ValidatorView | undefined;
}

/** The chain as the RPC server sees it: implemented by the embedded engine. */
export interface RpcBackend {
  readonly chainId: string;
  identity(): NodeIdentity;
  /** Genesis document as JSON text. */
  genesis(): string;
  /** Height of the last block, 0n before the first. */
  height(): bigint;
  earliestHeight(): bigint;
  block(height: bigint): CommittedBlock | undefined;
  heightOfBlock(hash: Uint8Array): bigint | undefined;
  validators(height: bigint): readonly ValidatorView[] | undefined;
  consensusParams(height: bigint): ConsensusParams | undefined;
  tx(hash: Uint8Array): CommittedTx | undefined;
  txProof(tx: CommittedTx): TxProof | undefined;
  /** Every match, in no particular order. */
  searchTxs(query: readonly Condition[]): readonly CommittedTx[];
  searchBlocks(query: readonly Condition[]): readonly bigint[];
  pendingTxs(): readonly Uint8Array[];
  /** Runs CheckTx and queues the transaction when it passes. Throws when the mempool refuses it (too large, full, already there). */
  submitTx(tx: Uint8Array): ResponseCheckTx;
  /** CheckTx alone. */
  checkTx(tx: Uint8Array): ResponseCheckTx;
  info(): ResponseInfo;
  query(path: string, data: Uint8Array, height: bigint, prove: boolean): ResponseQuery;
  /** Calls back on every event from now on; returns the function that ends it. */
  onEvent(listener: (event: ChainEvent) => void): () => void;
}
