import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { denomProblem } from '../../math/coin.ts';
import { paginate } from '../../store/pagination.ts';
import type { QueryServer } from '../../wire/gen/ibc/applications/transfer/v1/query.ts';
import { Denom } from '../../wire/gen/ibc/applications/transfer/v1/token.ts';
import { ErrChannelNotFound } from '../ibc/channel/errors.ts';
import { asInvalidArgument, checkPortAndChannel, notFound } from '../ibc/query.ts';
import {
  denomHash,
  extractDenomFromPath,
  hexBytes,
  IBC_PREFIX,
  parseHexHash,
  sortDenoms,
  validateDenom,
} from './denom.ts';
import { ErrDenomNotFound } from './errors.ts';
import type { TransferKeeper } from './keeper.ts';
import { escrowAddress } from './keys.ts';

/** Source: ibc-go modules/apps/transfer/keeper/grpc_query.go. */
export function transferQueryServer(k: TransferKeeper): QueryServer<Context> {
  return {
    params: (ctx) => ({ params: k.getParams(ctx) }),
    denoms(ctx, req) {
      const denoms: Denom[] = [];
      const pagination = paginate(k.denomStore(ctx), req.pagination, (_, value) => {
        denoms.push(Denom.decode(value));
      });
      return { denoms: sortDenoms(denoms), pagination };
    },
    denom(ctx, req) {
      const hash = hashOf(req.hash);
      const denom = k.getDenom(ctx, hash);
      if (denom === undefined) throw notFound(ErrDenomNotFound.wrap(req.hash));
      return { denom };
    },
    denomHash(ctx, req) {
      const denom = extractDenomFromPath(req.trace);
      asInvalidArgument(() => validateDenom(denom));
      const hash = denomHash(denom);
      if (!k.hasDenom(ctx, hash)) throw notFound(ErrDenomNotFound.wrap(req.trace));
      return { hash: hexBytes(hash) };
    },
    escrowAddress(ctx, { portId, channelId }) {
      checkPortAndChannel(portId, channelId);
      if (!k.channels.hasChannel(ctx, portId, channelId)) {
        throw notFound(ErrChannelNotFound.wrap(`port ID (${portId}) channel ID (${channelId})`));
      }
      return { escrowAddress: accAddressToBech32(escrowAddress(portId, channelId)) };
    },
    totalEscrowForDenom(ctx, { denom }) {
      const why = denomProblem(denom);
      if (why !== undefined) throw new GrpcError(GrpcCode.InvalidArgument, why);
      return { amount: k.getTotalEscrowForDenom(ctx, denom) };
    },
  };
}

function hashOf(text: string): Uint8Array {
  const hex = text.startsWith(IBC_PREFIX) ? text.slice(IBC_PREFIX.length) : text;
  try {
    return parseHexHash(hex);
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    // PARITY: ibc-go modules/apps/transfer/keeper/grpc_query.go: what is told as the hash is the nothing that was read.
    throw new GrpcError(GrpcCode.InvalidArgument, `invalid denom trace hash: , error: ${e.message}`);
  }
}
