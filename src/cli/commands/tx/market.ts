import { parseDecCoin } from '../../../math/parse-coin.ts';
import type { BidID } from '../../../wire/gen/akash/market/v1/bid.ts';
import { LeaseClosedReason } from '../../../wire/gen/akash/market/v1/types.ts';
import { MsgCloseBid, MsgCreateBid } from '../../../wire/gen/akash/market/v1beta5/bidmsg.ts';
import { MsgCloseLease, MsgCreateLease, MsgWithdrawLease } from '../../../wire/gen/akash/market/v1beta5/leasemsg.ts';
import { Query, type QueryParamsResponse } from '../../../wire/gen/akash/market/v1beta5/query.ts';
import { validateBidId } from '../../../x/market/ids.ts';
import { validateCloseBid, validateCreateBid } from '../../../x/market/validate.ts';
import { queryState } from '../../client.ts';
import { type Flags, UsageError } from '../../frame.ts';
import { msg, type Sender } from '../../tx.ts';
import { DEPOSIT_FLAGS, deposit } from '../deposits.ts';
import { BID_FLAGS, bidId, ORDER_FLAGS, orderId } from '../ids.ts';
import { flag, type TxSpec, txCommands } from './spec.ts';

/** Codes that a provider may give for closing its bid. */
function closedReason(flags: Flags): number {
  const reason = Number(flags.integer('reason') ?? 0n);
  if (reason < 10_000 || reason > 19_999) throw new UsageError('invalid --reason value. expected range 10000..19999');
  return reason;
}

/** The lease, of the deployment of who signs unless `--owner` names another. */
function leaseId(flags: Flags, sender: Sender): BidID {
  const id = bidId(flags, { owner: sender.text });
  validateBidId(id);
  return id;
}

const LEASE = { required: ['dseq', 'provider'], count: [0, 0], flags: BID_FLAGS } as const;

const TXS: readonly TxSpec[] = [
  {
    path: 'market bid create',
    count: [0, 0],
    summary: 'bid on an order, as a provider',
    flags: [...ORDER_FLAGS, flag('price', 'price of a block, such as 1.5uakt'), ...DEPOSIT_FLAGS],
    async build(_, sender, flags) {
      const price = parseDecCoin(flags.text('price'));
      const id = { ...orderId(flags, { owner: sender.text }), provider: sender.text, bseq: 0 };
      const least = async () =>
        (await queryState<object, QueryParamsResponse>(flags, Query.methods.Params, {})).params.bidMinDeposit;
      const message = { id, price, deposit: await deposit(flags, least), resourcesOffer: [] };
      validateCreateBid(message);
      return [msg(MsgCreateBid, message)];
    },
  },
  {
    path: 'market bid close',
    count: [0, 0],
    summary: 'close a bid or the lease made of it, as its provider',
    flags: [
      ...BID_FLAGS,
      {
        name: 'reason',
        type: 'int',
        default: '10002',
        help: 'why: 10000 unstable, 10001 decommission, 10002 unspecified, 10003 manifest timeout',
      },
    ],
    build(_, sender, flags) {
      const message = { id: bidId(flags, { provider: sender.text }), reason: closedReason(flags) };
      validateCloseBid(message);
      return [msg(MsgCloseBid, message)];
    },
  },
  {
    path: 'market lease create',
    ...LEASE,
    summary: 'accept a bid',
    build: (_, sender, flags) => [msg(MsgCreateLease, { bidId: leaseId(flags, sender) })],
  },
  {
    path: 'market lease withdraw',
    ...LEASE,
    summary: 'settle a lease and pay the provider what it has earned',
    build: (_, sender, flags) => [msg(MsgWithdrawLease, { id: leaseId(flags, sender) })],
  },
  {
    path: 'market lease close',
    ...LEASE,
    summary: 'close a lease, as its owner',
    build: (_, sender, flags) => [
      msg(MsgCloseLease, {
        id: leaseId(flags, sender),
        reason: LeaseClosedReason.lease_closed_owner,
      }),
    ],
  },
];

export const COMMANDS = txCommands(TXS);
export const GROUPS = [
  { path: ['tx', 'market', 'bid'], summary: 'Bids' },
  { path: ['tx', 'market', 'lease'], summary: 'Leases' },
];
