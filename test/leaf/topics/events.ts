/** Typed events, and the messages that are read back from them (events.jsonl.gz). */

import { Dec } from '../../../src/math/dec.ts';
import { readJson } from '../../../src/wire/json.ts';
import { markNil } from '../../../src/wire/nil.ts';
import { typedEvent } from '../../../src/wire/typed-event.ts';
import { fromBase64, member, toBase64, type } from '../encoding.ts';
import { canonical, type Topic } from '../lib.ts';

/** Every Dec that is zero, with the message that holds it. */
function zeroDecs(message: object): [object, string][] {
  return Object.entries(message).flatMap(([name, value]): [object, string][] => {
    if (value instanceof Dec) return value.isZero() ? [[message, name]] : [];
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
    return zeroDecs(value);
  });
}

const topic: Topic = {
  typedEvent(input: { type: string; bytes: string }, line) {
    const t = type(input.type);
    const of = (nil: number): object => {
      const message = t.decode(fromBase64(input.bytes));
      zeroDecs(message).forEach(([holder, name], i) => {
        if ((nil >> i) & 1) markNil(holder, name);
      });
      const event = typedEvent(t, message);
      const out: Record<string, unknown> = {
        type: event.type,
        attributes: event.attributes.map(({ key, value }) => [key, value]),
      };
      member(out, 'parsed', () => {
        const json = `{${event.attributes.map(({ key, value }) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
        const bytes = toBase64(t.encode(readJson(t, json)));
        return bytes === input.bytes ? 'same' : bytes;
      });
      return out;
    };
    // A nil Dec is written as zero, so the recorded bytes do not tell which of the two was printed: any choice may be the one.
    const choices = 1 << zeroDecs(t.decode(fromBase64(input.bytes))).length;
    for (let nil = 1; nil < choices; nil++) if (canonical(of(nil)) === canonical(line.out)) return of(nil);
    return of(0);
  },
};
export default topic;
