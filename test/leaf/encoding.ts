/** What the topics over protobuf messages share. */
import { GoErrorBase, GoPanic } from '../../src/core/errors.ts';
import { messageTypes } from '../../src/wire/gen/all.ts';
import type { Message, MessageType } from '../../src/wire/runtime.ts';

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

/** Puts the result of `f` into `out` under `name`, or its error's text under `nameErr`, as the recorder did. */
export function member(out: Record<string, unknown>, name: string, f: () => unknown): void {
  try {
    out[name] = f();
  } catch (e) {
    if (e instanceof GoPanic) out[`${name}Err`] = `panic: ${e.message}`;
    else if (e instanceof GoErrorBase) out[`${name}Err`] = e.message;
    else throw e;
  }
}
