import { describe, expect, it } from 'vitest';
import type { Misbehavior } from '../../src/core/context.ts';
import { GoError, GoPanic, SdkError } from '../../src/core/errors.ts';
import { decodeHex } from '../../src/core/go-hex.ts';
import { accAddressToBech32, consAddressToBech32 } from '../../src/crypto/address.ts';
import { Dec } from '../../src/math/dec.ts';
import { hashEvidence, packEvidence } from '../../src/x/evidence/equivocation.ts';
import { exportGenesis, initGenesis } from '../../src/x/evidence/genesis.ts';
import { offendersAreTombstoned } from '../../src/x/evidence/invariants.ts';
import { evidenceModule } from '../../src/x/evidence/module.ts';
import { evidenceMsgServer } from '../../src/x/evidence/msg-server.ts';
import { evidenceQueryServer } from '../../src/x/evidence/query-server.ts';
import { Chain, consAddr, person } from './distribution-chain.ts';

const text = (name: string): string => consAddressToBech32(consAddr(name));

function doubleSign(chain: Chain, name: string, change: Partial<Misbehavior> = {}): Misbehavior {
  return {
    type: 1,
    validator: { address: consAddr(name), power: 100n },
    height: chain.height,
    time: chain.time,
    totalVotingPower: 1000n,
    ...change,
  };
}

function chainOfTwo(): Chain {
  const chain = new Chain();
  chain.createValidator('v', 100_000_000n);
  chain.createValidator('w', 900_000_000n);
  chain.next();
  return chain;
}

const slashes = (events: readonly { type: string; attributes: readonly { key: string; value: string }[] }[]) =>
  events.filter((e) => e.type === 'slash').map((e) => e.attributes.map((a) => `${a.key}=${a.value}`).join(' '));

describe('begin block', () => {
  it('slashes, jails and tombstones; the jailing is a second event', () => {
    const chain = chainOfTwo();
    const evidence = doubleSign(chain, 'v');
    const ctx = chain.next({ misbehavior: [evidence] });
    expect(slashes(ctx.eventManager.events())).toEqual([
      `address=${text('v')} power=100 reason=double_sign burned_coins=5000000`,
      `jailed=${text('v')}`,
    ]);
    expect(chain.slashing.getValidatorSigningInfo(ctx, consAddr('v'))).toMatchObject({
      tombstoned: true,
      jailedUntil: { seconds: 253_402_300_799n, nanos: 0 },
    });
    expect(offendersAreTombstoned(chain.evidence, (c, a) => chain.slashing.isTombstoned(c, a), ctx)).toEqual([]);

    const again = chain.next({ misbehavior: [evidence, doubleSign(chain, 'v', { type: 2 })] });
    expect(slashes(again.eventManager.events())).toEqual([]);
    expect(exportGenesis(chain.evidence, again).evidence).toHaveLength(1);
  });

  it('does not tell a jailing of who is in jail', () => {
    const chain = chainOfTwo();
    chain.staking.jail(chain.ctx(), consAddr('v'));
    const ctx = chain.next({ misbehavior: [doubleSign(chain, 'v')] });
    expect(slashes(ctx.eventManager.events())).toEqual([
      `address=${text('v')} power=100 reason=double_sign burned_coins=5000000`,
    ]);
  });

  it('tombstones for a power of 0 without burning', () => {
    const chain = chainOfTwo();
    const ctx = chain.next({
      misbehavior: [doubleSign(chain, 'v', { validator: { address: consAddr('v'), power: 0n } })],
    });
    expect(slashes(ctx.eventManager.events())[0]).toBe(
      `address=${text('v')} power=0 reason=double_sign burned_coins=0`,
    );
    expect(chain.slashing.isTombstoned(ctx, consAddr('v'))).toBe(true);
  });

  it('ignores evidence past both limits of age, not past one', () => {
    const chain = chainOfTwo();
    const time = { seconds: chain.time.seconds - 1000n, nanos: 0 };
    chain.next({ misbehavior: [doubleSign(chain, 'v', { time, height: chain.height - 200n })] });
    expect(chain.slashing.isTombstoned(chain.ctx(), consAddr('v'))).toBe(false);
    chain.next({ misbehavior: [doubleSign(chain, 'v', { time })] });
    expect(chain.slashing.isTombstoned(chain.ctx(), consAddr('v'))).toBe(true);
  });

  it('leaves a tombstone that outlives the validator', () => {
    const chain = chainOfTwo();
    chain.next({ misbehavior: [doubleSign(chain, 'v')] });
    chain.undelegate(person('v'), 'v', 95_000_000n);
    for (const days of [1n, 30n]) chain.next({ seconds: days * 86_400n });
    chain.next();
    expect(chain.staking.findValidator(chain.ctx(), person('v'))).toBeUndefined();

    chain.validators.splice(chain.validators.indexOf('v'), 1);
    chain.createValidator('v', 100_000_000n);
    chain.next();
    const again = chain.next({ misbehavior: [doubleSign(chain, 'v')] });
    expect(slashes(again.eventManager.events())).toEqual([]);
    expect(chain.staking.getValidator(again, person('v')).isBonded()).toBe(true);

    chain.staking.jail(again, consAddr('v'));
    const v = chain.staking.getValidator(again, person('v'));
    expect(() => chain.slashing.unjail(again, v.operatorBytes())).toThrow('validator still jailed; cannot be unjailed');
  });

  it('ignores types it does not know', () => {
    const chain = chainOfTwo();
    chain.next({ misbehavior: [doubleSign(chain, 'nobody', { type: 0 })] });
    expect(exportGenesis(chain.evidence, chain.ctx()).evidence).toEqual([]);
  });

  it('fails the block for a key that no validator has', () => {
    const chain = chainOfTwo();
    expect(() => chain.next({ misbehavior: [doubleSign(chain, 'nobody')] })).toThrow('validator does not exist');
  });
});

