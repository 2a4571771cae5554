import type { Configurator } from '../../../core/module.ts';
import { Query } from '../../../wire/gen/ibc/core/client/v1/query.ts';
import * as v1 from '../../../wire/gen/ibc/core/client/v1/tx.ts';
import { Query as QueryV2 } from '../../../wire/gen/ibc/core/client/v2/query.ts';
import * as v2 from '../../../wire/gen/ibc/core/client/v2/tx.ts';
import type { ChannelKeeperV2 } from '../client-v2/expected-keepers.ts';
import type { ClientV2Keeper } from '../client-v2/keeper.ts';
import { ClientV2MsgServer } from '../client-v2/msg-server.ts';
import { ClientV2QueryServer } from '../client-v2/query-server.ts';
import { validateRegisterCounterparty, validateUpdateClientConfig } from '../client-v2/validate.ts';
import type { ClientKeeper } from './keeper.ts';
import { ClientMsgServer } from './msg-server.ts';
import { ClientQueryServer } from './query-server.ts';
import {
  validateCreateClient,
  validateDeleteClientCreator,
  validateIBCSoftwareUpgrade,
  validateRecoverClient,
  validateSubmitMisbehaviour,
  validateUpdateClient,
  validateUpdateParams,
  validateUpgradeClient,
} from './validate.ts';

export interface ClientServicesDeps {
  readonly clientKeeper: ClientKeeper;
  readonly clientV2Keeper: ClientV2Keeper;
  readonly channelKeeperV2: ChannelKeeperV2;
  readonly authority: string;
}

/** Messages and queries of clients, both versions. */
export function registerClientServices(cfg: Configurator, deps: ClientServicesDeps): void {
  const { clientKeeper, clientV2Keeper, authority } = deps;
  cfg.msgServer(v1.Msg, new ClientMsgServer(clientKeeper, clientV2Keeper, authority));
  cfg.msgServer(v2.Msg, new ClientV2MsgServer(deps));
  cfg.queryServer(Query, new ClientQueryServer(clientKeeper));
  cfg.queryServer(QueryV2, new ClientV2QueryServer(clientV2Keeper));
  cfg.validateBasic(v1.MsgCreateClient, validateCreateClient);
  cfg.validateBasic(v1.MsgUpdateClient, validateUpdateClient);
  cfg.validateBasic(v1.MsgUpgradeClient, validateUpgradeClient);
  cfg.validateBasic(v1.MsgSubmitMisbehaviour, validateSubmitMisbehaviour);
  cfg.validateBasic(v1.MsgRecoverClient, validateRecoverClient);
  cfg.validateBasic(v1.MsgIBCSoftwareUpgrade, validateIBCSoftwareUpgrade);
  cfg.validateBasic(v1.MsgUpdateParams, validateUpdateParams);
  cfg.validateBasic(v1.MsgDeleteClientCreator, validateDeleteClientCreator);
  cfg.validateBasic(v2.MsgRegisterCounterparty, validateRegisterCounterparty);
  cfg.validateBasic(v2.MsgUpdateClientConfig, validateUpdateClientConfig);
}
