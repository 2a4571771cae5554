import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Dec } from '../../src/math/dec.ts';
import { Source } from '../../src/wire/gen/akash/base/deposit/v1/deposit.ts';
import { Deployment_State as DeploymentState } from '../../src/wire/gen/akash/deployment/v1/deployment.ts';
import { MsgCloseDeployment, MsgCreateDeployment } from '../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { MsgStartGroup } from '../../src/wire/gen/akash/deployment/v1beta4/groupmsg.ts';
import { Scope } from '../../src/wire/gen/akash/escrow/id/v1/id.ts';
import { State } from '../../src/wire/gen/akash/escrow/types/v1/state.ts';
import { DepositAuthorization } from '../../src/wire/gen/akash/escrow/v1/authz.ts';
import { GenesisState } from '../../src/wire/gen/akash/escrow/v1/genesis.ts';
import { MsgAccountDeposit } from '../../src/wire/gen/akash/escrow/v1/msg.ts';
import { MsgCreateBid } from '../../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import { MsgCreateLease, MsgWithdrawLease } from '../../src/wire/gen/akash/market/v1beta5/leasemsg.ts';
import { MsgGrant, MsgRevoke } from '../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import type { PageRequest } from '../../src/wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { toJson } from '../../src/wire/json.ts';
import { packAny } from '../../src/wire/registry.ts';
import { EMPTY_BYTES } from '../../src/wire/runtime.ts';
import { deploymentAccountId } from '../../src/x/deployment/ids.ts';
import { DEPOSIT_MSG_TYPE } from '../../src/x/escrow/deposit-authorization.ts';
import { accountsAddUp, moduleHoldsDeposits, recordsStandOnce } from '../../src/x/escrow/invariants.ts';
import { escrowModule } from '../../src/x/escrow/module.ts';
import { escrowQueryServer } from '../../src/x/escrow/query-server.ts';
import { bidAccountId, leasePaymentId } from '../../src/x/market/ids.ts';
import { address, bech32, refusal } from './app-kit.ts';
import { bidId, DEPOSIT, deposit, group, MarketKit, RICH, TENANT } from './market-kit.ts';

const GRANTER = 8;
const account = (dseq = 1n) => deploymentAccountId({ owner: bech32(TENANT), dseq });

function grant(kit: MarketKit, amount: bigint, denom = 'uakt'): void {
  kit.send(MsgGrant, {
    granter: bech32(GRANTER),
    grantee: bech32(TENANT),
    grant: {
      authorization: packAny(DepositAuthorization, { scopes: [1, 2], spendLimit: { denom, amount } }),
      expiration: undefined,
    },
  });
}

/** The limit that is left of a grant. */
function limit(kit: MarketKit): bigint | undefined {
  const found = kit.keepers.authz.getAuthorization(kit.ctx(), address(TENANT), address(GRANTER), DEPOSIT_MSG_TYPE);
  return (found?.authorization.message as DepositAuthorization | undefined)?.spendLimit.amount;
}

/** A kit with a granter who has coins. */
function withGranter(amount: bigint, denom = 'uakt'): MarketKit {
  const kit = new MarketKit();
  kit.fund(address(GRANTER), RICH, denom);
  grant(kit, amount, denom);
  return kit;
}

const fromGrants = (amount: bigint, dseq = 1n): Partial<MsgCreateDeployment> => ({
  ...new MarketKit().deployment(dseq),
  deposit: deposit(amount, [Source.grant]),
});

/** Makes a deposit unnecessary. */
function withoutMinimum(kit: MarketKit): void {
  kit.keepers.deployment.setParams(kit.ctx(), { minDeposits: [{ denom: 'uakt', amount: 0n }] });
}

