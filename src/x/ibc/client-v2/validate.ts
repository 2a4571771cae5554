import type { MsgRegisterCounterparty, MsgUpdateClientConfig } from '../../../wire/gen/ibc/core/client/v2/tx.ts';
import { isValidClientId } from '../client/identifier.ts';
import { ErrInvalidID } from '../host/errors.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { validateSigner } from '../signer.ts';
import { validateConfig } from './config.ts';
import { ErrInvalidCounterparty } from './errors.ts';

/** Stateless checks of messages. Throw GoError. Source: ibc-go modules/core/02-client/v2/types/msgs.go. */

export function validateRegisterCounterparty(msg: MsgRegisterCounterparty): void {
  validateSigner(msg.signer);
  if (msg.counterpartyMerklePrefix.length === 0) {
    throw ErrInvalidCounterparty.wrap('counterparty messaging key cannot be empty');
  }
  clientIdentifierValidator(msg.clientId);
  clientIdentifierValidator(msg.counterpartyClientId);
  if (!isValidClientId(msg.clientId) || !isValidClientId(msg.counterpartyClientId)) {
    throw ErrInvalidID.wrap(
      `${msg.clientId} and ${msg.counterpartyClientId} must be in valid format: {string}-{number}`,
    );
  }
}

export function validateUpdateClientConfig(msg: MsgUpdateClientConfig): void {
  validateSigner(msg.signer);
  clientIdentifierValidator(msg.clientId);
  if (!isValidClientId(msg.clientId)) {
    throw ErrInvalidID.wrap(`client ID ${msg.clientId} must be in valid format: {string}-{number}`);
  }
  validateConfig(msg.config);
}
