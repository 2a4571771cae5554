import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJson, marshalJsonString, unmarshalJsonString } from '../../src/core/go-json.ts';
import { compareBytes, compareText, quoteText, textBytes, textLength, trimSpace } from '../../src/core/go-text.ts';
import {
  addDuration,
  civil,
  compareTime,
  durationBetween,
  formatTime,
  fromRfc3339,
  fromRfc3339Nano,
  parseTime,
  timeString,
  toRfc3339Nano,
  unixTime,
  zeroTime,
} from '../../src/core/time.ts';

/** Text with characters of every width and bytes that are not UTF-8. */
const text = fc
  .array(
    fc.oneof(fc.constantFrom('a', 'é', '€', '😀', '\0', '"', '\\', '\udc80', '\udcff'), fc.string({ maxLength: 3 })),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));

describe('text', () => {
  it('has the length and order of its bytes', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(textLength(a)).toBe(textBytes(a).length);
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(compareBytes(textBytes(a), textBytes(b))));
      }),
    );
  });

  it('quotes and trims as Go does', () => {
    expect(quoteText('a"b\\c\n\x07\x7f\u00a0é😀\udcff\u{10ffff}')).toBe(
      '"a\\"b\\\\c\\n\\a\\x7f\\u00a0é😀\\xff\\U0010ffff"',
    );
    expect(trimSpace('\u0085 \u2003x\ufeff ')).toBe('x\ufeff');
  });
});

describe('JSON', () => {
  it('agrees with JSON.parse on what is JSON', () => {
    const broken = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ' ', '"', '\\', '{', '}', ',', '0', 'e', '-', 'n'),
    );
    fc.assert(
      fc.property(broken, ([json, at, insert]) => {
        const i = at % (json.length + 1);
        const candidate = json.slice(0, i) + insert + json.slice(i + (insert === '' ? 1 : 0));
        let valid = true;
        try {
          JSON.parse(candidate);
        } catch {
          valid = false;
        }
        if (valid) checkJson(candidate);
        else expect(() => checkJson(candidate)).toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on the stack', () => {
    checkJson('['.repeat(10_000) + ']'.repeat(10_000));
    expect(() => checkJson('['.repeat(10_001))).toThrow('exceeded max depth');
  });

  it('tells what is wrong as encoding/json does', () => {
    const wrong: [string, string][] = [
      ['', 'unexpected end of JSON input'],
      ['{"a":1', 'unexpected end of JSON input'],
      ['{"a" 1}', "invalid character '1' after object key"],
      ['{"a":1 2}', "invalid character '2' after object key:value pair"],
      ['{1}', "invalid character '1' looking for beginning of object key string"],
      ['[1 2]', "invalid character '2' after array element"],
      ['[1,]', "invalid character ']' looking for beginning of value"],
      ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
      ['tru', "invalid character ' ' in literal true (expecting 'e')"],
      ['nulL', "invalid character 'L' in literal null (expecting 'l')"],
      ['"a\nb"', "invalid character '\\n' in string literal"],
      ['"\\x"', "invalid character 'x' in string escape code"],
      ['"\\u12g"', "invalid character 'g' in \\u hexadecimal character escape"],
      ['1.e', "invalid character 'e' after decimal point in numeric literal"],
      ['1e+', "invalid character ' ' in exponent of numeric literal"],
      ["'", "invalid character '\\'' looking for beginning of value"],
      ['é', "invalid character 'Ã' looking for beginning of value"],
    ];
    for (const [json, message] of wrong) expect([json, messageOf(() => checkJson(json))]).toEqual([json, message]);
  });

  it('escapes and reads strings', () => {
    expect(marshalJsonString('<a>&\u2028"\udc80')).toBe('"\\u003ca\\u003e\\u0026\\u2028\\"\\ufffd"');
    expect(unmarshalJsonString('"\\ud83d\\ude00\\ud800"')).toBe('😀\ufffd');
    expect(unmarshalJsonString(' null ')).toBeUndefined();
    expect(() => unmarshalJsonString('{}')).toThrow('json: cannot unmarshal object into Go value of type string');
  });
});

function messageOf(f: () => void): string {
  try {
    f();
    return '';
  } catch (e) {
    return (e as Error).message;
  }
}

describe('time', () => {
  const time = fc.record({
    seconds: fc.bigInt(-62_135_596_800n, 253_402_300_799n),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  });

  it('reads what it writes, and has the calendar of Date', () => {
    fc.assert(
      fc.property(time, (t) => {
        expect(parseTime(formatTime(t))).toEqual(t);
        expect(fromRfc3339Nano(toRfc3339Nano(t))).toEqual(t);
        const date = new Date(Number(t.seconds) * 1000);
        const c = civil(t);
        expect([c.year, c.month, c.day]).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
        expect([c.hour, c.minute, c.second]).toEqual([date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]);
      }),
    );
  });

  it('sorts as its text does', () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        expect(Math.sign(compareTime(a, b))).toBe(Math.sign(compareText(formatTime(a), formatTime(b))));
        expect(addDuration(a, durationBetween(a, a) + 1n)).toEqual(unixTime(a.seconds, a.nanos + 1));
      }),
    );
  });

  it('reads offsets, one-digit hours and commas', () => {
    expect(toRfc3339Nano(fromRfc3339('2026-01-02T03:04:05+01:30'))).toBe('2026-01-02T01:34:05Z');
    expect(toRfc3339Nano(fromRfc3339('2026-01-02T3:04:05,5Z'))).toBe('2026-01-02T03:04:05.5Z');
    expect(toRfc3339Nano(fromRfc3339('2026-01-02T03:04:05.1234567891Z'))).toBe('2026-01-02T03:04:05.123456789Z');
    expect(timeString(zeroTime)).toBe('0001-01-01 00:00:00 +0000 UTC');
    expect(durationBetween(unixTime(10n ** 12n), zeroTime)).toBe((1n << 63n) - 1n);
    expect(messageOf(() => fromRfc3339('x'))).toBe(
      'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
    );
  });
});
