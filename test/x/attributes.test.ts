import { describe, expect, it } from 'vitest';
import * as a from '../../src/x/attributes/attributes.ts';
import { refusal } from './app-kit.ts';

const attrs = (...pairs: [string, string][]) => pairs.map(([key, value]) => ({ key, value }));

describe('keys', () => {
  const check = (key: string, pattern?: RegExp): string => {
    try {
      a.validateAttributes(attrs([key, '']), pattern);
      return 'ok';
    } catch {
      return refusal(() => a.validateAttributes(attrs([key, '']), pattern));
    }
  };

  it('begin with a letter, have 2 to 128 characters, and may end with a star when they are required', () => {
    expect(check('ab')).toBe('ok');
    expect(check('a.b/c-d_e*')).toBe('ok');
    expect(check(`a${'b'.repeat(126)}c`)).toBe('ok');
    for (const key of ['', 'a', '1a', 'a b', 'a*b', 'ab**', `a${'b'.repeat(128)}`, 'ä1']) {
      expect(check(key)).toBe('akash/2: attribute key does not match regexp');
    }
    expect(check('ab*', a.PLAIN_KEY)).toBe('akash/2: attribute key does not match regexp');
    expect(check('ab\n')).not.toBe('ok');
  });
});

describe('requirements', () => {
  const has = attrs(['region', 'eu'], ['gpu/nvidia/a100', 'true'], ['gpu/nvidia/h100/ram/80Gi', 'true']);

  it('all of them, or any', () => {
    expect(a.attributesSubsetOf(attrs(['region', 'eu'], ['gpu/nvidia/a100', 'true']), has)).toBe(true);
    expect(a.attributesSubsetOf(attrs(['region', 'eu'], ['tier', '1']), has)).toBe(false);
    expect(a.attributesAnyOf(attrs(['region', 'us'], ['gpu/nvidia/a100', 'true']), has)).toBe(true);
    expect(a.attributesAnyOf([], has)).toBe(false);
    expect(a.attributesSubsetOf([], [])).toBe(true);
  });

  it('PARITY a star does not cross a slash', () => {
    expect(a.attributesSubsetOf(attrs(['gpu/nvidia/*', 'true']), has)).toBe(true);
    expect(a.attributesSubsetOf(attrs(['gpu/*', 'true']), has)).toBe(false);
    expect(a.attributesSubsetOf(attrs(['gpu/nvidia/h100/*', 'true']), has)).toBe(false);
  });

  it('by groups of capabilities', () => {
    const of = attrs(
      ['capabilities/storage/1/class', 'beta2'],
      ['capabilities/storage/1/persistent', 'true'],
      ['capabilities/storage/2/class', 'ram'],
      ['capabilities/storage/short', 'x'],
      ['capabilities/gpu/vendor/nvidia/model/a100', 'true'],
    );
    const storage = a.capabilitiesGroup(of, 'storage');
    expect(storage).toEqual([attrs(['class', 'beta2'], ['persistent', 'true']), attrs(['class', 'ram'])]);
    expect(a.attributesIn(attrs(['class', 'beta2'], ['persistent', 'true']), storage)).toBe(true);
    expect(a.attributesIn(attrs(['class', 'ram'], ['persistent', 'true']), storage)).toBe(false);
    const gpu = a.capabilitiesMap(of, 'gpu');
    expect(gpu).toEqual([attrs(['vendor/nvidia/model/a100', 'true'])]);
    expect(a.attributesAnyIn(attrs(['vendor/nvidia/model/*', 'true']), gpu)).toBe(true);
  });

  it('a value is found by its key; an empty one is none', () => {
    expect(a.findAttribute(has, 'region')).toBe('eu');
    expect(a.findAttribute(attrs(['region', '']), 'region')).toBeUndefined();
  });
});