describe('deposits', () => {
  it('are made by anyone into any account, and given back to those who made them', () => {
    const kit = new MarketKit();
    kit.deploy();
    kit.fund(address(9), 1_000n);
    kit.send(MsgAccountDeposit, { signer: bech32(9), id: account(), deposit: deposit(700n) });
    expect(kit.account().deposits.map((d) => [d.owner, d.balance.amount.truncateInt()])).toEqual([
      [bech32(TENANT), DEPOSIT],
      [bech32(9), 700n],
    ]);
    kit.closeDeployment();
    expect(kit.balance(address(9))).toBe(1_000n);
    expect(kit.balance(address(TENANT))).toBe(RICH);
    expect(kit.refused(MsgAccountDeposit, { signer: bech32(9), id: account(), deposit: deposit(1n) })).toBe(
      'escrow/2: account closed',
    );
    expect(kit.refused(MsgAccountDeposit, { signer: bech32(9), id: account(2n), deposit: deposit(1n) })).toBe(
      'escrow/3: account not found',
    );
  });

  it('come from balance and grants in the order that the message names', () => {
    const kit = withGranter(300_000n);
    const message = { ...kit.deployment(), deposit: deposit(DEPOSIT, [Source.grant, Source.balance]) };
    kit.send(MsgCreateDeployment, message);
    expect(kit.account().deposits.map((d) => [d.owner, d.source, d.balance.amount.truncateInt()])).toEqual([
      [bech32(GRANTER), Source.grant, 300_000n],
      [bech32(TENANT), Source.balance, 200_000n],
    ]);
    expect(limit(kit)).toBe(0n);
    kit.closeDeployment();
    // The grant can be used again.
    expect(limit(kit)).toBe(300_000n);
    expect(kit.balance(address(GRANTER))).toBe(RICH);
  });

  it('of a message that is then refused leave the amount that was still wanted in the message', () => {
    const kit = withGranter(300_000n);
    const message = { ...kit.deployment(), deposit: deposit(2n * RICH, [Source.balance, Source.grant]) };
    expect(refusal(() => kit.router.handler(`/${MsgCreateDeployment.typeName}`)!(kit.ctx(), message))).toBe(
      'undefined/1: deposit invalid: insufficient balance',
    );
    expect(message.deposit.amount.amount).toBe(RICH);
  });

  it('a used-up grant stays, with a limit of zero', () => {
    const kit = withGranter(DEPOSIT);
    kit.send(MsgCreateDeployment, fromGrants(DEPOSIT));
    expect(limit(kit)).toBe(0n);
    expect(kit.refused(MsgCreateDeployment, fromGrants(DEPOSIT, 2n))).toBe(
      'undefined/1: deposit invalid: insufficient balance',
    );
  });

  it('a refund panics when the grant is for another denomination by now, until it is revoked', () => {
    const kit = withGranter(DEPOSIT);
    kit.send(MsgCreateDeployment, fromGrants(DEPOSIT));
    grant(kit, 5n, 'uusd');
    const close = { id: { owner: bech32(TENANT), dseq: 1n } };
    expect(kit.refused(MsgCloseDeployment, close)).toBe('panic: invalid coin denominations; uusd, uakt');
    kit.send(MsgRevoke, { granter: bech32(GRANTER), grantee: bech32(TENANT), msgTypeUrl: DEPOSIT_MSG_TYPE });
    kit.send(MsgCloseDeployment, close);
    expect(kit.balance(address(GRANTER))).toBe(RICH);
  });

  it('without any, an account has no funds', () => {
    const kit = new MarketKit();
    withoutMinimum(kit);
    kit.send(MsgCreateDeployment, fromGrants(0n));
    expect(kit.account()).toMatchObject({ state: State.open, funds: [], deposits: [] });
    kit.provider(2);
    kit.bid(bidId(2));
    expect(kit.refused(MsgCreateLease, { bidId: bidId(2) })).toBe(
      'panic: runtime error: index out of range [0] with length 0',
    );
    expect(kit.refused(MsgCloseDeployment, { id: { owner: bech32(TENANT), dseq: 1n } })).toBe(
      'panic: runtime error: index out of range [0] with length 0',
    );
    expect(kit.refused(MsgAccountDeposit, { signer: bech32(TENANT), id: account(), deposit: deposit(5n) })).toBe(
      'escrow/5: invalid denomination',
    );
    // From the balance, nothing is an entry like any other.
    kit.deploy(2n, undefined, 0n);
    expect(kit.account(2n).deposits).toHaveLength(1);
    kit.closeDeployment(2n);
  });

  it('beyond 64 bits or below zero panic', () => {
    const kit = new MarketKit();
    kit.deploy();
    const refused = (amount: bigint, denom = 'uakt'): string =>
      kit.refused(MsgAccountDeposit, { signer: bech32(TENANT), id: account(), deposit: deposit(amount, [1], denom) });
    expect(refused(1n << 63n)).toBe('panic: Int64() out of bound');
    expect(refused(-1n)).toBe('panic: negative coin amount: -1');
    expect(refused(1n, '?')).toBe('panic: invalid denom: ?');
    expect(refused(0n)).toBe('escrow/16: invalid deposit');
  });

  it('name known sources, each once', () => {
    const kit = new MarketKit();
    const refused = (sources: number[]): string =>
      kit.refused(MsgCreateDeployment, { ...kit.deployment(), deposit: deposit(DEPOSIT, sources) });
    expect(refused([])).toBe('akash/4: empty deposit sources: invalid deposit source');
    expect(refused([3])).toBe('akash/4: empty deposit source type 3: invalid deposit source');
    expect(refused([1, 1])).toBe('akash/4: duplicate deposit source type 1: invalid deposit source');
  });
});

