import { GoError } from '../../../core/errors.ts';
import type { Configurator } from '../../../core/module.ts';
import type {
  ConnectionEnd,
  Counterparty,
  IdentifiedConnection,
  Params,
} from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import * as tx from '../../../wire/gen/ibc/core/connection/v1/tx.ts';
import { ErrInvalidClientType } from '../client/errors.ts';
import { LOCALHOST } from '../client/light-client.ts';
import { ErrInvalidProof } from '../commitment/errors.ts';
import { ErrInvalidVersion } from '../errors.ts';
import { clientIdentifierValidator, connectionIdentifierValidator } from '../host/validate.ts';
import { validateSigner } from '../signer.ts';
import { wrapped } from '../wrapped.ts';
import { ErrInvalidConnectionIdentifier, ErrInvalidCounterparty } from './errors.ts';
import { isValidConnectionId } from './identifier.ts';
import { validateVersion } from './version.ts';

/** Source: ibc-go modules/core/03-connection/types/msgs.go, connection.go, params.go. */

const MAX_COUNTERPARTY_VERSIONS = 100;

/** Throws GoError. */
export function validateParams({ maxExpectedTimePerBlock }: Params): void {
  if (maxExpectedTimePerBlock === 0n) throw new GoError('MaxExpectedTimePerBlock cannot be zero');
}

/** Throws SdkError. */
export function validateCounterparty({ clientId, connectionId, prefix }: Counterparty): void {
  if (connectionId !== '') {
    wrapped('invalid counterparty connection ID', () => connectionIdentifierValidator(connectionId));
  }
  wrapped('invalid counterparty client ID', () => clientIdentifierValidator(clientId));
  if (prefix.keyPrefix.length === 0) throw ErrInvalidCounterparty.wrap('counterparty prefix cannot be empty');
}

/** Throws SdkError. */
export function validateConnectionEnd(end: ConnectionEnd): void {
  wrapped('invalid client ID', () => clientIdentifierValidator(end.clientId));
  if (end.versions.length === 0) throw ErrInvalidVersion.wrap('empty connection versions');
  for (const version of end.versions) validateVersion(version);
  validateCounterparty(end.counterparty);
}

/** Throws SdkError. */
export function validateIdentifiedConnection(connection: IdentifiedConnection): void {
  wrapped('invalid connection ID', () => connectionIdentifierValidator(connection.id));
  validateConnectionEnd(connection);
}

function validateClientId(clientId: string): void {
  if (clientId === LOCALHOST) throw ErrInvalidClientType.wrap('localhost connection handshakes are disallowed');
  wrapped('invalid client ID', () => clientIdentifierValidator(clientId));
}

function validateProof(proof: Uint8Array, name: string): void {
  if (proof.length === 0) throw ErrInvalidProof.wrap(`cannot submit an empty proof ${name}`);
}

function openInit(msg: tx.MsgConnectionOpenInit): void {
  validateClientId(msg.clientId);
  if (msg.counterparty.connectionId !== '') {
    throw ErrInvalidCounterparty.wrap('counterparty connection identifier must be empty');
  }
  if (msg.version !== undefined) {
    wrapped('basic validation of the provided version failed', () => validateVersion(msg.version));
  }
  validateSigner(msg.signer);
  validateCounterparty(msg.counterparty);
}

function openTry(msg: tx.MsgConnectionOpenTry): void {
  validateClientId(msg.clientId);
  wrapped('invalid counterparty connection ID', () => connectionIdentifierValidator(msg.counterparty.connectionId));
  const versions = msg.counterpartyVersions;
  if (versions.length === 0) throw ErrInvalidVersion.wrap('empty counterparty versions');
  if (versions.length > MAX_COUNTERPARTY_VERSIONS) {
    throw ErrInvalidVersion.wrap(`counterparty versions must not exceed ${MAX_COUNTERPARTY_VERSIONS} items`);
  }
  versions.forEach((version, i) => {
    wrapped(`basic validation failed on version with index ${i}`, () => validateVersion(version));
  });
  validateProof(msg.proofInit, 'init');
  validateSigner(msg.signer);
  validateCounterparty(msg.counterparty);
}

function openAck(msg: tx.MsgConnectionOpenAck): void {
  if (!isValidConnectionId(msg.connectionId)) throw ErrInvalidConnectionIdentifier.error();
  wrapped('invalid counterparty connection ID', () => connectionIdentifierValidator(msg.counterpartyConnectionId));
  validateVersion(msg.version);
  validateProof(msg.proofTry, 'try');
  validateSigner(msg.signer);
}

function openConfirm(msg: tx.MsgConnectionOpenConfirm): void {
  if (!isValidConnectionId(msg.connectionId)) throw ErrInvalidConnectionIdentifier.error();
  validateProof(msg.proofAck, 'ack');
  validateSigner(msg.signer);
}

function updateParams(msg: tx.MsgUpdateParams): void {
  validateSigner(msg.signer);
  validateParams(msg.params);
}

export function registerConnectionChecks(cfg: Configurator): void {
  cfg.validateBasic(tx.MsgConnectionOpenInit, openInit);
  cfg.validateBasic(tx.MsgConnectionOpenTry, openTry);
  cfg.validateBasic(tx.MsgConnectionOpenAck, openAck);
  cfg.validateBasic(tx.MsgConnectionOpenConfirm, openConfirm);
  cfg.validateBasic(tx.MsgUpdateParams, updateParams);
}
