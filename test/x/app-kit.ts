/**
 * The keepers of the application on stores in memory, with the message and query servers of governance, grants and upgrades:
 * a chain without transactions and without a base application. Messages are given to the router, each on its own branch.
 */
import { GOV_AUTHORITY } from '../../src/app/accounts.ts';
import { type Keepers, newKeepers } from '../../src/app/keepers.ts';
import { newStoreKeys, type StoreKeys } from '../../src/app/store-keys.ts';
import { configurator } from '../../src/baseapp/configurator.ts';
import { MsgServiceRouter } from '../../src/baseapp/msg-router.ts';
import { GrpcQueryRouter } from '../../src/baseapp/query-router.ts';
import { Context } from '../../src/core/context.ts';
import { GoErrorBase, GoPanic } from '../../src/core/errors.ts';
import { type Event, EventManager } from '../../src/core/events.ts';
import { GasMeter } from '../../src/core/gas.ts';
import type { AppModule } from '../../src/core/module.ts';
import type { StoreKey } from '../../src/core/store.ts';
import type { Time } from '../../src/core/time.ts';
import { accAddressToBech32, moduleAddress, valAddressToBech32 } from '../../src/crypto/address.ts';
import { CacheMulti } from '../../src/store/cachemulti.ts';
import { MemoryKVStore } from '../../src/store/memory-store.ts';
import { PubKey } from '../../src/wire/gen/cosmos/crypto/ed25519/keys.ts';
import { MsgCreateValidator } from '../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';
import { packAny } from '../../src/wire/registry.ts';
import type { MessageType } from '../../src/wire/runtime.ts';
import { DEFAULT_PARAMS as authParams } from '../../src/x/auth/params.ts';
import { authzModule } from '../../src/x/authz/module.ts';
import { bankModule } from '../../src/x/bank/module.ts';
import { consensusModule } from '../../src/x/consensus/module.ts';
import { distributionModule } from '../../src/x/distribution/module.ts';
import { defaultParams as distributionParams } from '../../src/x/distribution/params.ts';
import { feegrantModule } from '../../src/x/feegrant/module.ts';
import { govModule } from '../../src/x/gov/module.ts';
import { defaultParams as govParams } from '../../src/x/gov/params.ts';
import { paramsModule } from '../../src/x/params/module.ts';
import * as staking from '../../src/x/staking/abci.ts';
import { stakingModule } from '../../src/x/staking/module.ts';
import { defaultParams as stakingParams } from '../../src/x/staking/params.ts';
import { upgradeModule } from '../../src/x/upgrade/module.ts';
import type { UpgradeInfo } from '../../src/x/upgrade/plan.ts';

export const START: Time = { seconds: 1_767_225_600n, nanos: 0 };
export const DAY = 86_400n;

/** The n-th address of 20 bytes. */
export const address = (n: number): Uint8Array => new Uint8Array(20).fill(n);
export const bech32 = (n: number): string => accAddressToBech32(address(n));
export const uakt = (amount: bigint): { denom: string; amount: bigint }[] => [{ denom: 'uakt', amount }];

export interface Executed<R> {
  readonly response: R;
  readonly events: readonly Event[];
  readonly gas: bigint;
}

export class AppKit {
  readonly authority: string = GOV_AUTHORITY;
  readonly keys: StoreKeys = newStoreKeys();
  readonly router = new MsgServiceRouter();
  readonly queries = new GrpcQueryRouter();
  readonly keepers: Keepers;
  readonly modules: ReadonlyMap<string, AppModule>;
  /** Words left for the next binary. */
  readonly dumped: UpgradeInfo[] = [];
  readonly protocolVersions: bigint[] = [];
  height = 5n;
  time: Time = START;
  private readonly stores = new Map<StoreKey, MemoryKVStore>();
  private readonly multiStore = new CacheMulti((key) => this.store(key));

  constructor(skipUpgradeHeights: ReadonlySet<bigint> = new Set()) {
    const k = newKeepers({
      keys: this.keys,
      msgRouter: this.router,
      skipUpgradeHeights,
      upgradeHost: {
        setProtocolVersion: (version) => this.protocolVersions.push(version),
        dumpUpgradeInfo: (info) => this.dumped.push(info),
      },
    });
    this.keepers = k;
    const modules: AppModule[] = [
      bankModule(k.bank),
      stakingModule({ keeper: k.staking, accountKeeper: k.accounts, bankKeeper: k.bank }),
      distributionModule(k.distribution),
      govModule(k.gov),
      authzModule(k.authz),
      feegrantModule(k.feegrant),
      upgradeModule(k.upgrade),
      paramsModule(k.params),
      consensusModule(k.consensus),
    ];
    this.modules = new Map(modules.map((m) => [m.name, m]));
    const cfg = configurator(this.router, this.queries);
    for (const m of modules) m.registerServices?.(cfg);

    const ctx = this.ctx();
    k.accounts.setParams(ctx, authParams);
    k.accounts.getModuleAccount(ctx, 'gov');
    k.bank.setParams(ctx, { sendEnabled: [], defaultSendEnabled: true });
    k.staking.setParams(ctx, stakingParams());
    k.staking.setLastTotalPower(ctx, 0n);
    k.distribution.setParams(ctx, distributionParams());
    k.distribution.setFeePool(ctx, { communityPool: [] });
    k.gov.params.set(ctx, govParams());
    k.gov.setProposalId(ctx, 1n);
  }

