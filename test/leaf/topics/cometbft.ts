import { blockIdKey, blockIdString, isCompleteBlockId, isZeroBlockId } from '../../../src/comet/block-id.ts';
import { proposalSignBytes, voteExtensionSignBytes, voteSignBytes } from '../../../src/comet/canonical.ts';
import {
  duplicateVoteString,
  evidenceBytes,
  evidenceHash,
  evidenceId,
  toMisbehavior,
  validateDuplicateVote,
} from '../../../src/comet/evidence.ts';
import { genesisValidatorsHash, parseGenesisDoc } from '../../../src/comet/genesis-doc.ts';
import {
  commitHash,
  consensusParamsHash,
  dataHash,
  headerHash,
  lastResultsHash,
  partSet,
  partSetHeader,
} from '../../../src/comet/hash.ts';
import {
  computeRoot,
  merkleProofs,
  merkleRoot,
  proofToProto,
  validateProof,
  verifyProof,
} from '../../../src/comet/merkle.ts';
import { validateBlock, validateCommit, validateConsensusParams, validateHeader } from '../../../src/comet/validate.ts';
import { consensusAddress, ValidatorSet } from '../../../src/comet/validator-set.ts';
import { verifyCommit, verifyCommitLight } from '../../../src/comet/verify-commit.ts';
import {
  commitSigOf,
  commitVoteSignBytes,
  validateProposal,
  validateVote,
  voteString,
} from '../../../src/comet/vote.ts';
import { toRfc3339Nano } from '../../../src/core/time.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { ExecTxResult, Misbehavior } from '../../../src/wire/gen/tendermint/abci/types.ts';
import type { PublicKey } from '../../../src/wire/gen/tendermint/crypto/keys.ts';
import { Proof } from '../../../src/wire/gen/tendermint/crypto/proof.ts';
import { Block } from '../../../src/wire/gen/tendermint/types/block.ts';
import {
  DuplicateVoteEvidence,
  type Evidence,
  LightClientAttackEvidence,
} from '../../../src/wire/gen/tendermint/types/evidence.ts';
import { ConsensusParams } from '../../../src/wire/gen/tendermint/types/params.ts';
import {
  BlockID,
  Commit,
  CommitSig,
  Data,
  Header,
  Part,
  PartSetHeader,
  Proposal,
  TxProof,
  Vote,
} from '../../../src/wire/gen/tendermint/types/types.ts';
import {
  SimpleValidator,
  type Validator,
  ValidatorSet as ValidatorSetMessage,
} from '../../../src/wire/gen/tendermint/types/validator.ts';
import { outcome, readCases, type Topic, vectorFile } from '../lib.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const from64 = (s: string): Uint8Array => Uint8Array.from(Buffer.from(s, 'base64'));
const to64 = (b: Uint8Array): string => Buffer.from(b).toString('base64');

/** `{name: ok}` or `{nameErr: text}`. */
function verdict(name: string, check: () => void, ok: unknown = 'ok'): object {
  const o = outcome(() => {
    check();
    return ok;
  });
  if ('out' in o) return { [name]: o.out };
  return { [`${name}Err`]: 'err' in o ? o.err : `panic: ${o.panic}` };
}

const ed25519 = (key: string): PublicKey => ({ sum: { $case: 'ed25519', ed25519: bytes(key) } });
const change = ([key, power]: [string, string]) => ({ pubKey: ed25519(key), power: BigInt(power) });
const rows = (set: ValidatorSet): unknown =>
  set.validators().map((v) => [hex(v.address), v.votingPower, v.proposerPriority.toString()]);

/** Keys by address: sets in badUpdate are given by address only. */
const keys = new Map<string, string>();
for (const c of readCases(vectorFile('cometbft'))) {
  if (c.op !== 'proposers') continue;
  const added = c.out.flatMap((step: { updates?: [string, string][] }) => step.updates ?? []);
  for (const [key] of [...c.in, ...added]) keys.set(hex(consensusAddress(ed25519(key))), key);
}

