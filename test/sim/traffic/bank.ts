import { MsgMultiSend, MsgSend } from '../../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import {
  MsgCreatePeriodicVestingAccount,
  MsgCreatePermanentLockedAccount,
  MsgCreateVestingAccount,
} from '../../../src/wire/gen/cosmos/vesting/v1beta1/tx.ts';
import { USDC } from '../chain.ts';
import { type Action, action, type World } from './world.ts';

/** Coins, and accounts whose coins are locked for a while. */
export const BANK: readonly Action[] = [
  action(16, 'send', (w) => {
    const to = w.once(6) ? w.one(w.chain.newcomers) : w.anyone();
    return w.send(MsgSend, { fromAddress: w.anyone().text, toAddress: to.text, amount: [w.coin()] });
  }),
  action(3, 'send usdc', (w) => {
    const amount = [{ denom: USDC, amount: w.amount() }];
    return w.send(MsgSend, { fromAddress: w.user().text, toAddress: w.anyone().text, amount });
  }),
  action(3, 'multisend', (w) => {
    const [x, y] = [w.amount(), w.amount()];
    return w.send(MsgMultiSend, {
      inputs: [{ address: w.anyone().text, coins: [{ denom: 'uakt', amount: x + y }] }],
      outputs: [x, y].map((amount) => ({ address: w.anyone().text, coins: [{ denom: 'uakt', amount }] })),
    });
  }),
  action(1, 'vesting', (w) =>
    w.send(MsgCreateVestingAccount, {
      ...newAccount(w),
      amount: [some(w)],
      endTime: w.soon(300).seconds,
      delayed: w.once(2),
    }),
  ),
  action(1, 'locked', (w) => w.send(MsgCreatePermanentLockedAccount, { ...newAccount(w), amount: [some(w)] })),
  action(1, 'periodic', (w) =>
    w.send(MsgCreatePeriodicVestingAccount, {
      ...newAccount(w),
      startTime: w.soon(30).seconds,
      vestingPeriods: Array.from({ length: 1 + w.below(3) }, () => ({
        length: BigInt(1 + w.below(60)),
        amount: [some(w)],
      })),
    }),
  ),
];

const some = (w: World) => ({ denom: 'uakt', amount: 1n + w.amount() });

/** From somebody to an address without an account, if any is left. */
function newAccount(w: World): { fromAddress: string; toAddress: string } {
  const { accounts } = w.chain.app.keepers;
  const free = w.look('free', () =>
    w.chain.newcomers.filter((a) => accounts.getAccount(w.ctx(), a.address) === undefined),
  );
  return { fromAddress: w.anyone().text, toAddress: (w.pick(free) ?? w.anyone()).text };
}
