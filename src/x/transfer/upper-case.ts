/** Greek letters whose capital with iota is one character, for which JavaScript writes two. */
function simpleUpperCase(c: string): string {
  const point = c.codePointAt(0)!;
  if (point >= 0x1f80 && point <= 0x1faf) return String.fromCodePoint(point | 8);
  return point === 0x1fb3 || point === 0x1fc3 || point === 0x1ff3 ? String.fromCodePoint(point + 9) : c;
}

/** Go's strings.ToUpper: character by character; bytes that are not UTF-8 become U+FFFD unless all is ASCII. */
export function upperCase(s: string): string {
  let out = '';
  for (const c of s.toWellFormed()) {
    const upper = c.toUpperCase();
    out += [...upper].length === 1 ? upper : simpleUpperCase(c);
  }
  return out;
}
