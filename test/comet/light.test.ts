import { describe, expect, it } from 'vitest';
import { voteSignBytes } from '../../src/comet/canonical.ts';
import { commitHash, headerHash } from '../../src/comet/hash.ts';
import { DEFAULT_TRUST_LEVEL, type TrustedHeader, validateTrustLevel, verifyHeader } from '../../src/comet/light.ts';
import { checkSignedHeaderProto } from '../../src/comet/validate.ts';
import { consensusAddress, ValidatorSet } from '../../src/comet/validator-set.ts';
import { BlockIdFlag } from '../../src/comet/vote.ts';
import { unixTime } from '../../src/core/time.ts';
import * as ed25519 from '../../src/crypto/ed25519.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import * as secp256k1 from '../../src/crypto/secp256k1.ts';
import type { PublicKey } from '../../src/wire/gen/tendermint/crypto/keys.ts';
import {
  type BlockID,
  type CommitSig,
  Header,
  type SignedHeader,
  Vote,
} from '../../src/wire/gen/tendermint/types/types.ts';

const CHAIN = 'chain-1';
const HOUR = 3_600_000_000_000n;
const hash = (s: string): Uint8Array => sha256(new TextEncoder().encode(s));
const bytes = (s: string): Uint8Array => new TextEncoder().encode(s);

interface Member {
  readonly pubKey: PublicKey;
  readonly power: bigint;
  sign(message: Uint8Array): Uint8Array;
}

function edMember(name: string, power: bigint): Member {
  const secret = ed25519.privateKeyFromSecret(bytes(name));
  return {
    pubKey: { sum: { $case: 'ed25519', ed25519: ed25519.publicKey(secret) } },
    power,
    sign: (m) => ed25519.sign(secret, m),
  };
}

function secpMember(name: string, power: bigint): Member {
  const secret = secp256k1.privateKeyFromSecret(bytes(name));
  return {
    pubKey: { sum: { $case: 'secp256k1', secp256k1: secp256k1.publicKey(secret) } },
    power,
    sign: (m) => secp256k1.sign(secret, m),
  };
}

const setOf = (members: readonly Member[]): ValidatorSet => ValidatorSet.create(members);

/** A header of `members` at a height, signed by those of `signers`. */
function signed(
  height: bigint,
  members: readonly Member[],
  change: Partial<Header> = {},
  signers: readonly Member[] = members,
): SignedHeader {
  const set = setOf(members);
  const header = Header.create({
    version: { block: 11n, app: 0n },
    chainId: CHAIN,
    height,
    time: unixTime(1_700_000_000n + height),
    lastBlockId: { hash: hash('last'), partSetHeader: { total: 1, hash: hash('part') } },
    validatorsHash: set.hash(),
    nextValidatorsHash: set.hash(),
    consensusHash: hash('c'),
    proposerAddress: consensusAddress(members[0]!.pubKey),
    ...change,
  });
  const blockId: BlockID = { hash: headerHash(header), partSetHeader: { total: 1, hash: hash('parts') } };
  const signatures = set.validators().map((v, i): CommitSig => {
    const signer = signers.find((m) => Buffer.compare(consensusAddress(m.pubKey), v.address) === 0);
    const none = new Uint8Array(0);
    if (signer === undefined)
      return {
        blockIdFlag: BlockIdFlag.ABSENT,
        validatorAddress: none,
        timestamp: unixTime(-62_135_596_800n),
        signature: none,
      };
    const vote = Vote.create({ type: 2, height, blockId, timestamp: header.time, validatorIndex: i });
    const signature = signer.sign(voteSignBytes(CHAIN, vote));
    return { blockIdFlag: BlockIdFlag.COMMIT, validatorAddress: v.address, timestamp: header.time, signature };
  });
  return { header, commit: { height, round: 0, blockId, signatures } };
}

const trustedBy = (s: SignedHeader): TrustedHeader => s.header!;

interface Case {
  trusted?: SignedHeader;
  trustedMembers?: readonly Member[];
  header: SignedHeader;
  members: readonly Member[];
  now?: bigint;
}

function verdict(c: Case): string {
  const trusted = c.trusted ?? signed(10n, c.members);
  try {
    verifyHeader(
      trustedBy(trusted),
      setOf(c.trustedMembers ?? c.members),
      c.header,
      setOf(c.members),
      HOUR,
      unixTime(c.now ?? 1_700_000_100n),
      10_000_000_000n,
      DEFAULT_TRUST_LEVEL,
    );
    return 'ok';
  } catch (e) {
    return (e as Error).message;
  }
}

