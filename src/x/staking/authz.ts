import type { Context } from '../../core/context.ts';
import { GoPanic, nilPointer } from '../../core/errors.ts';
import type { Msg } from '../../core/module.ts';
import { ErrInvalidRequest, ErrUnauthorized } from '../../core/sdk-errors.ts';
import { type Coin, coinString, safeSubCoin } from '../../math/coin.ts';
import { AuthorizationType, StakeAuthorization } from '../../wire/gen/cosmos/staking/v1beta1/authz.ts';
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
} from '../../wire/gen/cosmos/staking/v1beta1/tx.ts';
import { isNil } from '../../wire/nil.ts';
import type { AuthorizationType as AuthzType } from '../authz/authorization.ts';
import { ErrNegativeMaxTokens, ErrUnknownAuthorizationType } from '../authz/errors.ts';

/** Gas for each validator of a list that is looked at. */
const GAS_PER_VALIDATOR = 10;

const MSG_TYPES: ReadonlyMap<number, string> = new Map([
  [AuthorizationType.AUTHORIZATION_TYPE_DELEGATE, MsgDelegate.typeName],
  [AuthorizationType.AUTHORIZATION_TYPE_UNDELEGATE, MsgUndelegate.typeName],
  [AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE, MsgBeginRedelegate.typeName],
  [AuthorizationType.AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION, MsgCancelUnbondingDelegation.typeName],
]);

/**
 * The type URL of the messages that an authorization is for. PARITY: cosmos-sdk x/staking/types/authz.go: a kind that is not known is a panic,
 * as soon as it is granted.
 */
export function stakeAuthorizationMsgType(a: StakeAuthorization): string {
  const name = MSG_TYPES.get(a.authorizationType);
  if (name === undefined) {
    throw new GoPanic(
      `cannot normalize authz type with types.AuthorizationType: ${ErrUnknownAuthorizationType.description}`,
    );
  }
  return `/${name}`;
}

/** Throws ErrNegativeMaxTokens, ErrUnknownAuthorizationType. */
export function validateStakeAuthorization(a: StakeAuthorization): void {
  if (a.maxTokens !== undefined && isNil(a.maxTokens, 'amount')) throw nilPointer();
  if (a.maxTokens !== undefined && a.maxTokens.amount < 0n) {
    throw ErrNegativeMaxTokens.wrap(`negative coin amount: ${coinString(a.maxTokens)}`);
  }
  if (a.authorizationType === AuthorizationType.AUTHORIZATION_TYPE_UNSPECIFIED) {
    throw ErrUnknownAuthorizationType.error();
  }
}

/** The validator and amount that a message is about. Redelegations are judged by their destination. */
function subject(msg: Msg): { validator: string; amount: Coin } {
  switch (msg.typeUrl) {
    case `/${MsgDelegate.typeName}`:
    case `/${MsgUndelegate.typeName}`:
    case `/${MsgCancelUnbondingDelegation.typeName}`: {
      const m = msg.message as MsgDelegate | MsgUndelegate | MsgCancelUnbondingDelegation;
      return { validator: m.validatorAddress, amount: m.amount };
    }
    case `/${MsgBeginRedelegate.typeName}`: {
      const m = msg.message as MsgBeginRedelegate;
      return { validator: m.validatorDstAddress, amount: m.amount };
    }
    default:
      throw ErrInvalidRequest.wrap('unknown msg type');
  }
}

const notAllowed = (validator: string): Error =>
  ErrUnauthorized.wrap(`cannot delegate/undelegate to ${validator} validator`);

/** What accepting a message does to the authorization: it is used up, or becomes `updated`. */
export interface StakeAcceptResponse {
  readonly accept: true;
  readonly delete: boolean;
  readonly updated?: StakeAuthorization;
}

/** Judges a message. Throws the error that refuses it. Source: cosmos-sdk x/staking/types/authz.go. */
export function acceptStake(ctx: Context, a: StakeAuthorization, msg: Msg): StakeAcceptResponse {
  const { validator, amount } = subject(msg);
  const inList = (list: readonly string[]): boolean =>
    list.some((v) => {
      ctx.gasMeter.consumeGas(GAS_PER_VALIDATOR, 'stake authorization');
      return v === validator;
    });
  const allowed = a.validators?.$case === 'allowList' ? a.validators.allowList.address : [];
  const denied = a.validators?.$case === 'denyList' ? a.validators.denyList.address : [];
  const isAllowed = inList(allowed);
  if (inList(denied)) throw notAllowed(validator);
  if (allowed.length > 0 && !isAllowed) throw notAllowed(validator);

  const { validators, authorizationType } = a;
  if (a.maxTokens === undefined) {
    return { accept: true, delete: false, updated: { validators, authorizationType, maxTokens: undefined } };
  }
  // PARITY: cosmos-sdk x/staking/types/authz.go: too much is the error of SafeSub, which has no code.
  const maxTokens = safeSubCoin(a.maxTokens, amount);
  if (maxTokens.amount === 0n) return { accept: true, delete: true };
  return { accept: true, delete: false, updated: { validators, authorizationType, maxTokens } };
}

/** The authorization as x/authz takes it. */
export const stakeAuthorization: AuthzType<StakeAuthorization> = {
  type: StakeAuthorization,
  msgTypeUrl: stakeAuthorizationMsgType,
  validateBasic: validateStakeAuthorization,
  accept: acceptStake,
};
