import type { Context } from '../../core/context.ts';
import { isError, type RegisteredError, wrapError } from '../../core/errors.ts';

/**
 * Runs the check of a relayed packet on a branch, which is kept when it passes: its result. Undefined when it says that all was done before:
 * then nothing changes and there are no events. Throws the GoError, with detail.
 */
export function checkOnBranch<T>(
  ctx: Context,
  noOp: RegisteredError,
  detail: string,
  check: (branch: Context) => T,
): { readonly result: T } | undefined {
  const branch = ctx.cacheContext();
  let result: T;
  try {
    result = check(branch.ctx);
  } catch (e) {
    if (isError(e, noOp)) return undefined;
    throw wrapError(e, detail);
  }
  branch.write();
  return { result };
}
