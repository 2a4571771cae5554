import type { Context } from '../../core/context.ts';
import { Item } from '../../core/item.ts';
import type { StoreKey } from '../../core/store.ts';
import { type Coin, newCoins } from '../../math/coin.ts';
import { Minter, Params } from '../../wire/gen/cosmos/mint/v1beta1/mint.ts';
import { mintEvent } from './events.ts';
import type { BankKeeper, StakingKeeper } from './expected-keepers.ts';
import { MINTER_KEY, MODULE_NAME, PARAMS_KEY } from './keys.ts';
import { blockProvision, nextAnnualProvisions, nextInflationRate } from './minter.ts';

export interface MintKeeperDeps {
  readonly storeKey: StoreKey;
  readonly stakingKeeper: StakingKeeper;
  readonly bankKeeper: BankKeeper;
  /** Name of the module account that collects fees and minted coins. */
  readonly feeCollectorName: string;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

/** Mints the inflation of every block. Source: cosmos-sdk x/mint/keeper. */
export class MintKeeper {
  readonly authority: string;
  private readonly params: Item<Params>;
  private readonly minter: Item<Minter>;
  private readonly stakingKeeper: StakingKeeper;
  private readonly bankKeeper: BankKeeper;
  private readonly feeCollectorName: string;

  constructor(deps: MintKeeperDeps) {
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
    this.minter = new Item(deps.storeKey, MINTER_KEY, Minter);
    this.stakingKeeper = deps.stakingKeeper;
    this.bankKeeper = deps.bankKeeper;
    this.feeCollectorName = deps.feeCollectorName;
    this.authority = deps.authority;
  }

  getParams(ctx: Context): Params {
    return this.params.get(ctx);
  }
  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }
  getMinter(ctx: Context): Minter {
    return this.minter.get(ctx);
  }
  setMinter(ctx: Context, minter: Minter): void {
    this.minter.set(ctx, minter);
  }

  /** Mints the provision of one block and hands it to the fee collector. The order of reads is consensus. */
  mint(ctx: Context): void {
    const minter = this.getMinter(ctx);
    const params = this.getParams(ctx);
    const totalSupply = this.stakingKeeper.stakingTokenSupply(ctx);
    const bondedRatio = this.stakingKeeper.bondedRatio(ctx);

    const inflation = nextInflationRate(minter, params, bondedRatio);
    const annualProvisions = nextAnnualProvisions({ ...minter, inflation }, totalSupply);
    const next: Minter = { inflation, annualProvisions };
    this.setMinter(ctx, next);

    const provision = blockProvision(next, params);
    const coins = newCoins([provision]);
    this.mintCoins(ctx, coins);
    // PARITY: cosmos-sdk x/mint/keeper/mint.go: the transfer is made, and emits its events, even when nothing was minted.
    this.bankKeeper.sendCoinsFromModuleToModule(ctx, MODULE_NAME, this.feeCollectorName, coins);

    ctx.eventManager.emit(mintEvent({ bondedRatio, inflation, annualProvisions, amount: provision.amount }));
  }

  private mintCoins(ctx: Context, coins: readonly Coin[]): void {
    if (coins.length > 0) this.bankKeeper.mintCoins(ctx, MODULE_NAME, coins);
  }
}
