import { GoError, GoErrorBase, wrapError } from '../../core/errors.ts';

/** Runs `f`; a Go error that it throws gets `detail: ` before its text. */
export function wrapped<T>(detail: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw wrapError(e, detail);
  }
}

/** The same with fmt.Errorf and `%w`: the code is lost. */
export function errorf<T>(detail: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`${detail}: ${e.message}`, e);
    throw e;
  }
}
