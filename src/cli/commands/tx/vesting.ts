import { parseCoinsNormalized } from '../../../math/parse-coin.ts';
import {
  MsgCreatePeriodicVestingAccount,
  MsgCreatePermanentLockedAccount,
  MsgCreateVestingAccount,
} from '../../../wire/gen/cosmos/vesting/v1beta1/tx.ts';
import { UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';
import { account, field, positive, readJsonFile, type TxSpec, txCommands } from './spec.ts';

function whole(v: unknown, what: string): bigint {
  if ((typeof v === 'number' && Number.isSafeInteger(v)) || (typeof v === 'string' && /^-?\d+$/.test(v)))
    return BigInt(v);
  throw new UsageError(`${what} must be a whole number`);
}

const TXS: readonly TxSpec[] = [
  {
    path: 'vesting create-vesting-account',
    args: '[to_address] [amount] [end_time]',
    count: [3, 3],
    summary: 'make a new account whose coins vest until a time, in seconds since 1970',
    flags: [{ name: 'delayed', type: 'bool', help: 'all coins vest at the end, not bit by bit' }],
    build: ([to, amount, end], sender, flags) => [
      msg(MsgCreateVestingAccount, {
        fromAddress: sender.text,
        toAddress: account(to!),
        amount: positive(parseCoinsNormalized(amount!)),
        endTime: whole(end!, 'end_time'),
        delayed: flags.bool('delayed'),
      }),
    ],
  },
  {
    path: 'vesting create-permanent-locked-account',
    args: '[to_address] [amount]',
    count: [2, 2],
    summary: 'make a new account whose coins can be staked but never sent',
    build: ([to, amount], sender) => [
      msg(MsgCreatePermanentLockedAccount, {
        fromAddress: sender.text,
        toAddress: account(to!),
        amount: positive(parseCoinsNormalized(amount!)),
      }),
    ],
  },
  {
    path: 'vesting create-periodic-vesting-account',
    args: '[to_address] [periods_json_file]',
    count: [2, 2],
    summary: 'make a new account whose coins vest in periods',
    build([to, path], sender) {
      const toAddress = account(to!);
      const doc = readJsonFile(path!, 'a file with start_time and periods, each with coins and length_seconds');
      if (!Array.isArray(doc.periods)) throw new UsageError('"periods" must be a list');
      const vestingPeriods = (doc.periods as Record<string, unknown>[]).map((p, i) => {
        const length = whole(p.length_seconds, `periods[${i}].length_seconds`);
        if (length < 0n)
          throw new UsageError(`invalid period length of ${length} in period ${i}, length must be greater than 0`);
        return { length, amount: parseCoinsNormalized(field(p, 'coins')) };
      });
      const startTime = whole(doc.start_time, 'start_time');
      return [msg(MsgCreatePeriodicVestingAccount, { fromAddress: sender.text, toAddress, startTime, vestingPeriods })];
    },
  },
];

export const COMMANDS = txCommands(TXS);
