import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import { Tx } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { fromJson, jsonText, readJson, toJson } from '../../src/wire/json.ts';
import { readJsonStepwise } from '../../src/wire/json-read.ts';
import { decodeTx } from '../../src/wire/tx.ts';
import { fromBase64, type Line, outcome, recorded, toBase64, type, vectors } from './lib.ts';

it('transactions are printed and read', () => {
  for (const l of [...vectors('txs'), ...vectors('reject')]) {
    if (l.in?.tx === undefined || l.out?.json === undefined) continue;
    const { tx } = decodeTx(fromBase64(l.in.tx));
    expect(toJson(Tx, tx)).toBe(l.out.json);
    if (l.out.fromJSON === 'same') expect(toBase64(Tx.encode(fromJson(Tx, l.out.json)))).toBe(toBase64(Tx.encode(tx)));
  }
});

it('transactions as JSON are refused with the same texts', () => {
  let n = 0;
  for (const l of vectors('txs')) {
    if (l.op !== 'txFromJSON') continue;
    n++;
    const got = outcome(() => toJson(Tx, fromJson(Tx, l.in.json ?? l.in)));
    expect(got).toBe(l.err === undefined ? l.out : `error: ${l.err.replace(/: tx parse error$/, '')}`);
  }
  expect(n).toBeGreaterThan(5);
});

/** A document with one place of it changed. */
function mutated(doc: Line, change: Line): Line {
  const root = { doc: structuredClone(doc) };
  const path = ['doc', ...change.patch];
  let at: Line = root;
  for (const key of path.slice(0, -1)) at = at[key];
  const last = path.at(-1);
  if (!change.removed) at[last] = change.mutation;
  else if (Array.isArray(at)) at.splice(last, 1);
  else delete at[last];
  return root.doc;
}

it('documents of every kind are read, or refused with the same texts', () => {
  const docs = new Map<string, Line>();
  let n = 0;
  for (const l of vectors('validate')) {
    if (l.op !== 'validateBasic') continue;
    n++;
    const key = `${l.in.type} ${l.in.base}`;
    if (l.in.doc !== undefined) docs.set(key, l.in.doc);
    const doc = l.in.doc ?? mutated(docs.get(key), l.in);
    const t = type(l.in.type);
    const got = outcome(() => toBase64(t.encode(fromJson(t, JSON.stringify(doc)))));
    expect(got, `${key} ${JSON.stringify(l.in.patch)} ${JSON.stringify(l.in.mutation)}`).toBe(recorded(l.out, 'bytes'));
  }
  expect(n).toBeGreaterThan(2000);
});

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

it('a null in a list of messages panics as the nil pointer it is in Go', () => {
  const t = type('cosmos.bank.v1beta1.Metadata');
  expect(() => fromJson(t, '{"denom_units":[null]}')).toThrow(GoPanic);
});

it('the one pass over usual texts reads what the slower way reads', () => {
  const texts: [name: string, json: string][] = [];
  for (const l of vectors('wire')) {
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
