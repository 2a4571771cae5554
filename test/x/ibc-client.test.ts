import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/core/context.ts';
import { GoPanic } from '../../src/core/errors.ts';
import { CommitmentProof } from '../../src/wire/gen/cosmos/ics23/v1/proofs.ts';
import type { Height } from '../../src/wire/gen/ibc/core/client/v1/client.ts';
import { QueryVerifyMembershipRequest } from '../../src/wire/gen/ibc/core/client/v1/query.ts';
import {
  ClientState,
  type ConsensusState,
  Header,
  Misbehaviour,
} from '../../src/wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { Header as CometHeader, Commit } from '../../src/wire/gen/tendermint/types/types.ts';
import { EMPTY_BYTES, PRESENT_EMPTY_BYTES } from '../../src/wire/runtime.ts';
import { encodeConsensusState } from '../../src/x/ibc/client/codec.ts';
import { newHeight, parseChainId } from '../../src/x/ibc/client/height.ts';
import { ClientQueryServer } from '../../src/x/ibc/client/query-server.ts';
import { exportGenesis, validateGenesis } from '../../src/x/ibc/client-v2/genesis.ts';
import { verifyMembership } from '../../src/x/ibc/commitment/merkle-proof.ts';
import { TendermintLightClient } from '../../src/x/ibc/tendermint/light-client.ts';
import { setConsensusMetadata } from '../../src/x/ibc/tendermint/store.ts';
import { checkForMisbehaviour } from '../../src/x/ibc/tendermint/verify.ts';
import { AppKit, refusal, START } from './app-kit.ts';

const HASH: Uint8Array = new Uint8Array(32).fill(7);
const ID = '07-tendermint-0';

let kit: AppKit;
let ctx: Context;
beforeEach(() => {
  kit = new AppKit();
  ctx = kit.ctx();
  kit.keepers.ibc.clientKeeper.setParams(ctx, { allowedClients: ['*'] });
});

const state = (): ClientState =>
  ClientState.create({
    chainId: 'other-1',
    trustLevel: { numerator: 1n, denominator: 3n },
    trustingPeriod: 1_000_000_000_000n,
    unbondingPeriod: 2_000_000_000_000n,
    latestHeight: newHeight(1n, 10n),
  });
const consensus = (seconds = 0n, appHash = HASH): ConsensusState => ({
  timestamp: { ...START, seconds: START.seconds + seconds },
  root: { hash: appHash },
  nextValidatorsHash: HASH,
});
function keep(clientId: string, height: Height, what = consensus()): void {
  const { clientKeeper } = kit.keepers.ibc;
  clientKeeper.setClientState(ctx, clientId, state());
  clientKeeper.setClientConsensusState(ctx, clientId, height, what);
  setConsensusMetadata(ctx, clientKeeper.clientStore(ctx, clientId), height);
}
const header = (height: bigint, seconds = 0n, appHash = HASH, blockHash = HASH): Header =>
  Header.create({
    signedHeader: {
      header: CometHeader.create({
        chainId: 'other-1',
        height,
        time: consensus(seconds).timestamp,
        appHash,
        nextValidatorsHash: HASH,
      }),
      commit: Commit.create({ blockId: { hash: blockHash, partSetHeader: { total: 1, hash: HASH } } }),
    },
  });
const store = () => kit.keepers.ibc.clientKeeper.clientStore(ctx, ID);
const update = (h: Header): boolean => checkForMisbehaviour(store(), { $case: 'header', header: h });
const pair = (header1: Header, header2: Header): boolean =>
  checkForMisbehaviour(store(), {
    $case: 'misbehaviour',
    misbehaviour: Misbehaviour.create({ clientId: ID, header1, header2 }),
  });

describe('misbehaviour', () => {
  it('is a header against what is stored, and one whose time does not fit between its neighbours', () => {
    keep(ID, newHeight(1n, 10n));
    keep(ID, newHeight(1n, 20n), consensus(20n));
    expect(update(header(10n))).toBe(false);
    expect(update(header(10n, 0n, new Uint8Array(32)))).toBe(true);
    expect(update(header(15n, 10n))).toBe(false);
    expect(update(header(15n, 0n))).toBe(true);
    expect(update(header(15n, 20n))).toBe(true);
  });

  it('is a hash that is there and empty where none is stored', () => {
    keep(ID, newHeight(1n, 10n), consensus(0n, EMPTY_BYTES));
    expect(update(header(10n, 0n, EMPTY_BYTES))).toBe(false);
    expect(update(header(10n, 0n, PRESENT_EMPTY_BYTES))).toBe(true);
  });

  it('is not a pair of equal headers or of times in order, which update nothing', () => {
    keep(ID, newHeight(1n, 10n));
    expect(pair(header(10n), header(10n))).toBe(false);
    expect(pair(header(10n), header(10n, 0n, HASH, new Uint8Array(32)))).toBe(true);
    expect(pair(header(11n, 1n), header(10n))).toBe(false);
    expect(pair(header(11n), header(10n))).toBe(true);
    const misbehaviour = Misbehaviour.create({ clientId: ID, header1: header(10n), header2: header(10n) });
    const module = new TendermintLightClient(kit.keys.ibc);
    expect(module.updateState(ctx, ID, { $case: 'misbehaviour', misbehaviour })).toEqual([]);
    expect(kit.keepers.ibc.clientKeeper.getClientStatus(ctx, ID)).toBe('Active');
  });
});

