import { expect, test } from 'vitest';
import { evidenceId } from '../../src/comet/evidence.ts';
import { commitHash, dataHash, headerHash } from '../../src/comet/hash.ts';
import { validateBlock } from '../../src/comet/validate.ts';
import { ValidatorSet } from '../../src/comet/validator-set.ts';
import { verifyCommit } from '../../src/comet/verify-commit.ts';
import { BlockIdFlag } from '../../src/comet/vote.ts';
import { unixTime } from '../../src/core/time.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import * as secp256k1 from '../../src/crypto/secp256k1.ts';
import { Block } from '../../src/wire/gen/tendermint/types/block.ts';
import { Evidence } from '../../src/wire/gen/tendermint/types/evidence.ts';
import { type BlockID, Commit, type CommitSig, Header } from '../../src/wire/gen/tendermint/types/types.ts';

const hash = (s: string): Uint8Array => sha256(new TextEncoder().encode(s));
const upper = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();
const blockId: BlockID = { hash: hash('block'), partSetHeader: { total: 1, hash: hash('parts') } };

const header = Header.create({
  version: { block: 11n, app: 0n },
  chainId: 'chain-1',
  height: 11n,
  time: unixTime(1_700_000_000n),
  lastBlockId: blockId,
  lastCommitHash: hash('a'),
  dataHash: hash('b'),
  validatorsHash: hash('v'),
  nextValidatorsHash: hash('v'),
  consensusHash: hash('c'),
  lastResultsHash: hash('r'),
  evidenceHash: hash('e'),
  proposerAddress: new Uint8Array(20),
});

test('PARITY: the id of an attack on light clients lacks the last byte of the block hash', () => {
  const commonHeight = 5n;
  const id = evidenceId(
    Evidence.create({
      sum: {
        $case: 'lightClientAttackEvidence',
        lightClientAttackEvidence: {
          conflictingBlock: { signedHeader: { header, commit: undefined }, validatorSet: undefined },
          commonHeight,
          byzantineValidators: [],
          totalVotingPower: 1n,
          timestamp: unixTime(0n),
        },
      },
    }),
  );
  // The height as a zigzag varint.
  expect(id).toEqual(sha256(Uint8Array.of(...headerHash(header).subarray(0, 31), 0, 10)));
});

test('PARITY: of a wrong hash of evidence the expected one and the one got are told the other way round', () => {
  const lastCommit = Commit.create({
    height: 10n,
    blockId,
    signatures: [
      {
        blockIdFlag: BlockIdFlag.COMMIT,
        validatorAddress: new Uint8Array(20),
        timestamp: unixTime(1n),
        signature: new Uint8Array(64),
      },
    ],
  });
  const fits = { ...header, lastCommitHash: commitHash(lastCommit), dataHash: dataHash([]) };
  const block = Block.create({ header: fits, data: { txs: [] }, evidence: { evidence: [] }, lastCommit });
  const none = upper(sha256(new Uint8Array(0)));
  expect(() => validateBlock(block)).toThrow(`wrong Header.EvidenceHash. Expected ${upper(hash('e'))}, got ${none}`);
});

test('PARITY: of a malformed signature the validator before is told', () => {
  const keys = ['a', 'b'].map((s) => secp256k1.publicKey(secp256k1.privateKeyFromSecret(hash(s))));
  const set = ValidatorSet.create(
    keys.map((key) => ({ pubKey: { sum: { $case: 'secp256k1' as const, secp256k1: key } }, power: 10n })),
  );
  const signatures = set.validators().map(
    (v): CommitSig => ({
      blockIdFlag: BlockIdFlag.COMMIT,
      validatorAddress: v.address,
      timestamp: unixTime(1n),
      signature: new Uint8Array(0),
    }),
  );
  const commit = Commit.create({ height: 10n, blockId, signatures });
  const verify = (): void => verifyCommit('chain-1', set, blockId, 10n, commit);
  expect(verify).toThrow(/^invalid signatures from nil-Validator at index 0$/);
  // The first one is for no block, and so not looked at.
  signatures[0] = { ...signatures[0]!, blockIdFlag: BlockIdFlag.ABSENT };
  expect(verify).toThrow(`invalid signatures from Validator{${upper(set.validators()[0]!.address)}`);
});
