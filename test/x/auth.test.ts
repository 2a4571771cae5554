import { describe, expect, test } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import { moduleAddress } from '../../src/crypto/address.ts';
import { getMsgSigners } from '../../src/crypto/signers.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { MsgSubmitProposal } from '../../src/wire/gen/cosmos/gov/v1beta1/tx.ts';
import type { Any } from '../../src/wire/gen/google/protobuf/any.ts';
import { packAny, unpackAny } from '../../src/wire/registry.ts';
import { AUTH_ACCOUNT_TYPES, BaseAccount, ModuleAccount } from '../../src/x/auth/account.ts';
import { AccountCodec } from '../../src/x/auth/account-codec.ts';
import { initGenesis, sanitizeAccounts, validateGenesis } from '../../src/x/auth/genesis.ts';
import { accountKey, accountNumberKey } from '../../src/x/auth/keys.ts';
import { AuthMsgServer } from '../../src/x/auth/msg-server.ts';
import { DEFAULT_PARAMS } from '../../src/x/auth/params.ts';
import { AuthQueryServer } from '../../src/x/auth/query-server.ts';
import { secpKey } from './ante-kit.ts';
import { AUTHORITY, address, BankKit, bech32 } from './bank-kit.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const [alice, bob] = [address(1), address(2)];

describe('keys', () => {
  test('an account and its number', () => {
    expect(hex(accountKey(alice))).toBe(`01${'01'.repeat(20)}`);
    expect(hex(accountNumberKey(258n))).toBe('6163636f756e744e756d6265720000000000000102');
  });
});

describe('accounts', () => {
  test('PARITY: the first number looks for the key of an older version', () => {
    const kit = new BankKit();
    expect(kit.trace(() => kit.accounts.newAccountWithAddress(kit.ctx, alice))).toEqual([
      'get acc 02 -1',
      'get acc 676c6f62616c4163636f756e744e756d626572 -1',
      'set acc 02',
    ]);
  });

  test('PARITY: a write rewrites the index entry', () => {
    const kit = new BankKit();
    const account = kit.accounts.newAccountWithAddress(kit.ctx, alice);
    kit.accounts.setAccount(kit.ctx, account);
    const entry = hex(accountNumberKey(0n));
    expect(kit.trace(() => kit.accounts.setAccount(kit.ctx, account.withSequence(1n)))).toEqual([
      `get acc 01${hex(alice)} 82`,
      `del acc ${entry}`,
      `has acc ${entry} false`,
      `set acc ${entry}`,
      `set acc 01${hex(alice)}`,
    ]);
    expect(kit.accounts.getSequence(kit.ctx, alice)).toBe(1n);
    expect(kit.accounts.getAddressByNumber(kit.ctx, 0n)).toEqual(alice);
  });

  test('two accounts cannot have one number', () => {
    const kit = new BankKit();
    kit.accounts.setAccount(kit.ctx, BaseAccount.withAddress(alice));
    expect(() => kit.accounts.setAccount(kit.ctx, BaseAccount.withAddress(bob))).toThrow(
      'collections: conflict: index uniqueness constrain violation: 0',
    );
  });

  test('reading back gives what was written, key and all', () => {
    const kit = new BankKit();
    const { key, address: owner } = secpKey(1);
    const account = BaseAccount.withAddress(owner).withPubKey(key).withSequence(7n).withAccountNumber(3n);
    const codec = new AccountCodec(AUTH_ACCOUNT_TYPES);
    const bytes = codec.encode(account, owner);
    const read = new AccountCodec(AUTH_ACCOUNT_TYPES).decode(bytes, owner);
    expect([read.getSequence(), read.getAccountNumber(), read.getPubKey()?.equals(key)]).toEqual([7n, 3n, true]);
    expect(read.getAddress()).toEqual(owner);
    kit.accounts.setAccount(kit.ctx, read);
    kit.accounts.removeAccount(kit.ctx, read);
    expect(kit.accounts.hasAccount(kit.ctx, owner)).toBe(false);
    expect(() => kit.accounts.removeAccount(kit.ctx, read)).toThrow(GoPanic);
  });

  test('a cached account is never given for other bytes', () => {
    const codec = new AccountCodec(AUTH_ACCOUNT_TYPES);
    const account = BaseAccount.withAddress(alice);
    const [first, second] = [account, account.withSequence(1n)].map((a) => codec.encode(a, alice));
    expect(codec.decode(first!, alice).getSequence()).toBe(0n);
    expect(codec.decode(second!, alice).getSequence()).toBe(1n);
    // Two addresses that fall into one slot.
    const near = Uint8Array.from(alice, (b, i) => (i === 19 ? 9 : b));
    const other = codec.encode(BaseAccount.withAddress(near).withSequence(5n), near);
    expect(codec.decode(second!, alice).getSequence()).toBe(1n);
    expect(codec.decode(other, near).getSequence()).toBe(5n);
  });

  test('PARITY: an address that is none has no bytes', () => {
    const broken = BaseAccount.from({ address: 'nope', pubKey: undefined, accountNumber: 0n, sequence: 0n });
    expect(broken.getAddress()).toEqual(new Uint8Array(0));
  });

  test("a key that is not the address's", () => {
    const account = BaseAccount.withAddress(alice).withPubKey(secpKey(1).key);
    expect(() => account.validate()).toThrow('account address and pubkey address do not match');
  });
});

