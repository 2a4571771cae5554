import type { Context } from '../../../core/context.ts';
import { GoErrorBase } from '../../../core/errors.ts';
import { accAddressToBech32 } from '../../../crypto/address.ts';
import { equalBytes } from '../../../store/keys.ts';
import type * as m from '../../../wire/gen/ibc/core/client/v1/tx.ts';
import { ErrNotFound, ErrUnauthorized } from '../errors.ts';
import { mustAddress } from '../signer.ts';
import { wrapped } from '../wrapped.ts';
import { unpackClientMessage, unpackClientState } from './codec.ts';
import { ErrInvalidClientType } from './errors.ts';
import type { ClientKeeper } from './keeper.ts';
import { TENDERMINT } from './light-client.ts';

/** Says who else than its creator may update a client. */
export interface AllowedRelayers {
  /** Throws SdkError. */
  checkUpdate(ctx: Context, clientId: string, signer: string): void;
}

/** Source: ibc-go modules/core/keeper/msg_server.go. */
export class ClientMsgServer implements m.MsgServer<Context> {
  private readonly keeper: ClientKeeper;
  private readonly relayers: AllowedRelayers;
  private readonly authority: string;

  constructor(keeper: ClientKeeper, relayers: AllowedRelayers, authority: string) {
    this.keeper = keeper;
    this.relayers = relayers;
    this.authority = authority;
  }

  createClient(ctx: Context, msg: m.MsgCreateClient): m.MsgCreateClientResponse {
    unpackClientState(msg.clientState);
    const clientId = this.keeper.createClient(ctx, TENDERMINT, msg.clientState!.value, msg.consensusState!.value);
    this.keeper.setClientCreator(ctx, clientId, mustAddress(msg.signer));
    return { clientId };
  }

  updateClient(ctx: Context, msg: m.MsgUpdateClient): m.MsgUpdateClientResponse {
    const message = unpackClientMessage(msg.clientMessage);
    this.relayers.checkUpdate(ctx, msg.clientId, msg.signer);
    this.keeper.updateClient(ctx, msg.clientId, message);
    return {};
  }

  upgradeClient(ctx: Context, msg: m.MsgUpgradeClient): m.MsgUpgradeClientResponse {
    this.keeper.upgradeClient(
      ctx,
      msg.clientId,
      msg.clientState!.value,
      msg.consensusState!.value,
      msg.proofUpgradeClient,
      msg.proofUpgradeConsensusState,
    );
    return {};
  }

  /** The old way: {@link updateClient} takes misbehaviour too, and looks at who submits it. */
  submitMisbehaviour(ctx: Context, msg: m.MsgSubmitMisbehaviour): m.MsgSubmitMisbehaviourResponse {
    this.keeper.updateClient(ctx, msg.clientId, unpackClientMessage(msg.misbehaviour));
    return {};
  }

  recoverClient(ctx: Context, msg: m.MsgRecoverClient): m.MsgRecoverClientResponse {
    this.checkAuthority(msg.signer);
    wrapped('client recovery failed', () =>
      this.keeper.recoverClient(ctx, msg.subjectClientId, msg.substituteClientId),
    );
    return {};
  }

  ibcSoftwareUpgrade(ctx: Context, msg: m.MsgIBCSoftwareUpgrade): m.MsgIBCSoftwareUpgradeResponse {
    this.checkAuthority(msg.signer);
    let state: ReturnType<typeof unpackClientState>;
    try {
      state = unpackClientState(msg.upgradedClientState);
    } catch (e) {
      if (e instanceof GoErrorBase) throw ErrInvalidClientType.wrap(`cannot unpack client state: ${e.message}`);
      throw e;
    }
    wrapped('failed to schedule upgrade', () => this.keeper.scheduleIBCSoftwareUpgrade(ctx, msg.plan, state));
    return {};
  }

  updateClientParams(ctx: Context, msg: m.MsgUpdateParams): m.MsgUpdateParamsResponse {
    this.checkAuthority(msg.signer);
    this.keeper.setParams(ctx, msg.params);
    return {};
  }

  deleteClientCreator(ctx: Context, msg: m.MsgDeleteClientCreator): m.MsgDeleteClientCreatorResponse {
    const creator = this.keeper.getClientCreator(ctx, msg.clientId);
    if (creator === undefined) throw ErrNotFound.wrap(`creator for client ${msg.clientId} not found`);
    if (this.authority !== msg.signer && !equalBytes(creator, mustAddress(msg.signer))) {
      throw ErrUnauthorized.wrap(
        `authority ${this.authority} or client creator ${accAddressToBech32(creator)} is authorized to delete creator for ${msg.clientId}, got ${msg.signer}`,
      );
    }
    this.keeper.deleteClientCreator(ctx, msg.clientId);
    return {};
  }

  private checkAuthority(signer: string): void {
    if (this.authority !== signer) throw ErrUnauthorized.wrap(`expected ${this.authority}, got ${signer}`);
  }
}
