import { GoErrorBase, GoPanic } from '../../../core/errors.ts';

/** The element of a slice: outside of it, Go panics. */
export function at<T>(list: readonly T[], i: number): T {
  if (i >= list.length) throw new GoPanic(`runtime error: index out of range [${i}] with length ${list.length}`);
  return list[i]!;
}

/** Runs what panics on a Go error. */
export function must<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}
