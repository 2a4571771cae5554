import { textLength, trimSpace } from '../../../core/go-text.ts';
import { ErrInvalidID } from './errors.ts';

const MAX_LENGTH = 64;
const MAX_PORT_LENGTH = 128;
const IDENTIFIER = /^[a-zA-Z0-9._+\-#[\]<>]+$/;

function validateIdentifier(id: string, min: number, max: number): void {
  if (trimSpace(id) === '') throw ErrInvalidID.wrap('identifier cannot be blank');
  if (id.includes('/')) throw ErrInvalidID.wrap(`identifier ${id} cannot contain separator '/'`);
  const length = textLength(id);
  if (length < min || length > max) {
    throw ErrInvalidID.wrap(`identifier ${id} has invalid length: ${length}, must be between ${min}-${max} characters`);
  }
  if (!IDENTIFIER.test(id)) {
    throw ErrInvalidID.wrap(
      `identifier ${id} must contain only alphanumeric or the following characters: '.', '_', '+', '-', '#', '[', ']', '<', '>'`,
    );
  }
}

/** What names of clients, connections, channels and ports may be. Throw SdkError. Source: ICS-24; ibc-go modules/core/24-host/validate.go. */
export const clientIdentifierValidator = (id: string): void => validateIdentifier(id, 4, MAX_LENGTH);
export const connectionIdentifierValidator = (id: string): void => validateIdentifier(id, 10, MAX_LENGTH);
export const channelIdentifierValidator = (id: string): void => validateIdentifier(id, 8, MAX_LENGTH);
export const portIdentifierValidator = (id: string): void => validateIdentifier(id, 2, MAX_PORT_LENGTH);
