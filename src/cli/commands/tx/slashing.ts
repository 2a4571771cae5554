import { valAddressToBech32 } from '../../../crypto/address.ts';
import { MsgUnjail } from '../../../wire/gen/cosmos/slashing/v1beta1/tx.ts';
import { msg } from '../../tx.ts';

import { type TxSpec, txCommands } from './spec.ts';

const TXS: readonly TxSpec[] = [
  {
    path: 'slashing unjail',
    count: [0, 0],
    summary: 'take the own validator out of jail',
    build: (_, sender) => [msg(MsgUnjail, { validatorAddr: valAddressToBech32(sender.address) })],
  },
];

export const COMMANDS = txCommands(TXS);
