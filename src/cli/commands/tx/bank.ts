import { parseCoinsNormalized } from '../../../math/parse-coin.ts';
import { MsgMultiSend, MsgSend } from '../../../wire/gen/cosmos/bank/v1beta1/tx.ts';
import { msg } from '../../tx.ts';

import { account, positive, type TxSpec, txCommands } from './spec.ts';

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
];

export const COMMANDS = txCommands(TXS);