describe('module accounts', () => {
  test('are made when they are first asked for', () => {
    const kit = new BankKit();
    const made = kit.accounts.getModuleAccount(kit.ctx, 'mint');
    expect([made.getName(), made.hasPermission('minter'), made.hasPermission('burner')]).toEqual(['mint', true, false]);
    expect(kit.trace(() => kit.accounts.getModuleAccount(kit.ctx, 'mint'))).toHaveLength(1);
    expect(() => kit.accounts.getModuleAccount(kit.ctx, 'nobody')).toThrow(
      'module account nobody does not exist: unknown address',
    );
  });

  test('take no key and derive from their name', () => {
    const account = ModuleAccount.empty('mint', ['minter']);
    expect(() => account.withPubKey()).toThrow('not supported for module accounts');
    account.validate();
    const forged = new ModuleAccount(BaseAccount.withAddress(alice), 'mint', []);
    expect(() => forged.validate()).toThrow("cannot be derived from the module name 'mint'");
    expect(() => ModuleAccount.empty('x', [' '])).toThrow('module permission is empty');
  });

  test('a plain account in their place is a panic', () => {
    const kit = new BankKit();
    kit.accounts.setAccount(kit.ctx, BaseAccount.withAddress(moduleAddress('mint')));
    expect(() => kit.accounts.getModuleAccount(kit.ctx, 'mint')).toThrow('account is not a module account');
  });
});

describe('genesis', () => {
  const numbered = (n: number, number: bigint) => BaseAccount.withAddress(address(n)).withAccountNumber(number);

  test('doubled numbers get the lowest that are free', () => {
    const accounts = [numbered(1, 5n), numbered(2, 0n), numbered(3, 5n), numbered(4, 0n)];
    expect(sanitizeAccounts(accounts).map((a) => [a.getAddress()[0], a.getAccountNumber()])).toEqual([
      [2, 0n],
      [4, 1n],
      [3, 2n],
      [1, 5n],
    ]);
  });

  test('the next number is above the highest', () => {
    const kit = new BankKit();
    const accounts = [numbered(1, 3n)].map((a) => kit.accounts.packAccount(a));
    initGenesis(kit.ctx, kit.accounts, { params: DEFAULT_PARAMS, accounts });
    const collector = kit.accounts.getModuleAccount(kit.ctx, 'fee_collector');
    expect(collector.getAccountNumber()).toBe(4n);
    expect(kit.accounts.nextAccountNumber(kit.ctx)).toBe(5n);
  });

  test('an account twice', () => {
    const kit = new BankKit();
    const accounts = [numbered(1, 0n), numbered(1, 1n)].map((a) => kit.accounts.packAccount(a));
    expect(() => validateGenesis({ params: DEFAULT_PARAMS, accounts }, kit.accounts)).toThrow(
      `duplicate account found in genesis state; address: ${bech32(1)}`,
    );
    expect(() => validateGenesis({ params: { ...DEFAULT_PARAMS, txSigLimit: 0n }, accounts }, kit.accounts)).toThrow(
      'invalid tx signature limit: 0',
    );
  });
});

