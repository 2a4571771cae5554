import { MsgVerifyInvariant } from '../../../wire/gen/cosmos/crisis/v1beta1/tx.ts';
import { msg } from '../../tx.ts';
import { txCommands } from './spec.ts';

export const COMMANDS = txCommands([
  {
    path: 'crisis invariant-broken',
    args: '[module-name] [invariant-route]',
    count: [2, 2],
    summary: 'report a broken invariant; the chain has no handler for it and refuses it',
    build: ([invariantModuleName, invariantRoute], sender) => [
      msg(MsgVerifyInvariant, {
        sender: sender.text,
        invariantModuleName: invariantModuleName!,
        invariantRoute: invariantRoute!,
      }),
    ],
  },
]);
