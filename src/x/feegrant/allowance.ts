import type { Context } from '../../core/context.ts';
import { type GoErrorBase, nilPointer } from '../../core/errors.ts';
import type { Time } from '../../core/time.ts';
import type { Coin } from '../../math/coin.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import type { MessageType } from '../../wire/runtime.ts';
import { ErrNoAllowance } from './errors.ts';

/** An allowance with its type URL, decoded. */
export interface Allowance {
  readonly typeUrl: string;
  readonly message: object;
}

/** A message of the transaction whose fee is asked for. */
export interface PaidMessage {
  readonly typeUrl: string;
}

/** What comes of a fee asked for. */
export interface Judged<T extends object> {
  /** The allowance is used up or over, and goes. */
  readonly remove: boolean;
  /** Why the fee is refused. */
  readonly error?: GoErrorBase;
  /** What is left of the allowance. */
  readonly updated: T;
}

/** One kind of allowance. */
export interface AllowanceType<T extends object> {
  readonly type: MessageType<T>;
  accept(ctx: Context, allowance: T, fee: readonly Coin[], msgs: readonly PaidMessage[]): Judged<T>;
  /** Throws GoError when it is not acceptable. */
  validateBasic(allowance: T): void;
  expiresAt(allowance: T): Time | undefined;
}

/**
 * The allowance inside an `Any` that decoding has unpacked. Throws ErrNoAllowance. PARITY: cosmossdk.io/x/feegrant/msgs.go: a message without
 * an allowance is a nil pointer.
 */
export function allowanceOf(any: Any | undefined): Allowance {
  if (any === undefined) throw nilPointer();
  if (any.$message === undefined) throw ErrNoAllowance.wrap('failed to get allowance');
  return { typeUrl: any.typeUrl, message: any.$message };
}