describe('settlement', () => {
  it('is in whole units: fractions of a settlement are never paid', () => {
    const kit = new MarketKit();
    kit.provider(2);
    kit.deploy();
    const message = { ...kit.bidMessage(bidId(2)), price: { denom: 'uakt', amount: Dec.parse('0.3') } };
    kit.send(MsgCreateBid, message);
    kit.lease(bidId(2));
    kit.blocks(3n);
    expect(kit.keepers.escrow.accountSettle(kit.ctx(), account())).toBe(false);
    kit.blocks(3n);
    kit.keepers.escrow.accountSettle(kit.ctx(), account());
    expect(kit.payment(bidId(2)).balance.amount.isZero()).toBe(true);
    kit.blocks(4n);
    kit.keepers.escrow.accountSettle(kit.ctx(), account());
    expect(kit.payment(bidId(2)).balance.amount.toString()).toBe('1.000000000000000000');
  });

  it('an account that owes stays overdrawn until all is paid, then closes and refunds', () => {
    const kit = new MarketKit();
    const id = kit.leased(2, 100_000n);
    kit.blocks(8n);
    kit.withdraw(id);
    expect(kit.payment(id)).toMatchObject({ state: State.overdrawn, withdrawn: { amount: 500_000n } });
    expect(kit.account().funds[0]?.amount.truncateInt()).toBe(-300_000n);
    expect(kit.keepers.escrow.accountSettle(kit.ctx(), account())).toBe(true);
    const pay = (amount: bigint) =>
      kit.send(MsgAccountDeposit, { signer: bech32(TENANT), id: account(), deposit: deposit(amount) });
    pay(100_000n);
    expect(kit.account().state).toBe(State.overdrawn);
    expect(kit.payment(id).unsettled.amount.truncateInt()).toBe(200_000n);
    const before = kit.balance(address(TENANT));
    pay(250_000n);
    expect(kit.account()).toMatchObject({ state: State.closed, deposits: [] });
    expect(kit.payment(id)).toMatchObject({ state: State.closed, withdrawn: { amount: 800_000n } });
    expect(kit.balance(address(TENANT))).toBe(before - 200_000n);
    expect(kit.deploymentOf().state).toBe(DeploymentState.closed);
    expect(kit.violations()).toEqual([]);
    expect(kit.refused(MsgWithdrawLease, { id })).toBe('escrow/7: payment closed');
    // Started again, the group takes bids and cannot be leased: its account is closed.
    kit.send(MsgStartGroup, { id: { owner: bech32(TENANT), dseq: 1n, gseq: 1 } });
    const next = bidId(2, 1n, 2);
    kit.bid(next);
    expect(kit.refused(MsgCreateLease, { bidId: next })).toBe('escrow/2: account closed');
  });

  it('of one deployment pays also those whose number begins with its own', () => {
    const kit = new MarketKit();
    const one = kit.leased(2, 10n, DEPOSIT, 1n);
    const ten = kit.leased(3, 10n, DEPOSIT, 10n);
    kit.blocks(5n);
    kit.withdraw(one);
    expect(kit.payment(ten).balance.amount.truncateInt()).toBe(50n);
    expect(kit.account(1n).transferred[0]?.amount.truncateInt()).toBe(100n);
    expect(kit.account(10n).transferred[0]?.amount.isZero()).toBe(true);
    expect(kit.violations()).toEqual([]);
  });

  it('of one deployment panics when another, whose number begins with its own, is paid in another denomination', () => {
    const kit = new MarketKit();
    const minDeposits = ['uakt', 'uusd'].map((denom) => ({ denom, amount: 1n }));
    kit.keepers.deployment.setParams(kit.ctx(), { minDeposits });
    kit.fund(address(TENANT), RICH, 'uusd');
    const one = kit.leased(2, 10n, DEPOSIT, 1n);
    const dollars = { ...kit.deployment(10n, [group(100n, {}, 'uusd')]), deposit: deposit(DEPOSIT, undefined, 'uusd') };
    kit.send(MsgCreateDeployment, dollars);
    const ten = bidId(2, 10n);
    kit.send(MsgCreateBid, { ...kit.bidMessage(ten), price: { denom: 'uusd', amount: Dec.fromInt(7n) } });
    kit.lease(ten);
    kit.blocks(5n);
    expect(kit.refused(MsgWithdrawLease, { id: one })).toMatch(/^panic: coin denom different: uakt uusd/);
    kit.withdraw(ten);
    expect(kit.payment(ten).withdrawn).toEqual({ denom: 'uusd', amount: 35n });
    expect(kit.violations()).toEqual([]);
  });

  it('pays the fee into the community pool', () => {
    const kit = new MarketKit();
    const id = kit.leased(2, 1_000n);
    kit.blocks(3n);
    kit.withdraw(id);
    const { communityPool } = kit.keepers.distribution.getFeePool(kit.ctx());
    expect(communityPool.map((c) => `${c.amount}${c.denom}`)).toEqual(['120.000000000000000000uakt']);
  });

  it('of an account imported at a lower height panics', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(3n);
    kit.withdraw(id);
    kit.height -= 2n;
    expect(kit.refused(MsgWithdrawLease, { id })).toBe('panic: negative decimal coin amount: -20.000000000000000000\n');
  });
});

