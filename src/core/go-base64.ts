import { GoError } from './errors.ts';
import { textBytes } from './go-text.ts';

const PAD = 0x3d;
const newline = (c: number | undefined): boolean => c === 0x0a || c === 0x0d;

function isDigit(c: number): boolean {
  return (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39) || c === 0x2b || c === 0x2f;
}

/** Where Go's standard decoder finds the text wrong, as an index of its bytes; undefined when it does not. */
function corruptAt(text: Uint8Array): number | undefined {
  const skip = (from: number): number => {
    let at = from;
    while (newline(text[at])) at++;
    return at;
  };
  /** Digits of the quantum at hand. */
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (isDigit(c)) digits = (digits + 1) % 4;
    else if (newline(c)) continue;
    else if (c !== PAD || digits < 2) return i;
    else {
      let end = skip(i + 1);
      if (digits === 2) {
        if (end === text.length) return text.length;
        if (text[end] !== PAD) return end - 1;
        end = skip(end + 1);
      }
      return end < text.length ? end : undefined;
    }
  }
  return digits === 0 ? undefined : text.length - digits;
}

/** base64.StdEncoding: with padding, line breaks left out, the last bits not looked at. Throws GoError with Go's text. */
export function decodeBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    const at = corruptAt(textBytes(text));
    if (at !== undefined) throw new GoError(`illegal base64 data at input byte ${at}`);
  }
  const bytes = Buffer.from(text, 'base64');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length).slice();
}
