import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../core/errors.ts';
import { textLength } from '../../core/go-text.ts';
import { Item } from '../../core/item.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import type { Time } from '../../core/time.ts';
import { accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import { prefixEndBytes, readU64be, u64be } from '../../store/keys.ts';
import { Deposit, Params, Proposal, ProposalStatus, Vote } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import { unpackInterfaces } from '../../wire/registry.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { notFound, ProposalEncodingError, walk } from './collections.ts';
import type { LegacyRouter } from './content.ts';
import { ErrMetadataTooLong, ErrSummaryTooLong } from './errors.ts';
import type {
  AccountKeeper,
  BankKeeper,
  DistributionKeeper,
  ProposalRouter,
  StakingKeeper,
} from './expected-keepers.ts';
import { type GovHooks, noGovHooks } from './hooks.ts';
import * as keys from './keys.ts';

export interface GovKeeperDeps {
  readonly storeKey: StoreKey;
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
  readonly stakingKeeper: StakingKeeper;
  readonly distributionKeeper: DistributionKeeper;
  /** Executes the messages of proposals. */
  readonly router: ProposalRouter;
  /** Executes legacy contents. */
  readonly legacyRouter: LegacyRouter;
  /** Bytes of metadata and titles; summaries may have forty times as many. */
  readonly maxMetadataLength: number;
  /** Bech32 text of the account that may update the parameters: the module's own. */
  readonly authority: string;
}

const SUMMARY_FACTOR = 40;
const CLEAR_BATCH = 10_000;

/** The state of governance. Source: cosmos-sdk x/gov/keeper/keeper.go. */
export class GovKeeper {
  readonly authority: string;
  /** The module account, which holds the deposits. */
  readonly moduleAddress: Uint8Array;
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
  readonly stakingKeeper: StakingKeeper;
  readonly distributionKeeper: DistributionKeeper;
  readonly router: ProposalRouter;
  readonly legacyRouter: LegacyRouter;
  readonly params: Item<Params>;
  private readonly storeKey: StoreKey;
  private readonly maxMetadataLength: number;
  private receiver: GovHooks | undefined;

  constructor(deps: GovKeeperDeps) {
    const address = deps.accountKeeper.getModuleAddress(keys.MODULE_NAME);
    if (address === undefined) throw new GoPanic(`${keys.MODULE_NAME} module account has not been set`);
    this.moduleAddress = address;
    this.storeKey = deps.storeKey;
    this.authority = deps.authority;
    this.accountKeeper = deps.accountKeeper;
    this.bankKeeper = deps.bankKeeper;
    this.stakingKeeper = deps.stakingKeeper;
    this.distributionKeeper = deps.distributionKeeper;
    this.router = deps.router;
    this.legacyRouter = deps.legacyRouter;
    this.maxMetadataLength = deps.maxMetadataLength;
    this.params = new Item(deps.storeKey, keys.PARAMS_KEY, Params);
  }

  /** Sets the receiver of the hooks, once. */
  setHooks(hooks: GovHooks): void {
    if (this.receiver !== undefined) throw new GoPanic('cannot set governance hooks twice');
    this.receiver = hooks;
  }

  get hooks(): GovHooks {
    return this.receiver ?? noGovHooks;
  }

  /** The store itself, for pages of queries. */
  store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  assertMetadataLength(text: string): void {
    const n = textLength(text);
    if (n > this.maxMetadataLength) throw ErrMetadataTooLong.wrap(`got metadata with length ${n}`);
  }

  assertSummaryLength(text: string): void {
    const n = textLength(text);
    if (n > SUMMARY_FACTOR * this.maxMetadataLength) throw ErrSummaryTooLong.wrap(`got summary with length ${n}`);
  }

  // ---- constitution and ids

  getConstitution(ctx: Context): string {
    const bytes = this.store(ctx).get(keys.CONSTITUTION_KEY);
    // PARITY: cosmossdk.io/collections codec/string.go: a text is of type "string", not a protobuf message.
    if (bytes === undefined) throw new GoError("collections: not found: key 'no_key' of type string");
    return textFromBytes(bytes);
  }

  setConstitution(ctx: Context, text: string): void {
    this.store(ctx).set(keys.CONSTITUTION_KEY, keys.constitutionBytes(text));
  }

  /** The id that the next proposal gets; 0 when none was ever set. */
  peekProposalId(ctx: Context): bigint {
    const bytes = this.store(ctx).get(keys.PROPOSAL_ID_KEY);
    return bytes === undefined ? 0n : readU64be(bytes);
  }

  setProposalId(ctx: Context, id: bigint): void {
    this.store(ctx).set(keys.PROPOSAL_ID_KEY, u64be(BigInt.asUintN(64, id)));
  }

  nextProposalId(ctx: Context): bigint {
    const id = this.peekProposalId(ctx);
    this.setProposalId(ctx, id + 1n);
    return id;
  }

  // ---- proposals

  /** The proposal, or undefined. Throws {@link ProposalEncodingError} when its messages cannot be read. */
  findProposal(ctx: Context, id: bigint): Proposal | undefined {
    const bytes = this.store(ctx).get(keys.proposalKey(id));
    return bytes === undefined ? undefined : decodeProposal(bytes);
  }

  /** As {@link findProposal}, but throws GoError when there is none. */
  getProposal(ctx: Context, id: bigint): Proposal {
    const proposal = this.findProposal(ctx, id);
    if (proposal === undefined) throw notFound(`${id}`, Proposal.typeName);
    return proposal;
  }

  setProposal(ctx: Context, proposal: Proposal): void {
    const store = this.store(ctx);
    if (proposal.status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD) {
      store.set(keys.votingPeriodKey(proposal.id), Uint8Array.of(1));
    } else store.delete(keys.votingPeriodKey(proposal.id));
    store.set(keys.proposalKey(proposal.id), Proposal.encode(proposal));
  }

  /** Removes a proposal and its places in the queues. */
  deleteProposal(ctx: Context, id: bigint): void {
    const proposal = this.getProposal(ctx, id);
    const store = this.store(ctx);
    if (proposal.depositEndTime !== undefined) {
      this.removeFromQueue(ctx, keys.INACTIVE_QUEUE_PREFIX, proposal.depositEndTime, id);
    }
    if (proposal.votingEndTime !== undefined) {
      this.removeFromQueue(ctx, keys.ACTIVE_QUEUE_PREFIX, proposal.votingEndTime, id);
      store.delete(keys.votingPeriodKey(id));
    }
    store.delete(keys.proposalKey(id));
  }

  isInVotingPeriod(ctx: Context, id: bigint): boolean {
    return this.store(ctx).has(keys.votingPeriodKey(id));
  }

  iterateProposals(ctx: Context, visit: (proposal: Proposal) => void): void {
    const prefix = keys.PROPOSALS_PREFIX;
    walk(this.store(ctx).iterator(prefix, prefixEndBytes(prefix)), (_key, value) => visit(decodeProposal(value)));
  }

  // ---- queues

  insertIntoQueue(ctx: Context, queue: Uint8Array, end: Time, id: bigint): void {
    this.store(ctx).set(keys.queueKey(queue, end, id), u64be(id));
  }

  removeFromQueue(ctx: Context, queue: Uint8Array, end: Time, id: bigint): void {
    this.store(ctx).delete(keys.queueKey(queue, end, id));
  }

  /** The ids of a queue that end up to a time, in order of time, then id. */
  queuedUntil(ctx: Context, queue: Uint8Array, end: Time): bigint[] {
    const ids: bigint[] = [];
    walk(this.store(ctx).iterator(queue, prefixEndBytes(keys.queueUntil(queue, end))), (key) => {
      ids.push(keys.idOfQueueKey(key));
    });
    return ids;
  }

  // ---- deposits

  findDeposit(ctx: Context, id: bigint, depositor: Uint8Array): Deposit | undefined {
    const bytes = this.store(ctx).get(keys.depositKey(id, depositor));
    return bytes === undefined ? undefined : Deposit.decode(bytes);
  }

  /** As {@link findDeposit}, but throws GoError when there is none. */
  getDeposit(ctx: Context, id: bigint, depositor: Uint8Array): Deposit {
    const deposit = this.findDeposit(ctx, id, depositor);
    if (deposit === undefined) throw notFound(`("${id}", "${accAddressToBech32(depositor)}")`, Deposit.typeName);
    return deposit;
  }

  /** Throws GoError when the depositor is no address. */
  setDeposit(ctx: Context, deposit: Deposit): void {
    const depositor = accAddressCodec.toBytes(deposit.depositor);
    this.store(ctx).set(keys.depositKey(deposit.proposalId, depositor), Deposit.encode(deposit));
  }

  removeDeposit(ctx: Context, id: bigint, depositor: Uint8Array): void {
    this.store(ctx).delete(keys.depositKey(id, depositor));
  }

  /** The deposits of one proposal, or of all, in order of key. `visit` may remove what it is shown. */
  iterateDeposits(
    ctx: Context,
    id: bigint | undefined,
    visit: (depositor: Uint8Array, deposit: Deposit) => void,
  ): void {
    const prefix = id === undefined ? keys.DEPOSITS_PREFIX : keys.depositsOf(id);
    walk(this.store(ctx).iterator(prefix, prefixEndBytes(prefix)), (key, value) =>
      visit(keys.addressOfKey(key), Deposit.decode(value)),
    );
  }

  // ---- votes

  findVote(ctx: Context, id: bigint, voter: Uint8Array): Vote | undefined {
    const bytes = this.store(ctx).get(keys.voteKey(id, voter));
    return bytes === undefined ? undefined : Vote.decode(bytes);
  }

  setVote(ctx: Context, voter: Uint8Array, vote: Vote): void {
    this.store(ctx).set(keys.voteKey(vote.proposalId, voter), Vote.encode(vote));
  }

  removeVote(ctx: Context, id: bigint, voter: Uint8Array): void {
    this.store(ctx).delete(keys.voteKey(id, voter));
  }

  /** The votes on one proposal, or on all, in order of key. */
  iterateVotes(ctx: Context, id: bigint | undefined, visit: (voter: Uint8Array, vote: Vote) => void): void {
    const prefix = id === undefined ? keys.VOTES_PREFIX : keys.votesOf(id);
    walk(this.store(ctx).iterator(prefix, prefixEndBytes(prefix)), (key, value) =>
      visit(keys.addressOfKey(key), Vote.decode(value)),
    );
  }

  /** Removes all votes on a proposal: batches of keys are read, then removed. Source: cosmossdk.io/collections map.go. */
  deleteVotes(ctx: Context, id: bigint): void {
    const prefix = keys.votesOf(id);
    const end = prefixEndBytes(prefix);
    const store = this.store(ctx);
    for (;;) {
      const batch: Uint8Array[] = [];
      const it = store.iterator(prefix, end);
      for (; it.valid() && batch.length < CLEAR_BATCH; it.next()) batch.push(it.key());
      it.close();
      for (const key of batch) store.delete(key);
      if (batch.length < CLEAR_BATCH) return;
    }
  }
}

function decodeProposal(bytes: Uint8Array): Proposal {
  const proposal = Proposal.decode(bytes);
  try {
    unpackInterfaces(Proposal.typeName, proposal);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new ProposalEncodingError(proposal, e);
    throw e;
  }
  return proposal;
}
