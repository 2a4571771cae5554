import type { Context } from '../../../core/context.ts';
import { accAddressFromBech32 } from '../../../crypto/address.ts';
import type { Packet } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import { type MsgServer, ResponseResultType } from '../../../wire/gen/ibc/core/channel/v1/tx.ts';
import { toErrorEvents } from '../error-events.ts';
import { checkOnBranch } from '../no-op.ts';
import type { PortRouter } from '../port/router.ts';
import { wrapped } from '../wrapped.ts';
import { isSuccess } from './acknowledgement.ts';
import { ErrNoOpMsg } from './errors.ts';
import {
  chanCloseConfirm,
  chanCloseInit,
  chanOpenAck,
  chanOpenConfirm,
  chanOpenInit,
  chanOpenTry,
  writeOpenAckChannel,
  writeOpenConfirmChannel,
  writeOpenInitChannel,
  writeOpenTryChannel,
} from './handshake.ts';
import type { ChannelKeeper } from './keeper.ts';
import { acknowledgePacket, recvPacket, writeAcknowledgement } from './packet.ts';
import { timeoutOnClose, timeoutPacket } from './timeout-packet.ts';

/** PARITY: ibc-go modules/core/keeper/msg_server.go: what was relayed before is not an error. */
const NOOP = { result: ResponseResultType.RESPONSE_RESULT_TYPE_NOOP };
const SUCCESS = { result: ResponseResultType.RESPONSE_RESULT_TYPE_SUCCESS };

