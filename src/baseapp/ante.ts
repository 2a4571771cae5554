import type { Context } from '../core/context.ts';
import { GoErrorBase } from '../core/errors.ts';
import { OutOfGasPanic } from '../core/gas.ts';
import { ErrOutOfGas } from '../core/sdk-errors.ts';

/** One step before the messages: checks or charges, and returns the context for the next step. It throws to refuse. */
export type AnteDecorator<T> = (ctx: Context, tx: T, simulate: boolean) => Context;

/**
 * Gives the transaction its gas meter. It cannot throw, because a refusal still reports that meter: the error is handed back
 * beside the context.
 */
export type SetUpContext<T> = (ctx: Context, tx: T, simulate: boolean) => AnteResult;

/** `ctx` holds the transaction's gas meter also when `error` says why it was refused. */
export interface AnteResult {
  readonly ctx: Context;
  readonly error?: GoErrorBase;
}

/** Everything that happens before the messages. Go errors are returned; panics other than out of gas are thrown. */
export type AnteHandler<T> = (ctx: Context, tx: T, simulate: boolean) => AnteResult;

/**
 * Runs `setUp`, then the decorators in order. A decorator's refusal reports the context that the decorator was given; running out
 * of gas becomes `sdk` code 11 here, so that the caller learns the gas used. Source: cosmos-sdk types/handler.go, x/auth/ante/setup.go.
 */
export function chainAnteDecorators<T>(
  setUp: SetUpContext<T>,
  ...decorators: readonly AnteDecorator<T>[]
): AnteHandler<T> {
  return (ctx, tx, simulate) => {
    const start = setUp(ctx, tx, simulate);
    if (start.error !== undefined) return start;
    let current = start.ctx;
    try {
      for (const decorator of decorators) current = decorator(current, tx, simulate);
    } catch (e) {
      if (e instanceof GoErrorBase) return { ctx: current, error: e };
      if (e instanceof OutOfGasPanic) {
        const { limit } = start.ctx.gasMeter;
        const detail = `out of gas in location: ${e.descriptor}; gasWanted: ${limit ?? 0n}, gasUsed: ${start.ctx.gasMeter.gasConsumed()}`;
        return { ctx: start.ctx, error: ErrOutOfGas.wrap(detail) };
      }
      throw e;
    }
    return { ctx: current };
  };
}
