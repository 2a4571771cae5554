import type { Context } from '../../../core/context.ts';
import { Config } from '../../../wire/gen/ibc/core/client/v2/config.ts';
import { CounterpartyInfo } from '../../../wire/gen/ibc/core/client/v2/counterparty.ts';
import { ErrUnauthorized } from '../errors.ts';
import { mustAddress } from '../signer.ts';
import { isAllowedRelayer } from './config.ts';
import type { ClientKeeper } from './expected-keepers.ts';
import { CONFIG_KEY, COUNTERPARTY_KEY } from './keys.ts';

/** What packets of version 2 need to know of a client. Source: ibc-go modules/core/02-client/v2/keeper. */
export class ClientV2Keeper {
  private readonly clients: ClientKeeper;

  constructor(clients: ClientKeeper) {
    this.clients = clients;
  }

  /** Which client of the other chain is the counterpart of this one. */
  getClientCounterparty(ctx: Context, clientId: string): CounterpartyInfo | undefined {
    const bytes = this.clients.clientStore(ctx, clientId).get(COUNTERPARTY_KEY);
    return bytes === undefined || bytes.length === 0 ? undefined : CounterpartyInfo.decode(bytes);
  }

  setClientCounterparty(ctx: Context, clientId: string, counterparty: CounterpartyInfo): void {
    this.clients.clientStore(ctx, clientId).set(COUNTERPARTY_KEY, CounterpartyInfo.encode(counterparty));
  }

  /** Who may relay; empty: anybody. */
  getConfig(ctx: Context, clientId: string): Config {
    const bytes = this.clients.clientStore(ctx, clientId).get(CONFIG_KEY);
    return bytes === undefined || bytes.length === 0 ? { allowedRelayers: [] } : Config.decode(bytes);
  }

  setConfig(ctx: Context, clientId: string, config: Config): void {
    this.clients.clientStore(ctx, clientId).set(CONFIG_KEY, Config.encode(config));
  }

  /** Throws SdkError when the signer may not update the client. */
  checkUpdate(ctx: Context, clientId: string, signer: string): void {
    if (isAllowedRelayer(this.getConfig(ctx, clientId), mustAddress(signer))) return;
    throw ErrUnauthorized.wrap(`relayer ${signer} is not authorized to update client ${clientId}`);
  }
}