describe('listings', () => {
  const page = (limit: bigint): PageRequest => ({
    key: EMPTY_BYTES,
    offset: 0n,
    limit,
    countTotal: false,
    reverse: false,
  });

  it('are whole states whatever the limit, but one record of the first at 2^64-1', () => {
    const kit = new MarketKit();
    for (const dseq of [1n, 2n, 3n]) kit.deploy(dseq);
    kit.closeDeployment(3n);
    const server = escrowQueryServer(kit.keepers.escrow);
    const list = (limit: bigint, state = '', xid = '') => {
      const { accounts, pagination } = server.accounts(kit.ctx(), { state, xid, pagination: page(limit) });
      return { ids: accounts.map((a) => a.id.xid.split('/')[1]), total: pagination!.total };
    };
    expect(list(1n)).toEqual({ ids: ['1', '2', '3'], total: 3n });
    // Two of two wanted: the limit is used up with the first state.
    expect(list(2n)).toEqual({ ids: ['1', '2'], total: 2n });
    expect(list((1n << 64n) - 1n)).toEqual({ ids: ['1', '3'], total: 2n });
    expect(list(0n, 'closed').ids).toEqual(['3']);
    expect(list(0n, '', `deployment/${bech32(TENANT)}/2`).ids).toEqual(['2']);
    expect(refusal(() => list(0n, 'active'))).toMatch(/invalid state value/);
  });
});

