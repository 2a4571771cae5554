/** The first block of a PEM text. */
export interface PemBlock {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** What stands behind the block and its line. */
  readonly rest: Uint8Array;
}

const BEGIN = Buffer.from('-----BEGIN ');
const END = Buffer.from('\n-----END ');
const DASHES = Buffer.from('-----');
const NEWLINE = 0x0a;

const isBlank = (c: number | undefined): boolean => c === 0x20 || c === 0x09;

/** A line without blanks at its end, and where the next one begins. */
function lineAt(data: Buffer, from: number): { line: Buffer; next: number } {
  const newline = data.indexOf(NEWLINE, from);
  let end = newline < 0 ? data.length : newline;
  if (newline > from && data[end - 1] === 0x0d) end--;
  while (end > from && isBlank(data[end - 1])) end--;
  return { line: data.subarray(from, end), next: newline < 0 ? data.length : newline + 1 };
}

/**
 * Go's pem.Decode: text before the block, headers and Windows line ends pass; a block that is not well formed is passed over.
 * Undefined when there is none.
 */
export function decodePem(text: Uint8Array): PemBlock | undefined {
  const data = Buffer.from(text.buffer, text.byteOffset, text.length);
  let from = 0;
  for (;;) {
    // The first end line, then the last begin line before it: repeated begin lines are passed over.
    const end = data.indexOf(END, from);
    if (end < 0) return undefined;
    const begin = data.subarray(from, end).lastIndexOf(BEGIN) + from;
    if (begin < from || (begin > from && data[begin - 1] !== NEWLINE)) {
      from = end + END.length;
      continue;
    }
    const found = blockAt(data, begin + BEGIN.length, end);
    if (found === 'none') return undefined;
    if (typeof found === 'object') return found;
    from = end + END.length;
    // The search goes on behind the end line, unless headers were read beyond it.
    if (found === 'beyond') return undefined;
  }
}

/** `next`: look behind this block. `beyond`: its headers ran over the place to look on from. `none`: no block follows. */
function blockAt(data: Buffer, typeAt: number, end: number): PemBlock | 'next' | 'beyond' | 'none' {
  const trailerAt = end + END.length;
  const first = lineAt(data, typeAt);
  let at = first.next;
  const missed = (): 'next' | 'beyond' => (at > trailerAt ? 'beyond' : 'next');
  if (!endsWith(first.line, DASHES)) return missed();
  const type = first.line.subarray(0, first.line.length - DASHES.length);

  let headers = false;
  for (;;) {
    if (at >= data.length) return 'none';
    const header = lineAt(data, at);
    if (!header.line.includes(0x3a)) break;
    headers = true;
    at = header.next;
  }
  if (headers && end < at) return missed();

  const trailer = data.subarray(trailerAt, trailerAt + type.length + DASHES.length);
  if (trailer.length < type.length + DASHES.length) return missed();
  if (!type.equals(trailer.subarray(0, type.length)) || !endsWith(trailer, DASHES)) return missed();
  if (lineAt(data, trailerAt + trailer.length).line.length > 0) return missed();

  const bytes = end > at ? decodeBase64(data.subarray(at, end)) : new Uint8Array(0);
  if (bytes === undefined) return missed();
  const rest = data.subarray(lineAt(data, trailerAt - 1).next);
  return { type: type.toString('latin1'), bytes, rest };
}

function endsWith(line: Buffer, tail: Buffer): boolean {
  return line.length >= tail.length && line.subarray(line.length - tail.length).equals(tail);
}

/** Standard alphabet with padding; blanks and line ends are passed over, bits beyond the last byte too. Undefined when it is not that. */
function decodeBase64(text: Buffer): Uint8Array | undefined {
  const compact = text.toString('latin1').replace(/[ \t\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64');
}
