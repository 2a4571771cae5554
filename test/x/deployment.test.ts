import { describe, expect, it } from 'vitest';
import { Dec } from '../../src/math/dec.ts';
import { Deployment, Deployment_State as DeploymentState } from '../../src/wire/gen/akash/deployment/v1/deployment.ts';
import { MsgCreateDeployment, MsgUpdateDeployment } from '../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { GenesisState } from '../../src/wire/gen/akash/deployment/v1beta4/genesis.ts';
import { Group, Group_State as GroupState } from '../../src/wire/gen/akash/deployment/v1beta4/group.ts';
import { MsgCloseGroup, MsgPauseGroup, MsgStartGroup } from '../../src/wire/gen/akash/deployment/v1beta4/groupmsg.ts';
import type { GroupSpec } from '../../src/wire/gen/akash/deployment/v1beta4/groupspec.ts';
import { MsgUpdateParams } from '../../src/wire/gen/akash/deployment/v1beta4/paramsmsg.ts';
import type { QueryDeploymentsRequest } from '../../src/wire/gen/akash/deployment/v1beta4/query.ts';
import { Lease } from '../../src/wire/gen/akash/market/v1/lease.ts';
import { Bid } from '../../src/wire/gen/akash/market/v1beta5/bid.ts';
import { Order } from '../../src/wire/gen/akash/market/v1beta5/order.ts';
import type { PageRequest } from '../../src/wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { fromJson } from '../../src/wire/json.ts';
import { EMPTY_BYTES } from '../../src/wire/runtime.ts';
import { legacyDeploymentKey, legacyGroupKey } from '../../src/x/deployment/legacy-keys.ts';
import { migrate5to6 } from '../../src/x/deployment/migrations.ts';
import { deploymentModule } from '../../src/x/deployment/module.ts';
import { validateParams } from '../../src/x/deployment/params.ts';
import { deploymentQueryServer } from '../../src/x/deployment/query-server.ts';
import {
  validateDeploymentGroups,
  validateFormerGroupSpec,
  validateGroupSpec,
} from '../../src/x/deployment/resources.ts';
import * as legacyMarket from '../../src/x/market/legacy-keys.ts';
import { migrate7to8 } from '../../src/x/market/migrations.ts';
import { marketQueryServer } from '../../src/x/market/query-server.ts';
import { bech32, refusal, uakt } from './app-kit.ts';
import { attribute, bidId, deposit, group, HASH, MarketKit, resource, TENANT } from './market-kit.ts';

const MI = 1024n ** 2n;
const TI = 1024n ** 4n;
const groupId = { owner: bech32(TENANT), dseq: 1n, gseq: 1 };
type Unit = GroupSpec['resources'][0];

/** A group of one unit, changed. */
function changed(resources: Partial<Unit['resource']>, unit: Partial<Unit> = {}): GroupSpec {
  const [first] = group(1n).resources;
  return group(1n, { resources: [{ ...first!, ...unit, resource: { ...first!.resource, ...resources } }] });
}

