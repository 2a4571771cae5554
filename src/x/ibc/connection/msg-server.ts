import type { Context } from '../../../core/context.ts';
import type { MsgServer } from '../../../wire/gen/ibc/core/connection/v1/tx.ts';
import { ErrUnauthorized } from '../errors.ts';
import { wrapped } from '../wrapped.ts';
import { connOpenAck, connOpenConfirm, connOpenInit, connOpenTry } from './handshake.ts';
import type { ConnectionKeeper } from './keeper.ts';

/** Source: ibc-go modules/core/keeper/msg_server.go. */
export function connectionMsgServer(k: ConnectionKeeper, authority: string): MsgServer<Context> {
  return {
    connectionOpenInit(ctx, { clientId, counterparty, version, delayPeriod }) {
      wrapped('connection handshake open init failed', () =>
        connOpenInit(k, ctx, clientId, counterparty, version, delayPeriod),
      );
      return {};
    },
    connectionOpenTry(ctx, msg) {
      const proof = { height: msg.proofHeight, bytes: msg.proofInit };
      wrapped('connection handshake open try failed', () =>
        connOpenTry(k, ctx, msg.counterparty, msg.delayPeriod, msg.clientId, msg.counterpartyVersions, proof),
      );
      return {};
    },
    connectionOpenAck(ctx, msg) {
      const proof = { height: msg.proofHeight, bytes: msg.proofTry };
      // Checked before: a message without a version is not valid.
      const version = msg.version!;
      wrapped('connection handshake open ack failed', () =>
        connOpenAck(k, ctx, msg.connectionId, version, msg.counterpartyConnectionId, proof),
      );
      return {};
    },
    connectionOpenConfirm(ctx, msg) {
      const proof = { height: msg.proofHeight, bytes: msg.proofAck };
      wrapped('connection handshake open confirm failed', () => connOpenConfirm(k, ctx, msg.connectionId, proof));
      return {};
    },
    updateConnectionParams(ctx, msg) {
      if (authority !== msg.signer) throw ErrUnauthorized.wrap(`expected ${authority}, got ${msg.signer}`);
      k.setParams(ctx, msg.params);
      return {};
    },
  };
}