describe('queries', () => {
  it('list what is behind the page as well', () => {
    const queries = new ClientQueryServer(kit.keepers.ibc.clientKeeper);
    for (const i of [0, 1, 2]) keep(`07-tendermint-${i}`, newHeight(1n, 10n));
    keep(ID, newHeight(1n, 11n));
    keep(ID, newHeight(1n, 12n));
    const pagination = { key: EMPTY_BYTES, offset: 0n, limit: 1n, countTotal: false, reverse: false };
    expect(queries.clientStates(ctx, { pagination }).clientStates.map((c) => c.clientId)).toEqual([
      ID,
      '07-tendermint-1',
    ]);
    const { consensusStateHeights } = queries.consensusStateHeights(ctx, { clientId: ID, pagination });
    expect(consensusStateHeights.map((h) => h.revisionHeight)).toEqual([10n, 11n]);
  });

  it('look for the upgraded consensus state at the height of the block', () => {
    const queries = new ClientQueryServer(kit.keepers.ibc.clientKeeper);
    kit.keepers.upgrade.setUpgradedConsensusState(ctx, 20n, encodeConsensusState(consensus()));
    expect(() => queries.upgradedConsensusState(ctx)).toThrow('upgraded consensus state not found, height 5');
    kit.height = 20n;
    expect(queries.upgradedConsensusState(kit.ctx()).upgradedConsensusState).toBeDefined();
  });

  it('count the gas of a proof twice', () => {
    const queries = new ClientQueryServer(kit.keepers.ibc.clientKeeper);
    keep(ID, newHeight(1n, 10n));
    const before = ctx.gasMeter.gasConsumed();
    const request = QueryVerifyMembershipRequest.create({
      clientId: ID,
      proof: Uint8Array.of(1, 2, 3),
      proofHeight: newHeight(1n, 10n),
      merklePath: { keyPath: [HASH] },
      value: HASH,
    });
    expect(queries.verifyMembership(ctx, request)).toEqual({ success: false });
    const after = ctx.gasMeter.gasConsumed();
    expect(after % 2n).toBe(0n);
    expect(after / 2n).toBeGreaterThan(before);
  });
});

it('a revision over 64 bits is a panic', () => {
  expect(parseChainId('other-18446744073709551615')).toBe(18446744073709551615n);
  expect(() => parseChainId('other-18446744073709551616')).toThrow(GoPanic);
  expect(['other-01', 'other', 'other--1', 'a\nb-1'].map(parseChainId)).toEqual([0n, 0n, 0n, 0n]);
});

it('swaps type and index of a proof that is of absence', () => {
  const nonexist = { key: HASH, left: { key: HASH, value: HASH, leaf: undefined, path: [] }, right: undefined };
  const proofs = [CommitmentProof.create({ proof: { $case: 'nonexist', nonexist } })];
  const leaf = { hash: 1, prehashKey: 0, prehashValue: 1, length: 1, prefix: Uint8Array.of(0) };
  nonexist.left.leaf = leaf as never;
  const specs = [{ leafSpec: leaf, innerSpec: undefined, maxDepth: 0, minDepth: 0, prehashKeyBeforeComparison: false }];
  expect(() => verifyMembership({ proofs }, specs, { hash: HASH }, { keyPath: [HASH] }, HASH)).toThrow(
    'commitment proof must be existence proof. got: int at index &{0}: invalid proof',
  );
});

it('a client of no known kind, one that is not there and one of a kind that is not allowed are told apart', () => {
  const { clientKeeper } = kit.keepers.ibc;
  const update = (id: string): string =>
    refusal(() => clientKeeper.updateClient(ctx, id, { $case: 'header', header: header(11n) }));
  expect(update('08-wasm-0')).toBe('client/32: 08-wasm-0: light client module route not found');
  expect(update(ID)).toMatch(/^client\/29: .*status Unknown: client state is not active$/);
  clientKeeper.setParams(ctx, { allowedClients: ['09-localhost'] });
  expect(update(ID)).toMatch(
    /^client\/10: client \(07-tendermint-0\) type 07-tendermint is not in the allowed client list/,
  );
  expect(clientKeeper.getClientStatus(ctx, ID)).toBe('Unauthorized');
});

describe('counterparties in a genesis', () => {
  const info = { clientId: ID, counterpartyInfo: { clientId: ID, merklePrefix: [HASH] } };

  it('may not be the client itself, though state may have it so', () => {
    const { clientV2Keeper } = kit.keepers.ibc;
    clientV2Keeper.setClientCounterparty(ctx, ID, info.counterpartyInfo);
    const exported = exportGenesis(clientV2Keeper, ctx, [ID]);
    expect(exported).toEqual({ counterpartyInfos: [info] });
    expect(() => validateGenesis(exported)).toThrow('counterparty client id and client id cannot be the same');
  });

  it('are told twice in a format that is never filled in', () => {
    const other = { ...info, counterpartyInfo: { ...info.counterpartyInfo, clientId: 'other-0' } };
    expect(() => validateGenesis({ counterpartyInfos: [other, other] })).toThrow(
      'duplicate counterparty client id %s found',
    );
  });
});
