import { describe, expect, test } from 'vitest';
import { EventManager } from '../../src/core/events.ts';
import { GasMeter } from '../../src/core/gas.ts';
import { accAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import type { Coin } from '../../src/math/coin.ts';
import { BaseAccount } from '../../src/x/auth/account.ts';
import { accountInvariants } from '../../src/x/auth/invariants.ts';
import { exportGenesis, initGenesis, validateGenesis } from '../../src/x/bank/genesis.ts';
import { decodeBalance, decodeInt, encodeInt } from '../../src/x/bank/int-value.ts';
import { bankInvariants } from '../../src/x/bank/invariants.ts';
import { balanceKey, denomAddressKey } from '../../src/x/bank/keys.ts';
import { BankMsgServer } from '../../src/x/bank/msg-server.ts';
import { BankQueryServer } from '../../src/x/bank/query-server.ts';
import { AUTHORITY, address, BankKit, bech32 } from './bank-kit.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const uakt = (amount: bigint): Coin[] => [{ denom: 'uakt', amount }];
const [alice, bob, carol] = [address(1), address(2), address(3)];

describe('keys', () => {
  test('a balance and its index entry', () => {
    expect(hex(balanceKey(alice, 'uakt'))).toBe(`0214${'01'.repeat(20)}75616b74`);
    expect(hex(denomAddressKey('uakt', alice))).toBe(`0375616b740014${'01'.repeat(20)}`);
  });

  test('a denomination that is not ASCII keeps its bytes', () => {
    expect(hex(balanceKey(alice, 'é\udcff'))).toBe(`0214${'01'.repeat(20)}c3a9ff`);
    // The text whose code units are the bytes of the one before.
    expect(hex(balanceKey(alice, 'Ã©ÿ'))).toBe(`0214${'01'.repeat(20)}c383c2a9c3bf`);
    expect(hex(balanceKey(alice, 'uakt'))).toBe(`0214${'01'.repeat(20)}75616b74`);
    expect(hex(balanceKey(alice, 'uakt'))).toBe(`0214${'01'.repeat(20)}75616b74`);
    expect(hex(denomAddressKey('é', alice))).toBe(`03c3a90014${'01'.repeat(20)}`);
  });
});

describe('amounts as stored', () => {
  test.each([0n, 7n, 10n, 999_999_999_999_999n, 10n ** 15n, 2n ** 256n - 1n])('%s', (x) => {
    expect(decodeInt(encodeInt(x))).toBe(x);
  });

  test('balances of old versions are whole coins', () => {
    const coin = Buffer.from('0a0475616b741203313233', 'hex');
    expect(decodeBalance(coin)).toBe(123n);
    expect(() => decodeInt(coin)).toThrow('math/big: cannot unmarshal');
  });
});

describe('sending', () => {
  test('touches the stores as the reference does', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    const a = hex(alice);
    const b = hex(bob);
    expect(kit.trace(() => kit.bank.sendCoins(kit.ctx, alice, bob, uakt(40n)))).toEqual([
      `get acc 01${a} 84`,
      `get bank 0214${a}75616b74 3`,
      `set bank 0375616b740014${a}`,
      `set bank 0214${a}75616b74`,
      `get bank 0214${b}75616b74 -1`,
      `set bank 0375616b740014${b}`,
      `set bank 0214${b}75616b74`,
      `has acc 01${b} false`,
      'get acc 02 8',
      'set acc 02',
      `get acc 01${b} -1`,
      'has acc 6163636f756e744e756d6265720000000000000002 false',
      'set acc 6163636f756e744e756d6265720000000000000002',
      `set acc 01${b}`,
    ]);
    expect([kit.balance(alice), kit.balance(bob)]).toEqual([60n, 40n]);
  });

  test('the whole balance removes the entry and its index', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    const lines = kit.trace(() => kit.bank.sendCoins(kit.ctx, alice, bob, uakt(100n)));
    expect(lines.filter((l) => l.startsWith('del'))).toEqual([
      `del bank 0375616b740014${hex(alice)}`,
      `del bank 0214${hex(alice)}75616b74`,
    ]);
    expect(kit.bank.getAllBalances(kit.ctx, alice)).toEqual([]);
  });

  test('events come in order', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    const eventManager = new EventManager();
    kit.bank.sendCoins(kit.ctx.with({ eventManager }), alice, bob, uakt(1n));
    expect(eventManager.events().map((e) => [e.type, ...e.attributes.map((a) => `${a.key}=${a.value}`)])).toEqual([
      ['coin_spent', `spender=${bech32(1)}`, 'amount=1uakt'],
      ['coin_received', `receiver=${bech32(2)}`, 'amount=1uakt'],
      ['transfer', `recipient=${bech32(2)}`, `sender=${bech32(1)}`, 'amount=1uakt'],
      ['message', `sender=${bech32(1)}`],
    ]);
  });

  test('more than there is', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    expect(() => kit.bank.sendCoins(kit.ctx, alice, bob, uakt(101n))).toThrow(
      'spendable balance 100uakt is smaller than 101uakt: insufficient funds',
    );
    expect(() => kit.bank.sendCoins(kit.ctx, alice, bob, [{ denom: 'zzz', amount: 1n }])).toThrow(
      'spendable balance 0zzz is smaller than 1zzz: insufficient funds',
    );
    expect(() => kit.bank.sendCoins(kit.ctx, alice, bob, uakt(0n))).toThrow('0uakt: invalid coins');
  });

  test('gas of a send between accounts that exist', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    kit.fund(bob, 100n);
    const meter = GasMeter.infinite();
    kit.bank.sendCoins(kit.metered(meter), alice, bob, uakt(1n));
    // account 1000+3*(21+84), balances 2*(1000+3*(26+3)), writes 2*(2*2000+30*27)+30*(26+2+26+3), has 1000
    expect(meter.gasConsumed()).toBe(1315n + 2174n + 9620n + 1710n + 1000n);
  });

  test('restrictions run in order and can name another receiver', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    const seen: string[] = [];
    kit.bank.appendSendRestriction((_ctx, _from, to) => {
      seen.push('second');
      return to;
    });
    kit.bank.prependSendRestriction(() => {
      seen.push('first');
      return carol;
    });
    kit.bank.sendCoins(kit.ctx, alice, bob, uakt(5n));
    expect(seen).toEqual(['first', 'second']);
    expect([kit.balance(bob), kit.balance(carol)]).toEqual([0n, 5n]);
    kit.bank.clearSendRestriction();
    kit.bank.sendCoins(kit.ctx, alice, bob, uakt(5n));
    expect(kit.balance(bob)).toBe(5n);
  });
});

