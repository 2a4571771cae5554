/**
 * `node bench/market.ts [orders ...]`: what a new order and 20 bids on it cost while so many orders are open. For each number a LevelDB
 * home is filled with deployments and their orders; then new deployments are made and bid on, a block each, message by message as in
 * transactions. Prints the gas too: it must not depend on how many there are.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Keepers, newKeepers } from '../src/app/keepers.ts';
import { newStoreKeys } from '../src/app/store-keys.ts';
import { configurator } from '../src/baseapp/configurator.ts';
import { MsgServiceRouter } from '../src/baseapp/msg-router.ts';
import { GrpcQueryRouter } from '../src/baseapp/query-router.ts';
import { Context } from '../src/core/context.ts';
import { EventManager } from '../src/core/events.ts';
import { GasMeter } from '../src/core/gas.ts';
import type { CacheMultiStore } from '../src/core/store.ts';
import { accAddressToBech32, moduleAddress } from '../src/crypto/address.ts';
import { Dec } from '../src/math/dec.ts';
import { LevelDatabase } from '../src/store/leveldb.ts';
import { RootMultiStore } from '../src/store/multistore.ts';
import { MsgCreateDeployment } from '../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import type { GroupSpec } from '../src/wire/gen/akash/deployment/v1beta4/groupspec.ts';
import { MsgCreateBid } from '../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import { ConsensusParams } from '../src/wire/gen/tendermint/types/params.ts';
import type { MessageType } from '../src/wire/runtime.ts';
import { DEFAULT_PARAMS as authParams } from '../src/x/auth/params.ts';
import { deploymentModule } from '../src/x/deployment/module.ts';
import { defaultParams as deploymentParams } from '../src/x/deployment/params.ts';
import { marketModule } from '../src/x/market/module.ts';
import { defaultParams as marketParams } from '../src/x/market/params.ts';
import { defaultParams as takeParams } from '../src/x/take/params.ts';

const TIME = { seconds: 1_767_225_600n, nanos: 0 };
const FILL_BLOCK = 5_000;
const ROUNDS = 40;
/** Rounds at the beginning that are not measured. */
const WARM_UP = 10;
const BIDS = 20;
const TENANTS = 100;
const DEPOSIT = 500_000n;
const MI = 1024n ** 2n;

const address = (kind: number, n: number): Uint8Array =>
  Uint8Array.from({ length: 20 }, (_, i) => (i === 0 ? kind : i === 1 ? n : (n * 31 + i * 7) & 255));
const tenant = (n: number): string => accAddressToBech32(address(1, n % TENANTS));
const provider = (n: number): string => accAddressToBech32(address(2, n));

const SPEC: GroupSpec = {
  name: 'group',
  requirements: { signedBy: { allOf: [], anyOf: [] }, attributes: [{ key: 'region', value: 'west' }] },
  resources: [
    {
      resource: {
        id: 1,
        cpu: { units: { val: 500n }, attributes: [] },
        gpu: { units: { val: 0n }, attributes: [] },
        memory: { quantity: { val: 512n * MI }, attributes: [] },
        storage: [{ name: 'default', quantity: { val: 1024n * MI }, attributes: [] }],
        endpoints: [],
      },
      count: 1,
      price: { denom: 'uakt', amount: Dec.fromInt(100n) },
    },
  ],
};
/** Of one length as text and on the wire, as gas counts bytes. */
const dseqOf = (n: number): bigint => 1_000_000n + BigInt(n);
const deposit = { amount: { denom: 'uakt', amount: DEPOSIT }, sources: [1] };

/** The marketplace on a multistore, a block at a time. */
class Chain {
  readonly store: RootMultiStore;
  readonly keepers: Keepers;
  private readonly router: MsgServiceRouter;
  private height = 0n;
  private block: CacheMultiStore;

  private constructor(store: RootMultiStore, keepers: Keepers, router: MsgServiceRouter) {
    this.store = store;
    this.keepers = keepers;
    this.router = router;
    this.block = store.cacheMultiStore();
  }

  static async open(path: string): Promise<Chain> {
    const keys = newStoreKeys();
    const store = new RootMultiStore(await LevelDatabase.open(path));
    for (const key of Object.values(keys)) store.mount(key);
    await store.loadLatestVersion();
    const router = new MsgServiceRouter();
    const k = newKeepers({
      keys,
      msgRouter: router,
      skipUpgradeHeights: new Set(),
      upgradeHost: { setProtocolVersion: () => undefined, dumpUpgradeInfo: () => undefined },
    });
    const cfg = configurator(router, new GrpcQueryRouter());
    deploymentModule({ keeper: k.deployment, marketKeeper: k.market, escrowKeeper: k.escrow }).registerServices?.(cfg);
    marketModule({
      keeper: k.market,
      escrowKeeper: k.escrow,
      deploymentKeeper: k.deployment,
      providerKeeper: k.provider,
      auditKeeper: k.audit,
    }).registerServices?.(cfg);
    return new Chain(store, k, router);
  }

