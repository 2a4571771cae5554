/** The bytes that validators sign. Source: CometBFT types/canonical.go, libs/protoio. */
import { GoError, GoPanic } from '../core/errors.ts';
import type { Time } from '../core/time.ts';
import { CanonicalProposal, CanonicalVote, CanonicalVoteExtension } from '../wire/gen/tendermint/types/canonical.ts';
import type { BlockID, Proposal, Vote } from '../wire/gen/tendermint/types/types.ts';
import { checkBlockIdProto, isZeroBlockId } from './block-id.ts';

export const PREVOTE = 1;
export const PRECOMMIT = 2;
export const PROPOSAL = 32;

/** A message with its length before it. */
export function delimited(message: Uint8Array): Uint8Array {
  const head: number[] = [];
  let n = message.length;
  for (; n >= 0x80; n >>>= 7) head.push((n & 0x7f) | 0x80);
  head.push(n);
  const out = new Uint8Array(head.length + message.length);
  out.set(head);
  out.set(message, head.length);
  return out;
}

function canonicalBlockId(id: BlockID): BlockID | undefined {
  try {
    checkBlockIdProto(id);
  } catch (e) {
    if (e instanceof GoError) throw new GoPanic(e.message);
    throw e;
  }
  return isZeroBlockId(id) ? undefined : id;
}

/** What a prevote or precommit signs. Panics on a block id that is not well formed. */
export function voteSignBytes(chainId: string, v: Vote): Uint8Array {
  return delimited(
    CanonicalVote.encode({
      type: v.type,
      height: v.height,
      round: BigInt(v.round),
      blockId: canonicalBlockId(v.blockId),
      timestamp: v.timestamp,
      chainId,
    }),
  );
}

/** What the signature on a vote extension signs. */
export function voteExtensionSignBytes(chainId: string, v: Vote): Uint8Array {
  const { extension, height, round } = v;
  return delimited(CanonicalVoteExtension.encode({ extension, height, round: BigInt(round), chainId }));
}

/** What a proposal signs. Panics on a block id that is not well formed. */
export function proposalSignBytes(chainId: string, p: Proposal): Uint8Array {
  return delimited(
    CanonicalProposal.encode({
      type: PROPOSAL,
      height: p.height,
      round: BigInt(p.round),
      polRound: BigInt(p.polRound),
      blockId: canonicalBlockId(p.blockId),
      timestamp: p.timestamp,
      chainId,
    }),
  );
}

/** What a precommit signs, without making a vote. */
export function precommitSignBytes(
  chainId: string,
  height: bigint,
  round: number,
  blockId: BlockID,
  timestamp: Time,
): Uint8Array {
  return delimited(
    CanonicalVote.encode({
      type: PRECOMMIT,
      height,
      round: BigInt(round),
      blockId: canonicalBlockId(blockId),
      timestamp,
      chainId,
    }),
  );
}
