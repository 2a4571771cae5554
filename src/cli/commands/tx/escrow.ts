import { Scope } from '../../../wire/gen/akash/escrow/id/v1/id.ts';
import { MsgAccountDeposit } from '../../../wire/gen/akash/escrow/v1/msg.ts';
import { UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';
import { depositSources, SOURCES_FLAG } from '../deposits.ts';
import { DEPLOYMENT_FLAGS, deploymentId } from '../ids.ts';
import { coin, type TxSpec, txCommands } from './spec.ts';

const TXS: readonly TxSpec[] = [
  {
    path: 'escrow deposit',
    args: '[deployment] [amount]',
    count: [2, 2],
    summary: 'add to the deposit of a deployment: the word "deployment", then the amount',
    flags: [...DEPLOYMENT_FLAGS, SOURCES_FLAG],
    build([scope, amount], sender, flags) {
      if (scope !== 'deployment') throw new UsageError('invalid account scope. allowed values deployment');
      const { owner, dseq } = deploymentId(flags, { owner: sender.text });
      return [
        msg(MsgAccountDeposit, {
          signer: sender.text,
          id: { scope: Scope.deployment, xid: `${owner}/${dseq}` },
          deposit: { amount: coin(amount!), sources: depositSources(flags) },
        }),
      ];
    },
  },
];

export const COMMANDS = txCommands(TXS);
