import { valAddressToBech32 } from '../../../crypto/address.ts';
import { Dec } from '../../../math/dec.ts';
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
} from '../../../wire/gen/cosmos/staking/v1beta1/tx.ts';
import type { Any } from '../../../wire/gen/google/protobuf/any.ts';
import { fromJson } from '../../../wire/json.ts';
import { listImplementations, messageType } from '../../../wire/registry.ts';
import { UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';

import {
  coin,
  field,
  flag,
  minSelfDelegation,
  rate,
  readJsonFile,
  type TxSpec,
  txCommands,
  validator,
} from './spec.ts';

const DO_NOT_MODIFY = '[do-not-modify]';

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

const TXS: readonly TxSpec[] = [
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

export const COMMANDS = txCommands(TXS);
