import type { GoErrorBase } from '../../../core/errors.ts';
import { textBytes, trimSpace } from '../../../core/go-text.ts';
import { Acknowledgement } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import { toJson } from '../../../wire/json.ts';
import { ErrInvalidAcknowledgement } from './errors.ts';

/** Source: ibc-go modules/core/04-channel/types/acknowledgement.go. */

export function newResultAcknowledgement(result: Uint8Array): Acknowledgement {
  return { response: { $case: 'result', result } };
}

/** Only the error's code goes into it: its text is in the events. */
export function newErrorAcknowledgement(e: GoErrorBase): Acknowledgement {
  const error = `ABCI code: ${e.code}: error handling packet: see events for details`;
  return { response: { $case: 'error', error } };
}

/** Throws SdkError. */
export function validateAcknowledgement({ response }: Acknowledgement): void {
  if (response === undefined) {
    throw ErrInvalidAcknowledgement.wrap('unsupported acknowledgement response field type <nil>');
  }
  if (response.$case === 'result') {
    if (response.result.length === 0) throw ErrInvalidAcknowledgement.wrap('acknowledgement result cannot be empty');
  } else if (trimSpace(response.error) === '') {
    throw ErrInvalidAcknowledgement.wrap('acknowledgement error cannot be empty');
  }
}

export function isSuccess(ack: Acknowledgement): boolean {
  return ack.response?.$case === 'result';
}

/** What the other chain is told. */
export function acknowledgementBytes(ack: Acknowledgement): Uint8Array {
  return textBytes(toJson(Acknowledgement, ack));
}