describe('messages', () => {
  const kit = new BankKit();
  kit.fund(alice, 1_000n);
  const server = new BankMsgServer(kit.bank);
  const send = (toAddress: string, amount: Coin[]) =>
    server.send(kit.ctx, { fromAddress: bech32(1), toAddress, amount });

  test('send refuses modules, bad addresses and amounts', () => {
    const gov = accAddressToBech32(moduleAddress('gov'));
    expect(() => send(gov, uakt(1n))).toThrow(`${gov} is not allowed to receive funds: unauthorized`);
    expect(() => send('x', uakt(1n))).toThrow('invalid to address: decoding bech32 failed');
    expect(() => send(bech32(2), [])).toThrow(/^: invalid coins$/);
  });

  test('multi-send makes accounts before it takes coins', () => {
    const out = (n: number, amount: bigint) => ({ address: bech32(n), coins: uakt(amount) });
    const lines = kit.trace(() =>
      server.multiSend(kit.ctx, { inputs: [out(1, 30n)], outputs: [out(7, 10n), out(8, 20n)] }),
    );
    const made = lines.indexOf(`set acc 01${hex(address(8))}`);
    const taken = lines.indexOf(`set bank 0214${hex(alice)}75616b74`);
    expect(made).toBeGreaterThan(0);
    expect(taken).toBeGreaterThan(made);
    expect([kit.balance(address(7)), kit.balance(address(8))]).toEqual([10n, 20n]);
    expect(() => server.multiSend(kit.ctx, { inputs: [out(1, 31n)], outputs: [out(7, 30n)] })).toThrow(
      'sum inputs != sum outputs',
    );
    expect(() => server.multiSend(kit.ctx, { inputs: [], outputs: [] })).toThrow('no inputs to send transaction');
    expect(() => server.multiSend(kit.ctx, { inputs: [out(1, 1n), out(2, 1n)], outputs: [] })).toThrow(
      'multiple senders not allowed',
    );
  });

  test('send-enabled entries', () => {
    const set = (sendEnabled: { denom: string; enabled: boolean }[], useDefaultFor: string[] = []) =>
      server.setSendEnabled(kit.ctx, { authority: AUTHORITY, sendEnabled, useDefaultFor });
    set([{ denom: 'uakt', enabled: false }]);
    expect(() => send(bech32(2), uakt(1n))).toThrow(
      'uakt transfers are currently disabled: send transactions are disabled',
    );
    expect(() => set([{ denom: '!', enabled: true }])).toThrow('invalid SendEnabled denom "!": invalid denom: !');
    const twice = [1, 2].map(() => ({ denom: 'abc', enabled: true }));
    expect(() => set(twice)).toThrow('duplicate denom entries found for "abc": invalid request');
    set([], ['uakt']);
    send(bech32(2), uakt(1n));
    expect(() => server.setSendEnabled(kit.ctx, { authority: 'me', sendEnabled: [], useDefaultFor: [] })).toThrow(
      'expected gov account as only signer for proposal message',
    );
  });

  test('parameters with entries become entries of their own', () => {
    const entry = { denom: 'zzz', enabled: false };
    kit.bank.setParams(kit.ctx, { sendEnabled: [entry], defaultSendEnabled: true });
    expect(kit.bank.getParams(kit.ctx).sendEnabled).toEqual([]);
    expect(kit.bank.getSendEnabledEntry(kit.ctx, 'zzz')).toEqual(entry);
    const params = { sendEnabled: [entry], defaultSendEnabled: true };
    expect(() => server.updateParams(kit.ctx, { authority: AUTHORITY, params })).toThrow(
      'use of send_enabled in params is no longer supported',
    );
  });
});

