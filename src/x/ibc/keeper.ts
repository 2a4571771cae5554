import type { StoreKey } from '../../core/store.ts';
import { ChannelKeeper } from './channel/keeper.ts';
import { ChannelKeeperV2 } from './channel-v2/keeper.ts';
import type { UpgradeKeeper } from './client/expected-keepers.ts';
import { ClientKeeper } from './client/keeper.ts';
import { TENDERMINT } from './client/light-client.ts';
import { ClientV2Keeper } from './client-v2/keeper.ts';
import { ConnectionKeeper } from './connection/keeper.ts';
import { PortRouter } from './port/router.ts';
import { TendermintLightClient } from './tendermint/light-client.ts';

export interface IbcKeeperDeps {
  readonly storeKey: StoreKey;
  readonly upgradeKeeper: UpgradeKeeper;
  /** Who may change the parameters: the gov module's address, bech32 text. */
  readonly authority: string;
}

/** The keepers of IBC, which share one store. Source: ibc-go modules/core/keeper/keeper.go. */
export class IbcKeeper {
  readonly clientKeeper: ClientKeeper;
  readonly clientV2Keeper: ClientV2Keeper;
  readonly connectionKeeper: ConnectionKeeper;
  readonly channelKeeper: ChannelKeeper;
  readonly channelKeeperV2: ChannelKeeperV2;
  /** Applications, by port. */
  readonly ports = new PortRouter();
  readonly authority: string;

  constructor({ storeKey, upgradeKeeper, authority }: IbcKeeperDeps) {
    this.authority = authority;
    this.clientKeeper = new ClientKeeper({ storeKey, upgradeKeeper });
    this.clientKeeper.addRoute(TENDERMINT, new TendermintLightClient(storeKey));
    this.clientV2Keeper = new ClientV2Keeper(this.clientKeeper);
    this.connectionKeeper = new ConnectionKeeper({ storeKey, clientKeeper: this.clientKeeper });
    this.channelKeeper = new ChannelKeeper({
      storeKey,
      clientKeeper: this.clientKeeper,
      connectionKeeper: this.connectionKeeper,
    });
    this.channelKeeperV2 = new ChannelKeeperV2({
      storeKey,
      clientKeeper: this.clientKeeper,
      clientV2Keeper: this.clientV2Keeper,
    });
  }
}
