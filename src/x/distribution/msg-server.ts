import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../core/errors.ts';
import { ErrInvalidAddress, ErrInvalidCoins, ErrInvalidRequest, ErrUnauthorized } from '../../core/sdk-errors.ts';
import { type AddressCodec, accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import type { MsgServer } from '../../wire/gen/cosmos/distribution/v1beta1/tx.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import { allocateTokensToValidator } from './allocation.ts';
import type { DistributionKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { validateParams } from './params.ts';

/** The bytes of an address; `what` begins the error. */
function address(codec: AddressCodec, text: string, what: string): Uint8Array {
  try {
    return codec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`invalid ${what} address: ${e.message}`);
    throw e;
  }
}

/** An empty list on the wire is a nil list. */
function validateAmount(amount: readonly Coin[]): void {
  if (amount.length === 0) throw ErrInvalidCoins.wrap('amount cannot be nil');
  if (!Coins.isValid(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
}

function validateAuthority(k: DistributionKeeper, authority: string): void {
  address(accAddressCodec, authority, 'authority');
  if (k.authority !== authority) {
    throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${authority}`);
  }
}

/** Refuses a deposit when a running sum of the validator would no longer fit. */
function checkRoomForDeposit(k: DistributionKeeper, ctx: Context, operator: Uint8Array): void {
  const { rewards, period } = k.getValidatorCurrentRewards(ctx, operator);
  const { cumulativeRewardRatio } = k.getValidatorHistoricalRewards(ctx, operator, period - 1n);
  if (DecCoins.isZero(cumulativeRewardRatio)) return;
  try {
    DecCoins.add(cumulativeRewardRatio, rewards);
  } catch (e) {
    if (e instanceof GoPanic) throw new GoError(`unable to deposit coins: deposit is too large: ${e.message}`);
    throw e;
  }
}

/** Source: cosmos-sdk x/distribution/keeper/msg_server.go. */
export function distributionMsgServer(k: DistributionKeeper): MsgServer<Context> {
  return {
    setWithdrawAddress(ctx, msg) {
      const delegator = address(accAddressCodec, msg.delegatorAddress, 'delegator');
      const withdrawAddr = address(accAddressCodec, msg.withdrawAddress, 'withdraw');
      k.setWithdrawAddr(ctx, delegator, withdrawAddr);
      return {};
    },

    withdrawDelegatorReward(ctx, msg) {
      const operator = address(valAddressCodec, msg.validatorAddress, 'validator');
      const delegator = address(accAddressCodec, msg.delegatorAddress, 'delegator');
      return { amount: k.withdrawDelegationRewards(ctx, delegator, operator) };
    },

    withdrawValidatorCommission(ctx, msg) {
      const operator = address(valAddressCodec, msg.validatorAddress, 'validator');
      return { amount: k.withdrawValidatorCommission(ctx, operator) };
    },

    fundCommunityPool(ctx, msg) {
      const depositor = address(accAddressCodec, msg.depositor, 'depositor');
      validateAmount(msg.amount);
      k.fundCommunityPool(ctx, msg.amount, depositor);
      return {};
    },

    updateParams(ctx, msg) {
      validateAuthority(k, msg.authority);
      if (!msg.params.baseProposerReward.isZero() || !msg.params.bonusProposerReward.isZero()) {
        throw ErrInvalidRequest.wrap('cannot update base or bonus proposer reward because these are deprecated fields');
      }
      validateParams(msg.params);
      k.setParams(ctx, msg.params);
      return {};
    },

    communityPoolSpend(ctx, msg) {
      validateAuthority(k, msg.authority);
      validateAmount(msg.amount);
      const recipient = accAddressCodec.toBytes(msg.recipient);
      if (k.bankKeeper.blockedAddr(recipient)) {
        throw ErrUnauthorized.wrap(`${msg.recipient} is not allowed to receive external funds`);
      }
      k.distributeFromFeePool(ctx, msg.amount, recipient);
      return {};
    },

    // PARITY: cosmos-sdk x/distribution/keeper/msg_server.go: addresses that are none are told without this module's words, and the
    // validator's only after the coins were moved.
    depositValidatorRewardsPool(ctx, msg) {
      const depositor = accAddressCodec.toBytes(msg.depositor);
      k.bankKeeper.sendCoinsFromAccountToModule(ctx, depositor, MODULE_NAME, msg.amount);
      const operator = valAddressCodec.toBytes(msg.validatorAddress);
      const validator = k.stakingKeeper.validator(ctx, operator);
      allocateTokensToValidator(k, ctx, validator, DecCoins.fromCoins(msg.amount));
      if (validator.getTokens() !== 0n) checkRoomForDeposit(k, ctx, operator);
      return {};
    },
  };
}
