import { unixTime } from '../../../core/time.ts';
import type { Coin } from '../../../math/coin.ts';
import { parseCoinsNormalized } from '../../../math/parse-coin.ts';
import { DepositAuthorization, DepositAuthorization_Scope } from '../../../wire/gen/akash/escrow/v1/authz.ts';
import { GenericAuthorization } from '../../../wire/gen/cosmos/authz/v1beta1/authz.ts';
import { MsgExec, MsgGrant, MsgRevoke } from '../../../wire/gen/cosmos/authz/v1beta1/tx.ts';
import { SendAuthorization } from '../../../wire/gen/cosmos/bank/v1beta1/authz.ts';
import { AuthorizationType, StakeAuthorization } from '../../../wire/gen/cosmos/staking/v1beta1/authz.ts';
import { Query, type QueryParamsResponse } from '../../../wire/gen/cosmos/staking/v1beta1/query.ts';
import type { Any } from '../../../wire/gen/google/protobuf/any.ts';
import { packAny } from '../../../wire/registry.ts';
import { queryState } from '../../client.ts';
import { type FlagSpec, type Flags, UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';
import { readTxFile } from '../../tx-file.ts';
import { account, coin, flag, positive, type TxSpec, txCommands, validator } from './spec.ts';

const STAKING: Readonly<Record<string, number>> = {
  delegate: AuthorizationType.AUTHORIZATION_TYPE_DELEGATE,
  unbond: AuthorizationType.AUTHORIZATION_TYPE_UNDELEGATE,
  redelegate: AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE,
};

function distinct(list: readonly string[], what: (item: string) => string): readonly string[] {
  list.forEach((item, i) => {
    if (list.indexOf(item) !== i) throw new UsageError(what(item));
  });
  return list;
}

function deposits(flags: Flags): Any {
  const scopes = distinct(flags.list('scope'), (s) => `duplicate scope "${s}"`).map((name) => {
    const scope = (DepositAuthorization_Scope as Readonly<Record<string, number>>)[name];
    if (scope === undefined) throw new UsageError(`invalid scope "${name}"`);
    return scope;
  });
  if (scopes.length === 0) throw new UsageError('--scope is missing: deployment, bid, or both');
  const spendLimit = coin(flags.text('spend-limit'));
  if (spendLimit.amount <= 0n)
    throw new UsageError(`spend-limit should be greater than zero, got: ${spendLimit.amount}${spendLimit.denom}`);
  return packAny(DepositAuthorization, { scopes, spendLimit });
}

function sends(flags: Flags): Any {
  const limit = parseCoinsNormalized(flags.text('spend-limit'));
  if (limit.length === 0) throw new UsageError('spend-limit should be greater than zero');
  const allowList = distinct(flags.list('allow-list'), (a) => `duplicate address ${a} in allow-list`).map(account);
  return packAny(SendAuthorization, { spendLimit: positive(limit), allowList });
}

async function stakes(kind: number, flags: Flags): Promise<Any> {
  const limit = flags.text('spend-limit');
  const maxTokens = limit === '' ? undefined : await stakeLimit(coin(limit), flags);
  const allowed = flags.list('allowed-validators').map(validator);
  const denied = flags.list('deny-validators').map(validator);
  if (allowed.length > 0 === denied.length > 0)
    throw new UsageError('give either --allowed-validators or --deny-validators');
  const validators =
    allowed.length > 0
      ? ({ $case: 'allowList', allowList: { address: allowed } } as const)
      : ({ $case: 'denyList', denyList: { address: denied } } as const);
  return packAny(StakeAuthorization, { maxTokens, validators, authorizationType: kind });
}

async function stakeLimit(limit: Coin, flags: Flags): Promise<Coin> {
  if (limit.amount <= 0n) throw new UsageError('spend-limit should be greater than zero');
  if (flags.bool('offline')) return limit;
  const { params } = await queryState<object, QueryParamsResponse>(flags, Query.methods.Params, {});
  if (limit.denom !== params.bondDenom)
    throw new UsageError(
      `invalid denom ${limit.denom}; coin denom should match the current bond denom ${params.bondDenom}`,
    );
  return limit;
}

async function authorization(kind: string, flags: Flags): Promise<Any> {
  if (kind === 'deposit') return deposits(flags);
  if (kind === 'send') return sends(flags);
  if (kind === 'generic') {
    if (flags.text('msg-type') === '') throw new UsageError('--msg-type is missing, such as /cosmos.gov.v1.MsgVote');
    return packAny(GenericAuthorization, { msg: flags.text('msg-type') });
  }
  const stake = STAKING[kind];
  if (stake === undefined) throw new UsageError(`invalid authorization type, ${kind}`);
  return stakes(stake, flags);
}

const list = (name: string, help: string): FlagSpec => ({ name, type: 'strings', help });

const TXS: readonly TxSpec[] = [
  {
    path: 'authz grant',
    args: '<grantee> <authorization_type="send"|"generic"|"delegate"|"unbond"|"redelegate"|"deposit">',
    count: [2, 2],
    summary: 'let another account act for the one that signs',
    flags: [
      flag('msg-type', 'type of message that is allowed (generic), such as /cosmos.gov.v1.MsgVote'),
      flag('spend-limit', 'coins that may be spent'),
      list('allowed-validators', 'validators that are allowed'),
      list('deny-validators', 'validators that are not allowed'),
      list('allow-list', 'accounts that coins may be sent to'),
      { name: 'expiration', type: 'int', default: '0', help: 'end of the grant in seconds since 1970; 0 for none' },
      list('scope', 'what deposits may be for: deployment, bid'),
    ],
    async build([grantee, kind], sender, flags) {
      if (grantee!.toLowerCase() === sender.text) throw new UsageError('grantee and granter should be different');
      account(grantee!);
      const end = flags.integer('expiration') ?? 0n;
      const grant = {
        authorization: await authorization(kind!, flags),
        expiration: end === 0n ? undefined : unixTime(end),
      };
      return [msg(MsgGrant, { granter: sender.text, grantee: grantee!, grant })];
    },
  },
  {
    path: 'authz revoke',
    args: '[grantee] [msg-type-url]',
    count: [2, 2],
    summary: 'take a grant back',
    build: ([grantee, msgTypeUrl], sender) => [
      msg(MsgRevoke, { granter: sender.text, grantee: account(grantee!), msgTypeUrl: msgTypeUrl! }),
    ],
  },
  {
    path: 'authz exec',
    args: '[tx-json-file]',
    count: [1, 1],
    summary: 'execute the messages of a transaction file for the account that granted them',
    build([path], sender, flags, io) {
      if (flags.bool('offline')) throw new UsageError('cannot broadcast tx during offline mode');
      return [msg(MsgExec, { grantee: sender.text, msgs: [...readTxFile(io, path!).body!.messages] })];
    },
  },
];

export const COMMANDS = txCommands(TXS);
