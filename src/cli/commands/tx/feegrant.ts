import { addDuration, fromRfc3339, isAfter, type Time, unixTime } from '../../../core/time.ts';
import { parseCoinsNormalized } from '../../../math/parse-coin.ts';
import {
  AllowedMsgAllowance,
  BasicAllowance,
  PeriodicAllowance,
} from '../../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import { MsgGrantAllowance, MsgRevokeAllowance } from '../../../wire/gen/cosmos/feegrant/v1beta1/tx.ts';
import type { Any } from '../../../wire/gen/google/protobuf/any.ts';
import { packAny } from '../../../wire/registry.ts';
import { type Flags, UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';
import { account, flag, type TxSpec, txCommands } from './spec.ts';

function expiration(text: string): Time | undefined {
  if (text === '') return undefined;
  try {
    return fromRfc3339(text);
  } catch {
    throw new UsageError(`--expiration: "${text}" is not a time like 2030-01-31T12:00:00Z`);
  }
}

function now(): Time {
  const ms = Date.now();
  return addDuration(unixTime(BigInt(Math.floor(ms / 1000))), BigInt(ms % 1000) * 1_000_000n);
}

function allowance(flags: Flags): Any {
  const end = expiration(flags.text('expiration'));
  const basic = { spendLimit: parseCoinsNormalized(flags.text('spend-limit')), expiration: end };
  const seconds = flags.integer('period') ?? 0n;
  const periodLimit = flags.text('period-limit');
  if (seconds <= 0n && periodLimit === '') return packAny(BasicAllowance, basic);
  const limit = parseCoinsNormalized(periodLimit);
  if (seconds <= 0n) throw new UsageError('period clock was not set');
  if (limit.length === 0) throw new UsageError('period limit was not set');
  const period = seconds * 1_000_000_000n;
  const periodReset = addDuration(now(), period);
  if (end && isAfter(periodReset, end))
    throw new UsageError(`period (${seconds}) cannot reset after expiration (${flags.text('expiration')})`);
  return packAny(PeriodicAllowance, { basic, period, periodReset, periodSpendLimit: limit, periodCanSpend: limit });
}

const TXS: readonly TxSpec[] = [
  {
    path: 'feegrant grant',
    args: '[grantee]',
    count: [1, 1],
    summary: 'pay the fees of another account',
    flags: [
      { name: 'allowed-messages', type: 'strings', help: 'types of messages that are paid for; all otherwise' },
      flag('expiration', 'end of the allowance (RFC 3339)'),
      flag('spend-limit', 'coins that may be spent in all; no limit otherwise'),
      { name: 'period', type: 'int', default: '0', help: 'seconds of a period with a limit of its own' },
      flag('period-limit', 'coins that may be spent in a period'),
    ],
    build([grantee], sender, flags) {
      account(grantee!);
      const inner = allowance(flags);
      const allowedMessages = [...flags.list('allowed-messages')];
      const whole =
        allowedMessages.length === 0 ? inner : packAny(AllowedMsgAllowance, { allowance: inner, allowedMessages });
      return [msg(MsgGrantAllowance, { granter: sender.text, grantee: grantee!, allowance: whole })];
    },
  },
  {
    path: 'feegrant revoke',
    args: '[grantee]',
    count: [1, 1],
    summary: 'no longer pay the fees of another account',
    build: ([grantee], sender) => [msg(MsgRevokeAllowance, { granter: sender.text, grantee: account(grantee!) })],
  },
];

export const COMMANDS = txCommands(TXS);
