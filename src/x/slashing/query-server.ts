import type { Context } from '../../core/context.ts';
import { GrpcCode, GrpcError } from '../../core/errors.ts';
import { consAddressCodec } from '../../crypto/address.ts';
import { paginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import type { QueryServer } from '../../wire/gen/cosmos/slashing/v1beta1/query.ts';
import { ValidatorSigningInfo } from '../../wire/gen/cosmos/slashing/v1beta1/slashing.ts';
import type { SlashingKeeper } from './keeper.ts';
import { SIGNING_INFO_PREFIX } from './keys.ts';

/** Source: cosmos-sdk x/slashing/keeper/grpc_query.go. */
export function slashingQueryServer(k: SlashingKeeper): QueryServer<Context> {
  return {
    params: (ctx) => ({ params: k.getParams(ctx) }),

    signingInfo(ctx, req) {
      if (req.consAddress === '') throw new GrpcError(GrpcCode.InvalidArgument, 'invalid request');
      const valSigningInfo = k.findValidatorSigningInfo(ctx, consAddressCodec.toBytes(req.consAddress));
      if (valSigningInfo === undefined) {
        throw new GrpcError(GrpcCode.NotFound, `SigningInfo not found for validator ${req.consAddress}`);
      }
      return { valSigningInfo };
    },

    signingInfos(ctx, req) {
      const info: ValidatorSigningInfo[] = [];
      const store = new PrefixStore(ctx.kvStore(k.storeKey), SIGNING_INFO_PREFIX);
      const pagination = paginate(store, req.pagination, (_key, value) => {
        info.push(ValidatorSigningInfo.decode(value));
      });
      return { info, pagination };
    },
  };
}
