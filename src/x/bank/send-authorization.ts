import { ErrInsufficientFunds, ErrInvalidCoins, ErrInvalidType, ErrUnauthorized } from '../../core/sdk-errors.ts';
import * as Coins from '../../math/coin.ts';
import { SendAuthorization } from '../../wire/gen/cosmos/bank/v1beta1/authz.ts';
import { MsgSend } from '../../wire/gen/cosmos/bank/v1beta1/tx.ts';
import type { AuthorizationType } from '../authz/authorization.ts';
import { ErrDuplicateEntry } from './errors.ts';

const MSG_SEND = `/${MsgSend.typeName}`;
/** Gas for each address of the list that is looked at. */
const GAS_PER_ADDRESS = 10;

/** Allows sends up to a limit, and to the addresses of a list if there is one. Source: cosmos-sdk x/bank/types/send_authorization.go. */
export const sendAuthorization: AuthorizationType<SendAuthorization> = {
  type: SendAuthorization,
  msgTypeUrl: () => MSG_SEND,
  validateBasic({ spendLimit, allowList }) {
    if (spendLimit.length === 0) throw ErrInvalidCoins.wrap('spend limit cannot be nil');
    if (!Coins.isAllPositive(spendLimit)) throw ErrInvalidCoins.wrap('spend limit must be positive');
    if (new Set(allowList).size !== allowList.length) throw ErrDuplicateEntry.error();
  },
  accept(ctx, { spendLimit, allowList }, msg) {
    if (msg.typeUrl !== MSG_SEND) throw ErrInvalidType.wrap('type mismatch');
    const { toAddress, amount } = msg.message as MsgSend;
    const [left, exceeded] = Coins.safeSub(spendLimit, amount);
    if (exceeded) throw ErrInsufficientFunds.wrap('requested amount is more than spend limit');
    const listed = allowList.some((address) => {
      ctx.gasMeter.consumeGas(GAS_PER_ADDRESS, 'send authorization');
      return address === toAddress;
    });
    if (allowList.length > 0 && !listed) throw ErrUnauthorized.wrap(`cannot send to ${toAddress} address`);
    if (Coins.isZero(left)) return { accept: true, delete: true };
    return { accept: true, delete: false, updated: { spendLimit: left, allowList } };
  },
};
