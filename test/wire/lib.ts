import { GoErrorBase, GoPanic } from '../../src/core/errors.ts';

/** What a function answers, or the text of the Go error or panic. */
export function outcome(f: () => string): string {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoPanic) return `panic: ${e.message}`.toWellFormed();
    if (e instanceof GoErrorBase) return `error: ${e.message}`.toWellFormed();
    throw e;
  }
}
