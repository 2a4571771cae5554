/**
 * The part of a log that two runs of the recorded node share: it ends where a Go stack trace begins, and source positions are
 * left out.
 */
export function normaliseLog(log: string): string {
  const stack = log.indexOf('\nstack:');
  const text = stack < 0 ? log : log.slice(0, stack);
  return text.replace(/ \[[^\]\s]*\.go:\d+\]/g, '');
}

/** Whether two logs say the same. */
export function sameLog(a: string, b: string): boolean {
  return a === b || normaliseLog(a) === normaliseLog(b);
}
