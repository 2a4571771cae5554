import { describe, expect, it } from 'vitest';
import { GoError } from '../../src/core/errors.ts';
import { ParameterChangeProposal } from '../../src/wire/gen/cosmos/params/v1beta1/params.ts';
import { parameterChangeContent, parameterChangeHandler } from '../../src/x/params/content.ts';
import * as t from '../../src/x/params/param-types.ts';
import { AppKit, refusal } from './app-kit.ts';

function change(kit: AppKit, subspace: string, key: string, value: string): void {
  const message = ParameterChangeProposal.create({ title: 'T', description: 'D', changes: [{ subspace, key, value }] });
  parameterChangeHandler(kit.keepers.params)(kit.ctx(), { kind: parameterChangeContent as never, message });
}

const read = (kit: AppKit, subspace: string, key: string): string =>
  Buffer.from(kit.keepers.params.getSubspace(subspace)?.getRaw(kit.ctx(), key) ?? []).toString();

describe('a change', () => {
  it('stores the value as amino JSON, and remembers it for the block', () => {
    const kit = new AppKit();
    change(kit, 'staking', 'MaxValidators', ' 90 ');
    change(kit, 'gov', 'votingparams', '{"voting_period":"60000000000"}');
    expect(read(kit, 'staking', 'MaxValidators')).toBe('90');
    expect(kit.pairs('params').map(([key]) => Buffer.from(key, 'hex').toString())).toEqual([
      'gov/votingparams',
      'staking/MaxValidators',
    ]);
    expect(kit.pairs('transient_params').map(([, value]) => value)).toEqual(['', '']);
    expect(kit.keepers.params.getSubspace('staking')?.keys(kit.ctx())).toEqual(['MaxValidators']);
  });

  const cases: [string, string, string, string][] = [
    ['no subspace', 'nowhere', 'X', 'params/2: nowhere: unknown subspace'],
    ['unknown key', 'staking', 'Nothing', 'panic: parameter Nothing not registered'],
  ];
  it.each(cases)('%s', (_name, subspace, key, text) => {
    expect(refusal(() => change(new AppKit(), subspace, key, '1'))).toBe(text);
  });

  it('of a wrong value names it', () => {
    const kit = new AppKit();
    expect(refusal(() => change(kit, 'staking', 'MaxValidators', '0'))).toBe(
      'params/3: key: MaxValidators, value: 0, err: invalid parameter value: max validators must be positive: 0: failed to set parameter',
    );
    expect(refusal(() => change(kit, 'staking', 'UnbondingTime', '5'))).toMatch(
      /^params\/3: key: UnbondingTime, value: 5, err: invalid 64-bit integer encoding "5", expected string/,
    );
    expect(kit.pairs('params')).toEqual([]);
  });

  it('panics over a stored value that cannot be read', () => {
    const kit = new AppKit();
    kit.ctx().kvStore(kit.keys.params).set(Buffer.from('staking/MaxValidators'), Buffer.from('x'));
    expect(refusal(() => change(kit, 'staking', 'MaxValidators', '9'))).toMatch(/^panic: /);
  });

  const invalid: [string, { subspace: string; key: string; value: string }[], string][] = [
    ['none', [], 'submitted parameter changes are empty'],
    ['no subspace', [{ subspace: '', key: 'k', value: 'v' }], 'parameter subspace is empty'],
    ['no key', [{ subspace: 's', key: '', value: 'v' }], 'parameter key is empty'],
    ['no value', [{ subspace: 's', key: 'k', value: '' }], 'parameter value is empty'],
  ];
  it.each(invalid)('is checked before: %s', (_name, changes, text) => {
    const content = { title: 'T', description: 'D', changes };
    expect(() => parameterChangeContent.validateBasic(content)).toThrow(text);
  });
});

describe('values in amino JSON', () => {
  const pair = t.structType<{ a: bigint; b: string }>({
    a: { json: 'a', type: t.uint64Type, omitEmpty: true },
    b: { json: 'b', type: t.stringType },
  });
  const same = <T>(type: t.ParamType<T>, json: string, written = json): void => {
    expect(type.encode(type.decode(json))).toBe(written);
  };
  it('are written as they are read', () => {
    same(t.uint64Type, '"18446744073709551615"');
    same(t.int64Type, '"-1"');
    same(t.int64Type, 'null', '"0"');
    same(t.uint32Type, '7');
    same(t.boolType, 'null', 'false');
    same(t.stringType, '"<"', '"\\u003c"');
    same(t.decType, '"0.1"', '"0.100000000000000000"');
    same(t.intType, '"12"');
    same(t.pointerType(t.boolType), 'null');
    same(t.listType(t.uint32Type, 'null'), '[]', 'null');
    same(t.listType(t.uint32Type, '[]'), '[1,2]');
    same(pair, '{"b":"x","a":"0","c":1}', '{"b":"x"}');
    same(pair, '{"B":"x"}', '{"b":""}');
    same(pair, 'null', '{"b":""}');
  });
  it('are refused', () => {
    for (const [type, json] of [
      [t.uint64Type, '5'],
      [t.uint64Type, '"-1"'],
      [t.uint64Type, '"18446744073709551616"'],
      [t.uint32Type, '4294967296'],
      [t.uint32Type, '"1"'],
      [t.boolType, '1'],
      [t.stringType, '1'],
      [t.decType, '1'],
      [pair, '[]'],
    ] as [t.ParamType<unknown>, string][]) {
      expect(() => type.decode(json), json).toThrow(GoError);
    }
  });
});
