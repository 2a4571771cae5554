import { nilPointer } from '../../core/errors.ts';
import { ErrInsufficientFunds, ErrInvalidCoins, ErrInvalidType } from '../../core/sdk-errors.ts';
import { coinIsLT, subCoin } from '../../math/coin.ts';
import { DepositDeploymentAuthorization } from '../../wire/gen/akash/deployment/v1beta3/authz.ts';
import { MsgDepositDeployment } from '../../wire/gen/akash/deployment/v1beta3/deploymentmsg.ts';
import { isNil } from '../../wire/nil.ts';
import type { AuthorizationType } from '../authz/authorization.ts';

const MSG_TYPE = `/${MsgDepositDeployment.typeName}`;

/**
 * The deposit authorization of long ago. It is still registered, but the message that it is for has no handler, so it can
 * be found in old state and no more be granted. Source: chain-sdk go/node/deployment/v1beta3/deposit_deployment_authorization.go.
 */
export const depositDeploymentAuthorization: AuthorizationType<DepositDeploymentAuthorization> = {
  type: DepositDeploymentAuthorization,
  msgTypeUrl: () => MSG_TYPE,
  validateBasic({ spendLimit }) {
    if (isNil(spendLimit, 'amount')) throw nilPointer();
    if (spendLimit.amount <= 0n) throw ErrInvalidCoins.wrap('spend limit cannot be negative');
  },
  accept(_ctx, { spendLimit }, msg) {
    if (msg.typeUrl !== MSG_TYPE) throw ErrInvalidType.wrap('type mismatch');
    const { amount } = msg.message as MsgDepositDeployment;
    if (coinIsLT(spendLimit, amount)) throw ErrInsufficientFunds.wrap('requested amount is more than spend limit');
    return { accept: true, delete: false, updated: { spendLimit: subCoin(spendLimit, amount) } };
  },
};