describe('MsgSubmitEvidence', () => {
  const submitter = accAddressToBech32(person('a'));
  const equivocation = { height: 5n, time: { seconds: 5n, nanos: 0 }, power: 1n, consensusAddress: text('v') };

  it('panics for sound evidence: there is no router', () => {
    const chain = chainOfTwo();
    const server = evidenceMsgServer(chain.evidence);
    const submit = () => server.submitEvidence(chain.ctx(), { submitter, evidence: packEvidence(equivocation) });
    expect(submit).toThrow(GoPanic);
    expect(submit).toThrow('runtime error: invalid memory address or nil pointer dereference');
    chain.evidence.setEvidence(chain.ctx(), equivocation);
    const hash = Buffer.from(hashEvidence(equivocation)).toString('hex').toUpperCase();
    expect(submit).toThrow(`${hash}: evidence already exists`);
  });

  it.each([
    ['missing evidence: invalid evidence', undefined],
    [
      'failed basic validation: invalid equivocation time: 1970-01-01 00:00:00 +0000 UTC: invalid evidence',
      { ...equivocation, time: { seconds: 0n, nanos: 0 } },
    ],
    ['failed basic validation: invalid equivocation height: 0: invalid evidence', { ...equivocation, height: 0n }],
    [
      'failed basic validation: invalid equivocation validator power: 0: invalid evidence',
      { ...equivocation, power: 0n },
    ],
    [
      'failed basic validation: invalid equivocation validator consensus address: : invalid evidence',
      { ...equivocation, consensusAddress: '' },
    ],
  ])('%s', (message, evidence) => {
    const chain = chainOfTwo();
    const server = evidenceMsgServer(chain.evidence);
    const any = evidence && packEvidence(evidence);
    const submit = () => server.submitEvidence(chain.ctx(), { submitter, evidence: any });
    expect(submit).toThrow(SdkError);
    expect(submit).toThrow(message);
  });
});

describe('genesis and queries', () => {
  it('keep evidence by its hash', () => {
    const chain = chainOfTwo();
    chain.next({ misbehavior: [doubleSign(chain, 'v')] });
    const exported = exportGenesis(chain.evidence, chain.ctx());
    const other = new Chain();
    initGenesis(other.evidence, other.ctx(), exported);
    expect(exportGenesis(other.evidence, other.ctx())).toEqual(exported);
    expect(() => initGenesis(other.evidence, other.ctx(), exported)).toThrow('already exists');

    const server = evidenceQueryServer(chain.evidence);
    const query = (hash: string) => () => server.evidence(chain.ctx(), { evidenceHash: new Uint8Array(0), hash });
    expect(query('')).toThrow('rpc error: code = InvalidArgument desc = invalid request; hash is empty');
    expect(query('zz')).toThrow("invalid evidence hash: encoding/hex: invalid byte: U+007A 'z'");
    expect(query('abc')).toThrow('invalid evidence hash: encoding/hex: odd length hex string');
    expect(query('ABCD')).toThrow('rpc error: code = NotFound desc = evidence ABCD not found');
    expect(server.allEvidence(chain.ctx(), { pagination: undefined }).evidence).toHaveLength(1);
  });

  it('read hexadecimal digits as Go does', () => {
    expect(decodeHex('00ffA1')).toEqual(Uint8Array.of(0, 255, 161));
    expect(() => decodeHex('0\n')).toThrow(new GoError('encoding/hex: invalid byte: U+000A'));
    expect(() => decodeHex('é')).toThrow(new GoError("encoding/hex: invalid byte: U+00C3 'Ã'"));
  });

  it('name the module when the JSON of the genesis is not its own', () => {
    const other = new Chain();
    expect(() => evidenceModule(other.evidence).initGenesis!(other.ctx(), '{"x":1}')).toThrow(
      'failed to unmarshal evidence genesis state: unknown field "x" in types.GenesisState',
    );
  });

  it('refuse evidence that is not sound', () => {
    const other = new Chain();
    const evidence = [packEvidence({ height: 0n, time: other.time, power: 1n, consensusAddress: 'x' })];
    expect(() => initGenesis(other.evidence, other.ctx(), { evidence })).toThrow(
      'failed to validate evidence genesis state: invalid equivocation height: 0',
    );
  });
});

// The slash counts validator tokens only: what unbonds burns too, without being told.
describe('unbonding stake', () => {
  it('is slashed beside what the event tells', () => {
    const chain = chainOfTwo();
    chain.fund(person('d'), 100_000_000n);
    chain.delegate(person('d'), 'v', 100_000_000n);
    chain.next();
    const evidence = doubleSign(chain, 'v', { validator: { address: consAddr('v'), power: 200n } });
    chain.undelegate(person('d'), 'v', 100_000_000n);
    const before = chain.bank.getSupply(chain.ctx(), 'uakt').amount;
    chain.mint.setParams(chain.ctx(), {
      ...chain.mint.getParams(chain.ctx()),
      inflationMax: Dec.zero,
      inflationMin: Dec.zero,
    });
    const ctx = chain.next({ misbehavior: [evidence] });
    expect(before - chain.bank.getSupply(ctx, 'uakt').amount).toBe(10_000_000n);
    expect(slashes(ctx.eventManager.events())[0]).toBe(
      `address=${text('v')} power=200 reason=double_sign burned_coins=5000000`,
    );
  });
});
