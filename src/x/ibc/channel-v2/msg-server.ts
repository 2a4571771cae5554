import type { Context } from '../../../core/context.ts';
import { nilPointer } from '../../../core/errors.ts';
import { accAddressFromBech32 } from '../../../crypto/address.ts';
import { type MsgServer, ResponseResultType } from '../../../wire/gen/ibc/core/channel/v2/tx.ts';
import { isAllowedRelayer } from '../client-v2/config.ts';
import { ErrUnauthorized } from '../errors.ts';
import { checkOnBranch } from '../no-op.ts';
import { wrapped } from '../wrapped.ts';
import { ErrNoOpMsg } from './errors.ts';
import type { ChannelKeeperV2 } from './keeper.ts';
import { acknowledgePacket, recvPacket, sendPacket, timeoutPacket } from './packet.ts';

const NOOP = { result: ResponseResultType.RESPONSE_RESULT_TYPE_NOOP };

/**
 * Source: ibc-go modules/core/04-channel/v2/keeper/msg_server.go.
 *
 * PARITY: node app/types/app.go: no router is set for packets of version 2, so looking for their application is a panic.
 */
export function channelMsgServerV2(k: ChannelKeeperV2): MsgServer<Context> {
  return {
    sendPacket(ctx, { sourceClient, timeoutTimestamp, payloads, signer }) {
      wrapped('invalid address for msg Signer', () => accAddressFromBech32(signer));
      wrapped(`send packet failed for source id: ${sourceClient}`, () =>
        sendPacket(k, ctx, sourceClient, timeoutTimestamp, payloads),
      );
      throw nilPointer();
    },
    recvPacket(ctx, { packet, proofCommitment, proofHeight, signer }) {
      checkRelayer(k, ctx, packet.destinationClient, signer, 'invalid');
      const proof = { height: proofHeight, bytes: proofCommitment };
      const done = checkOnBranch(ctx, ErrNoOpMsg, 'receive packet verification failed', (branch) =>
        recvPacket(k, branch, packet, proof),
      );
      if (done === undefined) return NOOP;
      throw nilPointer();
    },
    timeout(ctx, { packet, proofUnreceived, proofHeight, signer }) {
      checkRelayer(k, ctx, packet.sourceClient, signer, 'invalid');
      const proof = { height: proofHeight, bytes: proofUnreceived };
      const done = checkOnBranch(ctx, ErrNoOpMsg, 'timeout packet verification failed', (branch) =>
        timeoutPacket(k, branch, packet, proof),
      );
      if (done === undefined) return NOOP;
      throw nilPointer();
    },
    acknowledgement(ctx, { packet, acknowledgement, proofAcked, proofHeight, signer }) {
      checkRelayer(k, ctx, packet.sourceClient, signer, 'Invalid');
      const proof = { height: proofHeight, bytes: proofAcked };
      const done = checkOnBranch(ctx, ErrNoOpMsg, 'acknowledge packet verification failed', (branch) =>
        acknowledgePacket(k, branch, packet, acknowledgement, proof),
      );
      if (done === undefined) return NOOP;
      throw nilPointer();
    },
  };
}

/** Who may relay for a client. The message's wording begins in either case. */
function checkRelayer(
  k: ChannelKeeperV2,
  ctx: Context,
  clientId: string,
  signer: string,
  invalid: 'invalid' | 'Invalid',
): void {
  const relayer = wrapped(`${invalid} address for msg Signer`, () => accAddressFromBech32(signer));
  if (isAllowedRelayer(k.clientsV2.getConfig(ctx, clientId), relayer)) return;
  throw ErrUnauthorized.wrap(`relayer ${signer} is not authorized to update client ${clientId}`);
}
