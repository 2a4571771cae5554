/** Reading the recorded vectors for the tests of src/wire. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GoErrorBase, GoPanic } from '../../src/core/errors.ts';
import { messageTypes } from '../../src/wire/gen/all.ts';
import type { Message, MessageType } from '../../src/wire/runtime.ts';

// biome-ignore lint/suspicious/noExplicitAny: recorded JSON of many shapes
export type Line = any;

/** The lines of a function-level vector file. */
export function vectors(topic: string): Line[] {
  const root = process.env.VECTORS_DIR ?? join(import.meta.dirname, '../vectors');
  const file = join(root, 'leaf', `${topic}.jsonl.gz`);
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  return gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as Line);
}

const types = new Map(messageTypes.map((t) => [t.typeName, t]));

/** A message type by full name. */
export function type(name: string): MessageType<Message> {
  const t = types.get(name);
  if (t === undefined) throw new Error(`no message type ${name}`);
  return t;
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** What a function answers, or the text of the Go error or panic. Recorded texts have U+FFFD for what is not UTF-8. */
export function outcome(f: () => string): string {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoPanic) return `panic: ${e.message}`.toWellFormed();
    if (e instanceof GoErrorBase) return `error: ${e.message}`.toWellFormed();
    throw e;
  }
}

/** A member of a recorded `out`, or its error in the form of {@link outcome}. */
export function recorded(out: Line, name: string): string | undefined {
  const text = out[name] as string | undefined;
  if (text !== undefined) return text;
  const error = out[`${name}Err`] as string | undefined;
  if (error === undefined) return undefined;
  return error.startsWith('panic: ') ? error : `error: ${error}`;
}
