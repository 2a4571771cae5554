import { existsSync, readFileSync } from 'node:fs';
import { accAddressFromBech32, valAddressFromBech32, valAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import { parseCoinNormalized, parseCoinsNormalized } from '../../math/parse-coin.ts';
import { MsgMultiSend, MsgSend } from '../../wire/gen/cosmos/bank/v1beta1/tx.ts';
import {
  Query as DistributionQuery,
  type QueryDelegatorValidatorsResponse,
} from '../../wire/gen/cosmos/distribution/v1beta1/query.ts';
import {
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
} from '../../wire/gen/cosmos/distribution/v1beta1/tx.ts';
import { VoteOption } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import {
  MsgCancelProposal,
  MsgDeposit,
  MsgSubmitProposal,
  MsgVote,
  MsgVoteWeighted,
} from '../../wire/gen/cosmos/gov/v1/tx.ts';
import { MsgUnjail } from '../../wire/gen/cosmos/slashing/v1beta1/tx.ts';
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
} from '../../wire/gen/cosmos/staking/v1beta1/tx.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { fromJson } from '../../wire/json.ts';
import { listImplementations, messageType } from '../../wire/registry.ts';
import { queryState } from '../client.ts';
import { type CommandSpec, type FlagSpec, type Flags, type GroupSpec, type Io, UsageError } from '../frame.ts';
import { type MsgToSend, msg, type Sender, senderOf, sendTx, TX_FLAGS } from '../tx.ts';

interface TxSpec {
  readonly path: string;
  readonly args?: string;
  readonly count: readonly [number, number];
  readonly summary: string;
  readonly flags?: readonly FlagSpec[];
  /** Which key signs, when it is not `--from`. */
  sender?(args: readonly string[]): string | undefined;
  build(args: readonly string[], sender: Sender, flags: Flags, io: Io): MsgToSend[] | Promise<MsgToSend[]>;
}

function coin(text: string): Coin {
  return parseCoinNormalized(text);
}

function account(text: string): string {
  accAddressFromBech32(text);
  return text;
}

function validator(text: string): string {
  valAddressFromBech32(text);
  return text;
}

function proposalId(text: string): bigint {
  if (!/^\d+$/.test(text))
    throw new UsageError(`proposal-id ${text} not a valid int, please input a valid proposal-id`);
  return BigInt(text);
}

/** `yes`, `no`, `abstain`, `no_with_veto` and what people write for them. */
function voteOption(text: string): number {
  const name = text
    .toLowerCase()
    .replace(/^vote_option_/, '')
    .replace(/[_-]/g, '');
  const options: Readonly<Record<string, number>> = {
    yes: VoteOption.VOTE_OPTION_YES,
    no: VoteOption.VOTE_OPTION_NO,
    abstain: VoteOption.VOTE_OPTION_ABSTAIN,
    nowithveto: VoteOption.VOTE_OPTION_NO_WITH_VETO,
  };
  const option = options[name];
  if (option === undefined)
    throw new UsageError(`'${text}' is not a valid vote option, available options: yes/no/no-with-veto/abstain`);
  return option;
}

function readJsonFile(path: string, what: string): Record<string, unknown> {
  if (!existsSync(path)) throw new UsageError(`open ${path}: no such file or directory; give the path of ${what}`);
  try {
    const v: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof v === 'object' && v !== null && !Array.isArray(v)) return v as Record<string, unknown>;
  } catch (e) {
    throw new UsageError(`${path} is not JSON: ${e instanceof Error ? e.message : e}`);
  }
  throw new UsageError(`${path} must hold a JSON object`);
}

function field(doc: Record<string, unknown>, name: string, otherwise?: string): string {
  const v = doc[name] ?? otherwise;
  if (typeof v !== 'string') throw new UsageError(`the field "${name}" is missing or not a text`);
  return v;
}

function rate(doc: Record<string, unknown>, name: string, otherwise: string): Dec {
  try {
    return Dec.parse(field(doc, name, otherwise));
  } catch (e) {
    throw new UsageError(`${name}: ${e instanceof Error ? e.message : e}`);
  }
}

/** Public key of a validator.json: an object with "@type" and "key". */
function consensusKey(v: unknown): Any {
  const key = v as { '@type'?: string; key?: string } | undefined;
  if (typeof key?.['@type'] !== 'string' || typeof key.key !== 'string')
    throw new UsageError(
      'the field "pubkey" must look like {"@type":"/cosmos.crypto.ed25519.PubKey","key":"..."}: akash comet show-validator prints it',
    );
  const type = messageType(key['@type']);
  if (!type || !listImplementations('cosmos.crypto.PubKey').includes(key['@type']))
    throw new UsageError(`"pubkey": ${key['@type']} is not a type of public key`);
  return { typeUrl: key['@type'], value: type.encode(fromJson(type, JSON.stringify({ key: key.key }))) };
}