it('PARITY: a page key without states is a nil pointer', () => {
  const kit = new MarketKit();
  const server = escrowQueryServer(kit.keepers.escrow);
  const rest = Uint8Array.of(0, 1, 0x11, 1, 0x22);
  const key = Uint8Array.from([...Buffer.from(crc32(rest).toString(16).padStart(8, '0'), 'hex'), ...rest]);
  const pagination = { key, offset: 0n, limit: 5n, countTotal: false, reverse: false };
  expect(refusal(() => server.accounts(kit.ctx(), { state: '', xid: '', pagination }))).toMatch(
    /nil pointer dereference/,
  );
});

describe('genesis', () => {
  it('goes out and comes in as it was', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(3n);
    kit.withdraw(id);
    const text = escrowModule(kit.keepers.escrow).exportGenesis!(kit.ctx());
    const other = new MarketKit();
    escrowModule(other.keepers.escrow).initGenesis!(other.ctx(), text);
    expect(other.pairs('escrow')).toEqual(kit.pairs('escrow'));
    escrowModule(other.keepers.escrow).validateGenesis!(text);
  });

  it('with the closed account of a bid panics', () => {
    const kit = new MarketKit();
    kit.provider(2);
    kit.deploy();
    kit.bid(bidId(2));
    kit.closeBid(bidId(2));
    const text = escrowModule(kit.keepers.escrow).exportGenesis!(kit.ctx());
    const other = new MarketKit();
    expect(refusal(() => escrowModule(other.keepers.escrow).initGenesis!(other.ctx(), text))).toBe(
      'panic: error saving account: invalid escrow id',
    );
  });

  it('is refused when records do not fit', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    const accounts = [{ id: account(), state: kit.account() }];
    const payments = [{ id: leasePaymentId(id), state: kit.payment(id) }];
    const check = (genesis: GenesisState): string =>
      refusal(() => escrowModule(kit.keepers.escrow).validateGenesis!(toJson(GenesisState, genesis)));
    const [a] = accounts;
    const [p] = payments;
    const name = `{deployment ${bech32(TENANT)}/1}`;
    expect(check({ accounts: [a!, a!], payments: [] })).toBe(
      `undefined/1: account exists: duplicate account ${name} (idx 1)`,
    );
    expect(check({ accounts, payments: [p!, p!] })).toBe(
      `undefined/1: payment exists, dupliate payment for {${name} 1/1/${bech32(2)}} (idx 1)`,
    );
    expect(check({ accounts: [], payments })).toMatch(/^undefined\/1: account not found: no account/);
    const closed = { ...a!, state: { ...a!.state, state: State.closed } };
    expect(check({ accounts: [closed], payments })).toMatch(
      /^undefined\/1: invalid payment: invalid payment state for/,
    );
    const bad = { ...a!, id: { scope: Scope.bid, xid: a!.id.xid } };
    expect(check({ accounts: [bad], payments: [] })).toBe(
      `undefined/1: invalid xid format: invalid ID: invalid account: error with account {bid ${a!.id.xid}} (idx 0)`,
    );
  });
});

it('the invariants tell what is wrong', () => {
  const kit = new MarketKit();
  const id = kit.leased();
  const a = { id: account(), state: kit.account() };
  const p = { id: leasePaymentId(id), state: kit.payment(id) };
  expect(moduleHoldsDeposits([a], [p], [{ denom: 'uakt', amount: DEPOSIT - 1n }])).toEqual([
    'the escrow module lacks 1.000000000000000000uakt (negative: has too much)',
  ]);
  const spent = { ...a, state: { ...a.state, funds: [{ denom: 'uakt', amount: Dec.one }] } };
  expect(accountsAddUp([spent], [p])).toHaveLength(1);
  expect(recordsStandOnce([a, a], [p])).toHaveLength(1);
  expect(kit.keepers.escrow.getAccount(kit.ctx(), bidAccountId(id)).state.state).toBe(State.open);
  expect(kit.refused(MsgCreateLease, { bidId: id })).toBe('market/12: bid not open');
});
