/** Accounts and balances over memory stores, with every access recorded. */
import { Context } from '../../src/core/context.ts';
import type { GasMeter } from '../../src/core/gas.ts';
import type { StoreKey, StoreTracer } from '../../src/core/store.ts';
import type { Time } from '../../src/core/time.ts';
import { accAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import { CacheMulti } from '../../src/store/cachemulti.ts';
import { MemoryKVStore } from '../../src/store/memory-store.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';
import { AUTH_ACCOUNT_TYPES } from '../../src/x/auth/account.ts';
import { AccountKeeper } from '../../src/x/auth/keeper.ts';
import { DEFAULT_PARAMS } from '../../src/x/auth/params.ts';
import { BankKeeper } from '../../src/x/bank/keeper.ts';
import { VESTING_ACCOUNT_TYPES } from '../../src/x/vesting/account.ts';

export const AUTHORITY = accAddressToBech32(moduleAddress('gov'));

export const PERMISSIONS = {
  fee_collector: [],
  mint: ['minter'],
  bonded_tokens_pool: ['burner', 'staking'],
  gov: ['burner'],
} as const;

/** The n-th address of 20 bytes. */
export const address = (n: number): Uint8Array => new Uint8Array(20).fill(n);
export const bech32 = (n: number): string => accAddressToBech32(address(n));

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

/** Lines as in the recorded traces, without values. */
class Recorder implements StoreTracer {
  lines: string[] = [];
  get(store: string, key: Uint8Array, length: number): void {
    this.lines.push(`get ${store} ${hex(key)} ${length}`);
  }
  has(store: string, key: Uint8Array, found: boolean): void {
    this.lines.push(`has ${store} ${hex(key)} ${found}`);
  }
  set(store: string, key: Uint8Array): void {
    this.lines.push(`set ${store} ${hex(key)}`);
  }
  del(store: string, key: Uint8Array): void {
    this.lines.push(`del ${store} ${hex(key)}`);
  }
  iterator(store: string): void {
    this.lines.push(`iter ${store}`);
  }
  at(): void {}
}

export class BankKit {
  readonly recorder = new Recorder();
  readonly accounts: AccountKeeper;
  readonly bank: BankKeeper;
  readonly accKey: StoreKey = { name: 'acc', kind: 'iavl' };
  readonly bankKey: StoreKey = { name: 'bank', kind: 'iavl' };
  ctx: Context;

  constructor(time: Time = { seconds: 1_000n, nanos: 0 }) {
    const stores = new Map<StoreKey, MemoryKVStore>();
    const multiStore = new CacheMulti((key) => {
      const store = stores.get(key) ?? new MemoryKVStore();
      stores.set(key, store);
      return store;
    });
    const none = new Uint8Array(0);
    this.ctx = Context.create({
      multiStore,
      header: {
        chainId: 'test',
        height: 5n,
        time,
        proposerAddress: none,
        nextValidatorsHash: none,
        appHash: none,
      },
      consensusParams: ConsensusParams.create(),
      tracer: this.recorder,
    });
    this.accounts = new AccountKeeper({
      storeKey: this.accKey,
      accountTypes: [...AUTH_ACCOUNT_TYPES, ...VESTING_ACCOUNT_TYPES],
      modulePermissions: PERMISSIONS,
      authority: AUTHORITY,
    });
    this.bank = new BankKeeper({
      storeKey: this.bankKey,
      accounts: this.accounts,
      blockedAddresses: Object.keys(PERMISSIONS).map((m) => accAddressToBech32(moduleAddress(m))),
      authority: AUTHORITY,
    });
    this.accounts.setParams(this.ctx, DEFAULT_PARAMS);
    this.bank.setParams(this.ctx, { sendEnabled: [], defaultSendEnabled: true });
  }

  /** Makes coins for an account out of nothing. */
  fund(to: Uint8Array, amount: bigint, denom = 'uakt'): void {
    const coins = [{ denom, amount }];
    this.bank.mintCoins(this.ctx, 'mint', coins);
    this.bank.sendCoins(this.ctx, moduleAddress('mint'), to, coins);
  }

  /** What a step touched. */
  trace(step: () => void): string[] {
    this.recorder.lines = [];
    step();
    return this.recorder.lines;
  }

  /** What a step costs. */
  metered(meter: GasMeter): Context {
    return this.ctx.with({ gasMeter: meter });
  }

  at(seconds: bigint): Context {
    return this.ctx.with({ header: { ...this.ctx.header, time: { seconds, nanos: 0 } } });
  }

  balance(of: Uint8Array, denom = 'uakt'): bigint {
    return this.bank.getBalance(this.ctx, of, denom).amount;
  }
}