  ctx(gasMeter = GasMeter.infinite()): Context {
    const none = new Uint8Array(0);
    return Context.create({
      multiStore: this.block,
      gasMeter,
      eventManager: new EventManager(),
      header: {
        chainId: 'bench',
        height: this.height,
        time: TIME,
        proposerAddress: none,
        nextValidatorsHash: none,
        appHash: none,
      },
      consensusParams: ConsensusParams.create(),
    });
  }

  /** Executes a message on a branch; returns its gas. */
  send<T extends object>(type: MessageType<T>, message: T): bigint {
    const meter = GasMeter.infinite();
    const { ctx, write } = this.ctx(meter).cacheContext();
    this.router.validateBasic(`/${type.typeName}`)?.(message);
    this.router.handler(`/${type.typeName}`)!(ctx, message);
    write();
    return meter.gasConsumed();
  }

  async commit(): Promise<void> {
    this.block.write();
    this.store.workingHash();
    await this.store.commit(TIME);
    this.height++;
    this.block = this.store.cacheMultiStore();
  }

  /** Parameters, tenants and providers with coins. */
  begin(): void {
    const { accounts, bank, deployment, market, take, provider: providers } = this.keepers;
    const ctx = this.ctx();
    accounts.setParams(ctx, authParams);
    bank.setParams(ctx, { sendEnabled: [], defaultSendEnabled: true });
    deployment.setParams(ctx, deploymentParams());
    market.setParams(ctx, { ...marketParams(), orderMaxBids: 500 });
    take.setParams(ctx, takeParams());
    accounts.getModuleAccount(ctx, 'escrow');
    const rich = [{ denom: 'uakt', amount: 10n ** 15n }];
    const who = [
      ...Array.from({ length: TENANTS }, (_, n) => address(1, n)),
      ...Array.from({ length: BIDS }, (_, n) => address(2, n)),
      moduleAddress('escrow'),
    ];
    for (const to of who) {
      bank.mintCoins(ctx, 'mint', rich);
      bank.sendCoins(ctx, moduleAddress('mint'), to, rich);
    }
    for (let n = 0; n < BIDS; n++) {
      const attributes = [{ key: 'region', value: 'west' }];
      const info = { email: '', website: '' };
      providers.create(ctx, { owner: provider(n), hostUri: `https://p${n}.example.com`, attributes, info });
    }
  }

  deploy(n: number): bigint {
    const id = { owner: tenant(n), dseq: dseqOf(n) };
    return this.send(MsgCreateDeployment, { id, groups: [SPEC], hash: new Uint8Array(32).fill(n & 255), deposit });
  }

  bid(n: number, by: number): bigint {
    const id = { owner: tenant(n), dseq: dseqOf(n), gseq: 1, oseq: 1, provider: provider(by), bseq: 0 };
    const price = { denom: 'uakt', amount: Dec.fromInt(50n) };
    return this.send(MsgCreateBid, { id, price, deposit, resourcesOffer: [] });
  }
}

const now = (): number => Number(process.hrtime.bigint()) / 1e3;
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

async function measure(orders: number): Promise<Record<string, number | string>> {
  const path = mkdtempSync(join(tmpdir(), 'akash-bench-market-'));
  const chain = await Chain.open(path);
  chain.begin();
  for (let n = 0; n < orders; n++) {
    chain.deploy(n);
    if (n % FILL_BLOCK === FILL_BLOCK - 1) await chain.commit();
  }
  await chain.commit();
  const [order, bids, hash]: [number[], number[], number[]] = [[], [], []];
  const gas: [order: Set<bigint>, bids: Set<bigint>] = [new Set(), new Set()];
  for (let round = 0; round < ROUNDS; round++) {
    const n = orders + round;
    const start = now();
    const orderGas = chain.deploy(n);
    const made = now();
    let bidGas = 0n;
    for (let by = 0; by < BIDS; by++) bidGas += chain.bid(n, by);
    const bid = now();
    await chain.commit();
    if (round < WARM_UP) continue;
    order.push(made - start);
    bids.push(bid - made);
    hash.push(now() - bid);
    gas[0].add(orderGas);
    gas[1].add(bidGas);
  }
  rmSync(path, { recursive: true, force: true });
  const span = (values: Set<bigint>): string => {
    const all = [...values].sort((a, b) => (a < b ? -1 : 1));
    return all.length === 1 ? `${all[0]}` : `${all[0]}..${all[all.length - 1]}`;
  };
  return {
    open_orders: orders,
    create_order_us: Math.round(median(order)),
    twenty_bids_us: Math.round(median(bids)),
    hash_and_commit_us: Math.round(median(hash)),
    create_order_gas: span(gas[0]),
    twenty_bids_gas: span(gas[1]),
  };
}

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 100_000];
for (const orders of sizes) console.log(JSON.stringify(await measure(orders)));