describe('groups', () => {
  const refused = (spec: GroupSpec): string => refusal(() => validateGroupSpec(spec));
  const units = (val: bigint) => ({ units: { val }, attributes: [] });
  const quantity = (val: bigint) => ({ quantity: { val }, attributes: [] });

  it('have units within limits', () => {
    validateGroupSpec(group(1n));
    expect(refused(group(1n, { name: '' }))).toBe('undefined/1: empty group spec name denomination');
    expect(refused(changed({ id: 0 }))).toBe('undefined/1: error: invalid resources ID (> 0 fails)');
    expect(refused(changed({ cpu: undefined }))).toBe('undefined/1: error: invalid unit CPU, cannot be nil');
    expect(refused(changed({ cpu: units(9n) }))).toBe(
      'undefined/1: error: invalid unit CPU (384000 > 9 > 384000 fails)',
    );
    expect(refused(changed({ gpu: units(25n) }))).toBe('undefined/1: error: invalid unit GPU (24 > 25 > 24 fails)');
    expect(refused(changed({ gpu: { ...units(0n), attributes: [attribute('vendor/nvidia')] } }))).toBe(
      'undefined/1: error: invalid GPU state. attributes cannot be present if units == 0',
    );
    expect(refused(changed({ memory: quantity(MI - 1n) }))).toBe(
      `undefined/1: error: invalid unit memory (${2n * TI} > ${MI - 1n} > ${2n * TI} fails)`,
    );
    expect(refused(changed({ storage: [] }))).toBe('undefined/1: error: invalid unit storage, cannot be nil');
    expect(refused(changed({ storage: [{ name: '', ...quantity(33n * TI) }] }))).toBe(
      `undefined/1: error: invalid unit storage (${32n * TI} > ${33n * TI} > ${5n * MI} fails)`,
    );
    expect(refused(changed({ cpu: { ...units(100n), attributes: [attribute('*')] } }))).toBe(
      'undefined/1: error: invalid CPU attributes: attribute key does not match regexp',
    );
    expect(refused(changed({}, { count: 0 }))).toBe('undefined/1: invalid total CPU (19200000 > 0 > 0 fails)');
    expect(refused(changed({ memory: quantity(2n * TI) }, { count: 51 }))).toBe(
      `undefined/1: invalid total memory (${100n * TI} > ${102n * TI} > 0 fails)`,
    );
    const twice = [...group(1n).resources, ...group(1n).resources];
    expect(refused(group(1n, { resources: twice }))).toBe('undefined/1: duplicate resources ID (1) within group');
  });

  it('have as much storage as they like', () => {
    const volume = { name: '', quantity: { val: 32n * TI }, attributes: [] };
    validateGroupSpec(changed({ storage: [volume, volume, volume] }, { count: 1_000 }));
  });

  it('of the version before take any attribute, and fewer denominations', () => {
    const [first] = group(1n).resources;
    const attributes = [attribute('*'), attribute('*')];
    const former = (denom: string) => ({
      ...group(1n),
      resources: [
        {
          ...first!,
          resource: { ...first!.resource, cpu: { ...units(100n), attributes } },
          price: { denom, amount: Dec.one },
        },
      ],
    });
    const check = (denom: string): string => refusal(() => validateFormerGroupSpec(former(denom)));
    validateFormerGroupSpec(former('uakt'));
    expect(check('u.akt')).toBe('undefined/1: group west: error: invalid price object');
    validateGroupSpec(changed({}, { price: { denom: 'u.akt', amount: Dec.one } }));
  });

  it('panic with amounts outside 64 bits', () => {
    expect(refused(changed({ cpu: units(1n << 64n) }))).toBe('panic: Uint64() out of bounds');
    expect(refused(changed({ memory: quantity(-1n) }))).toBe('panic: Uint64() out of bounds');
  });

  it('have a price', () => {
    const priced = (denom: string, amount: bigint) => changed({}, { price: { denom, amount: Dec.fromInt(amount) } });
    expect(refused(priced('u', 1n))).toBe('undefined/1: group west: error: invalid price object');
    expect(refused(priced('uakt', -1n))).toBe('undefined/1: group west: error: invalid price object');
    const nothing = { denom: 'uakt', amount: Dec.zero, $nil: ['amount'] };
    expect(refused(changed({}, { price: nothing }))).toMatch(/^panic: .*nil pointer dereference/);
    expect(refused(priced('uakt', 10_000_001n))).toBe(
      'undefined/1: group west: error: invalid unit price (10000000 > 10000001.000000000000000000uakt fails)',
    );
    const [first] = group(1n).resources;
    const second = { ...first!, resource: resource(2), price: { denom: 'uusd', amount: Dec.one } };
    expect(refused(group(1n, { resources: [first!, second] }))).toBe(
      'undefined/1: multi-denonimation group: (uusd == uakt fails)',
    );
    expect(refusal(() => validateDeploymentGroups([group(1n), group(1n, {}, 'uusd')]))).toBe(
      'undefined/1: inconsistent denomination: uakt != uusd',
    );
    expect(refusal(() => validateDeploymentGroups([group(1n), group(1n)]))).toBe(
      'undefined/1: duplicate deployment group name "west"',
    );
  });
});

