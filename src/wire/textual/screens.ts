/** Screens of a hardware signer, and their CBOR form (ADR-050). Source: cosmossdk.io/x/tx signing/textual. */
import { bytesFromText } from '../utf8.ts';

/** One screen. */
export interface Screen {
  title: string;
  content: string;
  indent: number;
  /** Shown to experts only. */
  expert: boolean;
}

export function screen(content: string, title = '', indent = 0): Screen {
  return { title, content, indent, expert: false };
}

const UNSIGNED = 0;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TRUE = 0xf5;

function prefix(out: number[], major: number, n: number): void {
  const top = major << 5;
  if (n < 24) out.push(top | n);
  else if (n < 0x100) out.push(top | 24, n);
  else if (n < 0x10000) out.push(top | 25, n >> 8, n & 0xff);
  else out.push(top | 26, n >>> 24, (n >>> 16) & 0xff, (n >>> 8) & 0xff, n & 0xff);
}

function text(out: number[], s: string): void {
  const bytes = bytesFromText(s);
  prefix(out, TEXT, bytes.length);
  for (const b of bytes) out.push(b);
}

/** The screens as the bytes that are signed: `{1: [{1: title, 2: content, 3: indent, 4: expert}, ...]}`, empty values left out. */
export function encodeScreens(screens: readonly Screen[]): Uint8Array {
  const out: number[] = [];
  prefix(out, MAP, 1);
  prefix(out, UNSIGNED, 1);
  prefix(out, LIST, screens.length);
  for (const s of screens) {
    const parts = [s.title !== '', s.content !== '', s.indent > 0, s.expert];
    prefix(out, MAP, parts.filter((p) => p).length);
    if (parts[0]) {
      prefix(out, UNSIGNED, 1);
      text(out, s.title);
    }
    if (parts[1]) {
      prefix(out, UNSIGNED, 2);
      text(out, s.content);
    }
    if (parts[2]) {
      prefix(out, UNSIGNED, 3);
      prefix(out, UNSIGNED, s.indent);
    }
    if (parts[3]) {
      prefix(out, UNSIGNED, 4);
      out.push(TRUE);
    }
  }
  return Uint8Array.from(out);
}