describe('messages and queries', () => {
  const kit = new BankKit();
  kit.fund(alice, 1n);
  const queries = new AuthQueryServer(kit.accounts);

  test('only the authority changes parameters', () => {
    const server = new AuthMsgServer(kit.accounts);
    const params = { ...DEFAULT_PARAMS, maxMemoCharacters: 1n };
    expect(() => server.updateParams(kit.ctx, { authority: 'me', params })).toThrow(
      `expected gov account as only signer for proposal message; invalid authority; expected ${AUTHORITY}, got me`,
    );
    server.updateParams(kit.ctx, { authority: AUTHORITY, params });
    expect(kit.accounts.getParams(kit.ctx).maxMemoCharacters).toBe(1n);
  });

  test('account, its info, its number', () => {
    const { info } = queries.accountInfo(kit.ctx, { address: bech32(1) });
    expect(info).toMatchObject({ address: bech32(1), pubKey: undefined, sequence: 0n });
    const { accountAddress } = queries.accountAddressByID(kit.ctx, { id: 0n, accountId: info!.accountNumber });
    expect(accountAddress).toBe(bech32(1));
    expect(queries.account(kit.ctx, { address: bech32(1) }).account?.typeUrl).toBe(BaseAccount.typeUrl);
    expect(() => queries.account(kit.ctx, { address: bech32(9) })).toThrow(`account ${bech32(9)} not found`);
    expect(() => queries.accountAddressByID(kit.ctx, { id: 1n, accountId: 0n })).toThrow("isn't supported");
  });

  test('module accounts in order of name', () => {
    const { accounts } = queries.moduleAccounts(kit.ctx);
    const names = accounts.map((any) => (kit.accounts.unpackAccount(any) as ModuleAccount).getName());
    expect(names).toEqual(['bonded_tokens_pool', 'fee_collector', 'gov', 'mint']);
  });

  test('addresses both ways', () => {
    expect(queries.bech32Prefix()).toEqual({ bech32Prefix: 'akash' });
    expect(queries.addressBytesToString(kit.ctx, { addressBytes: alice }).addressString).toBe(bech32(1));
    expect(queries.addressStringToBytes(kit.ctx, { addressString: bech32(1) }).addressBytes).toEqual(alice);
    expect(() => queries.addressStringToBytes(kit.ctx, { addressString: ' ' })).toThrow('empty address string');
  });
});

describe('signers', () => {
  test('inputs of a multi-send, each as often as it stands there', () => {
    const input = (n: number) => ({ address: bech32(n), coins: [] });
    const message = { inputs: [input(1), input(2), input(1)], outputs: [] };
    expect(getMsgSigners({ typeUrl: '/cosmos.bank.v1beta1.MsgMultiSend', message }).map((a) => a[0])).toEqual([
      1, 2, 1,
    ]);
  });

  test('PARITY: text that is not UTF-8 is refused in types known by descriptor only', () => {
    const read = (any: Any): object =>
      unpackAny({ typeUrl: any.typeUrl, value: any.value }, 'cosmos.base.v1beta1.Msg')!;
    const amount = [{ denom: 'u\udcff', amount: 1n }];
    const legacy = packAny(
      MsgSubmitProposal,
      MsgSubmitProposal.create({ initialDeposit: amount, proposer: bech32(1) }),
    );
    expect(() => getMsgSigners({ typeUrl: legacy.typeUrl, message: read(legacy) })).toThrow(
      'cannot unmarshal msg /cosmos.gov.v1beta1.MsgSubmitProposal: proto:\u00a0field cosmos.base.v1beta1.Coin.denom contains invalid UTF-8',
    );
    const send = packAny(MsgSend, { fromAddress: bech32(1), toAddress: bech32(2), amount });
    expect(getMsgSigners({ typeUrl: send.typeUrl, message: read(send) })).toEqual([alice]);
  });

  test('an operator signs with a validator address', () => {
    const message = { validatorAddr: bech32(1) };
    expect(() => getMsgSigners({ typeUrl: '/cosmos.slashing.v1beta1.MsgUnjail', message })).toThrow(
      "hrp does not match bech32 prefix: expected 'akashvaloper' got 'akash': internal logic error",
    );
  });
});