const duplicate = (e: DuplicateVoteEvidence): Evidence => ({
  sum: { $case: 'duplicateVoteEvidence', duplicateVoteEvidence: e },
});

interface VerifyCommit {
  chain_id: string;
  validators: string;
  block_id: string;
  height: number;
  commit: string;
}

const topic: Topic = {
  vote: (c: { chain_id: string; vote: string }) => {
    const v = Vote.decode(from64(c.vote));
    const o = outcome(() => to64(CommitSig.encode(commitSigOf(v))));
    return {
      signBytes: hex(voteSignBytes(c.chain_id, v)),
      extensionSignBytes: hex(voteExtensionSignBytes(c.chain_id, v)),
      string: voteString(v),
      ...('out' in o ? { commitSig: o.out } : { commitSigErr: `panic: ${'panic' in o ? o.panic : o.err}` }),
      ...verdict('validateBasic', () => validateVote(v)),
    };
  },
  proposal: (c: { chain_id: string; proposal: string }) => {
    const p = Proposal.decode(from64(c.proposal));
    return {
      signBytes: hex(proposalSignBytes(c.chain_id, p)),
      ...verdict('validateBasic', () => validateProposal(p)),
    };
  },
  blockID: (s: string) => {
    const id = BlockID.decode(from64(s));
    return {
      complete: isCompleteBlockId(id),
      zero: isZeroBlockId(id),
      key: hex(blockIdKey(id)),
      string: blockIdString(id),
    };
  },
  header: (s: string) => {
    const h = Header.decode(from64(s));
    return { hash: hex(headerHash(h)), ...verdict('validateBasic', () => validateHeader(h)) };
  },
  commit: (s: string) => {
    const c = Commit.decode(from64(s));
    return {
      hash: hex(commitHash(c)),
      ...verdict('validateBasic', () => validateCommit(c)),
      voteSignBytes: c.signatures.map((_, i) => hex(commitVoteSignBytes('akashnet-2', c, i))),
    };
  },
  block: (s: string) => {
    const raw = from64(s);
    const b = Block.decode(raw);
    return {
      hash: hex(headerHash(b.header)),
      dataHash: hex(dataHash(b.data.txs)),
      evidenceHash: hex(evidenceHash(b.evidence.evidence)),
      lastCommitHash: b.lastCommit && hex(commitHash(b.lastCommit)),
      partSetHeader: to64(PartSetHeader.encode(partSetHeader(Block.encode(b)))),
      size: raw.length,
      ...verdict('validateBasic', () => validateBlock(b)),
    };
  },
  partSet: (c: { data: string; partSize: number }) => {
    const { header, parts } = partSet(from64(c.data), c.partSize);
    return {
      header: to64(PartSetHeader.encode(header)),
      parts: parts.length === 0 ? null : parts.map((p) => to64(Part.encode(p))),
    };
  },
  'evidence.duplicateVote': (s: string) => {
    const e = DuplicateVoteEvidence.decode(from64(s));
    const evidence = duplicate(e);
    return {
      abci: toMisbehavior(evidence).map((m) => to64(Misbehavior.encode(m)))[0],
      bytes: to64(evidenceBytes(evidence)),
      hash: hex(evidenceId(evidence)),
      listHash: hex(evidenceHash([evidence, evidence])),
      string: duplicateVoteString(e),
      ...verdict('validateBasic', () => validateDuplicateVote(e)),
    };
  },
  'evidence.lightClientAttack': (s: string) => {
    const lightClientAttackEvidence = LightClientAttackEvidence.decode(from64(s));
    const e: Evidence = { sum: { $case: 'lightClientAttackEvidence', lightClientAttackEvidence } };
    return { bytes: to64(evidenceBytes(e)), hash: hex(evidenceId(e)) };
  },
  consensusParams: (s: string) => {
    const p = ConsensusParams.decode(from64(s));
    return { hash: hex(consensusParamsHash(p)), ...verdict('validateBasic', () => validateConsensusParams(p)) };
  },
  merkle: (items: string[] | null) => {
    const list = (items ?? []).map(bytes);
    const { root, proofs } = merkleProofs(list);
    if (hex(root) !== hex(merkleRoot(list))) throw new Error('two roots');
    for (const p of proofs) if (hex(computeRoot(proofToProto(p))) !== hex(root)) throw new Error('proof does not hold');
    return {
      root: hex(root),
      proofs: list.length === 0 ? null : proofs.map((p) => to64(Proof.encode(proofToProto(p)))),
    };
  },
  'merkle.verify': (c: { leaf: string; proof: string; root: string }) => {
    const p = Proof.decode(from64(c.proof));
    validateProof(p);
    verifyProof(p, bytes(c.root), bytes(c.leaf));
    return 'ok';
  },
  txs: (txs: string[] | null, line) => {
    const list = (txs ?? []).map(bytes);
    const hashes = list.map(sha256);
    const { root, proofs } = merkleProofs(hashes);
    const i = line.out.proofIndex;
    return {
      hash: hex(dataHash(list)),
      protoSize: Data.encode({ txs: list }).length,
      txHashes: list.length === 0 ? null : hashes.map(hex),
      ...(i !== undefined && {
        proofIndex: i,
        proof: to64(TxProof.encode({ rootHash: root, data: list[i]!, proof: proofToProto(proofs[i]!) })),
      }),
    };
  },
  resultsHash: (results: string[] | null) =>
    hex(lastResultsHash((results ?? []).map((r) => ExecTxResult.decode(from64(r))))),
  validatorSet: (list: [string, string][]) => {
    const set = ValidatorSet.create(list.map(change));
    return {
      hash: hex(set.hash()),
      proposer: hex(set.proposer()!.address),
      proto: to64(ValidatorSetMessage.encode({ ...set.toProto(), totalVotingPower: 0n })),
      simpleBytes: to64(Buffer.concat(set.validators().map((v) => SimpleValidator.encode(v)))),
      totalPower: set.totalPower(),
      validators: rows(set),
    };
  },
  proposers: (list: [string, string][], line) => {
    const set = ValidatorSet.create(list.map(change));
    return line.out.map((step: Record<string, unknown>) => {
      const done: Record<string, unknown> = { increment: step.increment };
      if (step.updates !== undefined) {
        const updates = step.updates as [string, string][];
        done.updates = updates;
        const o = outcome(() => set.update(updates.map(change)));
        if ('err' in o) done.updateErr = o.err;
      }
      set.incrementProposerPriority(step.increment as number);
      done.proposer = hex(set.proposer()!.address);
      if (step.hash !== undefined) done.hash = hex(set.hash());
      if (step.validators !== undefined) done.validators = rows(set);
      return done;
    });
  },
  'validatorSet.badUpdate': (c: { set: [string, string, string][]; updates: [string, string][] }) => {
    const validators = c.set.map(
      ([address, power, priority]): Validator => ({
        address: bytes(address),
        pubKey: ed25519(keys.get(address)!),
        votingPower: BigInt(power),
        proposerPriority: BigInt(priority),
      }),
    );
    ValidatorSet.fromProto({ validators, proposer: undefined, totalVotingPower: 0n }).update(c.updates.map(change));
    return 'ok';
  },
  genesisDoc: (json: string) => {
    const d = parseGenesisDoc(json);
    return {
      app_hash: hex(d.appHash),
      chain_id: d.chainId,
      initial_height: Number(d.initialHeight),
      paramsHash: hex(consensusParamsHash(d.consensusParams)),
      time: toRfc3339Nano(d.genesisTime),
      validatorsHash: hex(genesisValidatorsHash(d)),
    };
  },
  verifyCommit: (c: VerifyCommit) => {
    const set = ValidatorSet.fromProtoChecked(ValidatorSetMessage.decode(from64(c.validators)));
    const id = BlockID.decode(from64(c.block_id));
    const commit = Commit.decode(from64(c.commit));
    const height = BigInt(c.height);
    return {
      ...verdict('full', () => verifyCommit(c.chain_id, set, id, height, commit)),
      ...verdict('light', () => verifyCommitLight(c.chain_id, set, id, height, commit)),
    };
  },
};
export default topic;
