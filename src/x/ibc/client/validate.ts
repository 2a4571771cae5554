import type {
  MsgCreateClient,
  MsgDeleteClientCreator,
  MsgIBCSoftwareUpgrade,
  MsgRecoverClient,
  MsgSubmitMisbehaviour,
  MsgUpdateClient,
  MsgUpdateParams,
  MsgUpgradeClient,
} from '../../../wire/gen/ibc/core/client/v1/tx.ts';
import { validatePlan } from '../../upgrade/plan.ts';
import { ErrInvalidID } from '../host/errors.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { validateSigner } from '../signer.ts';
import { validateClientState, validateConsensusState } from '../tendermint/client-state.ts';
import { validateClientMessage } from '../tendermint/header.ts';
import { wrapped } from '../wrapped.ts';
import { unpackClientMessage, unpackClientState, unpackConsensusState } from './codec.ts';
import { ErrInvalidSubstitute, ErrInvalidUpgradeClient } from './errors.ts';
import { isValidClientId, validateClientType } from './identifier.ts';
import { TENDERMINT } from './light-client.ts';
import { validateParams } from './params.ts';

/** Stateless checks of messages. Throw GoError. Source: ibc-go modules/core/02-client/types/msgs.go. */

export function validateCreateClient(msg: MsgCreateClient): void {
  validateSigner(msg.signer);
  validateClientState(unpackClientState(msg.clientState));
  const consensusState = unpackConsensusState(msg.consensusState);
  // Only one kind of client has states here, so theirs are of one type.
  wrapped('client type does not meet naming constraints', () => validateClientType(TENDERMINT));
  validateConsensusState(consensusState);
}

export function validateUpdateClient(msg: MsgUpdateClient): void {
  validateSigner(msg.signer);
  validateClientMessage(unpackClientMessage(msg.clientMessage));
  clientIdentifierValidator(msg.clientId);
}

export function validateSubmitMisbehaviour(msg: MsgSubmitMisbehaviour): void {
  validateSigner(msg.signer);
  validateClientMessage(unpackClientMessage(msg.misbehaviour));
  clientIdentifierValidator(msg.clientId);
}

/** The states need not be valid: what an old chain commits to leaves out what is the client's choice. */
export function validateUpgradeClient(msg: MsgUpgradeClient): void {
  unpackClientState(msg.clientState);
  unpackConsensusState(msg.consensusState);
  if (msg.proofUpgradeClient.length === 0) {
    throw ErrInvalidUpgradeClient.wrap('proof of upgrade client cannot be empty');
  }
  if (msg.proofUpgradeConsensusState.length === 0) {
    throw ErrInvalidUpgradeClient.wrap('proof of upgrade consensus state cannot be empty');
  }
  validateSigner(msg.signer);
  clientIdentifierValidator(msg.clientId);
}

export function validateRecoverClient(msg: MsgRecoverClient): void {
  validateSigner(msg.signer);
  clientIdentifierValidator(msg.subjectClientId);
  clientIdentifierValidator(msg.substituteClientId);
  if (msg.subjectClientId === msg.substituteClientId) {
    throw ErrInvalidSubstitute.wrap('subject and substitute clients must be different');
  }
}

export function validateIBCSoftwareUpgrade(msg: MsgIBCSoftwareUpgrade): void {
  validateSigner(msg.signer);
  unpackClientState(msg.upgradedClientState);
  validatePlan(msg.plan);
}

export function validateUpdateParams(msg: MsgUpdateParams): void {
  validateSigner(msg.signer);
  validateParams(msg.params);
}

export function validateDeleteClientCreator(msg: MsgDeleteClientCreator): void {
  validateSigner(msg.signer);
  clientIdentifierValidator(msg.clientId);
  if (!isValidClientId(msg.clientId)) {
    throw ErrInvalidID.wrap(`client ID ${msg.clientId} must be in valid format: {string}-{number}`);
  }
}
