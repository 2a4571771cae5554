import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import { asGoJson, marshalJsonString, unmarshalJsonString } from '../../src/core/go-json.ts';
import { quoteText } from '../../src/core/go-text.ts';
import { objectMembers } from '../../src/core/json-raw.ts';
import { ModuleCredential } from '../../src/crypto/pubkey.ts';
import * as Coins from '../../src/math/coin.ts';
import { aminoJson } from '../../src/wire/amino-json.ts';
import { fromJson, readJson, toJson } from '../../src/wire/json.ts';
import { readJsonStepwise } from '../../src/wire/json-read.ts';
import { isNilList } from '../../src/wire/nil.ts';
import { compactText } from '../../src/wire/text.ts';
import { toBase64, type } from '../leaf/encoding.ts';
import { readCases, vectorFile } from '../leaf/lib.ts';
import { outcome } from './lib.ts';

it('strings are escaped as encoding/json does', () => {
  expect(marshalJsonString('plain')).toBe('"plain"');
  expect(marshalJsonString('<a href="x">&\n\u2028\u0001é')).toBe(
    '"\\u003ca href=\\"x\\"\\u003e\\u0026\\n\\u2028\\u0001é"',
  );
  // Bytes that are not UTF-8, beside a backslash and a real pair.
  expect(marshalJsonString('\udcff\\ud800 😀\udc80')).toBe('"\\ufffd\\\\ud800 😀\\ufffd"');
  expect(asGoJson(JSON.stringify({ a: ['\udcff<', '\\ud800'] }))).toBe('{"a":["\\ufffd\\u003c","\\\\ud800"]}');
});

/** 0xFF and 0x80 alone, then é, as the node's strings hold them. */
const BYTES = '\udcff\udc80é';

it('bytes that are not UTF-8 are printed as the reference prints them, wherever that is', () => {
  // jsonpb and encoding/json write the escape of U+FFFD for each, amino-JSON too, a raw message keeps them.
  const memo = { memo: BYTES };
  expect(toJson(type('cosmos.tx.v1beta1.TxBody'), type('cosmos.tx.v1beta1.TxBody').create(memo))).toContain(
    '"memo":"\\ufffd\\ufffdé"',
  );
  const send = type('cosmos.bank.v1beta1.MsgSend');
  const wrong = send.create({ fromAddress: BYTES });
  expect(aminoJson(send, wrong)).toContain('"from_address":"\\ufffd\\ufffdé"');
  expect(Coins.toJson([{ denom: BYTES, amount: 1n }])).toBe('[{"denom":"\\ufffd\\ufffdé","amount":"1"}]');
  expect(new ModuleCredential(BYTES, []).json()).toContain('"module_name":"\\ufffd\\ufffdé"');
  // Where Go quotes or prints the text form, the bytes show.
  expect(new ModuleCredential(BYTES, []).toString()).toBe('module_name:"\\377\\200\\303\\251" ');
  expect(compactText(send, wrong)).toBe('from_address:"\\377\\200\\303\\251" ');
  expect(quoteText(BYTES)).toBe('"\\xff\\x80é"');
});

it('bytes that are not UTF-8 are read as U+FFFD, also behind half a pair', () => {
  expect(unmarshalJsonString(`"${BYTES}"`)).toBe('\ufffd\ufffdé');
  expect(unmarshalJsonString('"\\ud800\udc80"')).toBe('\ufffd\ufffd');
  expect(objectMembers('{"\\ud800\udc80":1}')).toEqual([['\ufffd\ufffd', '1']]);
  const body = type('cosmos.tx.v1beta1.TxBody');
  expect((fromJson(body, '{"memo":"\\ud800\udc80"}') as { memo: string }).memo).toBe('\ufffd\ufffd');
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
