import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoError } from '../../src/core/errors.ts';
import { equalFold, smallestFold } from '../../src/core/fold.ts';
import { arrayElements, objectMembers, rawMembers, unmarshalBool, unmarshalInteger } from '../../src/core/json-raw.ts';
import { sha256 } from '../../src/crypto/hash.ts';

describe('JSON taken apart', () => {
  it('keeps order, duplicates and how values are written', () => {
    expect(objectMembers(' {"a": 1.50 , "b":[1,{"c":"}"}] ,"a":"\\"x" } ')).toEqual([
      ['a', '1.50'],
      ['b', '[1,{"c":"}"}]'],
      ['a', '"\\"x"'],
    ]);
    expect(objectMembers('null')).toEqual([]);
    expect([...rawMembers('{"a":1,"b":2,"a":3}')]).toEqual([
      ['a', '3'],
      ['b', '2'],
    ]);
    expect(arrayElements('[ 1 , "," , [2,3] ]')).toEqual(['1', '","', '[2,3]']);
    expect(arrayElements('[ ]')).toEqual([]);
  });

  it('gives the parts of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        if (Array.isArray(value)) expect(arrayElements(text).map((e) => JSON.parse(e))).toEqual(JSON.parse(text));
        else if (value !== null && typeof value === 'object') {
          const again = Object.fromEntries(objectMembers(text).map(([k, v]) => [k, JSON.parse(v) as unknown]));
          expect(JSON.stringify(again)).toBe(JSON.stringify(JSON.parse(text)));
        }
      }),
    );
  });

  it('names the kind that it is, and the type that it should be', () => {
    const cases: [() => unknown, string][] = [
      [() => objectMembers('[]'), 'json: cannot unmarshal array into Go value of type map[string]json.RawMessage'],
      [() => arrayElements('{}'), 'json: cannot unmarshal object into Go value of type []json.RawMessage'],
      [() => unmarshalBool('"x"'), 'json: cannot unmarshal string into Go value of type bool'],
      [
        () => unmarshalInteger('256', 'uint8', 0n, 255n),
        'json: cannot unmarshal number 256 into Go value of type uint8',
      ],
      [
        () => unmarshalInteger('1e2', 'uint8', 0n, 255n),
        'json: cannot unmarshal number 1e2 into Go value of type uint8',
      ],
      [() => objectMembers('{"a":1'), 'unexpected end of JSON input'],
    ];
    for (const [run, text] of cases) expect(run).toThrow(new GoError(text));
  });
});

describe('case folding', () => {
  it('is that of Go, for every character', () => {
    const lines: string[] = [];
    for (let c = 0; c <= 0x10ffff; c++) if (smallestFold(c) !== c) lines.push(`${c} ${smallestFold(c)}\n`);
    expect(lines).toHaveLength(1454);
    // Of the same lines printed by a Go program over unicode.SimpleFold.
    expect(Buffer.from(sha256(Buffer.from(lines.join('')))).toString('hex')).toBe(
      'e37d7f5911eb459f15334157ed17bda47369dec782520cff5e8b995c52ed321b',
    );
  });

  const cases: [string, string, boolean][] = [
    ['akash1X', 'AKASH1x', true],
    ['\u017f', 'S', true],
    ['\u212a', 'k', true],
    ['ß', 'ss', false],
    ['ß', 'ẞ', true],
    ['ı', 'I', false],
    ['ı', 'ı', true],
    ['σ', 'ς', true],
    ['a', 'b', false],
    ['\ud800', '\ud801', true],
  ];
  it.each(cases)('%s, %s', (a, b, equal) => {
    expect(equalFold(a, b)).toBe(equal);
  });
});
