import { describe, expect, it } from 'vitest';
import { GoError } from '../../src/core/errors.ts';
import { accAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { CommunityPoolSpendProposal } from '../../src/wire/gen/cosmos/distribution/v1beta1/distribution.ts';
import { MsgCommunityPoolSpend } from '../../src/wire/gen/cosmos/distribution/v1beta1/tx.ts';
import { type Params, Proposal, ProposalStatus, VoteOption } from '../../src/wire/gen/cosmos/gov/v1/gov.ts';
import {
  MsgCancelProposal,
  MsgDeposit,
  MsgExecLegacyContent,
  MsgSubmitProposal,
  MsgUpdateParams,
  MsgVote,
  MsgVoteWeighted,
} from '../../src/wire/gen/cosmos/gov/v1/tx.ts';
import { TextProposal } from '../../src/wire/gen/cosmos/gov/v1beta1/gov.ts';
import * as legacy from '../../src/wire/gen/cosmos/gov/v1beta1/tx.ts';
import { ParameterChangeProposal } from '../../src/wire/gen/cosmos/params/v1beta1/params.ts';
import { CancelSoftwareUpgradeProposal } from '../../src/wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import type { Any } from '../../src/wire/gen/google/protobuf/any.ts';
import { packAny } from '../../src/wire/registry.ts';
import { exportGenesis, initGenesis } from '../../src/x/gov/genesis.ts';
import { noGovHooks } from '../../src/x/gov/hooks.ts';
import { depositsAreHeld } from '../../src/x/gov/invariants.ts';
import * as keys from '../../src/x/gov/keys.ts';
import { parseProposalMetadata } from '../../src/x/gov/metadata.ts';
import { defaultParams } from '../../src/x/gov/params.ts';
import { AppKit, address, attributes, bech32, DAY, refusal, uakt } from './app-kit.ts';

const MIN = 10_000_000n;
const GOV = moduleAddress('gov');
const S = ProposalStatus;

function kitWith(params: Partial<Params> = {}): AppKit {
  const kit = new AppKit();
  kit.createValidator(1, 5_000_000n);
  kit.keepers.gov.params.set(kit.ctx(), { ...defaultParams(), ...params });
  kit.fund(address(2), 200_000_000n);
  return kit;
}

/** A proposal of address 2. Returns its id. */
function propose(kit: AppKit, messages: Any[], fields: Partial<MsgSubmitProposal> = {}): bigint {
  const id = kit.keepers.gov.peekProposalId(kit.ctx());
  kit.send(MsgSubmitProposal, {
    messages,
    initialDeposit: uakt(MIN),
    proposer: bech32(2),
    title: 'T',
    summary: 'S',
    metadata: 'm',
    ...fields,
  });
  return id;
}

const proposal = (kit: AppKit, id: bigint): Proposal => kit.keepers.gov.getProposal(kit.ctx(), id);
const vote = (kit: AppKit, proposalId: bigint, option: number = VoteOption.VOTE_OPTION_YES): unknown =>
  kit.send(MsgVote, { proposalId, voter: bech32(1), option });

const spend = (to: string, amount: bigint): Any =>
  packAny(MsgSend, { fromAddress: accAddressToBech32(GOV), toAddress: to, amount: uakt(amount) });

describe('a proposal', () => {
  it('is executed once enough vote for it', () => {
    const kit = kitWith();
    const id = propose(kit, [
      packAny(MsgUpdateParams, { authority: kit.authority, params: { ...defaultParams(), quorum: '0.1' } }),
    ]);
    expect(proposal(kit, id).status).toBe(S.PROPOSAL_STATUS_VOTING_PERIOD);
    vote(kit, id);
    kit.pass(2n * DAY - 1n);
    expect(kit.endBlock('gov')).toEqual([]);
    kit.pass(1n);
    expect(attributes(kit.endBlock('gov').at(-1))).toEqual({
      proposal_id: `${id}`,
      proposal_result: 'proposal_passed',
      proposal_log: 'passed',
    });
    expect(kit.keepers.gov.params.get(kit.ctx()).quorum).toBe('0.1');
    expect(kit.balance(address(2))).toBe(200_000_000n);
    expect(kit.pairs('gov').map(([key]) => key.slice(0, 2))).toEqual(['00', '03', '30']);
  });

  it('executes all of its messages or none, and says why', () => {
    const kit = kitWith();
    kit.fund(GOV, 50n);
    const id = propose(kit, [spend(bech32(7), 50n), spend(bech32(7), 900_000_000n)]);
    vote(kit, id);
    kit.pass(2n * DAY);
    const log = attributes(kit.endBlock('gov').at(-1)).proposal_log;
    expect(log).toBe(
      'passed, but msg 1 (/cosmos.bank.v1beta1.MsgSend) failed on execution: spendable balance 0uakt is smaller than 900000000uakt: insufficient funds',
    );
    expect(proposal(kit, id)).toMatchObject({
      status: S.PROPOSAL_STATUS_FAILED,
      failedReason: 'spendable balance 0uakt is smaller than 900000000uakt: insufficient funds',
    });
    expect(kit.balance(address(7))).toBe(0n);
  });

  it('that panics shows its message in protobuf text form', () => {
    const kit = kitWith();
    const content = packAny(ParameterChangeProposal, {
      title: 'T',
      description: 'D',
      changes: [{ subspace: 'staking', key: 'MaxValidators', value: '100' }],
    });
    const id = propose(kit, [packAny(MsgExecLegacyContent, { content, authority: kit.authority })]);
    // What is known when it is submitted may be unknown when it is executed.
    const stored = proposal(kit, id);
    const unknown = packAny(ParameterChangeProposal, {
      title: 'T',
      description: 'D',
      changes: [{ subspace: 'staking', key: 'Nothing', value: '1' }],
    });
    kit.keepers.gov.setProposal(kit.ctx(), {
      ...stored,
      messages: [packAny(MsgExecLegacyContent, { content: unknown, authority: kit.authority })],
    });
    vote(kit, id);
    kit.pass(2n * DAY);
    kit.endBlock('gov');
    expect(proposal(kit, id).failedReason).toMatch(
      /^handling x\/gov proposal msg \[content:<type_url:"\/cosmos\.params\.v1beta1\.ParameterChangeProposal" value:"[^>]*" > authority:"akash1[a-z0-9]*" \] PANICKED: parameter Nothing not registered$/,
    );
  });

  it('is dropped when its deposit stays too small', () => {
    const kit = kitWith();
    const id = propose(kit, [], { initialDeposit: uakt(1_000_000n) });
    kit.pass(2n * DAY);
    expect(attributes(kit.endBlock('gov').at(-1)).proposal_result).toBe('proposal_dropped');
    expect(kit.keepers.gov.findProposal(kit.ctx(), id)).toBeUndefined();
    expect(kit.balance(address(2))).toBe(200_000_000n);
  });

  it('can be cancelled; the charge is burnt, pooled or paid', () => {
    const distribution = accAddressToBech32(moduleAddress('distribution'));
    for (const [dest, to] of [
      ['', undefined],
      [distribution, moduleAddress('distribution')],
      [bech32(9), address(9)],
    ] as const) {
      const kit = kitWith({ proposalCancelDest: dest });
      const id = propose(kit, []);
      const supply = kit.keepers.bank.getSupply(kit.ctx(), 'uakt').amount;
      kit.send(MsgCancelProposal, { proposalId: id, proposer: bech32(2) });
      expect(kit.balance(address(2))).toBe(200_000_000n - MIN / 2n);
      expect(kit.keepers.bank.getSupply(kit.ctx(), 'uakt').amount).toBe(supply - (dest === '' ? MIN / 2n : 0n));
      if (to !== undefined) expect(kit.balance(to)).toBe(MIN / 2n);
      expect(kit.pairs('gov').map(([key]) => key.slice(0, 2))).toEqual(['03', '30']);
      expect(kit.refused(MsgCancelProposal, { proposalId: id, proposer: bech32(2) })).toBe(
        `undefined/1: collections: not found: key '${id}' of type github.com/cosmos/gogoproto/cosmos.gov.v1.Proposal`,
      );
    }
  });
});

describe('the tally', () => {
  it('removes the votes, so an expedited proposal that falls back to the regular vote starts without any', () => {
    const kit = kitWith();
    kit.createValidator(3, 5_000_000n);
    const id = propose(kit, [], { expedited: true, initialDeposit: uakt(5n * MIN) });
    vote(kit, id);
    kit.send(MsgVote, { proposalId: id, voter: bech32(3), option: VoteOption.VOTE_OPTION_NO });
    kit.pass(DAY);
    expect(attributes(kit.endBlock('gov').at(-1))).toMatchObject({
      proposal_result: 'expedited_proposal_rejected',
      proposal_log: 'expedited proposal converted to regular',
    });
    expect(kit.keepers.gov.findVote(kit.ctx(), id, address(1))).toBeUndefined();
    expect(proposal(kit, id)).toMatchObject({ expedited: false, finalTallyResult: { yesCount: '5000000' } });
    kit.pass(DAY);
    kit.endBlock('gov');
    expect(proposal(kit, id)).toMatchObject({
      status: S.PROPOSAL_STATUS_REJECTED,
      failedReason: 'proposal did not get enough votes to pass',
      finalTallyResult: { yesCount: '0' },
    });
  });

  const { VOTE_OPTION_YES: YES, VOTE_OPTION_NO: NO, VOTE_OPTION_ABSTAIN: ABSTAIN } = VoteOption;
  const VETO = VoteOption.VOTE_OPTION_NO_WITH_VETO;
  // Four validators of 5, 3, 1 and 1.
  const cases: [string, (number | undefined)[], Partial<Params>, number, boolean][] = [
    ['more than half', [YES, NO, YES], {}, S.PROPOSAL_STATUS_PASSED, false],
    ['exactly half', [YES, NO, NO, NO], {}, S.PROPOSAL_STATUS_REJECTED, false],
    ['below the quorum', [undefined, YES], {}, S.PROPOSAL_STATUS_REJECTED, false],
    ['below the quorum, burning', [undefined, YES], { burnVoteQuorum: true }, S.PROPOSAL_STATUS_REJECTED, true],
    ['all abstain', [ABSTAIN, ABSTAIN], {}, S.PROPOSAL_STATUS_REJECTED, false],
    ['veto', [YES, VETO, VETO], {}, S.PROPOSAL_STATUS_REJECTED, true],
    ['veto, not burning', [YES, VETO, VETO], { burnVoteVeto: false }, S.PROPOSAL_STATUS_REJECTED, false],
    ['a third of vetoes', [YES, VETO], { vetoThreshold: '0.375' }, S.PROPOSAL_STATUS_PASSED, false],
  ];
  it.each(cases)('%s', (_name, options, params, status, burnt) => {
    const kit = kitWith(params);
    kit.createValidator(3, 3_000_000n);
    kit.createValidator(4, 1_000_000n);
    kit.createValidator(5, 1_000_000n);
    const id = propose(kit, []);
    for (const [i, option] of options.entries()) {
      if (option !== undefined) kit.send(MsgVote, { proposalId: id, voter: bech32([1, 3, 4, 5][i]!), option });
    }
    kit.pass(2n * DAY);
    kit.endBlock('gov');
    expect(proposal(kit, id).status).toBe(status);
    expect(kit.balance(address(2))).toBe(200_000_000n - (burnt ? MIN : 0n));
  });

  it('splits weighted votes', () => {
    const kit = kitWith();
    const id = propose(kit, []);
    kit.send(MsgVoteWeighted, {
      proposalId: id,
      voter: bech32(1),
      options: [
        { option: YES, weight: '0.7' },
        { option: NO, weight: '0.3' },
      ],
    });
    kit.pass(2n * DAY);
    kit.endBlock('gov');
    expect(proposal(kit, id).finalTallyResult).toMatchObject({ yesCount: '3500000', noCount: '1500000' });
  });
});

describe('votes', () => {
  const half = { option: VoteOption.VOTE_OPTION_YES, weight: '0.5' };
  const cases: [string, { option: number; weight: string }[], string][] = [
    ['none', [], 'sdk/18: null: invalid request'],
    ['twice the same', [half, half], 'gov/7: duplicated vote option: invalid vote option'],
    ['too little', [half], 'gov/7: total weight lower than 1.00: invalid vote option'],
    [
      'too much',
      [half, { option: VoteOption.VOTE_OPTION_NO, weight: '0.6' }],
      'gov/7: total weight overflow 1.00: invalid vote option',
    ],
    ['no number', [{ ...half, weight: 'x' }], 'gov/7: option:VOTE_OPTION_YES weight:"x" : invalid vote option'],
    [
      'PARITY no option, named as a byte',
      [{ option: 10001, weight: '1' }],
      'gov/7: option:17 weight:"1" : invalid vote option',
    ],
    ['no option', [{ option: 9, weight: '1' }], 'gov/7: option:9 weight:"1" : invalid vote option'],
  ];
  it.each(cases)('weighted: %s', (_name, options, text) => {
    const kit = kitWith();
    const proposalId = propose(kit, []);
    expect(kit.refused(MsgVoteWeighted, { proposalId, voter: bech32(1), options })).toBe(text);
  });

  it('weighted: none, in the older version', () => {
    const kit = kitWith();
    const proposalId = propose(kit, []);
    const refused = (voter: string) => kit.refused(legacy.MsgVoteWeighted, { proposalId, voter, options: [] });
    expect(refused(bech32(1))).toBe('sdk/18: []: invalid request');
    expect(refused('x')).toMatch(/^sdk\/7: invalid voter address: /);
  });

  it('are for proposals that are voted on', () => {
    const kit = kitWith();
    const proposalId = propose(kit, [], { initialDeposit: uakt(1_000_000n) });
    expect(kit.refused(MsgVote, { proposalId, voter: bech32(1), option: 1 })).toBe('gov/3: 1: inactive proposal');
    expect(kit.send(MsgDeposit, { proposalId, depositor: bech32(2), amount: uakt(9_000_000n) }).events.at(-1)).toEqual({
      type: 'proposal_deposit',
      attributes: [{ key: 'voting_period_start', value: '1' }],
    });
    vote(kit, proposalId);
  });
});

describe('metadata', () => {
  const cases: [string, string, ReturnType<typeof parseProposalMetadata>][] = [
    ['of the recommended form', '{"title":"a","summary":"b","authors":["x"]}', { title: 'a', summary: 'b' }],
    ['no JSON', 'ipfs://x', undefined],
    ['a list', '[]', undefined],
    ['null', ' null ', { title: '', summary: '' }],
    ['keys in any case', '{"TITLE":"a","\u017fummary":"b"}', { title: 'a', summary: 'b' }],
    ['the last of several', '{"title":"a","Title":"b","title":null}', { title: 'b', summary: '' }],
    ['a wrong type', '{"title":"a","authors":"x"}', undefined],
    ['a wrong type of no known field', '{"title":"a","more":1}', { title: 'a', summary: '' }],
  ];
  it.each(cases)('%s', (_name, text, parsed) => {
    expect(parseProposalMetadata(text)).toEqual(parsed);
  });

  it('must agree with the proposal', () => {
    const kit = kitWith();
    const fields = { initialDeposit: uakt(MIN), proposer: bech32(2), title: 'T', summary: 'S' };
    expect(kit.refused(MsgSubmitProposal, { ...fields, metadata: '{"title":"U","summary":"S"}' })).toBe(
      "gov/5: metadata title 'U' must equal proposal title 'T': invalid proposal content",
    );
    expect(kit.refused(MsgSubmitProposal, { ...fields, metadata: '{"title":"T"}' })).toBe(
      "gov/5: metadata summary '' must equal proposal summary 'S': invalid proposal content",
    );
    kit.send(MsgSubmitProposal, { ...fields, metadata: '{"title":1}' });
  });

  it('has a limit', () => {
    const kit = kitWith();
    const fields = { initialDeposit: uakt(MIN), proposer: bech32(2), title: 'T', summary: 'S' };
    kit.send(MsgSubmitProposal, { ...fields, metadata: 'x'.repeat(10_200) });
    expect(kit.refused(MsgSubmitProposal, { ...fields, metadata: 'x'.repeat(10_201) })).toBe(
      'gov/15: got metadata with length 10201: metadata too long',
    );
  });
});

describe('legacy contents', () => {
  const submit = (kit: AppKit, content: Any | undefined): string =>
    kit.refused(legacy.MsgSubmitProposal, { content, initialDeposit: uakt(MIN), proposer: bech32(2) });

  it('of a text are executed', () => {
    const kit = kitWith();
    kit.send(legacy.MsgSubmitProposal, {
      content: packAny(TextProposal, { title: 'T', description: 'D' }),
      initialDeposit: uakt(MIN),
      proposer: bech32(2),
    });
    expect(proposal(kit, 1n)).toMatchObject({ title: 'T', summary: 'D', metadata: '' });
  });

  it('that no longer exist are refused', () => {
    const pool = { title: 'T', description: 'D', recipient: bech32(3), amount: uakt(1n) };
    expect(submit(kitWith(), packAny(CommunityPoolSpendProposal, pool))).toBe(
      'gov/6: CommunityPoolSpend: invalid proposal type',
    );
  });

  it('without a handler are refused', () => {
    expect(submit(kitWith(), packAny(CancelSoftwareUpgradeProposal, { title: 'T', description: 'D' }))).toBe(
      'gov/9: upgrade: no handler exists for proposal type',
    );
  });

  it('that are missing are a panic', () => {
    expect(submit(kitWith(), undefined)).toBe(
      'panic: runtime error: invalid memory address or nil pointer dereference',
    );
  });

  it('of an unknown parameter are a panic', () => {
    const changes = [{ subspace: 'staking', key: 'Nothing', value: '1' }];
    expect(submit(kitWith(), packAny(ParameterChangeProposal, { title: 'T', description: 'D', changes }))).toBe(
      'panic: parameter Nothing not registered',
    );
  });

  it('whose handler fails show where, in the text', () => {
    const changes = [{ subspace: 'staking', key: 'BondDenom', value: '1' }];
    expect(submit(kitWith(), packAny(ParameterChangeProposal, { title: 'T', description: 'D', changes }))).toMatch(
      /^gov\/5: failed to run legacy handler params, \nstack:\nkey: BondDenom, value: 1, err: .*: failed to set parameter: invalid proposal content: invalid proposal content$/s,
    );
  });
});

describe('a proposal of messages that this binary does not know', () => {
  /** Puts one into the queue of the deposit period, with a readable one behind it. */
  function withUnknown(): AppKit {
    const kit = kitWith();
    const unreadable = propose(kit, [], { initialDeposit: uakt(1_000_000n) });
    propose(kit, [], { initialDeposit: uakt(1_000_000n) });
    const stored = proposal(kit, unreadable);
    const unknown = { typeUrl: '/no.such.Msg', value: new Uint8Array(0) };
    const ctx = kit.ctx();
    const bytes = Proposal.encode({ ...stored, messages: [unknown] });
    ctx.kvStore(kit.keys.gov).set(keys.proposalKey(unreadable), bytes);
    return kit;
  }

  it('fails, and ends the block for the others', () => {
    const kit = withUnknown();
    kit.pass(2n * DAY);
    expect(kit.endBlock('gov').filter((e) => e.type === 'inactive_proposal')).toEqual([
      {
        type: 'inactive_proposal',
        attributes: [
          { key: 'proposal_id', value: '1' },
          { key: 'proposal_result', value: 'proposal_failed' },
        ],
      },
    ]);
    expect(kit.keepers.gov.findProposal(kit.ctx(), 2n)).toBeDefined();
    kit.pass(1n);
    kit.endBlock('gov');
    expect(kit.keepers.gov.findProposal(kit.ctx(), 2n)).toBeUndefined();
    expect(kit.balance(address(2))).toBe(200_000_000n);
  });

  it('keeps its place with the reason when it was voted on', () => {
    const kit = kitWith();
    const id = propose(kit, []);
    const other = propose(kit, []);
    const unknown = { typeUrl: '/no.such.Msg', value: new Uint8Array(0) };
    const bytes = Proposal.encode({ ...proposal(kit, id), messages: [unknown] });
    kit.ctx().kvStore(kit.keys.gov).set(keys.proposalKey(id), bytes);
    kit.pass(2n * DAY);
    kit.endBlock('gov');
    expect(proposal(kit, id)).toMatchObject({ status: S.PROPOSAL_STATUS_FAILED, messages: [] });
    expect(proposal(kit, id).failedReason).toMatch(
      /^proposal failed because it cannot be processed by gov: collections: encoding error: value decode: /,
    );
    expect(proposal(kit, other).status).toBe(S.PROPOSAL_STATUS_VOTING_PERIOD);
    kit.endBlock('gov');
    expect(proposal(kit, other).status).toBe(S.PROPOSAL_STATUS_REJECTED);
  });
});

describe('messages of a proposal', () => {
  const fields = { initialDeposit: uakt(MIN), proposer: bech32(2), title: 'T', summary: 'S', metadata: '' };

  it('must be signed by governance alone', () => {
    const send = packAny(MsgSend, { fromAddress: bech32(2), toAddress: bech32(3), amount: uakt(1n) });
    expect(kitWith().refused(MsgSubmitProposal, { ...fields, messages: [send] })).toBe(
      `gov/13: ${bech32(2)}: expected gov account as only signer for proposal message`,
    );
  });

  it('must be there, or metadata instead', () => {
    expect(kitWith().refused(MsgSubmitProposal, fields)).toBe(
      'gov/11: either metadata or Msgs length must be non-nil: no messages proposed',
    );
  });

  it('spend of the community pool when they pass', () => {
    const kit = kitWith();
    kit.send(MsgSubmitProposal, {
      ...fields,
      messages: [packAny(MsgCommunityPoolSpend, { authority: kit.authority, recipient: bech32(3), amount: uakt(1n) })],
    });
    vote(kit, 1n);
    kit.pass(2n * DAY);
    kit.endBlock('gov');
    expect(proposal(kit, 1n).failedReason).toBe('community pool does not have sufficient coins to distribute');
  });
});

it('hooks may fail without harm where the reference says so', () => {
  const kit = kitWith();
  const told: bigint[] = [];
  kit.keepers.gov.setHooks({
    ...noGovHooks,
    afterProposalVotingPeriodEnded(ctx, id) {
      told.push(id);
      ctx.kvStore(kit.keys.gov).set(Uint8Array.of(0x99), Uint8Array.of(1));
      throw new GoError('no');
    },
  });
  const id = propose(kit, []);
  kit.pass(2n * DAY);
  kit.endBlock('gov');
  expect(told).toEqual([id]);
  expect(kit.pairs('gov', '99')).toEqual([]);
  expect(() => kit.keepers.gov.setHooks(noGovHooks)).toThrow('cannot set governance hooks twice');
});

it('a constitution that was never set is no protobuf message', () => {
  const kit = kitWith();
  expect(() => kit.keepers.gov.getConstitution(kit.ctx())).toThrow(
    new GoError("collections: not found: key 'no_key' of type string"),
  );
});

describe('genesis', () => {
  it('gives back what it is given', () => {
    const kit = kitWith();
    kit.keepers.gov.setConstitution(kit.ctx(), 'c');
    vote(kit, propose(kit, []));
    propose(kit, [], { initialDeposit: uakt(1_000_000n) });
    const state = exportGenesis(kit.keepers.gov, kit.ctx());
    const other = new AppKit();
    other.fund(GOV, MIN + 1_000_000n);
    initGenesis(other.keepers.gov, other.ctx(), state);
    expect(other.pairs('gov')).toEqual(kit.pairs('gov'));
  });

  it('must find the deposits in the module account', () => {
    const kit = kitWith();
    kit.keepers.gov.setConstitution(kit.ctx(), '');
    propose(kit, []);
    const state = exportGenesis(kit.keepers.gov, kit.ctx());
    const other = new AppKit();
    expect(refusal(() => initGenesis(other.keepers.gov, other.ctx(), state))).toBe(
      'panic: expected module account was  but we got 10000000uakt',
    );
  });
});

it('the module account holds the deposits until a proposal moves them', () => {
  const kit = kitWith();
  const id = propose(kit, [spend(bech32(7), MIN)]);
  propose(kit, []);
  expect(depositsAreHeld(kit.keepers.gov, kit.ctx())).toEqual([]);
  vote(kit, id);
  kit.pass(2n * DAY);
  // The first proposal's deposit is returned, then it takes the second's; that one cannot be returned and the chain stops.
  expect(refusal(() => kit.endBlock('gov'))).toBe(
    'sdk/5: spendable balance 0uakt is smaller than 10000000uakt: insufficient funds',
  );
});