  private store(key: StoreKey): MemoryKVStore {
    let store = this.stores.get(key);
    if (store === undefined) {
      store = new MemoryKVStore();
      this.stores.set(key, store);
    }
    return store;
  }

  /** A context in the current block, without events yet. */
  ctx(): Context {
    const none = new Uint8Array(0);
    return Context.create({
      multiStore: this.multiStore,
      header: {
        chainId: 'test',
        height: this.height,
        time: this.time,
        proposerAddress: none,
        nextValidatorsHash: none,
        appHash: none,
      },
      consensusParams: ConsensusParams.create(),
    });
  }

  /** Lets time pass, in seconds. */
  pass(seconds: bigint): void {
    this.height++;
    this.time = { ...this.time, seconds: this.time.seconds + seconds };
  }

  /** Executes a message; what it wrote stays only when it succeeds. */
  send<T extends object>(type: MessageType<T>, fields: Partial<T>): Executed<object> {
    const message = type.create(fields);
    const handler = this.router.handler(`/${type.typeName}`);
    if (handler === undefined) throw new Error(`no handler of ${type.typeName}`);
    this.router.validateBasic(`/${type.typeName}`)?.(message);
    const gasMeter = GasMeter.infinite();
    const branch = this.ctx().with({ gasMeter, eventManager: new EventManager() }).cacheContext();
    const { response, events } = handler(branch.ctx, message);
    branch.write();
    return { response, events, gas: gasMeter.gasConsumed() };
  }

  /** Executes a message that is refused. Returns `codespace/code: text`, or the text of a panic behind `panic: `. */
  refused<T extends object>(type: MessageType<T>, fields: Partial<T>): string {
    return refusal(() => this.send(type, fields));
  }

  /** Runs the end block work of a module; returns its events. */
  endBlock(module: string): readonly Event[] {
    const ctx = this.ctx();
    this.modules.get(module)?.endBlock?.(ctx);
    return ctx.eventManager.events();
  }

  /** Makes coins for an account out of nothing. */
  fund(to: Uint8Array, amount: bigint, denom = 'uakt'): void {
    const ctx = this.ctx();
    this.keepers.bank.mintCoins(ctx, 'mint', [{ denom, amount }]);
    this.keepers.bank.sendCoins(ctx, moduleAddress('mint'), to, [{ denom, amount }]);
  }

  balance(of: Uint8Array, denom = 'uakt'): bigint {
    return this.keepers.bank.getBalance(this.ctx(), of, denom).amount;
  }

  /** A bonded validator of the n-th address that holds so many tokens of its own. */
  createValidator(n: number, amount: bigint): void {
    this.fund(address(n), amount);
    this.send(MsgCreateValidator, {
      description: { moniker: `v${n}`, identity: '', website: '', securityContact: '', details: '' },
      minSelfDelegation: 1n,
      validatorAddress: valAddressToBech32(address(n)),
      pubkey: packAny(PubKey, { key: new Uint8Array(32).fill(n) }),
      value: { denom: 'uakt', amount },
    });
    staking.endBlocker(this.ctx(), this.keepers.staking);
  }

  /** Every pair of a store, in hex, in order. */
  pairs(store: keyof StoreKeys, prefix = ''): [key: string, value: string][] {
    const it = this.ctx().kvStore(this.keys[store]).iterator(undefined, undefined);
    const out: [string, string][] = [];
    for (; it.valid(); it.next()) {
      const key = Buffer.from(it.key()).toString('hex');
      if (key.startsWith(prefix)) out.push([key, Buffer.from(it.value()).toString('hex')]);
    }
    it.close();
    return out;
  }
}

/** How something fails: `codespace/code: text` of an error, `panic: text` of a panic. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (e) {
    if (e instanceof GoPanic) return `panic: ${e.message}`;
    if (e instanceof GoErrorBase) return `${e.codespace}/${e.code}: ${e.message}`;
    throw e;
  }
  throw new Error('it was not refused');
}

/** An event's attributes as an object. */
export function attributes(event: Event | undefined): Record<string, string> {
  return Object.fromEntries((event?.attributes ?? []).map((a) => [a.key, a.value]));
}
