import { expect, it } from 'vitest';
import { readJson } from '../../src/wire/json.ts';
import { typedEvent } from '../../src/wire/typed-event.ts';
import { fromBase64, toBase64, type, vectors } from './lib.ts';

it('typed events, and messages read back from them', () => {
  let n = 0;
  for (const l of vectors('events')) {
    if (l.op !== 'typedEvent') continue;
    n++;
    const t = type(l.in.type);
    const event = typedEvent(t, t.decode(fromBase64(l.in.bytes)));
    expect(event.type).toBe(l.out.type);
    // A nil Dec prints as 0, but is written as zero: the recorded bytes do not tell them apart.
    const zeros = (text: string) => text.replaceAll('"0.000000000000000000"', '"0"');
    const got = event.attributes.map(({ key, value }) => [key, zeros(value)]);
    expect(got).toEqual(l.out.attributes.map(([k, v]: [string, string]) => [k, zeros(v)]));
    const json = `{${event.attributes.map(({ key, value }) => `"${key}":${value}`).join(',')}}`;
    expect(toBase64(t.encode(readJson(t, json)))).toBe(l.out.parsed === 'same' ? l.in.bytes : l.out.parsed);
  }
  expect(n).toBeGreaterThan(100);
});
