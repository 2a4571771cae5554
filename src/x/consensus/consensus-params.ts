import { durationString } from '../../core/duration.ts';
import { GoError } from '../../core/errors.ts';
import type { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';

/** 100 MiB: the largest block that CometBFT allows. */
export const MAX_BLOCK_SIZE_BYTES = 104_857_600n;

const KNOWN_KEY_TYPES: readonly string[] = ['ed25519', 'secp256k1'];

/** Consensus parameters with every section present, as CometBFT holds them. Source: cometbft types/params.go. */
export interface FullConsensusParams {
  readonly block: { readonly maxBytes: bigint; readonly maxGas: bigint };
  readonly evidence: { readonly maxAgeNumBlocks: bigint; readonly maxAgeDuration: bigint; readonly maxBytes: bigint };
  readonly pubKeyTypes: readonly string[];
  readonly app: bigint;
  readonly voteExtensionsEnableHeight: bigint;
}

const fail = (text: string): never => {
  throw new GoError(text);
};

/** What an update of `current` to the sections present in `next` gives; absent sections stay. */
export function updateConsensusParams(current: FullConsensusParams, next: ConsensusParams): FullConsensusParams {
  return {
    block: next.block ?? current.block,
    evidence: next.evidence ?? current.evidence,
    pubKeyTypes: next.validator?.pubKeyTypes ?? current.pubKeyTypes,
    app: next.version?.app ?? current.app,
    voteExtensionsEnableHeight: next.abci?.voteExtensionsEnableHeight ?? current.voteExtensionsEnableHeight,
  };
}

/** Throws GoError at the first value out of its bounds. */
export function validateConsensusParams(p: FullConsensusParams): void {
  const { block, evidence } = p;
  if (block.maxBytes === 0n) fail('block.MaxBytes cannot be 0');
  if (block.maxBytes < -1n) fail(`block.MaxBytes must be -1 or greater than 0. Got ${block.maxBytes}`);
  if (block.maxBytes > MAX_BLOCK_SIZE_BYTES) {
    fail(`block.MaxBytes is too big. ${block.maxBytes} > ${MAX_BLOCK_SIZE_BYTES}`);
  }
  if (block.maxGas < -1n) fail(`block.MaxGas must be greater or equal to -1. Got ${block.maxGas}`);
  if (evidence.maxAgeNumBlocks <= 0n) {
    fail(`evidence.MaxAgeNumBlocks must be greater than 0. Got ${evidence.maxAgeNumBlocks}`);
  }
  if (evidence.maxAgeDuration <= 0n) {
    fail(`evidence.MaxAgeDuration must be grater than 0 if provided, Got ${durationString(evidence.maxAgeDuration)}`);
  }
  const bound = block.maxBytes === -1n ? MAX_BLOCK_SIZE_BYTES : block.maxBytes;
  // PARITY: cometbft types/params.go: whichever of the two is changed, so they are best changed together; the text names the block's own
  // figure, -1 included.
  if (evidence.maxBytes > bound) {
    fail(`evidence.MaxBytesEvidence is greater than upper bound, ${evidence.maxBytes} > ${block.maxBytes}`);
  }
  if (evidence.maxBytes < 0n) fail(`evidence.MaxBytes must be non negative. Got: ${evidence.maxBytes}`);
  if (p.voteExtensionsEnableHeight < 0n) {
    fail(`ABCI.VoteExtensionsEnableHeight cannot be negative. Got: ${p.voteExtensionsEnableHeight}`);
  }
  if (p.pubKeyTypes.length === 0) fail('len(Validator.PubKeyTypes) must be greater than 0');
  p.pubKeyTypes.forEach((type, i) => {
    if (!KNOWN_KEY_TYPES.includes(type)) fail(`params.Validator.PubKeyTypes[${i}], ${type}, is an unknown pubkey type`);
  });
}

/** Whether vote extensions may be set as `next` asks at `height`. Throws GoError. */
export function validateConsensusUpdate(current: FullConsensusParams, next: ConsensusParams, height: bigint): void {
  if (next.abci === undefined) return;
  const from = current.voteExtensionsEnableHeight;
  const to = next.abci.voteExtensionsEnableHeight;
  if (to < 0n) fail('VoteExtensionsEnableHeight must be positive');
  if (from <= 0n && to === 0n) return;
  if (from === to) return;
  if (from > 0n && to === 0n) {
    if (from <= height) {
      fail(`vote extensions cannot be disabled once enabledold enable height: ${from}, current height ${height}`);
    }
    return;
  }
  if (to <= height) {
    fail(
      `vote extensions cannot be updated to a past or current height, enable height: ${to}, current height ${height}`,
    );
  }
  if (from > 0n && from <= height) {
    fail(`vote extensions cannot be modified once enabledenable height: ${from}, current height ${height}`);
  }
}
