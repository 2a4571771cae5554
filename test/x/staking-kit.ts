/** A staking keeper over memory, with a bank and accounts that do what staking asks of them and nothing more. */
import { Context } from '../../src/core/context.ts';
import type { StoreKey, StoreTracer } from '../../src/core/store.ts';
import type { Time } from '../../src/core/time.ts';
import { moduleAddress, valAddressToBech32 } from '../../src/crypto/address.ts';
import * as Coins from '../../src/math/coin.ts';
import { Dec } from '../../src/math/dec.ts';
import { CacheMulti } from '../../src/store/cachemulti.ts';
import { MemoryKVStore } from '../../src/store/memory-store.ts';
import { PubKey } from '../../src/wire/gen/cosmos/crypto/ed25519/keys.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';
import { StakingKeeper } from '../../src/x/staking/keeper.ts';
import { BONDED_POOL_NAME, NOT_BONDED_POOL_NAME } from '../../src/x/staking/keys.ts';
import { stakingMsgServer } from '../../src/x/staking/msg-server.ts';
import { defaultParams } from '../../src/x/staking/params.ts';

const text = (b: Uint8Array): string => Buffer.from(b).toString('hex');
export const SECOND = 1_000_000_000n;

/** Balances of one denomination. */
class Bank {
  readonly balances = new Map<string, bigint>();
  private add(address: Uint8Array, amount: readonly Coins.Coin[], sign: bigint): void {
    const before = this.balances.get(text(address)) ?? 0n;
    this.balances.set(text(address), before + sign * Coins.amountOf(amount, 'uakt'));
  }
  getBalance(_ctx: Context, address: Uint8Array, denom: string): Coins.Coin {
    return { denom, amount: this.balances.get(text(address)) ?? 0n };
  }
  getAllBalances(ctx: Context, address: Uint8Array): Coins.Coin[] {
    return Coins.newCoins([this.getBalance(ctx, address, 'uakt')]);
  }
  getSupply(_ctx: Context, denom: string): Coins.Coin {
    let amount = 0n;
    for (const b of this.balances.values()) amount += b;
    return { denom, amount };
  }
  sendCoinsFromModuleToModule(_ctx: Context, from: string, to: string, amount: readonly Coins.Coin[]): void {
    this.add(moduleAddress(from), amount, -1n);
    this.add(moduleAddress(to), amount, 1n);
  }
  undelegateCoinsFromModuleToAccount(_: Context, from: string, to: Uint8Array, amount: readonly Coins.Coin[]): void {
    this.add(moduleAddress(from), amount, -1n);
    this.add(to, amount, 1n);
  }
  delegateCoinsFromAccountToModule(_: Context, from: Uint8Array, to: string, amount: readonly Coins.Coin[]): void {
    this.add(from, amount, -1n);
    this.add(moduleAddress(to), amount, 1n);
  }
  burnCoins(_ctx: Context, module: string, amount: readonly Coins.Coin[]): void {
    this.add(moduleAddress(module), amount, -1n);
  }
}

/** The n-th address of 20 bytes. */
export const address = (n: number): Uint8Array => new Uint8Array(20).fill(n);
export const operator = (n: number): string => valAddressToBech32(address(n));

export class Kit {
  readonly bank = new Bank();
  readonly keeper: StakingKeeper;
  readonly msgs;
  ctx: Context;
  /** Keys removed and written, as hex, since {@link record}. */
  readonly trace: string[] = [];
  private readonly storeKey: StoreKey = { name: 'staking', kind: 'iavl' };

  constructor(params: Partial<ReturnType<typeof defaultParams>> = {}) {
    const account = { getModuleAddress: moduleAddress, setModuleAccount: () => {} };
    const accountKeeper = {
      ...account,
      getModuleAccount: (_: Context, n: string) => ({ getAddress: () => moduleAddress(n) }),
    };
    this.keeper = new StakingKeeper({
      storeKey: this.storeKey,
      accountKeeper,
      bankKeeper: this.bank,
      authority: 'gov',
    });
    this.msgs = stakingMsgServer(this.keeper);
    const store = new MemoryKVStore();
    const tracer: StoreTracer = {
      get: () => {},
      has: () => {},
      set: (_s, key) => this.trace.push(`set ${text(key)}`),
      del: (_s, key) => this.trace.push(`del ${text(key)}`),
      iterator: () => {},
      at: () => {},
    };
    this.ctx = Context.create({
      multiStore: new CacheMulti(() => store),
      header: {
        chainId: 'test',
        height: 1n,
        time: { seconds: 1_700_000_000n, nanos: 0 },
        proposerAddress: address(1),
        nextValidatorsHash: new Uint8Array(32),
        appHash: new Uint8Array(32),
      },
      consensusParams: ConsensusParams.create(),
      tracer,
    });
    this.keeper.setParams(this.ctx, { ...defaultParams(), unbondingTime: 60n * SECOND, ...params });
  }

  /** Goes on to a later block. */
  next(seconds = 5n, heights = 1n): void {
    const { header } = this.ctx;
    const time: Time = { seconds: header.time.seconds + seconds, nanos: 0 };
    this.ctx = this.ctx.with({ header: { ...header, time, height: header.height + heights } });
  }

  /** A validator with a self-delegation, made by message. */
  create(n: number, amount: bigint, commission = { rate: '0.1', max: '0.5', change: '0.1' }): void {
    this.msgs.createValidator(this.ctx, {
      description: { moniker: `v${n}`, identity: '', website: '', securityContact: '', details: '' },
      commission: {
        rate: Dec.parse(commission.rate),
        maxRate: Dec.parse(commission.max),
        maxChangeRate: Dec.parse(commission.change),
      },
      minSelfDelegation: 1n,
      delegatorAddress: '',
      validatorAddress: operator(n),
      pubkey: { typeUrl: `/${PubKey.typeName}`, value: PubKey.encode({ key: new Uint8Array(32).fill(n) }) },
      value: { denom: 'uakt', amount },
    });
  }

  /** The end of a block; returns `power` by the first byte of the key. */
  end(): [key: number, power: bigint][] {
    return this.keeper.blockValidatorUpdates(this.ctx).map((u) => [u.pubKey[0]!, u.power]);
  }

  consAddr(n: number): Uint8Array {
    return this.keeper.getValidator(this.ctx, address(n)).getConsAddr();
  }

  pool(bonded: boolean): bigint {
    return this.bank.balances.get(text(moduleAddress(bonded ? BONDED_POOL_NAME : NOT_BONDED_POOL_NAME))) ?? 0n;
  }

  /** The names and attributes of the events since the last call. */
  private seen = 0;
  events(): string[] {
    const all = this.ctx.eventManager.events();
    const fresh = all.slice(this.seen);
    this.seen = all.length;
    return fresh.map((e) => `${e.type} ${e.attributes.map((a) => `${a.key}=${a.value}`).join(' ')}`);
  }

  has(key: Uint8Array): boolean {
    return this.ctx.kvStore(this.storeKey).has(key);
  }
}
