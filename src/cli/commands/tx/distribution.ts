import { parseCoinsNormalized } from '../../../math/parse-coin.ts';
import {
  Query as DistributionQuery,
  type QueryDelegatorValidatorsResponse,
} from '../../../wire/gen/cosmos/distribution/v1beta1/query.ts';
import {
  MsgDepositValidatorRewardsPool,
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
} from '../../../wire/gen/cosmos/distribution/v1beta1/tx.ts';
import { queryState } from '../../client.ts';
import { UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';

import { account, positive, type TxSpec, txCommands, validator } from './spec.ts';

const TXS: readonly TxSpec[] = [
  {
    path: 'distribution fund-community-pool',
    args: '[amount]',
    count: [1, 1],
    summary: 'give coins to the community pool',
    build: ([amount], sender) => [
      msg(MsgFundCommunityPool, { amount: positive(parseCoinsNormalized(amount!)), depositor: sender.text }),
    ],
  },
  {
    path: 'distribution fund-validator-rewards-pool',
    args: '[val_addr] [amount]',
    count: [2, 2],
    summary: 'give coins to the delegators of a validator',
    build: ([v, amount], sender) => [
      msg(MsgDepositValidatorRewardsPool, {
        depositor: sender.text,
        validatorAddress: validator(v!),
        amount: positive(parseCoinsNormalized(amount!)),
      }),
    ],
  },
  {
    path: 'distribution set-withdraw-addr',
    args: '[withdraw-addr]',
    count: [1, 1],
    summary: 'set where rewards go',
    build: ([to], sender) => [
      msg(MsgSetWithdrawAddress, { delegatorAddress: sender.text, withdrawAddress: account(to!) }),
    ],
  },
  {
    path: 'distribution withdraw-rewards',
    args: '[validator-addr]',
    count: [1, 1],
    summary: 'withdraw the rewards of a delegation',
    flags: [{ name: 'commission', type: 'bool', help: "withdraw the validator's commission too" }],
    build: ([v], sender, flags) => [
      msg(MsgWithdrawDelegatorReward, { delegatorAddress: sender.text, validatorAddress: validator(v!) }),
      ...(flags.bool('commission') ? [msg(MsgWithdrawValidatorCommission, { validatorAddress: v! })] : []),
    ],
  },
  {
    path: 'distribution withdraw-all-rewards',
    count: [0, 0],
    summary: 'withdraw the rewards of all delegations',
    async build(_, sender, flags) {
      if (flags.bool('offline')) throw new UsageError('the validators have to be asked of a node: leave out --offline');
      const r = await queryState<object, QueryDelegatorValidatorsResponse>(
        flags,
        DistributionQuery.methods.DelegatorValidators,
        { delegatorAddress: sender.text },
      );
      if (r.validators.length === 0) throw new UsageError(`${sender.text} has no delegations`);
      return r.validators.map((v) =>
        msg(MsgWithdrawDelegatorReward, { delegatorAddress: sender.text, validatorAddress: v }),
      );
    },
  },
];

export const COMMANDS = txCommands(TXS);
