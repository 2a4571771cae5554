import type { Context } from '../../core/context.ts';
import { GoError, GoPanic, nilPointer } from '../../core/errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import type { GenesisState } from '../../wire/gen/cosmos/gov/v1/genesis.ts';
import { Deposit, type Proposal, ProposalStatus, Vote } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import { compactText } from '../../wire/text.ts';
import type { GovKeeper } from './keeper.ts';
import { ACTIVE_QUEUE_PREFIX, INACTIVE_QUEUE_PREFIX, MODULE_NAME } from './keys.ts';
import { defaultParams, validateParams } from './params.ts';

/** Stores a genesis. Panics when the module account does not hold exactly the deposits. */
export function initGenesis(k: GovKeeper, ctx: Context, genesis: GenesisState): void {
  k.setProposalId(ctx, genesis.startingProposalId);
  if (genesis.params === undefined) throw nilPointer();
  k.params.set(ctx, genesis.params);
  k.setConstitution(ctx, genesis.constitution);
  const account = k.accountKeeper.getModuleAccount(ctx, MODULE_NAME);

  let deposited: Coin[] = [];
  for (const deposit of genesis.deposits) {
    k.setDeposit(ctx, deposit);
    deposited = Coins.add(deposited, deposit.amount);
  }
  for (const vote of genesis.votes) k.setVote(ctx, accAddressCodec.toBytes(vote.voter), vote);
  for (const proposal of genesis.proposals) {
    enqueue(k, ctx, proposal);
    k.setProposal(ctx, proposal);
  }

  const balance = k.bankKeeper.getAllBalances(ctx, k.moduleAddress);
  // Without a balance the account is likely new: it is stored once more.
  if (Coins.isZero(balance)) k.accountKeeper.setModuleAccount(ctx, account as never);
  if (!Coins.equal(balance, deposited)) {
    throw new GoPanic(`expected module account was ${Coins.format(balance)} but we got ${Coins.format(deposited)}`);
  }
}

function enqueue(k: GovKeeper, ctx: Context, p: Proposal): void {
  const inDeposit = p.status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD;
  if (!inDeposit && p.status !== ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD) return;
  const end = inDeposit ? p.depositEndTime : p.votingEndTime;
  if (end === undefined) throw nilPointer();
  k.insertIntoQueue(ctx, inDeposit ? INACTIVE_QUEUE_PREFIX : ACTIVE_QUEUE_PREFIX, end, p.id);
}

export function exportGenesis(k: GovKeeper, ctx: Context): GenesisState {
  const startingProposalId = k.peekProposalId(ctx);
  const proposals: GenesisState['proposals'] = [];
  k.iterateProposals(ctx, (p) => proposals.push(p));
  const constitution = k.getConstitution(ctx);
  const params = k.params.get(ctx);
  const deposits: GenesisState['deposits'] = [];
  k.iterateDeposits(ctx, undefined, (_depositor, deposit) => {
    deposits.push(deposit);
  });
  const votes: GenesisState['votes'] = [];
  k.iterateVotes(ctx, undefined, (_voter, vote) => {
    votes.push(vote);
  });
  return { ...emptyGenesis(), startingProposalId, deposits, votes, proposals, params, constitution };
}

export function defaultGenesis(): GenesisState {
  return { ...emptyGenesis(), startingProposalId: 1n, params: defaultParams() };
}

/** The three groups of parameters are a form of long ago and stay empty. */
function emptyGenesis(): GenesisState {
  return {
    startingProposalId: 0n,
    deposits: [],
    votes: [],
    proposals: [],
    depositParams: undefined,
    votingParams: undefined,
    tallyParams: undefined,
    params: undefined,
    constitution: '',
  };
}

/** Throws GoError for ids given twice, deposits and votes of no proposal, and bad parameters. */
export function validateGenesis(genesis: GenesisState): void {
  if (genesis.startingProposalId === 0n) throw new GoError('starting proposal id must be greater than 0');
  const ids = new Set<bigint>();
  for (const { id } of genesis.proposals) {
    if (ids.has(id)) throw new GoError(`duplicate proposal id: ${id}`);
    ids.add(id);
  }
  const seen = new Set<string>();
  for (const d of genesis.deposits) {
    const text = compactText(Deposit, d);
    if (!ids.has(d.proposalId)) throw new GoError(`deposit ${text} has non-existent proposal id: ${d.proposalId}`);
    const key = `deposit ${d.proposalId} ${d.depositor}`;
    if (seen.has(key)) throw new GoError(`duplicate deposit: ${text}`);
    seen.add(key);
  }
  for (const v of genesis.votes) {
    const text = compactText(Vote, v);
    if (!ids.has(v.proposalId)) throw new GoError(`vote ${text} has non-existent proposal id: ${v.proposalId}`);
    const key = `vote ${v.proposalId} ${v.voter}`;
    if (seen.has(key)) throw new GoError(`duplicate vote: ${text}`);
    seen.add(key);
  }
  if (genesis.params === undefined) throw nilPointer();
  validateParams(genesis.params);
}
