/** Evidence that a validator signed two blocks at one height, made with its own key. */

import { precommitSignBytes } from '../../src/comet/hash.ts';
import { consensusAddress } from '../../src/comet/validator-set.ts';
import { toRfc3339Nano } from '../../src/core/time.ts';
import * as ed25519 from '../../src/crypto/ed25519.ts';
import { callRpc, cometClient } from '../../src/server/comet-client.ts';

const upper = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();

/** Hands the evidence to a node, for the given height. Throws with the node's words when it is not accepted. */
export async function submitDoubleSign(rpc: string, chainId: string, key: Uint8Array, height: bigint): Promise<void> {
  const client = cometClient(rpc);
  const { block } = await client.block(height);
  const { validators } = await client.validators(height, 1, 100);
  const address = consensusAddress({ sum: { $case: 'ed25519', ed25519: key.subarray(32) } });
  const index = validators.findIndex((v) => upper(v.address) === upper(address));
  if (index < 0) throw new Error(`the key is not a validator's at height ${height}`);
  const vote = (fill: number): object => {
    const blockId = {
      hash: new Uint8Array(32).fill(fill),
      partSetHeader: { total: 1, hash: new Uint8Array(32).fill(fill) },
    };
    const signature = ed25519.sign(key, precommitSignBytes(chainId, height, 0, blockId, block.header.time));
    return {
      type: 2,
      height: `${height}`,
      round: 0,
      block_id: { hash: upper(blockId.hash), parts: { total: 1, hash: upper(blockId.partSetHeader.hash) } },
      timestamp: toRfc3339Nano(block.header.time),
      validator_address: upper(address),
      validator_index: index,
      signature: Buffer.from(signature).toString('base64'),
      extension: null,
      extension_signature: null,
    };
  };
  const total = validators.reduce((sum, v) => sum + v.power, 0n);
  const evidence = {
    type: 'tendermint/DuplicateVoteEvidence',
    value: {
      vote_a: vote(1),
      vote_b: vote(2),
      TotalVotingPower: `${total}`,
      ValidatorPower: `${validators[index]!.power}`,
      Timestamp: toRfc3339Nano(block.header.time),
    },
  };
  await callRpc(rpc, 'broadcast_evidence', { evidence });
}
