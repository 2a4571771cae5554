/**
 * The two kinds of failure of the state machine.
 *
 * - Modelled failures: what would be a Go error ({@link SdkError}, {@link GoError}) or a Go panic ({@link GoPanic}).
 *   Inside a transaction they become its ABCI code.
 * - Anything else that is thrown (TypeError, RangeError, {@link InternalError} ...) is a bug or a broken machine: it must
 *   reach the top and stop the process.
 *
 * Source: cosmossdk.io/errors (registration, wrapping, ABCIInfo).
 */

/** Codespace of every error that was not registered. */
export const UNDEFINED_CODESPACE = 'undefined';
/** ABCI code of a Go error that was not registered. */
export const INTERNAL_CODE = 1;
/** ABCI code of a recovered panic. */
export const PANIC_CODE = 111222;

const registry = new Map<string, RegisteredError>();

/** Base of every failure that the reference would also have had. */
export abstract class ModelledError extends Error {
  abstract readonly codespace: string;
  abstract readonly code: number;
}

/** A Go error. `message` is its text as Go's `Error()` prints it. */
export abstract class GoErrorBase extends ModelledError {
  /** Adds `detail: ` before the text, keeping code and codespace (errorsmod.Wrap). */
  abstract wrap(detail: string): GoErrorBase;
  /** Whether this error is, or wraps, `target` (errors.Is). */
  abstract is(target: RegisteredError): boolean;
}

/** An error with a registered codespace and code, possibly wrapped with detail. */
export class SdkError extends GoErrorBase {
  readonly registered: RegisteredError;
  constructor(registered: RegisteredError, message: string) {
    super(message);
    this.name = 'SdkError';
    this.registered = registered;
  }
  get codespace(): string {
    return this.registered.codespace;
  }
  get code(): number {
    return this.registered.code;
  }
  override wrap(detail: string): SdkError {
    return new SdkError(this.registered, `${detail}: ${this.message}`);
  }
  override is(target: RegisteredError): boolean {
    return this.registered === target;
  }
}

/**
 * An error made by `errors.New`, `fmt.Errorf` or a gRPC status: codespace `undefined`, code 1.
 *
 * PARITY: cosmossdk.io/errors abci.go: what `%w` wraps loses its code. One that was wrapped before prints with the place in Go's source where
 * that was, which is left out here and where logs are compared.
 */
export class GoError extends GoErrorBase {
  readonly codespace = UNDEFINED_CODESPACE;
  readonly code = INTERNAL_CODE;
  readonly wrapped: GoErrorBase | undefined;
  /** `wrapped` is what `%w` wraps: it loses its code but still answers {@link is}. */
  constructor(message: string, wrapped?: GoErrorBase) {
    super(message);
    this.name = 'GoError';
    this.wrapped = wrapped;
  }
  override wrap(detail: string): GoError {
    return new GoError(`${detail}: ${this.message}`, this.wrapped);
  }
  override is(target: RegisteredError): boolean {
    return this.wrapped?.is(target) ?? false;
  }
}

/** gRPC status codes that handlers and queries answer with. */
export const GrpcCode = {
  Canceled: 1,
  Unknown: 2,
  InvalidArgument: 3,
  NotFound: 5,
  AlreadyExists: 6,
  PermissionDenied: 7,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  OutOfRange: 11,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  Unauthenticated: 16,
} as const;

const grpcCodeNames: Record<number, string> = {
  1: 'Canceled',
  2: 'Unknown',
  3: 'InvalidArgument',
  5: 'NotFound',
  6: 'AlreadyExists',
  7: 'PermissionDenied',
  8: 'ResourceExhausted',
  9: 'FailedPrecondition',
  11: 'OutOfRange',
  12: 'Unimplemented',
  13: 'Internal',
  14: 'Unavailable',
  16: 'Unauthenticated',
};

/** An error made by `status.Error(code, desc)`; its Go text is `rpc error: code = X desc = Y`. */
export class GrpcError extends GoError {
  readonly grpcCode: number;
  readonly desc: string;
  constructor(grpcCode: number, desc: string) {
    super(`rpc error: code = ${grpcCodeNames[grpcCode] ?? `Code(${grpcCode})`} desc = ${desc}`);
    this.name = 'GrpcError';
    this.grpcCode = grpcCode;
    this.desc = desc;
  }
}

/** A Go panic with a value that prints as `message` (`panic(fmt.Sprintf(...))`, nil dereference, overflow ...). */
export class GoPanic extends ModelledError {
  readonly codespace: string = UNDEFINED_CODESPACE;
  readonly code: number = PANIC_CODE;
  constructor(message: string) {
    super(message);
    this.name = 'GoPanic';
  }
}

/** The panic of a nil pointer dereference. */
export function nilPointer(): GoPanic {
  return new GoPanic('runtime error: invalid memory address or nil pointer dereference');
}

/** A condition that can only be a bug of this program or a broken disk. Never becomes a transaction result. */
export class InternalError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InternalError';
  }
}

/** A registered error code: what `errorsmod.Register` returns. */
export class RegisteredError {
  readonly codespace: string;
  readonly code: number;
  readonly description: string;
  /** The gRPC status that queries answer it with; nearly always Unknown. */
  readonly grpcCode: number;
  constructor(codespace: string, code: number, description: string, grpcCode: number) {
    this.codespace = codespace;
    this.code = code;
    this.description = description;
    this.grpcCode = grpcCode;
  }
  /** The error itself, without detail. */
  error(): SdkError {
    return new SdkError(this, this.description);
  }
  /** `detail: description` (errorsmod.Wrap, Wrapf). */
  wrap(detail: string): SdkError {
    return new SdkError(this, `${detail}: ${this.description}`);
  }
}

/** Registers an error. Throws when the code is taken: collisions fail at start. */
export function register(
  codespace: string,
  code: number,
  description: string,
  grpcCode: number = GrpcCode.Unknown,
): RegisteredError {
  const id = `${codespace}/${code}`;
  if (registry.has(id)) throw new InternalError(`error ${id} is registered twice`);
  const e = new RegisteredError(codespace, code, description, grpcCode);
  registry.set(id, e);
  return e;
}

/** The error codes that the reference's error package holds itself. Failures without a code of their own answer with the first. */
register(UNDEFINED_CODESPACE, INTERNAL_CODE, 'internal');
export const ErrStopIterating: RegisteredError = register(UNDEFINED_CODESPACE, 2, 'stop iterating');
export const ErrPanic: RegisteredError = register(UNDEFINED_CODESPACE, PANIC_CODE, 'panic');

/** Every registered error, in order of registration. */
export function registeredErrors(): readonly RegisteredError[] {
  return [...registry.values()];
}

/** Whether `e` is a Go error that is or wraps `target` (errors.Is). */
export function isError(e: unknown, target: RegisteredError): boolean {
  return e instanceof GoErrorBase && e.is(target);
}

/** errorsmod.Wrap: adds detail to a Go error; rethrows anything else. */
export function wrapError(e: unknown, detail: string): GoErrorBase {
  if (e instanceof GoErrorBase) return e.wrap(detail);
  throw e;
}

/** The gRPC status of an error (status.FromError), or undefined when it carries none. */
export function grpcStatusCode(e: GoErrorBase): number | undefined {
  if (e instanceof GrpcError) return e.grpcCode;
  if (e instanceof SdkError) return e.registered.grpcCode;
  if (e instanceof GoError && e.wrapped !== undefined) return grpcStatusCode(e.wrapped);
  return undefined;
}