for (const [kind, member] of [
  ['ed25519', edMember],
  ['secp256k1', secpMember],
] as const) {
  const four = ['a', 'b', 'c', 'd'].map((name) => member(name, 10n));
  const others = ['w', 'x', 'y', 'z'].map((name) => member(name, 10n));

  describe(`light client over ${kind} validators`, () => {
    it('follows headers, next to each other or not', () => {
      expect(verdict({ header: signed(11n, four), members: four })).toBe('ok');
      expect(verdict({ header: signed(15n, four), members: four })).toBe('ok');
      expect(verdict({ header: signed(15n, four, {}, four.slice(0, 3)), members: four })).toBe('ok');
      const half = [...four.slice(0, 2), ...others.slice(0, 2)];
      expect(
        verdict({ header: signed(15n, half), members: half, trusted: signed(10n, four), trustedMembers: four }),
      ).toBe('ok');
    });

    it('tells what is wrong', () => {
      const foreign = { trusted: signed(10n, four), trustedMembers: four };
      const next = trustedBy(signed(10n, four)).nextValidatorsHash;
      const upper = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();
      expect(verdict({ header: signed(15n, others), members: others, ...foreign })).toBe(
        'cant trust new val set: invalid commit -- insufficient voting power: got 0, needed more than 13',
      );
      expect(verdict({ header: signed(11n, others), members: others, ...foreign })).toBe(
        `expected old header next validators (${upper(next)}) to match those from new header (${upper(setOf(others).hash())})`,
      );
      expect(verdict({ header: signed(11n, four, {}, four.slice(0, 2)), members: four })).toBe(
        'invalid header: invalid commit -- insufficient voting power: got 20, needed more than 26',
      );
      expect(verdict({ header: signed(9n, four), members: four })).toBe(
        'invalid header: expected new header height 9 to be greater than one of old header 10',
      );
      expect(verdict({ header: signed(11n, four), members: four, now: 1_700_003_610n })).toBe(
        'old header has expired at 2023-11-14 23:13:30 +0000 UTC (now: 2023-11-14 23:13:30 +0000 UTC)',
      );
      expect(verdict({ header: signed(11n, four), members: four, now: 1_700_000_000n })).toBe(
        'invalid header: new header has a time from the future 2023-11-14 22:13:31 +0000 UTC (now: 2023-11-14 22:13:20 +0000 UTC; max clock drift: 10s)',
      );
      expect(verdict({ header: signed(11n, four, { chainId: 'chain-2' }), members: four })).toBe(
        'invalid header: untrustedHeader.ValidateBasic failed: header belongs to another chain "chain-2", not "chain-1"',
      );
      expect(verdict({ header: signed(11n, four, { validatorsHash: hash('x') }), members: four })).toBe(
        `invalid header: expected new header validators (${upper(hash('x'))}) to match those that were supplied (${upper(setOf(four).hash())}) at height 11`,
      );
    });

    it('PARITY of a flag the lowest byte counts', () => {
      const flagged = (by: number): SignedHeader => {
        const s = signed(15n, four, {}, four.slice(0, 3));
        const { commit } = s;
        const signatures = commit!.signatures.map((x) => ({ ...x, blockIdFlag: x.blockIdFlag + by }));
        return { ...s, commit: { ...commit!, signatures } };
      };
      expect(verdict({ header: flagged(256), members: four })).toBe('ok');
      expect(verdict({ header: flagged(-512), members: four })).toBe('ok');
      expect(commitHash(flagged(256).commit!)).toEqual(commitHash(flagged(0).commit!));
      expect(() => checkSignedHeaderProto(flagged(10000))).toThrow(/^unknown BlockIDFlag: 1[78]$/);
    });

    it('names the signature that does not verify', () => {
      const header = signed(11n, four);
      const signature = header.commit!.signatures[1]!.signature;
      signature[5] = signature[5]! ^ 1;
      expect(verdict({ header, members: four })).toMatch(/^invalid header: wrong signature \(#1\): [0-9A-F]+$/);
    });
  });
}

it('bounds the trust level', () => {
  validateTrustLevel({ numerator: 1n, denominator: 3n });
  validateTrustLevel({ numerator: 1n, denominator: 1n });
  for (const [numerator, denominator] of [
    [1n, 4n],
    [2n, 1n],
    [0n, 0n],
  ] as const)
    expect(() => validateTrustLevel({ numerator, denominator })).toThrow('trustLevel must be within [1/3, 1]');
});