describe('a deployment', () => {
  it('is refused, one reason after the other', () => {
    const kit = new MarketKit();
    const refused = (changes: Partial<MsgCreateDeployment>): string =>
      kit.refused(MsgCreateDeployment, { ...kit.deployment(), ...changes });
    expect(refused({ id: { owner: 'x', dseq: 1n } })).toMatch(/^sdk\/7: DeploymentID: Invalid Owner Address/);
    expect(refused({ id: { owner: bech32(1), dseq: 0n } })).toMatch(/^sdk\/3: DeploymentID: Invalid Deployment Seq/);
    expect(refused({ groups: [] })).toBe('deployment/7: Invalid groups');
    expect(refused({ hash: EMPTY_BYTES })).toBe('deployment/9: Invalid: empty hash');
    expect(refused({ hash: HASH.subarray(1) })).toBe('deployment/10: Invalid: deployment hash');
    expect(refused({ deposit: deposit(5n, [1], 'uusd') })).toBe(
      'deployment/20: Mismatched denominations (uusd != uakt): Deposit invalid',
    );
    expect(refused({ deposit: deposit(499_999n) })).toBe(
      'deployment/20: Deposit too low - 499999 < 500000uakt: Deposit invalid',
    );
    const inUsd = { groups: [group(1n, {}, 'uusd')], deposit: deposit(5n, [1], 'uusd') };
    expect(refused(inUsd)).toBe('undefined/1: Deposit invalid: Invalid deposit denomination uusd');
    expect(refused({ groups: [group(1n), group(1n)] })).toBe(
      'undefined/1: Invalid groups: duplicate deployment group name "west"',
    );
    expect(refused({ deposit: deposit(2_000_000_000n) })).toBe('undefined/1: deposit invalid: insufficient balance');
  });

  it('is updated while it is active, with another hash', () => {
    const kit = new MarketKit();
    kit.deploy();
    const id = { owner: bech32(TENANT), dseq: 1n };
    expect(kit.refused(MsgUpdateDeployment, { id, hash: HASH })).toBe('deployment/10: Invalid: deployment hash');
    const hash = new Uint8Array(32).fill(8);
    const { events } = kit.send(MsgUpdateDeployment, { id, hash });
    expect(events.map((e) => e.type)).toEqual(['akash.deployment.v1.EventDeploymentUpdated']);
    expect(kit.deploymentOf().hash).toEqual(hash);
    kit.closeDeployment();
    expect(kit.refused(MsgUpdateDeployment, { id, hash: HASH })).toBe('deployment/5: Deployment closed');
    expect(kit.refused(MsgUpdateDeployment, { id: { ...id, dseq: 2n }, hash })).toBe(
      'deployment/4: Deployment not found',
    );
  });

  it('has groups that are paused, started and closed', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(1n);
    kit.send(MsgPauseGroup, { id: groupId });
    expect(kit.groupOf().state).toBe(GroupState.paused);
    expect(kit.bidOf(id).state).toBe(4);
    expect(kit.refused(MsgPauseGroup, { id: groupId })).toBe('deployment/17: Group paused');
    kit.send(MsgStartGroup, { id: groupId });
    expect(kit.refused(MsgStartGroup, { id: groupId })).toBe('deployment/16: Group open');
    kit.send(MsgCloseGroup, { id: groupId });
    for (const type of [MsgCloseGroup, MsgPauseGroup, MsgStartGroup]) {
      expect(kit.refused(type, { id: groupId })).toBe('deployment/15: Group already closed');
      expect(kit.refused(type, { id: { ...groupId, gseq: 2 } })).toBe('deployment/14: Group not found');
      expect(kit.refused(type, { id: { ...groupId, gseq: 0 } })).toMatch(/^sdk\/3: GroupID: Invalid Group Sequence/);
    }
    expect(kit.deploymentOf().state).toBe(DeploymentState.active);
  });
});