/** Messages of a proposal.json: each an object with "@type". */
function proposalMessages(list: unknown): Any[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new UsageError('"messages" must be a list');
  return list.map((m, i) => {
    const { '@type': url, ...rest } = m as { '@type'?: string };
    const type = typeof url === 'string' ? messageType(url) : undefined;
    if (!type || !listImplementations('cosmos.base.v1beta1.Msg').includes(url!))
      throw new UsageError(
        `messages[${i}]: "${url}" is not a type of message; "@type" names it, as in "/cosmos.bank.v1beta1.MsgSend"`,
      );
    try {
      return { typeUrl: url!, value: type.encode(fromJson(type, JSON.stringify(rest))) };
    } catch (e) {
      throw new UsageError(`messages[${i}]: ${e instanceof Error ? e.message : e}`);
    }
  });
}

const flag = (name: string, help: string, standard = ''): FlagSpec => ({
  name,
  type: 'string',
  default: standard,
  help,
});
const DO_NOT_MODIFY = '[do-not-modify]';

const TXS: readonly TxSpec[] = [
  {
    path: 'bank send',
    args: '[from_key_or_address] [to_address] [amount]',
    count: [2, 3],
    summary: 'send coins to an account',
    sender: (args) => (args.length === 3 ? args[0] : undefined),
    build(args, sender) {
      const [to, amount] = args.slice(-2);
      return [
        msg(MsgSend, {
          fromAddress: sender.text,
          toAddress: account(to!),
          amount: positive(parseCoinsNormalized(amount!)),
        }),
      ];
    },
  },
  {
    path: 'bank multi-send',
    args: '[from_key_or_address] [to_address_1 to_address_2 ...] [amount]',
    count: [3, Number.POSITIVE_INFINITY],
    summary: 'send the same coins to each of several accounts',
    flags: [{ name: 'split', type: 'bool', help: 'divide the coins among the accounts' }],
    sender: (args) => args[0],
    build(args, sender, flags) {
      const to = args.slice(1, -1).map(account);
      const total = positive(parseCoinsNormalized(args.at(-1)!));
      const each = flags.bool('split')
        ? total.map((c) => ({ denom: c.denom, amount: c.amount / BigInt(to.length) }))
        : total;
      const sum = each.map((c) => ({ denom: c.denom, amount: c.amount * BigInt(to.length) }));
      return [
        msg(MsgMultiSend, {
          inputs: [{ address: sender.text, coins: sum }],
          outputs: to.map((address) => ({ address, coins: each })),
        }),
      ];
    },
  },
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
  {
    path: 'gov submit-proposal',
    args: '[path/to/proposal.json]',
    count: [1, 1],
    summary: 'submit a proposal with its messages and a first deposit',
    build([path], sender) {
      const doc = readJsonFile(path!, 'a proposal.json with messages, metadata, deposit, title, summary and expedited');
      return [
        msg(MsgSubmitProposal, {
          messages: proposalMessages(doc.messages),
          initialDeposit: parseCoinsNormalized(field(doc, 'deposit')),
          proposer: sender.text,
          metadata: field(doc, 'metadata', ''),
          title: field(doc, 'title'),
          summary: field(doc, 'summary'),
          expedited: doc.expedited === true,
        }),
      ];
    },
  },
  {
    path: 'gov deposit',
    args: '[proposal-id] [deposit]',
    count: [2, 2],
    summary: 'add to the deposit of a proposal',
    build: ([id, amount], sender) => [
      msg(MsgDeposit, { proposalId: proposalId(id!), depositor: sender.text, amount: parseCoinsNormalized(amount!) }),
    ],
  },
  {
    path: 'gov vote',
    args: '[proposal-id] [option]',
    count: [2, 2],
    summary: 'vote yes, no, abstain or no_with_veto',
    flags: [flag('metadata', 'metadata of the vote')],
    build: ([id, option], sender, flags) => [
      msg(MsgVote, {
        proposalId: proposalId(id!),
        voter: sender.text,
        option: voteOption(option!),
        metadata: flags.text('metadata'),
      }),
    ],
  },
  {
    path: 'gov weighted-vote',
    args: '[proposal-id] [weighted-options]',
    count: [2, 2],
    summary: 'divide a vote: yes=0.6,no=0.4',
    flags: [flag('metadata', 'metadata of the vote')],
    build([id, text], sender, flags) {
      const options = text!.split(',').map((part) => {
        const [name, weight = '1.0'] = part.split('=');
        return { option: voteOption(name!), weight: Dec.parse(weight).toString() };
      });
      return [
        msg(MsgVoteWeighted, {
          proposalId: proposalId(id!),
          voter: sender.text,
          options,
          metadata: flags.text('metadata'),
        }),
      ];
    },
  },
  {
    path: 'gov cancel-proposal',
    args: '[proposal-id]',
    count: [1, 1],
    summary: 'withdraw an own proposal',
    build: ([id], sender) => [msg(MsgCancelProposal, { proposalId: proposalId(id!), proposer: sender.text })],
  },
  {
    path: 'slashing unjail',
    count: [0, 0],
    summary: 'take the own validator out of jail',
    build: (_, sender) => [msg(MsgUnjail, { validatorAddr: valAddressToBech32(sender.address) })],
  },
  {
    path: 'staking create-validator',
    args: '[path/to/validator.json]',
    count: [1, 1],
    summary: 'make a validator with a first delegation',
    build([path], sender) {
      const doc = readJsonFile(
        path!,
        'a validator.json with pubkey, amount, moniker, commission-rate, commission-max-rate, commission-max-change-rate and min-self-delegation',
      );
      return [
        msg(MsgCreateValidator, {
          description: {
            moniker: field(doc, 'moniker'),
            identity: field(doc, 'identity', ''),
            website: field(doc, 'website', ''),
            securityContact: field(doc, 'security', ''),
            details: field(doc, 'details', ''),
          },
          commission: {
            rate: rate(doc, 'commission-rate', '0.1'),
            maxRate: rate(doc, 'commission-max-rate', '0.2'),
            maxChangeRate: rate(doc, 'commission-max-change-rate', '0.01'),
          },
          minSelfDelegation: minSelfDelegation(field(doc, 'min-self-delegation', '1')),
          delegatorAddress: '',
          validatorAddress: valAddressToBech32(sender.address),
          pubkey: consensusKey(doc.pubkey),
          value: coin(field(doc, 'amount')),
        }),
      ];
    },
  },
  {
    path: 'staking edit-validator',
    count: [0, 0],
    summary: 'change the description or commission of the own validator',
    flags: [
      flag('new-moniker', 'name', DO_NOT_MODIFY),
      flag('identity', 'identity signature', DO_NOT_MODIFY),
      flag('website', 'website', DO_NOT_MODIFY),
      flag('security-contact', 'mail address for security matters', DO_NOT_MODIFY),
      flag('details', 'details', DO_NOT_MODIFY),
      flag('commission-rate', 'new commission rate'),
      flag('min-self-delegation', 'new least self delegation'),
    ],
    build: (_, sender, flags) => [
      msg(MsgEditValidator, {
        description: {
          moniker: flags.text('new-moniker'),
          identity: flags.text('identity'),
          website: flags.text('website'),
          securityContact: flags.text('security-contact'),
          details: flags.text('details'),
        },
        validatorAddress: valAddressToBech32(sender.address),
        commissionRate: flags.text('commission-rate') === '' ? undefined : Dec.parse(flags.text('commission-rate')),
        minSelfDelegation:
          flags.text('min-self-delegation') === '' ? undefined : minSelfDelegation(flags.text('min-self-delegation')),
      }),
    ],
  },
  {
    path: 'staking delegate',
    args: '[validator-addr] [amount]',
    count: [2, 2],
    summary: 'delegate coins to a validator',
    build: ([v, amount], sender) => [
      msg(MsgDelegate, { delegatorAddress: sender.text, validatorAddress: validator(v!), amount: coin(amount!) }),
    ],
  },
  {
    path: 'staking unbond',
    args: '[validator-addr] [amount]',
    count: [2, 2],
    summary: 'take coins back from a validator',
    build: ([v, amount], sender) => [
      msg(MsgUndelegate, { delegatorAddress: sender.text, validatorAddress: validator(v!), amount: coin(amount!) }),
    ],
  },
  {
    path: 'staking redelegate',
    args: '[src-validator-addr] [dst-validator-addr] [amount]',
    count: [3, 3],
    summary: 'move a delegation to another validator',
    build: ([from, to, amount], sender) => [
      msg(MsgBeginRedelegate, {
        delegatorAddress: sender.text,
        validatorSrcAddress: validator(from!),
        validatorDstAddress: validator(to!),
        amount: coin(amount!),
      }),
    ],
  },
  {
    path: 'staking cancel-unbond',
    args: '[validator-addr] [amount] [creation-height]',
    count: [3, 3],
    summary: 'keep what is unbonding with the validator',
    build([v, amount, height], sender) {
      if (!/^\d+$/.test(height!)) throw new UsageError(`invalid height: ${height}`);
      return [
        msg(MsgCancelUnbondingDelegation, {
          delegatorAddress: sender.text,
          validatorAddress: validator(v!),
          amount: coin(amount!),
          creationHeight: BigInt(height!),
        }),
      ];
    },
  },
];

function minSelfDelegation(text: string): bigint {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError('minimum self delegation must be a positive integer');
  return BigInt(text);
}

function positive(list: Coin[]): Coin[] {
  if (list.length === 0) throw new UsageError('must send positive amount');
  return list;
}

export const TX_GROUPS: readonly GroupSpec[] = [
  { path: ['tx'], summary: 'Make, sign and send transactions' },
  ...[...new Set(TXS.map((t) => t.path.split(' ')[0]!))].map((module) => ({
    path: ['tx', module],
    summary: `Transactions of the ${module} module`,
  })),
];

export const TX_COMMANDS: readonly CommandSpec[] = TXS.map((t) => ({
  path: ['tx', ...t.path.split(' ')],
  ...(t.args ? { args: t.args } : {}),
  count: t.count,
  summary: t.summary,
  flags: [...TX_FLAGS, ...(t.flags ?? [])],
  async run(io, args, flags) {
    const sender = await senderOf(io, flags, t.sender?.(args) ?? flags.text('from'));
    await sendTx(io, flags, sender, await t.build(args, sender, flags, io));
  },
}));
