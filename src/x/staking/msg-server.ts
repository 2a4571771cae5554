import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError, nilPointer } from '../../core/errors.ts';
import { ErrInvalidAddress, ErrInvalidRequest, ErrInvalidType, ErrNotFound } from '../../core/sdk-errors.ts';
import { isBefore } from '../../core/time.ts';
import { type AddressCodec, accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import { fromAny, toAny } from '../../crypto/pubkey.ts';
import { type Coin, coinProblem, newCoin } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';
import { BondStatus } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import type { MsgServer } from '../../wire/gen/cosmos/staking/v1beta1/tx.ts';
import { isNil } from '../../wire/nil.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import { validateCommissionRates } from './commission.ts';
import { ensureLength, isEmptyDescription, updateDescription } from './description.ts';
import {
  ErrCommissionLTMinRate,
  ErrDelegatorShareExRateInvalid,
  ErrMinSelfDelegationDecreased,
  ErrSelfDelegationBelowMinimum,
  ErrValidatorJailed,
  ErrValidatorOwnerExists,
  ErrValidatorPubKeyExists,
  ErrValidatorPubKeyTypeNotSupported,
} from './errors.ts';
import {
  cancelUnbondingEvent,
  createValidatorEvent,
  delegateEvent,
  editValidatorEvent,
  redelegateEvent,
  unbondEvent,
} from './events.ts';
import type { StakingKeeper } from './keeper.ts';
import { validateParams } from './params.ts';
import { validateCreateValidator } from './validate.ts';
import { Validator } from './validator.ts';

function address(codec: AddressCodec, what: string, text: string): Uint8Array {
  try {
    return codec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`invalid ${what} address: ${e.message}`);
    throw e;
  }
}

function requirePositive(c: Coin, problem: string): void {
  if (coinProblem(c) !== undefined || c.amount <= 0n) throw ErrInvalidRequest.wrap(problem);
}

function requireDenom(c: Coin, denom: string): void {
  if (c.denom !== denom) {
    throw ErrInvalidRequest.wrap(`invalid coin denomination: got ${c.denom}, expected ${denom}`);
  }
}

