import { textLength, trimSpace } from '../../core/go-text.ts';
import * as Coins from '../../math/coin.ts';
import type { MsgTransfer, MsgUpdateParams } from '../../wire/gen/ibc/applications/transfer/v1/tx.ts';
import { ErrInvalidAddress, ErrInvalidCoins } from '../ibc/errors.ts';
import { channelIdentifierValidator, portIdentifierValidator } from '../ibc/host/validate.ts';
import { validateSigner } from '../ibc/signer.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { isTransferable } from './denom.ts';
import { ErrInvalidMemo } from './errors.ts';
import { MAX_MEMO_LENGTH } from './packet-data.ts';

const MAX_RECEIVER_LENGTH = 2048;

/** Source: ibc-go modules/apps/transfer/types/msgs.go. */
export function validateTransferMsg(msg: MsgTransfer): void {
  wrapped(`invalid source port ID ${msg.sourcePort}`, () => portIdentifierValidator(msg.sourcePort));
  wrapped(`invalid source channel ID ${msg.sourceChannel}`, () => channelIdentifierValidator(msg.sourceChannel));
  const { token } = msg;
  if (Coins.coinProblem(token) !== undefined || token.amount <= 0n || !isTransferable(token.denom)) {
    throw ErrInvalidCoins.wrap(Coins.coinString(token));
  }
  validateSigner(msg.sender);
  if (trimSpace(msg.receiver) === '') throw ErrInvalidAddress.wrap('missing recipient address');
  if (textLength(msg.receiver) > MAX_RECEIVER_LENGTH) {
    throw ErrInvalidAddress.wrap(`recipient address must not exceed ${MAX_RECEIVER_LENGTH} bytes`);
  }
  if (textLength(msg.memo) > MAX_MEMO_LENGTH) {
    throw ErrInvalidMemo.wrap(`memo must not exceed ${MAX_MEMO_LENGTH} bytes`);
  }
}

export function validateUpdateParams(msg: MsgUpdateParams): void {
  validateSigner(msg.signer);
}
