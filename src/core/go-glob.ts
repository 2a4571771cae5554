/**
 * Go's filepath.Match on the paths of Unix: `*` is any run of characters but `/`, `?` one of them, `[a-z]` and `[^a-z]` a class,
 * `\` takes the next character as it is. False also where Go reports a bad pattern.
 */
export function matchPath(pattern: string, name: string): boolean {
  return matchFrom([...pattern], 0, [...name], 0);
}

type Step = { readonly next: number; readonly matches: (c: string) => boolean };

/** One character's worth of pattern at `at`; undefined when the pattern is bad there. */
function step(p: readonly string[], at: number): Step | undefined {
  const c = p[at]!;
  if (c === '?') return { next: at + 1, matches: (x) => x !== '/' };
  if (c === '[') return characterClass(p, at + 1);
  if (c !== '\\') return { next: at + 1, matches: (x) => x === c };
  const escaped = p[at + 1];
  return escaped === undefined ? undefined : { next: at + 2, matches: (x) => x === escaped };
}

function characterClass(p: readonly string[], from: number): Step | undefined {
  let i = from;
  const negated = p[i] === '^';
  if (negated) i++;
  const ranges: [low: number, high: number][] = [];
  const bound = (): number | undefined => {
    if (p[i] === undefined || p[i] === '-' || p[i] === ']') return undefined;
    if (p[i] === '\\') i++;
    const c = p[i++];
    // A pattern that ends inside a class is bad.
    return c === undefined || i >= p.length ? undefined : c.codePointAt(0)!;
  };
  while (p[i] !== ']' || ranges.length === 0) {
    const low = bound();
    if (low === undefined) return undefined;
    let high: number | undefined = low;
    if (p[i] === '-') {
      i++;
      high = bound();
      if (high === undefined) return undefined;
    }
    ranges.push([low, high]);
  }
  const within = (x: string): boolean => ranges.some(([a, b]) => a <= x.codePointAt(0)! && x.codePointAt(0)! <= b);
  return { next: i + 1, matches: (x) => within(x) !== negated };
}

function matchFrom(p: readonly string[], patternFrom: number, name: readonly string[], nameFrom: number): boolean {
  let i = patternFrom;
  let n = nameFrom;
  // Where to go on when a chunk behind a star does not fit: the star takes one character more.
  let starPattern = -1;
  let starName = -1;
  for (;;) {
    if (p[i] === '*') {
      starPattern = ++i;
      starName = n;
      continue;
    }
    if (i === p.length && n === name.length) return true;
    if (i < p.length && n < name.length) {
      const s = step(p, i);
      if (s === undefined) return false;
      if (s.matches(name[n]!)) {
        i = s.next;
        n++;
        continue;
      }
    }
    if (starPattern < 0 || starName >= name.length || name[starName] === '/') return false;
    i = starPattern;
    n = ++starName;
  }
}