describe('modules', () => {
  test('mint and burn move the supply', () => {
    const kit = new BankKit();
    kit.bank.mintCoins(kit.ctx, 'mint', uakt(10n));
    kit.bank.sendCoinsFromModuleToModule(kit.ctx, 'mint', 'gov', uakt(4n));
    kit.bank.burnCoins(kit.ctx, 'gov', uakt(4n));
    expect(kit.bank.getSupply(kit.ctx, 'uakt').amount).toBe(6n);
    expect(() => kit.bank.mintCoins(kit.ctx, 'gov', uakt(1n))).toThrow(
      'module account gov does not have permissions to mint tokens: unauthorized',
    );
    expect(() => kit.bank.sendCoinsFromModuleToModule(kit.ctx, 'mint', 'nobody', uakt(1n))).toThrow(
      'module account nobody does not exist: unknown address',
    );
    kit.bank.sendCoinsFromModuleToAccount(kit.ctx, 'mint', alice, uakt(6n));
    kit.bank.sendCoinsFromAccountToModule(kit.ctx, alice, 'gov', uakt(6n));
    kit.bank.burnCoins(kit.ctx, 'gov', uakt(6n));
    expect(kit.bank.hasSupply(kit.ctx, 'uakt')).toBe(false);
  });

  test('delegation moves coins to the pool and back', () => {
    const kit = new BankKit();
    kit.fund(alice, 10n);
    const pool = 'bonded_tokens_pool';
    kit.bank.delegateCoinsFromAccountToModule(kit.ctx, alice, pool, uakt(4n));
    kit.bank.undelegateCoinsFromModuleToAccount(kit.ctx, pool, alice, uakt(3n));
    expect([kit.balance(alice), kit.balance(moduleAddress(pool))]).toEqual([9n, 1n]);
    expect(() => kit.bank.delegateCoinsFromAccountToModule(kit.ctx, alice, pool, uakt(10n))).toThrow(
      'failed to delegate; 9uakt is smaller than 10uakt: insufficient funds',
    );
    expect(() => kit.bank.delegateCoinsFromAccountToModule(kit.ctx, alice, 'gov', uakt(1n))).toThrow(
      'module account gov does not have permissions to receive delegated coins: unauthorized',
    );
  });
});