/** Source: cosmos-sdk x/staking/keeper/msg_server.go. The order of checks and reads is consensus. */
export function stakingMsgServer(k: StakingKeeper): MsgServer<Context> {
  return {
    createValidator(ctx, msg) {
      const operator = address(valAddressCodec, 'validator', msg.validatorAddress);
      validateCreateValidator(msg);
      const minimum = k.minCommissionRate(ctx);
      if (msg.commission.rate.lt(minimum)) {
        throw ErrCommissionLTMinRate.wrap(`cannot set validator commission to less than minimum rate of ${minimum}`);
      }
      if (k.findValidator(ctx, operator) !== undefined) throw ErrValidatorOwnerExists.error();
      const key = fromAny(msg.pubkey);
      if (key === undefined) throw ErrInvalidType.wrap('Expecting cryptotypes.PubKey, got <nil>');
      if (k.findValidatorByConsAddr(ctx, key.address()) !== undefined) throw ErrValidatorPubKeyExists.error();
      requireDenom(msg.value, k.bondDenom(ctx));
      ensureLength(msg.description);
      const allowed = ctx.consensusParams.validator?.pubKeyTypes;
      if (allowed !== undefined && !allowed.includes(key.type)) {
        throw ErrValidatorPubKeyTypeNotSupported.wrap(`got: ${key.type}, expected: [${allowed.join(' ')}]`);
      }

      validateCommissionRates(msg.commission);
      const v = Validator.create(msg.validatorAddress, toAny(key), msg.description).with({
        commission: { commissionRates: msg.commission, updateTime: ctx.blockTime },
        minSelfDelegation: msg.minSelfDelegation,
      });
      k.setValidator(ctx, v);
      k.setValidatorByConsAddr(ctx, v);
      k.setNewValidatorByPowerIndex(ctx, v);
      k.hooks.afterValidatorCreated(ctx, operator);
      k.delegate(ctx, operator, msg.value.amount, BondStatus.BOND_STATUS_UNBONDED, v, true);
      ctx.eventManager.emit(createValidatorEvent(msg.validatorAddress, msg.value));
      return {};
    },

    editValidator(ctx, msg) {
      const operator = address(valAddressCodec, 'validator', msg.validatorAddress);
      if (isEmptyDescription(msg.description)) throw ErrInvalidRequest.wrap('empty description');
      const { minSelfDelegation, commissionRate } = msg;
      if (minSelfDelegation !== undefined && minSelfDelegation <= 0n) {
        throw ErrInvalidRequest.wrap('minimum self delegation must be a positive integer');
      }
      if (commissionRate !== undefined) {
        if (isNil(msg, 'commissionRate')) throw nilPointer();
        if (commissionRate.gt(Dec.one) || commissionRate.isNegative()) {
          throw ErrInvalidRequest.wrap('commission rate must be between 0 and 1 (inclusive)');
        }
        const minimum = k.minCommissionRate(ctx);
        if (commissionRate.lt(minimum)) {
          throw ErrInvalidRequest.wrap(`commission rate cannot be less than the min commission rate ${minimum}`);
        }
      }

      let v = k.getValidator(ctx, operator);
      v = v.with({ description: updateDescription(v.description, msg.description) });
      if (commissionRate !== undefined) {
        const commission = k.updateValidatorCommission(ctx, v, commissionRate);
        k.hooks.beforeValidatorModified(ctx, operator);
        v = v.with({ commission });
      }
      if (minSelfDelegation !== undefined) {
        if (minSelfDelegation <= v.minSelfDelegation) throw ErrMinSelfDelegationDecreased.error();
        if (minSelfDelegation > v.tokens) throw ErrSelfDelegationBelowMinimum.error();
        v = v.with({ minSelfDelegation });
      }
      k.setValidator(ctx, v);
      ctx.eventManager.emit(editValidatorEvent(v.commission, v.minSelfDelegation));
      return {};
    },

    delegate(ctx, msg) {
      const operator = address(valAddressCodec, 'validator', msg.validatorAddress);
      const delegator = address(accAddressCodec, 'delegator', msg.delegatorAddress);
      requirePositive(msg.amount, 'invalid delegation amount');
      const v = k.getValidator(ctx, operator);
      requireDenom(msg.amount, k.bondDenom(ctx));
      const shares = k.delegate(ctx, delegator, msg.amount.amount, BondStatus.BOND_STATUS_UNBONDED, v, true);
      ctx.eventManager.emit(delegateEvent(msg.validatorAddress, msg.delegatorAddress, msg.amount, shares));
      return {};
    },

    beginRedelegate(ctx, msg) {
      const source = address(valAddressCodec, 'source validator', msg.validatorSrcAddress);
      const destination = address(valAddressCodec, 'destination validator', msg.validatorDstAddress);
      const delegator = address(accAddressCodec, 'delegator', msg.delegatorAddress);
      requirePositive(msg.amount, 'invalid shares amount');
      const shares = k.validateUnbondAmount(ctx, delegator, source, msg.amount.amount);
      requireDenom(msg.amount, k.bondDenom(ctx));
      const completionTime = k.beginRedelegation(ctx, delegator, source, destination, shares);
      ctx.eventManager.emit(
        redelegateEvent(msg.validatorSrcAddress, msg.validatorDstAddress, msg.amount, completionTime),
      );
      return { completionTime };
    },

    undelegate(ctx, msg) {
      const operator = address(valAddressCodec, 'validator', msg.validatorAddress);
      const delegator = address(accAddressCodec, 'delegator', msg.delegatorAddress);
      requirePositive(msg.amount, 'invalid shares amount');
      const shares = k.validateUnbondAmount(ctx, delegator, operator, msg.amount.amount);
      requireDenom(msg.amount, k.bondDenom(ctx));
      const { completionTime, amount } = k.undelegate(ctx, delegator, operator, shares);
      const coin = newCoin(msg.amount.denom, amount);
      ctx.eventManager.emit(unbondEvent(msg.validatorAddress, msg.delegatorAddress, coin, completionTime));
      return { completionTime, amount: coin };
    },

    /**
     * PARITY: x/staking/keeper/msg_server.go CancelUnbondingDelegation: the entry goes or shrinks, but its unbonding id's index and
     * its place in the queue stay.
     */
    cancelUnbondingDelegation(ctx, msg) {
      const operator = address(valAddressCodec, 'validator', msg.validatorAddress);
      const delegator = address(accAddressCodec, 'delegator', msg.delegatorAddress);
      requirePositive(msg.amount, 'invalid amount');
      if (msg.creationHeight <= 0n) throw ErrInvalidRequest.wrap('invalid height');
      requireDenom(msg.amount, k.bondDenom(ctx));
      const v = k.getValidator(ctx, operator);
      if (v.invalidExRate()) throw ErrDelegatorShareExRateInvalid.error();
      if (v.jailed) throw ErrValidatorJailed.error();
      const u = k.findUnbondingDelegation(ctx, delegator, operator);
      if (u === undefined) {
        // PARITY: x/staking/keeper/msg_server.go: a gRPC status, so in a transaction it has no code of its own (undefined/1).
        throw new GrpcError(
          GrpcCode.NotFound,
          `unbonding delegation with delegator ${msg.delegatorAddress} not found for validator ${msg.validatorAddress}`,
        );
      }
      const i = u.entries.findIndex((e) => e.creationHeight === msg.creationHeight);
      const entry = u.entries[i];
      if (entry === undefined) {
        throw ErrNotFound.wrap(`unbonding delegation entry is not found at block height ${msg.creationHeight}`);
      }
      const { amount } = msg.amount;
      if (entry.balance < amount) {
        throw ErrInvalidRequest.wrap('amount is greater than the unbonding delegation entry balance');
      }
      if (isBefore(entry.completionTime, ctx.blockTime)) {
        throw ErrInvalidRequest.wrap('unbonding delegation is already processed');
      }

      k.delegate(ctx, delegator, amount, BondStatus.BOND_STATUS_UNBONDING, v, false);
      const balance = Int.sub(entry.balance, amount);
      const entries =
        balance === 0n
          ? u.entries.toSpliced(i, 1)
          : u.entries.with(i, { ...entry, balance, initialBalance: Int.sub(entry.initialBalance, amount) });
      k.replaceUnbondingDelegation(ctx, { ...u, entries });
      ctx.eventManager.emit(
        cancelUnbondingEvent(msg.validatorAddress, msg.delegatorAddress, msg.amount, msg.creationHeight),
      );
      return {};
    },

    updateParams(ctx, msg) {
      if (k.authority !== msg.authority) {
        throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${msg.authority}`);
      }
      validateParams(msg.params);
      // PARITY: x/staking/keeper/msg_server.go UpdateParams: a higher minimum commission does not touch the validators there are.
      k.setParams(ctx, msg.params);
      return {};
    },
  };
}