describe('parameters', () => {
  it('must name a minimum in uakt, none twice and none too large', () => {
    const refused = (...minDeposits: { denom: string; amount: bigint }[]): string =>
      refusal(() => validateParams({ minDeposits }));
    expect(refused()).toBe('undefined/1: parameter invalid: Min Deposits - uakt not given: types.Coins(nil)');
    expect(refused({ denom: 'x', amount: 1n })).toBe(
      'undefined/1: parameter invalid: Min Deposits - uakt not given: types.Coins{types.Coin{Denom:"x", Amount:math.Int{i:(*big.Int)(0x0)}}}',
    );
    expect(refused(...uakt(1n), ...uakt(2n))).toMatch(/^undefined\/1: duplicate Min Deposit for denom/);
    expect(refused(...uakt(2_147_483_647n))).toBe(
      'undefined/1: parameter invalid: Min Deposit (uakt) - too large: 2147483647',
    );
    expect(refused(...uakt(-1n))).toBe('panic: Uint64() out of bounds');
    validateParams({ minDeposits: uakt(0n) });
  });

  it('are set by governance alone', () => {
    const kit = new MarketKit();
    const params = { minDeposits: uakt(7n) };
    expect(kit.refused(MsgUpdateParams, { authority: bech32(9), params })).toMatch(/^gov\/13: invalid authority/);
    kit.send(MsgUpdateParams, { authority: kit.authority, params });
    expect(kit.keepers.deployment.getParams(kit.ctx())).toEqual(params);
  });
});

describe('listings', () => {
  /** Three deployments of which the second is closed, with bids on the others. */
  function kitWithThree(): MarketKit {
    const kit = new MarketKit();
    for (const n of [2, 3]) kit.provider(n);
    for (const dseq of [1n, 2n, 3n]) kit.deploy(dseq);
    for (const n of [2, 3]) for (const dseq of [1n, 3n]) kit.bid(bidId(n, dseq));
    kit.closeDeployment(2n);
    kit.closeBid(bidId(2, 1n));
    return kit;
  }

  const page = (changes: Partial<PageRequest>): PageRequest => ({
    key: EMPTY_BYTES,
    offset: 0n,
    limit: 0n,
    countTotal: false,
    reverse: false,
    ...changes,
  });

  /** All pages of one record each. */
  function paged<R>(list: (pagination: PageRequest) => { results: R[]; nextKey: Uint8Array }, reverse: boolean): R[] {
    const out: R[] = [];
    let key: Uint8Array = EMPTY_BYTES;
    do {
      const { results, nextKey } = list(page({ key, limit: 1n, reverse }));
      expect(results.length).toBeLessThanOrEqual(1);
      out.push(...results);
      key = nextKey;
    } while (key.length > 0);
    return out;
  }

  it('of deployments go on where a page ended, both ways, by owner and by state', () => {
    const kit = kitWithThree();
    const server = deploymentQueryServer(kit.keepers.deployment);
    for (const owner of ['', bech32(TENANT)]) {
      const list = (pagination: PageRequest, state = '') => {
        const filters = { owner, dseq: 0n, state };
        const { deployments, pagination: next } = server.deployments(kit.ctx(), { filters, pagination });
        return { results: deployments.map((d) => d.deployment.id.dseq), nextKey: next!.nextKey };
      };
      const all = owner === '' ? [1n, 3n, 2n] : [1n, 2n, 3n];
      expect(list(page({})).results).toEqual(all);
      expect(paged(list, false)).toEqual(all);
      expect(paged(list, true)).toEqual(owner === '' ? [2n, 3n, 1n] : [3n, 2n, 1n]);
      expect(list(page({}), 'active').results).toEqual([1n, 3n]);
      expect(list(page({ offset: 1n }), 'active').results).toEqual([3n]);
      expect(refusal(() => list(page({ offset: 1n })))).toMatch(/if offset is set, filter.state must be provided/);
      expect(refusal(() => list(page({}), 'open'))).toMatch(/invalid state value/);
      expect(refusal(() => list(page({ key: Uint8Array.of(1) })))).toMatch(/pagination: invalid key: invalid key len/);
    }
  });

  it('of one deployment are answered at once', () => {
    const kit = kitWithThree();
    const server = deploymentQueryServer(kit.keepers.deployment);
    const ask = (filters: Partial<QueryDeploymentsRequest['filters']>) =>
      server.deployments(kit.ctx(), {
        filters: { owner: bech32(TENANT), dseq: 2n, state: '', ...filters },
        pagination: undefined,
      });
    expect(ask({}).deployments).toHaveLength(1);
    expect(ask({ state: 'active' })).toEqual({ deployments: [], pagination: { nextKey: EMPTY_BYTES, total: 0n } });
    expect(ask({ dseq: 9n }).pagination?.total).toBe(0n);
    expect(refusal(() => ask({ owner: 'a\0b' }))).toMatch(/string delimiter/);
  });

  it('of bids go on where a page ended, by owner, provider and state', () => {
    const kit = kitWithThree();
    const server = marketQueryServer(kit.keepers.market);
    for (const [owner, provider] of [
      ['', ''],
      [bech32(TENANT), ''],
      ['', bech32(2)],
    ]) {
      const list = (pagination: PageRequest) => {
        const filters = { owner: owner!, provider: provider!, dseq: 0n, gseq: 0, oseq: 0, bseq: 0, state: '' };
        const { bids, pagination: next } = server.bids(kit.ctx(), { filters, pagination });
        return { results: bids.map(({ bid: { id } }) => `${id.dseq}/${id.provider}`), nextKey: next!.nextKey };
      };
      const all = list(page({})).results;
      expect(all).toHaveLength(provider === '' ? 4 : 2);
      expect(paged(list, false)).toEqual(all);
      expect(paged(list, true)).toEqual(all.toReversed());
    }
  });
});

