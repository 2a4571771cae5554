/**
 * The part of a log that two runs of the recorded node share: it ends where a Go stack trace begins; source positions are left out,
 * and the address that one error of IBC prints by mistake.
 */
export function normaliseLog(log: string): string {
  const stack = log.indexOf('\nstack:');
  const text = stack < 0 ? log : log.slice(0, stack);
  return text.replace(/ \[[^\]\s]*\.go:\d+\]/g, '').replace(/&\{\d+\}/g, '&{0}');
}

/** Whether two logs say the same. */
export function sameLog(a: string, b: string): boolean {
  return a === b || normaliseLog(a) === normaliseLog(b);
}
