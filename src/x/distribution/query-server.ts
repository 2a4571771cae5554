import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic, GrpcCode, GrpcError } from '../../core/errors.ts';
import { accAddressCodec, accAddressToBech32, valAddressCodec } from '../../crypto/address.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import { genericFilteredPaginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import {
  type DelegationDelegatorReward,
  ValidatorSlashEvent,
} from '../../wire/gen/cosmos/distribution/v1beta1/distribution.ts';
import type { QueryServer } from '../../wire/gen/cosmos/distribution/v1beta1/query.ts';
import type { DelegationI, ValidatorI } from './expected-keepers.ts';
import type { DistributionKeeper } from './keeper.ts';
import { slashEventPrefix } from './keys.ts';

function invalid(why: string): GrpcError {
  return new GrpcError(GrpcCode.InvalidArgument, why);
}

function present(text: string, what: string): void {
  if (text === '') throw invalid(`empty ${what} address`);
}

/** Any failure becomes a panic, as inside the reference's iteration callbacks. */
function must<T>(call: () => T): T {
  try {
    return call();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}

/** Source: cosmos-sdk x/distribution/keeper/grpc_query.go. Rewards are computed by ending the period, on a context that is thrown away. */
export function distributionQueryServer(k: DistributionKeeper): QueryServer<Context> {
  const rewardsOf = (ctx: Context, validator: ValidatorI, delegation: DelegationI): DecCoins.DecCoin[] =>
    k.calculateDelegationRewards(ctx, validator, delegation, k.incrementValidatorPeriod(ctx, validator));

  return {
    params: (ctx) => ({ params: k.getParams(ctx) }),

    validatorDistributionInfo(ctx, req) {
      present(req.validatorAddress, 'validator');
      const operator = valAddressCodec.toBytes(req.validatorAddress);
      const validator = k.stakingKeeper.validator(ctx, operator);
      const selfDelegation = k.stakingKeeper.delegation(ctx, operator, operator);
      const selfBondRewards = rewardsOf(ctx, validator, selfDelegation);
      const { commission } = k.getValidatorAccumulatedCommission(ctx, operator);
      return { commission, operatorAddress: accAddressToBech32(operator), selfBondRewards };
    },

    validatorOutstandingRewards(ctx, req) {
      present(req.validatorAddress, 'validator');
      const operator = valAddressCodec.toBytes(req.validatorAddress);
      k.stakingKeeper.validator(ctx, operator);
      return { rewards: k.getValidatorOutstandingRewards(ctx, operator) };
    },

    validatorCommission(ctx, req) {
      present(req.validatorAddress, 'validator');
      const operator = valAddressCodec.toBytes(req.validatorAddress);
      k.stakingKeeper.validator(ctx, operator);
      return { commission: k.getValidatorAccumulatedCommission(ctx, operator) };
    },

    validatorSlashes(ctx, req) {
      present(req.validatorAddress, 'validator');
      const { startingHeight, endingHeight } = req;
      if (endingHeight < startingHeight) {
        throw invalid(`starting height greater than ending height (${startingHeight} > ${endingHeight})`);
      }
      let operator: Uint8Array;
      try {
        operator = valAddressCodec.toBytes(req.validatorAddress);
      } catch (e) {
        if (e instanceof GoErrorBase) throw invalid('invalid validator address');
        throw e;
      }
      const store = new PrefixStore(ctx.kvStore(k.storeKey), slashEventPrefix(operator));
      const { results, pagination } = genericFilteredPaginate(
        store,
        req.pagination,
        (value) => ValidatorSlashEvent.decode(value),
        // PARITY: cosmos-sdk x/distribution/keeper/grpc_query.go: the heights asked for are compared with the period of the slash.
        (_key, slash) =>
          slash.validatorPeriod < startingHeight || slash.validatorPeriod > endingHeight ? undefined : slash,
      );
      return { slashes: results, pagination };
    },

    delegationRewards(ctx, req) {
      present(req.delegatorAddress, 'delegator');
      present(req.validatorAddress, 'validator');
      const operator = valAddressCodec.toBytes(req.validatorAddress);
      const validator = k.stakingKeeper.validator(ctx, operator);
      const delegator = accAddressCodec.toBytes(req.delegatorAddress);
      const delegation = k.stakingKeeper.delegation(ctx, delegator, operator);
      return { rewards: rewardsOf(ctx, validator, delegation) };
    },

    delegationTotalRewards(ctx, req) {
      present(req.delegatorAddress, 'delegator');
      const rewards: DelegationDelegatorReward[] = [];
      let total: DecCoins.DecCoin[] = [];
      k.stakingKeeper.iterateDelegations(ctx, accAddressCodec.toBytes(req.delegatorAddress), (_index, delegation) => {
        const reward = must(() => {
          const operator = valAddressCodec.toBytes(delegation.validatorAddress);
          return rewardsOf(ctx, k.stakingKeeper.validator(ctx, operator), delegation);
        });
        rewards.push({ validatorAddress: delegation.validatorAddress, reward });
        total = DecCoins.add(total, reward);
        return false;
      });
      return { rewards, total };
    },

    delegatorValidators(ctx, req) {
      present(req.delegatorAddress, 'delegator');
      const validators: string[] = [];
      k.stakingKeeper.iterateDelegations(ctx, accAddressCodec.toBytes(req.delegatorAddress), (_index, delegation) => {
        validators.push(delegation.validatorAddress);
        return false;
      });
      return { validators };
    },

    delegatorWithdrawAddress(ctx, req) {
      present(req.delegatorAddress, 'delegator');
      const delegator = accAddressCodec.toBytes(req.delegatorAddress);
      return { withdrawAddress: accAddressToBech32(k.getDelegatorWithdrawAddr(ctx, delegator)) };
    },

    communityPool: (ctx) => ({ pool: k.getFeePool(ctx).communityPool }),
  };
}