it('PARITY: of leases the sequence of the bid is not looked at', () => {
  const kit = new MarketKit();
  kit.leased();
  const server = marketQueryServer(kit.keepers.market);
  const asked = (bseq: number) => {
    const filters = { owner: bech32(TENANT), provider: '', dseq: 0n, gseq: 0, oseq: 0, bseq, state: '' };
    return { filters, pagination: undefined };
  };
  expect(server.leases(kit.ctx(), asked(7)).leases).toHaveLength(1);
  expect(server.bids(kit.ctx(), asked(0)).bids).toHaveLength(1);
  expect(server.bids(kit.ctx(), asked(7)).bids).toHaveLength(0);
});

describe('genesis', () => {
  it('goes out and comes in as it was', () => {
    const kit = new MarketKit();
    kit.leased();
    kit.deploy(5n, [group(3n), group(4n, { name: 'east' })]);
    const { deployment, market, escrow } = kit.keepers;
    const module = (k: MarketKit) =>
      deploymentModule({ keeper: k.keepers.deployment, marketKeeper: market, escrowKeeper: escrow });
    const text = module(kit).exportGenesis!(kit.ctx());
    expect(fromJson(GenesisState, text).deployments.map((d) => d.groups.length)).toEqual([1, 2]);
    const other = new MarketKit();
    module(other).initGenesis!(other.ctx(), text);
    expect(other.pairs('deployment')).toEqual(kit.pairs('deployment'));
    expect(refusal(() => module(other).initGenesis!(other.ctx(), text))).toMatch(
      /^panic: deployment genesis init. deployment id .*\/1: Deployment exists$/,
    );
    expect(deployment.getGroups(kit.ctx(), { owner: bech32(TENANT), dseq: 5n })).toHaveLength(2);
  });
});

it('an older store is brought to the new layout', () => {
  const kit = new MarketKit();
  const id = kit.leased();
  kit.deploy(2n);
  kit.bid(bidId(2, 2n));
  const old = new MarketKit();
  const { deployment, market } = old.keepers;
  const ctx = old.ctx();
  const [d, m] = [ctx.kvStore(old.keys.deployment), ctx.kvStore(old.keys.market)];
  for (const dseq of [1n, 2n]) {
    const record = kit.deploymentOf(dseq);
    d.set(legacyDeploymentKey(record.state, record.id), Deployment.encode(record));
    const its = kit.groupOf(dseq);
    d.set(legacyGroupKey(its.state, its.id), Group.encode(its));
    const order = kit.orderOf(bidId(2, dseq))!;
    m.set(legacyMarket.legacyOrderKey(order.state, order.id), Order.encode(order));
    const bid = kit.bidOf(bidId(2, dseq));
    m.set(legacyMarket.legacyBidKey(bid.state, bid.id), Bid.encode(bid));
    m.set(legacyMarket.legacyBidStateReverseKey(bid.state, bid.id), Uint8Array.of(1));
  }
  const lease = kit.leaseOf(id);
  m.set(legacyMarket.legacyLeaseKey(lease.state, lease.id), Lease.encode(lease));
  m.set(legacyMarket.legacyLeaseStateReverseKey(lease.state, lease.id), Uint8Array.of(1));
  migrate5to6(ctx, deployment);
  migrate7to8(ctx, market);
  expect(old.pairs('deployment')).toEqual(kit.pairs('deployment'));
  expect(old.pairs('market')).toEqual(kit.pairs('market'));
});
