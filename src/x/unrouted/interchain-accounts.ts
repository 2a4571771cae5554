import { GoError } from '../../core/errors.ts';
import { textLength, trimSpace } from '../../core/go-text.ts';
import type {
  MsgUpdateParams as ControllerUpdateParams,
  MsgRegisterInterchainAccount,
  MsgSendTx,
} from '../../wire/gen/ibc/applications/interchain_accounts/controller/v1/tx.ts';
import type {
  MsgUpdateParams as HostUpdateParams,
  MsgModuleQuerySafe,
} from '../../wire/gen/ibc/applications/interchain_accounts/host/v1/tx.ts';
import {
  type InterchainAccountPacketData,
  Type,
} from '../../wire/gen/ibc/applications/interchain_accounts/v1/packet.ts';
import { Order } from '../../wire/gen/ibc/core/channel/v1/channel.ts';
import { ErrInvalidChannelOrdering } from '../ibc/channel/errors.ts';
import { orderString } from '../ibc/channel/names.ts';
import { ErrInvalidAddress, ErrInvalidRequest } from '../ibc/errors.ts';
import { connectionIdentifierValidator } from '../ibc/host/validate.ts';
import { validateSigner } from '../ibc/signer.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { ErrInvalidOutgoingData } from './errors.ts';

/** Stateless checks of interchain accounts. Throw GoError. Source: ibc-go modules/apps/27-interchain-accounts. */

const MAX_OWNER_LENGTH = 2048;
const MAX_MEMO_LENGTH = 32_768;
const MAX_ALLOW_LIST = 500;
/** The only entry of a list that allows every message. */
const ALL_MESSAGES = '*';

function validateOwner(owner: string): void {
  if (trimSpace(owner) === '') throw ErrInvalidAddress.wrap('owner address cannot be empty');
  if (textLength(owner) > MAX_OWNER_LENGTH) {
    throw ErrInvalidAddress.wrap(`owner address must not exceed ${MAX_OWNER_LENGTH} bytes`);
  }
}

export function validateRegisterInterchainAccount(msg: MsgRegisterInterchainAccount): void {
  wrapped('invalid connection ID', () => connectionIdentifierValidator(msg.connectionId));
  if (msg.ordering !== Order.ORDER_ORDERED && msg.ordering !== Order.ORDER_UNORDERED) {
    throw ErrInvalidChannelOrdering.wrap(orderString(msg.ordering));
  }
  validateOwner(msg.owner);
}

export function validateSendTx(msg: MsgSendTx): void {
  wrapped('invalid connection ID', () => connectionIdentifierValidator(msg.connectionId));
  validateOwner(msg.owner);
  wrapped('invalid interchain account packet data', () => validateAccountPacketData(msg.packetData));
  if (msg.relativeTimeout === 0n) throw ErrInvalidRequest.wrap('relative timeout cannot be zero');
}

export function validateAccountPacketData({ type, data, memo }: InterchainAccountPacketData): void {
  if (type === Type.TYPE_UNSPECIFIED) throw ErrInvalidOutgoingData.wrap('packet data type cannot be unspecified');
  if (data.length === 0) throw ErrInvalidOutgoingData.wrap('packet data cannot be empty');
  if (textLength(memo) > MAX_MEMO_LENGTH) {
    throw ErrInvalidOutgoingData.wrap(`packet data memo cannot be greater than ${MAX_MEMO_LENGTH} characters`);
  }
}

export function validateControllerUpdateParams(msg: ControllerUpdateParams): void {
  validateSigner(msg.signer);
}

export function validateHostUpdateParams({ signer, params: { allowMessages } }: HostUpdateParams): void {
  validateSigner(signer);
  if (allowMessages.length > MAX_ALLOW_LIST) {
    throw new GoError(`allow list length must not exceed ${MAX_ALLOW_LIST} items`);
  }
  if (allowMessages.length > 1 && allowMessages.includes(ALL_MESSAGES)) {
    throw new GoError(
      `allow list must have only one element because the allow all host messages wildcard (${ALL_MESSAGES}) is present`,
    );
  }
  for (const typeUrl of allowMessages) {
    if (trimSpace(typeUrl) === '') {
      throw new GoError(`parameter must not contain empty strings: [${allowMessages.join(' ')}]`);
    }
  }
}

export function validateModuleQuerySafe({ signer, requests }: MsgModuleQuerySafe): void {
  validateSigner(signer);
  if (requests.length === 0) throw ErrInvalidRequest.wrap('no queries provided');
}
