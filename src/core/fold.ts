/** Go's strings.EqualFold: equal but for case, character by character. Bytes that are not UTF-8 are all alike. */
export function equalFold(a: string, b: string): boolean {
  return a === b || fold(a) === fold(b);
}

function fold(s: string): string {
  let out = '';
  for (const c of s.toWellFormed()) {
    const upper = c.toUpperCase();
    // Only characters that stay one character are folded; the order maps the long s and the Kelvin sign as well.
    out += [...upper].length === 1 ? upper.toLowerCase() : c;
  }
  return out;
}
