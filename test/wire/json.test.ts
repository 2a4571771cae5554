import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import { fromJson, jsonText, readJson, toJson } from '../../src/wire/json.ts';
import { readJsonStepwise } from '../../src/wire/json-read.ts';
import { isNilList } from '../../src/wire/nil.ts';
import { compactText } from '../../src/wire/text.ts';
import { toBase64, type } from '../leaf/encoding.ts';
import { readCases, vectorFile } from '../leaf/lib.ts';
import { outcome } from './lib.ts';

it('strings are escaped as encoding/json does', () => {
  expect(jsonText('plain')).toBe('"plain"');
  expect(jsonText('<a href="x">&\n\u2028\u0001é')).toBe('"\\u003ca href=\\"x\\"\\u003e\\u0026\\n\\u2028\\u0001é"');
  // Bytes that are not UTF-8, beside a backslash and a real pair.
  expect(jsonText('\udcff\\ud800 😀\udc80')).toBe('"\\ufffd\\\\ud800 😀\\ufffd"');
});

it('what follows the first value is not looked at', () => {
  const t = type('cosmos.base.v1beta1.Coin');
  expect(toJson(t, fromJson(t, ' {"denom":"uakt","amount":"0x10"} junk'))).toBe('{"denom":"uakt","amount":"16"}');
  expect(outcome(() => toJson(t, fromJson(t, '')))).toBe('error: EOF');
  expect(outcome(() => toJson(t, fromJson(t, '{"denom":')))).toBe('error: unexpected EOF');
});

it('depth has an end', () => {
  const t = type('cosmos.tx.v1beta1.ModeInfo');
  const open = '{"multi":{"mode_infos":['.repeat(3000);
  const close = ']}}'.repeat(3000);
  expect(outcome(() => toJson(t, fromJson(t, open + close)))).toBe('error: exceeded max depth');
});

it('a null in a list of messages is the nil pointer it is in Go', () => {
  const t = type('cosmos.bank.v1beta1.Metadata');
  const m = fromJson(t, '{"denom_units":[null]}');
  expect(toJson(t, m)).toContain('"denom_units":[null]');
  expect(compactText(t, m)).toBe('denom_units:<nil> ');
  expect(() => t.encode(m)).toThrow(GoPanic);
  expect(() => t.encode(m)).toThrow('runtime error: invalid memory address or nil pointer dereference');
});

it('an empty list is told from none', () => {
  const t = type('cosmos.bank.v1beta1.Metadata');
  const list = (json: string) => (fromJson(t, json) as { denomUnits: unknown[] }).denomUnits;
  expect(isNilList(list('{"denom_units":[]}'))).toBe(false);
  expect(isNilList(list('{"\\u0064enom_units":[]}'))).toBe(false);
  expect(isNilList(list('{"denom_units":null}'))).toBe(true);
  expect(isNilList(list('{}'))).toBe(true);
});

it('the one pass over usual texts reads what the slower way reads', () => {
  const texts: [name: string, json: string][] = [];
  for (const l of readCases(vectorFile('wire'))) {
    if (l.out?.json !== undefined && l.out.json.length < 3000) texts.push([l.in.type, l.out.json]);
  }
  const both = (name: string, json: string) => {
    const t = type(name);
    const read = (f: (type: typeof t, json: string) => object) => outcome(() => toBase64(t.encode(f(t, json))));
    expect(read(readJson), `${name} ${json}`).toBe(read(readJsonStepwise));
  };
  const piece = fc.constantFrom(
    ...'{}[]",:\\0129-+.eE \n\tnulltrue',
    '"a"',
    '\\u0041',
    '\udcff',
    'é',
    '""',
    'null',
    '-0',
    '01',
  );
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(6), fc.array(piece, { maxLength: 3 }), (which, where, cut, pieces) => {
      const [name, json] = texts[which % texts.length]!;
      const at = where % (json.length + 1);
      both(name, json.slice(0, at) + pieces.join('') + json.slice(at + cut));
    }),
    { numRuns: 4000 },
  );
});
