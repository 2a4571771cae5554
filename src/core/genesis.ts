import { GoError, GoErrorBase } from './errors.ts';

/** Reads a genesis section to be checked: what is wrong with its JSON is told with the module's name. */
export function readSection<T>(module: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`failed to unmarshal ${module} genesis state: ${e.message}`, e);
    throw e;
  }
}