describe('queries', () => {
  const kit = new BankKit();
  for (const denom of ['aaa', 'bbb', 'ccc']) kit.fund(alice, 5n, denom);
  kit.fund(bob, 7n, 'bbb');
  const server = new BankQueryServer(kit.bank);
  const page = (p: object) => ({
    key: new Uint8Array(0),
    offset: 0n,
    limit: 0n,
    countTotal: false,
    reverse: false,
    ...p,
  });

  test('pages of balances go on where they ended', () => {
    const ask = (p: object) =>
      server.allBalances(kit.ctx, { address: bech32(1), resolveDenom: false, pagination: page(p) });
    const first = ask({ limit: 2n });
    expect(first.balances.map((c) => c.denom)).toEqual(['aaa', 'bbb']);
    const second = ask({ limit: 2n, key: first.pagination!.nextKey });
    expect(second.balances.map((c) => c.denom)).toEqual(['ccc']);
    expect(ask({ limit: 2n, reverse: true }).balances.map((c) => c.denom)).toEqual(['ccc', 'bbb']);
    expect(ask({}).pagination!.total).toBe(3n);
    expect(() => ask({ offset: 1n, key: Uint8Array.of(1) })).toThrow(
      'rpc error: code = InvalidArgument desc = paginate: invalid request, either offset or key is expected, got both',
    );
  });

  test('owners of a denomination', () => {
    const { denomOwners } = server.denomOwners(kit.ctx, { denom: 'bbb', pagination: undefined });
    expect(denomOwners).toEqual([
      { address: bech32(1), balance: { denom: 'bbb', amount: 5n } },
      { address: bech32(2), balance: { denom: 'bbb', amount: 7n } },
    ]);
  });

  test('what is asked for wrongly', () => {
    expect(() => server.balance(kit.ctx, { address: '', denom: 'uakt' })).toThrow(
      'rpc error: code = InvalidArgument desc = invalid address: empty address string is not allowed',
    );
    expect(() => server.balance(kit.ctx, { address: bech32(1), denom: '!' })).toThrow('invalid denom: !');
    expect(() => server.denomMetadata(kit.ctx, { denom: 'nope' })).toThrow('client metadata for denom nope');
  });
});

describe('genesis', () => {
  const balances = [
    { address: bech32(9), coins: uakt(3n) },
    { address: bech32(2), coins: uakt(4n) },
  ];
  const genesis = (supply: Coin[]) => ({
    params: { sendEnabled: [], defaultSendEnabled: true },
    balances,
    supply,
    denomMetadata: [],
    sendEnabled: [{ denom: 'off', enabled: false }],
  });

  test('is written in order of address and comes back', () => {
    const kit = new BankKit();
    const lines = kit.trace(() => initGenesis(kit.ctx, kit.bank, genesis([])));
    const written = lines.filter((l) => l.startsWith('set bank 0214'));
    expect(written).toEqual([address(2), address(9)].map((a) => `set bank 0214${hex(a)}75616b74`));
    expect(exportGenesis(kit.ctx, kit.bank)).toEqual({ ...genesis(uakt(7n)), balances: balances.toReversed() });
  });

  test('a supply that is not the sum', () => {
    const kit = new BankKit();
    const text = 'genesis supply is incorrect, expected 8uakt, got 7uakt';
    expect(() => initGenesis(kit.ctx, kit.bank, genesis(uakt(8n)))).toThrow(text);
    expect(() => validateGenesis(genesis(uakt(8n)))).toThrow(text);
  });
});

describe('invariants', () => {
  test('hold after all kinds of moves', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    kit.bank.sendCoins(kit.ctx, alice, bob, uakt(100n));
    kit.bank.delegateCoinsFromAccountToModule(kit.ctx, bob, 'bonded_tokens_pool', uakt(100n));
    kit.bank.burnCoins(kit.ctx, 'bonded_tokens_pool', uakt(30n));
    expect([...bankInvariants(kit.bank, kit.ctx), ...accountInvariants(kit.accounts, kit.ctx)]).toEqual([]);
  });

  test('tell what is wrong', () => {
    const kit = new BankKit();
    kit.fund(alice, 100n);
    kit.bank.importBalance(kit.ctx, bob, { denom: 'uakt', amount: 0n });
    kit.bank.setSupply(kit.ctx, { denom: 'uakt', amount: 99n });
    kit.ctx.kvStore(kit.bankKey).delete(denomAddressKey('uakt', alice));
    kit.accounts.setAccount(kit.ctx, BaseAccount.withAddress(carol).withAccountNumber(50n));
    expect([...bankInvariants(kit.bank, kit.ctx), ...accountInvariants(kit.accounts, kit.ctx)]).toEqual([
      `${bech32(2)} holds 0uakt`,
      'the supply is 99uakt, balances add up to 100',
      `${bech32(1)} uakt is not in the index of holders`,
      'the next account number is 2, 50 is taken',
    ]);
  });
});
