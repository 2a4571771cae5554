import type { Context } from '../../core/context.ts';
import { trimSpace } from '../../core/go-text.ts';
import * as Coins from '../../math/coin.ts';
import { type Allocation, TransferAuthorization } from '../../wire/gen/ibc/applications/transfer/v1/authz.ts';
import { MsgTransfer } from '../../wire/gen/ibc/applications/transfer/v1/tx.ts';
import { isNilList } from '../../wire/nil.ts';
import type { AuthorizationType } from '../authz/authorization.ts';
import { ErrInvalidChannel } from '../ibc/channel/errors.ts';
import {
  ErrInsufficientFunds,
  ErrInvalidAddress,
  ErrInvalidCoins,
  ErrInvalidType,
  ErrNotFound,
} from '../ibc/errors.ts';
import { channelIdentifierValidator, portIdentifierValidator } from '../ibc/host/validate.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { ErrInvalidAuthorization } from './errors.ts';

const MSG_TRANSFER = `/${MsgTransfer.typeName}`;
/** The only entry of a list that allows every memo. */
const ANY_MEMO = '*';
/** The amount that stands for no limit, and in a transfer for the whole balance. */
export const UNBOUNDED_SPEND_LIMIT: bigint = (1n << 256n) - 1n;

/**
 * Allows transfers over channels that are listed, up to a limit for each. Source: ibc-go
 * modules/apps/transfer/types/transfer_authorization.go.
 */
export const transferAuthorization: AuthorizationType<TransferAuthorization> = {
  type: TransferAuthorization,
  msgTypeUrl: () => MSG_TRANSFER,
  validateBasic({ allocations }) {
    if (allocations.length === 0) throw ErrInvalidAuthorization.wrap('allocations cannot be empty');
    const channels = new Set<string>();
    for (const allocation of allocations) {
      if (channels.has(allocation.sourceChannel)) {
        throw ErrInvalidChannel.wrap(`duplicate source channel ID: ${allocation.sourceChannel}`);
      }
      channels.add(allocation.sourceChannel);
      validateAllocation(allocation);
    }
  },
  accept(ctx, { allocations }, msg) {
    if (msg.typeUrl !== MSG_TRANSFER) throw ErrInvalidType.wrap('type mismatch');
    const { sourcePort, sourceChannel, receiver, memo, token } = msg.message as MsgTransfer;
    const index = allocations.findIndex((a) => a.sourceChannel === sourceChannel && a.sourcePort === sourcePort);
    const allocation = allocations[index];
    if (allocation === undefined) throw ErrNotFound.wrap('requested port and channel allocation does not exist');
    if (!isAllowedAddress(ctx, receiver, allocation.allowList)) {
      throw ErrInvalidAddress.wrap('not allowed receiver address for transfer');
    }
    checkMemo(ctx, memo, allocation.allowedPacketData);
    if (Coins.amountOf(allocation.spendLimit, token.denom) === UNBOUNDED_SPEND_LIMIT) {
      return { accept: true, delete: false };
    }
    const [left, exceeded] = Coins.safeSub(allocation.spendLimit, [token]);
    if (exceeded) {
      throw ErrInsufficientFunds.wrap(`requested amount of token ${token.denom} is more than spend limit`);
    }
    const rest = Coins.isZero(left)
      ? allocations.toSpliced(index, 1)
      : allocations.with(index, { ...allocation, spendLimit: left });
    if (rest.length === 0) return { accept: true, delete: true };
    return { accept: true, delete: false, updated: { allocations: rest } };
  },
};

function validateAllocation({ spendLimit, sourcePort, sourceChannel, allowList }: Allocation): void {
  if (isNilList(spendLimit)) throw ErrInvalidCoins.wrap('spend limit cannot be nil');
  const why = Coins.problem(spendLimit);
  if (why !== undefined) throw ErrInvalidCoins.wrap(`invalid spend limit: ${why}`);
  wrapped('invalid source port ID', () => portIdentifierValidator(sourcePort));
  wrapped('invalid source channel ID', () => channelIdentifierValidator(sourceChannel));
  const seen = new Set<string>();
  for (const address of allowList) {
    if (seen.has(address)) throw ErrInvalidAuthorization.wrap(`duplicate entry in allow list ${address}`);
    seen.add(address);
  }
}

/** Each entry that is looked at costs gas. */
function found(ctx: Context, list: readonly string[], matches: (entry: string) => boolean): boolean {
  return list.some((entry) => {
    ctx.gasMeter.consumeGas(ctx.kvGasConfig.iterNextCostFlat, 'transfer authorization');
    return matches(entry);
  });
}

function isAllowedAddress(ctx: Context, receiver: string, allowed: readonly string[]): boolean {
  return allowed.length === 0 || found(ctx, allowed, (address) => address === receiver);
}

/**
 * PARITY: ibc-go modules/apps/transfer/types/transfer_authorization.go: a list that is not empty refuses the empty memo as well, unless
 * it is "*" alone or lists the empty memo.
 */
function checkMemo(ctx: Context, memo: string, allowed: readonly string[]): void {
  if (allowed.length === 0) {
    if (trimSpace(memo) === '') return;
    throw ErrInvalidAuthorization.wrap('memo must be empty because allowed packet data in allocation is empty');
  }
  if (allowed.length === 1 && allowed[0] === ANY_MEMO) return;
  if (!found(ctx, allowed, (entry) => trimSpace(entry) === trimSpace(memo))) {
    throw ErrInvalidAuthorization.wrap(`not allowed memo: ${memo}`);
  }
}
