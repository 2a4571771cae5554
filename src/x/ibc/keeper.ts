import type { StoreKey } from '../../core/store.ts';
import type { UpgradeKeeper } from './client/expected-keepers.ts';
import { ClientKeeper } from './client/keeper.ts';
import { TENDERMINT } from './client/light-client.ts';
import { ClientV2Keeper } from './client-v2/keeper.ts';
import { ConnectionKeeper } from './connection/keeper.ts';
import { TendermintLightClient } from './tendermint/light-client.ts';

export interface IbcKeeperDeps {
  readonly storeKey: StoreKey;
  readonly upgradeKeeper: UpgradeKeeper;
  /** Bech32 text of the account that governs. */
  readonly authority: string;
}

/** The keepers of IBC's parts, on one store. Source: ibc-go modules/core/keeper/keeper.go. */
export class IbcKeeper {
  readonly authority: string;
  readonly storeKey: StoreKey;
  readonly clientKeeper: ClientKeeper;
  readonly clientV2Keeper: ClientV2Keeper;
  readonly connectionKeeper: ConnectionKeeper;

  constructor({ storeKey, upgradeKeeper, authority }: IbcKeeperDeps) {
    this.authority = authority;
    this.storeKey = storeKey;
    this.clientKeeper = new ClientKeeper({ storeKey, upgradeKeeper });
    this.clientKeeper.addRoute(TENDERMINT, new TendermintLightClient(storeKey));
    this.clientV2Keeper = new ClientV2Keeper(this.clientKeeper);
    this.connectionKeeper = new ConnectionKeeper({ storeKey, clientKeeper: this.clientKeeper });
  }
}
