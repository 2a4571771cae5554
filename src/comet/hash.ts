/** The hashes that tie a block together. Source: CometBFT spec/core/data_structures.md, types/block.go. */
import { sha256 } from '../crypto/hash.ts';
import { Timestamp } from '../wire/gen/google/protobuf/timestamp.ts';
import { BytesValue, Int64Value, StringValue } from '../wire/gen/google/protobuf/wrappers.ts';
import { ExecTxResult } from '../wire/gen/tendermint/abci/types.ts';
import { type ConsensusParams, HashedParams } from '../wire/gen/tendermint/types/params.ts';
import {
  BlockID,
  type Commit,
  CommitSig,
  type Header,
  type Part,
  type PartSetHeader,
} from '../wire/gen/tendermint/types/types.ts';
import { SimpleValidator, type Validator } from '../wire/gen/tendermint/types/validator.ts';
import { Consensus } from '../wire/gen/tendermint/version/types.ts';
import { merkleProofs, merkleRoot, proofToProto } from './merkle.ts';
import { flagOf } from './vote.ts';

export { precommitSignBytes } from './canonical.ts';

/** Bytes of one part of a block. */
export const BLOCK_PART_SIZE = 65_536;

const text = (value: string): Uint8Array => StringValue.encode({ value });
const bytes = (value: Uint8Array): Uint8Array => BytesValue.encode({ value });

/** Hash of a header, which is the block's; empty when the header has no validators hash. */
export function headerHash(h: Header): Uint8Array {
  if (h.validatorsHash.length === 0) return new Uint8Array(0);
  return merkleRoot([
    Consensus.encode(h.version),
    text(h.chainId),
    Int64Value.encode({ value: h.height }),
    Timestamp.encode(h.time),
    BlockID.encode(h.lastBlockId),
    bytes(h.lastCommitHash),
    bytes(h.dataHash),
    bytes(h.validatorsHash),
    bytes(h.nextValidatorsHash),
    bytes(h.consensusHash),
    bytes(h.appHash),
    bytes(h.lastResultsHash),
    bytes(h.evidenceHash),
    bytes(h.proposerAddress),
  ]);
}

export function commitHash(c: Commit): Uint8Array {
  return merkleRoot(c.signatures.map((s) => CommitSig.encode({ ...s, blockIdFlag: flagOf(s) })));
}

/** Root over the hashes of the transactions. */
export function dataHash(txs: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(txs.map(sha256));
}

/** Covers the block's size and gas limits only. */
export function consensusParamsHash(p: ConsensusParams): Uint8Array {
  return sha256(HashedParams.encode({ blockMaxBytes: p.block?.maxBytes ?? 0n, blockMaxGas: p.block?.maxGas ?? 0n }));
}

/** Covers code, data, gas wanted and gas used of every transaction. */
export function lastResultsHash(results: readonly ExecTxResult[]): Uint8Array {
  return merkleRoot(
    results.map((r) =>
      ExecTxResult.encode(
        ExecTxResult.create({ code: r.code, data: r.data, gasWanted: r.gasWanted, gasUsed: r.gasUsed }),
      ),
    ),
  );
}

export function validatorsHash(validators: readonly Validator[]): Uint8Array {
  return merkleRoot(validators.map((v) => SimpleValidator.encode({ pubKey: v.pubKey, votingPower: v.votingPower })));
}

/** Number of parts of a block and the root over them. */
export function partSetHeader(block: Uint8Array, partSize = BLOCK_PART_SIZE): { total: number; hash: Uint8Array } {
  const parts = splitParts(block, partSize);
  return { total: parts.length, hash: merkleRoot(parts) };
}

function splitParts(block: Uint8Array, partSize: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < block.length; at += partSize) parts.push(block.subarray(at, at + partSize));
  return parts;
}

/** A block's parts, each with the proof that it belongs to the header. */
export function partSet(block: Uint8Array, partSize = BLOCK_PART_SIZE): { header: PartSetHeader; parts: Part[] } {
  const parts = splitParts(block, partSize);
  const { root, proofs } = merkleProofs(parts);
  return {
    header: { total: parts.length, hash: root },
    parts: parts.map((bytes, index) => ({ index, bytes, proof: proofToProto(proofs[index]!) })),
  };
}