/** Source: ibc-go modules/core/keeper/msg_server.go. */
export function channelMsgServer(k: ChannelKeeper, ports: PortRouter): MsgServer<Context> {
  return {
    channelOpenInit(ctx, { portId, channel }) {
      const app = ports.route(portId);
      const { ordering, connectionHops, counterparty } = channel;
      const channelId = wrapped('channel handshake open init failed', () => chanOpenInit(k, ctx, channel));
      const version = inCallback('open init', portId, channelId, () =>
        app.onChanOpenInit(ctx, ordering, connectionHops, portId, channelId, counterparty, channel.version),
      );
      writeOpenInitChannel(k, ctx, portId, channelId, channel, version);
      return { channelId, version };
    },
    channelOpenTry(ctx, { portId, channel, counterpartyVersion, proofInit, proofHeight }) {
      const app = ports.route(portId);
      const { ordering, connectionHops, counterparty } = channel;
      const proof = { height: proofHeight, bytes: proofInit };
      const channelId = wrapped('channel handshake open try failed', () =>
        chanOpenTry(k, ctx, portId, channel, counterpartyVersion, proof),
      );
      const version = inCallback('open try', portId, channelId, () =>
        app.onChanOpenTry(ctx, ordering, connectionHops, portId, channelId, counterparty, counterpartyVersion),
      );
      writeOpenTryChannel(k, ctx, portId, channelId, channel, version);
      return { version, channelId };
    },
    channelOpenAck(ctx, { portId, channelId, counterpartyChannelId, counterpartyVersion, proofTry, proofHeight }) {
      const app = ports.route(portId);
      const proof = { height: proofHeight, bytes: proofTry };
      wrapped('channel handshake open ack failed', () =>
        chanOpenAck(k, ctx, portId, channelId, counterpartyVersion, counterpartyChannelId, proof),
      );
      writeOpenAckChannel(k, ctx, portId, channelId, counterpartyVersion, counterpartyChannelId);
      inCallback('open ack', portId, channelId, () =>
        app.onChanOpenAck(ctx, portId, channelId, counterpartyChannelId, counterpartyVersion),
      );
      return {};
    },
    channelOpenConfirm(ctx, { portId, channelId, proofAck, proofHeight }) {
      const app = ports.route(portId);
      const proof = { height: proofHeight, bytes: proofAck };
      wrapped('channel handshake open confirm failed', () => chanOpenConfirm(k, ctx, portId, channelId, proof));
      writeOpenConfirmChannel(k, ctx, portId, channelId);
      inCallback('open confirm', portId, channelId, () => app.onChanOpenConfirm(ctx, portId, channelId));
      return {};
    },
    channelCloseInit(ctx, { portId, channelId }) {
      const app = ports.route(portId);
      inCallback('close init', portId, channelId, () => app.onChanCloseInit(ctx, portId, channelId));
      wrapped('channel handshake close init failed', () => chanCloseInit(k, ctx, portId, channelId));
      return {};
    },
    channelCloseConfirm(ctx, { portId, channelId, proofInit, proofHeight }) {
      const app = ports.route(portId);
      inCallback('close confirm', portId, channelId, () => app.onChanCloseConfirm(ctx, portId, channelId));
      const proof = { height: proofHeight, bytes: proofInit };
      wrapped('channel handshake close confirm failed', () => chanCloseConfirm(k, ctx, portId, channelId, proof));
      return {};
    },
    recvPacket(ctx, { packet, proofCommitment, proofHeight, signer }) {
      const relayer = relayerOf(signer);
      const app = ports.route(packet.destinationPort);
      const proof = { height: proofHeight, bytes: proofCommitment };
      const version = checkOnBranch(ctx, ErrNoOpMsg, 'receive packet verification failed', (branch) =>
        recvPacket(k, branch, packet, proof),
      );
      if (version === undefined) return NOOP;
      // The application's changes are dropped when it fails; the packet counts as received all the same.
      const branch = ctx.cacheContext();
      const ack = app.onRecvPacket(branch.ctx, version.result, packet, relayer);
      if (isSuccess(ack)) branch.write();
      else ctx.eventManager.emitAll(toErrorEvents(branch.ctx.eventManager.events()));
      writeAcknowledgement(k, ctx, packet, ack);
      return SUCCESS;
    },
    timeout(ctx, { packet, proofUnreceived, proofHeight, nextSequenceRecv, signer }) {
      const proof = { height: proofHeight, bytes: proofUnreceived };
      return timedOut(ctx, ports, packet, signer, 'timeout packet', (branch) =>
        timeoutPacket(k, branch, packet, proof, nextSequenceRecv),
      );
    },
    timeoutOnClose(ctx, { packet, proofUnreceived, proofClose, proofHeight, nextSequenceRecv, signer }) {
      const proof = { height: proofHeight, bytes: proofUnreceived };
      return timedOut(ctx, ports, packet, signer, 'timeout on close', (branch) =>
        timeoutOnClose(k, branch, packet, proof, proofClose, nextSequenceRecv),
      );
    },
    acknowledgement(ctx, { packet, acknowledgement, proofAcked, proofHeight, signer }) {
      const relayer = relayerOf(signer);
      const app = ports.route(packet.sourcePort);
      const proof = { height: proofHeight, bytes: proofAcked };
      const version = checkOnBranch(ctx, ErrNoOpMsg, 'acknowledge packet verification failed', (branch) =>
        acknowledgePacket(k, branch, packet, acknowledgement, proof),
      );
      if (version === undefined) return NOOP;
      wrapped('acknowledge packet callback failed', () =>
        app.onAcknowledgementPacket(ctx, version.result, packet, acknowledgement, relayer),
      );
      return SUCCESS;
    },
  };
}

function inCallback<T>(step: string, portId: string, channelId: string, f: () => T): T {
  return wrapped(`channel ${step} callback failed for port ID: ${portId}, channel ID: ${channelId}`, f);
}

function relayerOf(signer: string): Uint8Array {
  return wrapped('Invalid address for msg Signer', () => accAddressFromBech32(signer));
}

function timedOut(
  ctx: Context,
  ports: PortRouter,
  packet: Packet,
  signer: string,
  what: 'timeout packet' | 'timeout on close',
  check: (branch: Context) => string,
): { result: number } {
  const relayer = relayerOf(signer);
  const app = ports.route(packet.sourcePort);
  const detail = what === 'timeout packet' ? what : `${what} packet`;
  const version = checkOnBranch(ctx, ErrNoOpMsg, `${detail} verification failed`, check);
  if (version === undefined) return NOOP;
  wrapped(`${what} callback failed`, () => app.onTimeoutPacket(ctx, version.result, packet, relayer));
  return SUCCESS;
}
