import type { AkashApp } from '../../src/app/app.ts';
import type { Context } from '../../src/core/context.ts';
import type { CacheMultiStore, KVStore, StoreKey } from '../../src/core/store.ts';
import type { Params } from '../../src/wire/gen/cosmos/mint/v1beta1/mint.ts';
import { accountInvariants } from '../../src/x/auth/invariants.ts';
import { grantsAreIndexed } from '../../src/x/authz/invariants.ts';
import { bankInvariants } from '../../src/x/bank/invariants.ts';
import { certificatesAreInOneState } from '../../src/x/cert/invariants.ts';
import { deploymentInvariants } from '../../src/x/deployment/invariants.ts';
import { distributionInvariants } from '../../src/x/distribution/invariants.ts';
import { escrowInvariants, escrowRecords } from '../../src/x/escrow/invariants.ts';
import { offendersAreTombstoned } from '../../src/x/evidence/invariants.ts';
import { depositsAreHeld } from '../../src/x/gov/invariants.ts';
import { marketInvariants } from '../../src/x/market/invariants.ts';
import { inflationWithinBounds } from '../../src/x/mint/invariants.ts';
import { providersAreTheirOwners } from '../../src/x/provider/invariants.ts';
import { missedBlockCounters, slashingInvariants } from '../../src/x/slashing/invariants.ts';
import { stakingInvariants } from '../../src/x/staking/invariants.ts';
import { ratesAreValid } from '../../src/x/take/invariants.ts';

type Check = (app: AkashApp, ctx: Context) => string[];

/** What must hold after every block. The marketplace's records are read once for the modules that share them. */
const CHECKS: readonly Check[] = [
  ({ keepers }, ctx) => accountInvariants(keepers.accounts, ctx),
  ({ keepers }, ctx) => bankInvariants(keepers.bank, ctx),
  ({ keepers }, ctx) => stakingInvariants(keepers.staking, keepers.bank, ctx),
  ({ keepers }, ctx) => distributionInvariants(keepers.distribution, ctx),
  ({ keepers }, ctx) => [...slashingInvariants(keepers.slashing, ctx), ...missedBlockCounters(keepers.slashing, ctx)],
  ({ keepers: { evidence, slashing } }, ctx) =>
    offendersAreTombstoned(evidence, (c, address) => slashing.isTombstoned(c, address), ctx),
  ({ keepers }, ctx) => depositsAreHeld(keepers.gov, ctx),
  ({ keepers }, ctx) => grantsAreIndexed(keepers.authz, ctx),
  ({ keepers: { escrow, bank, market, deployment } }, ctx) => {
    const records = escrowRecords(escrow, ctx);
    return [...escrowInvariants(records, bank, ctx), ...marketInvariants(market, deployment, records, ctx)];
  },
  ({ keepers }, ctx) => deploymentInvariants(keepers.deployment, ctx),
  ({ keepers }, ctx) => providersAreTheirOwners(keepers.provider, ctx),
  ({ keepers }, ctx) => certificatesAreInOneState(keepers.cert, ctx),
  ({ keepers }, ctx) => ratesAreValid(keepers.take, ctx),
];

/** The violations found in a state; none when all is well. */
export function violations(app: AkashApp, ctx: Context): string[] {
  return [...CHECKS.flatMap((check) => check(app, ctx)), ...inflationWithinBounds(app.keepers.mint, ctx)];
}

/** Hands out the stores without gas, and notes which ones were asked for. */
class NotingStores implements CacheMultiStore {
  private readonly stores: CacheMultiStore;
  private readonly asked: Set<string>;

  constructor(stores: CacheMultiStore, asked: Set<string>) {
    this.stores = stores;
    this.asked = asked;
  }
  getKVStore(key: StoreKey): KVStore {
    this.asked.add(key.name);
    return this.stores.getKVStore(key);
  }
  gasKVStore(key: StoreKey): KVStore {
    return this.getKVStore(key);
  }
  cacheMultiStore(): CacheMultiStore {
    return new NotingStores(this.stores.cacheMultiStore(), this.asked);
  }
  write(): void {
    this.stores.write();
  }
}

/** What a check found, and what it depended on. */
interface Verdict {
  readonly found: readonly string[];
  readonly stores: readonly string[];
  readonly roots: string;
  /** It looked at the block's header: made again for every block. */
  readonly header: boolean;
}

/**
 * The violations after every block of one chain. A check is made again only when the root of one of the stores that it read has changed:
 * the same roots are the same contents, and lead to the same verdict.
 */
export class Watch {
  private readonly app: AkashApp;
  private readonly verdicts: (Verdict | undefined)[] = [];
  /** With which the next block is minted. */
  private minting: Params | undefined;

  constructor(app: AkashApp) {
    this.app = app;
  }

  /** To be called after every commit, with its height. */
  violations(height: bigint): string[] {
    const ctx = this.app.base.queryContext(height);
    const found = CHECKS.flatMap((check, i) => {
      let verdict = this.verdicts[i];
      if (verdict === undefined || verdict.header || verdict.roots !== this.rootsOf(verdict.stores)) {
        verdict = this.make(check, ctx);
        this.verdicts[i] = verdict;
      }
      return verdict.found;
    });
    const { mint } = this.app.keepers;
    found.push(...inflationWithinBounds(mint, ctx, this.minting));
    this.minting = mint.getParams(ctx);
    return found;
  }

  private make(check: Check, ctx: Context): Verdict {
    const asked = new Set<string>();
    let header = false;
    const noting = new Proxy(ctx.header, {
      get(of, field) {
        header = true;
        return Reflect.get(of, field) as unknown;
      },
    });
    const found = check(this.app, ctx.with({ multiStore: new NotingStores(ctx.multiStore, asked), header: noting }));
    const stores = [...asked];
    return { found, stores, roots: this.rootsOf(stores), header };
  }

  private rootsOf(stores: readonly string[]): string {
    return stores.map((name) => this.app.store.tree(name).savedHash()).join();
  }
}
