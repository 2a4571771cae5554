import type { Context } from '../../../core/context.ts';
import { accAddressToBech32 } from '../../../crypto/address.ts';
import { equalBytes } from '../../../store/keys.ts';
import type * as m from '../../../wire/gen/ibc/core/client/v2/tx.ts';
import { EMPTY_BYTES } from '../../../wire/runtime.ts';
import { ErrInvalidRequest, ErrUnauthorized } from '../errors.ts';
import { mustAddress } from '../signer.ts';
import type { ChannelKeeperV2, ClientKeeper } from './expected-keepers.ts';
import type { ClientV2Keeper } from './keeper.ts';

export interface ClientV2MsgServerDeps {
  readonly clientKeeper: ClientKeeper;
  readonly clientV2Keeper: ClientV2Keeper;
  readonly channelKeeperV2: ChannelKeeperV2;
  readonly authority: string;
}

/** Source: ibc-go modules/core/keeper/msg_server.go. */
export class ClientV2MsgServer implements m.MsgServer<Context> {
  private readonly deps: ClientV2MsgServerDeps;

  constructor(deps: ClientV2MsgServerDeps) {
    this.deps = deps;
  }

  /** Only who made the client may, once. */
  registerCounterparty(ctx: Context, msg: m.MsgRegisterCounterparty): m.MsgRegisterCounterpartyResponse {
    const { clientV2Keeper, channelKeeperV2 } = this.deps;
    const creator = this.creator(ctx, msg.clientId);
    if (!equalBytes(creator, mustAddress(msg.signer))) {
      throw ErrUnauthorized.wrap(
        `expected same signer as createClient submittor ${accAddressToBech32(creator)}, got ${msg.signer}`,
      );
    }
    if (clientV2Keeper.getClientCounterparty(ctx, msg.clientId) !== undefined) {
      throw ErrInvalidRequest.wrap('cannot register counterparty once it is already set');
    }
    clientV2Keeper.setClientCounterparty(ctx, msg.clientId, {
      merklePrefix: msg.counterpartyMerklePrefix,
      clientId: msg.counterpartyClientId,
    });
    channelKeeperV2.setNextSequenceSend(ctx, msg.clientId, 1n);
    return {};
  }

  updateClientConfig(ctx: Context, msg: m.MsgUpdateClientConfig): m.MsgUpdateClientConfigResponse {
    const { authority, clientV2Keeper } = this.deps;
    const creator = this.creator(ctx, msg.clientId);
    if (authority !== msg.signer && !equalBytes(creator, mustAddress(msg.signer))) {
      throw ErrUnauthorized.wrap(
        `authority ${authority} or client creator ${accAddressToBech32(creator)} is authorized to update params for ${msg.clientId}, got ${msg.signer}`,
      );
    }
    clientV2Keeper.setConfig(ctx, msg.clientId, msg.config);
    return {};
  }

  private creator(ctx: Context, clientId: string): Uint8Array {
    return this.deps.clientKeeper.getClientCreator(ctx, clientId) ?? EMPTY_BYTES;
  }
}
