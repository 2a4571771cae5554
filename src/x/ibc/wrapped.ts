import { wrapError } from '../../core/errors.ts';

/** Runs `f`; a Go error that it throws gets `detail: ` before its text. */
export function wrapped<T>(detail: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw wrapError(e, detail);
  }
}
