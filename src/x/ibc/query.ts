import { GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { channelIdentifierValidator, portIdentifierValidator } from './host/validate.ts';

/** Forms of errors that the queries of IBC share. */

export function notFound(e: GoErrorBase): GrpcError {
  return new GrpcError(GrpcCode.NotFound, e.message);
}

export function invalidArgument(why: string): GrpcError {
  return new GrpcError(GrpcCode.InvalidArgument, why);
}

/** Turns a Go error into an invalid argument. */
export function asInvalidArgument<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw invalidArgument(e.message);
    throw e;
  }
}

/** Source: ibc-go internal/validate/validate.go. */
export function checkPortAndChannel(portId: string, channelId: string): void {
  asInvalidArgument(() => portIdentifierValidator(portId));
  asInvalidArgument(() => channelIdentifierValidator(channelId));
}

export function notFoundText(why: string): GrpcError {
  return new GrpcError(GrpcCode.NotFound, why);
}
