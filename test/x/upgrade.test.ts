import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GoError, GoPanic } from '../../src/core/errors.ts';
import { readUpgradeInfo, UpgradeInfoError, writeUpgradeInfo } from '../../src/engine/upgrade-info.ts';
import { MsgCancelUpgrade, MsgSoftwareUpgrade } from '../../src/wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import { Plan } from '../../src/wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import { preBlocker } from '../../src/x/upgrade/abci.ts';
import type { VersionMap } from '../../src/x/upgrade/keeper.ts';
import { type MigratedModule, runMigrations } from '../../src/x/upgrade/migrations.ts';
import { parseUpgradeInfo, upgradeInfoJson } from '../../src/x/upgrade/plan.ts';
import { AppKit, refusal } from './app-kit.ts';

const plan = (name: string, height: bigint, info = 'i'): Plan => Plan.create({ name, height, info });

/** A chain at height 5 with a plan for height 7. */
function planned(name = 'x', skip: readonly bigint[] = []): AppKit {
  const kit = new AppKit(new Set(skip));
  kit.send(MsgSoftwareUpgrade, { authority: kit.authority, plan: plan(name, 7n) });
  return kit;
}

const block = (kit: AppKit): boolean => {
  kit.pass(6n);
  return preBlocker(kit.ctx(), kit.keepers.upgrade);
};

describe('a due plan', () => {
  it('stops a binary without it, with the text that tools wait for', () => {
    const kit = planned();
    expect(block(kit)).toBe(false);
    expect(refusal(() => block(kit))).toBe('undefined/1: UPGRADE "x" NEEDED at height: 7: i');
    expect(kit.dumped).toEqual([{ name: 'x', height: 7n, info: 'i' }]);
  });

  it('is applied by a binary that has it', () => {
    const kit = planned();
    const { upgrade } = kit.keepers;
    expect(block(kit)).toBe(false);
    upgrade.setModuleVersionMap(kit.ctx(), new Map([['a', 1n]]));
    let from: VersionMap = new Map();
    upgrade.setUpgradeHandler('x', (_ctx, _plan, versions) => {
      from = versions;
      return new Map([
        ['b', 3n],
        ['a', 2n],
      ]);
    });
    expect(block(kit)).toBe(true);
    expect(from).toEqual(new Map([['a', 1n]]));
    expect(upgrade.getModuleVersions(kit.ctx())).toEqual([
      { name: 'a', version: 2n },
      { name: 'b', version: 3n },
    ]);
    expect(upgrade.getUpgradePlan(kit.ctx())).toBeUndefined();
    expect(upgrade.getDoneHeight(kit.ctx(), 'x')).toBe(7n);
    expect(upgrade.getProtocolVersion(kit.ctx())).toBe(1n);
    expect(kit.protocolVersions).toEqual([1n]);
    expect(block(kit)).toBe(false);
    expect(kit.refused(MsgSoftwareUpgrade, { authority: kit.authority, plan: plan('x', 20n) })).toBe(
      'sdk/18: upgrade with name x has already been completed: invalid request',
    );
  });

  it('is passed over at the heights named', () => {
    const kit = planned('x', [7n]);
    block(kit);
    expect(block(kit)).toBe(false);
    expect(kit.keepers.upgrade.getUpgradePlan(kit.ctx())).toBeUndefined();
    expect(kit.keepers.upgrade.getDoneHeight(kit.ctx(), 'x')).toBe(0n);
  });
});

describe('the wrong binary', () => {
  it('has the upgrade before it is due', () => {
    const kit = planned();
    kit.keepers.upgrade.setUpgradeHandler('x', () => new Map());
    expect(refusal(() => block(kit))).toBe(
      'undefined/1: BINARY UPDATED BEFORE TRIGGER! UPGRADE "x" - in binary but not executed on chain. Downgrade your binary',
    );
  });

  it('may have it when it is due in the very next block', () => {
    const kit = new AppKit();
    kit.keepers.upgrade.setUpgradeHandler('x', () => new Map());
    kit.send(MsgSoftwareUpgrade, { authority: kit.authority, plan: plan('x', kit.height + 1n) });
    expect(block(kit)).toBe(true);
    expect(kit.keepers.upgrade.getDoneHeight(kit.ctx(), 'x')).toBe(kit.height);
  });

  it('lacks the last upgrade applied, which it notices once', () => {
    const kit = planned();
    block(kit);
    kit.keepers.upgrade.setUpgradeHandler('x', () => new Map());
    block(kit);
    const other = new AppKit();
    // The same state under a binary without the handler.
    for (const [key, value] of kit.pairs('upgrade')) {
      other.ctx().kvStore(other.keys.upgrade).set(Buffer.from(key, 'hex'), Buffer.from(value, 'hex'));
    }
    other.height = 8n;
    const verify = (): string => refusal(() => preBlocker(other.ctx(), other.keepers.upgrade));
    expect(verify()).toBe('undefined/1: wrong app version 0, upgrade handler is missing for x upgrade plan');
    expect(preBlocker(other.ctx(), other.keepers.upgrade)).toBe(false);
  });
});

describe('messages', () => {
  const cases: [string, Partial<Plan>, string][] = [
    ['no name', { height: 9n }, 'sdk/18: name cannot be empty: invalid request'],
    ['no height', { name: 'y' }, 'sdk/18: height must be greater than 0: invalid request'],
    ['the past', { name: 'y', height: 4n }, 'sdk/18: upgrade cannot be scheduled in the past: invalid request'],
    [
      'a time',
      { name: 'y', height: 9n, time: { seconds: 1n, nanos: 0 } },
      'sdk/18: time-based upgrades have been deprecated in the SDK: invalid request',
    ],
  ];
  it.each(cases)('%s', (_name, fields, text) => {
    const kit = new AppKit();
    expect(kit.refused(MsgSoftwareUpgrade, { authority: kit.authority, plan: Plan.create(fields) })).toBe(text);
  });

  it('are for the authority alone', () => {
    const kit = planned();
    const text = `upgrade/6: expected ${kit.authority} got x: expected authority account as only signer for proposal message`;
    expect(kit.refused(MsgSoftwareUpgrade, { authority: 'x', plan: plan('y', 9n) })).toBe(text);
    expect(kit.refused(MsgCancelUpgrade, { authority: 'x' })).toBe(text);
  });

  it('a newer plan takes the place of the old one, and of what other chains were told', () => {
    const kit = planned();
    const { upgrade } = kit.keepers;
    upgrade.setUpgradedClient(kit.ctx(), 7n, Uint8Array.of(1));
    kit.send(MsgSoftwareUpgrade, { authority: kit.authority, plan: plan('y', 9n) });
    expect(upgrade.getUpgradedClient(kit.ctx(), 7n)).toBeUndefined();
    upgrade.setUpgradedClient(kit.ctx(), 9n, Uint8Array.of(1));
    kit.send(MsgCancelUpgrade, { authority: kit.authority });
    expect(kit.pairs('upgrade')).toEqual([]);
  });
});

describe('upgrade-info.json', () => {
  it('is as the reference writes it', () => {
    expect(upgradeInfoJson({ name: 'v1', height: 7n, info: '<a>' })).toBe(
      '{"name":"v1","time":"0001-01-01T00:00:00Z","height":7,"info":"\\u003ca\\u003e"}',
    );
    expect(upgradeInfoJson({ name: '', height: 0n, info: '' })).toBe('{"time":"0001-01-01T00:00:00Z"}');
  });

  it('is read back, whatever the height', () => {
    for (const height of [7n, (1n << 63n) - 1n]) {
      const info = { name: 'v1', height, info: '{"a":"b"}' };
      expect(parseUpgradeInfo(upgradeInfoJson(info))).toEqual(info);
    }
    for (const text of ['', '{', '{"name":1}', '{"height":"a"}', '{"height":1.5}', '{"height":"7"}', '[]']) {
      expect(() => parseUpgradeInfo(text), text).toThrow(GoError);
    }
  });
});

it('upgrade-info.json is left for the next program, which refuses to start on a bad one', () => {
  const data = mkdtempSync(join(tmpdir(), 'akash-upgrade-'));
  try {
    expect(readUpgradeInfo(data)).toBeUndefined();
    const info = { name: 'v1', height: 7n, info: '' };
    writeUpgradeInfo(data, info);
    expect(readUpgradeInfo(data)).toEqual(info);
    for (const text of ['', 'null', '{"name":"v1"}', '{"height":7}']) {
      writeFileSync(join(data, 'upgrade-info.json'), text);
      expect(() => readUpgradeInfo(data), text).toThrow(UpgradeInfoError);
    }
  } finally {
    rmSync(data, { recursive: true });
  }
});

describe('migrations', () => {
  const done: string[] = [];
  const module = (name: string, consensusVersion: bigint, from: readonly bigint[]): MigratedModule => ({
    name,
    consensusVersion,
    migrations: new Map(from.map((v) => [v, () => done.push(`${name} ${v}`)])),
    initDefaultGenesis: () => done.push(`${name} new`),
  });

  it('run in the given order, one version after the other', () => {
    done.length = 0;
    const kit = new AppKit();
    const modules = [module('b', 4n, [2n, 3n]), module('new', 1n, []), module('a', 1n, [])];
    const reached = runMigrations(
      kit.ctx(),
      modules,
      new Map([
        ['a', 1n],
        ['b', 2n],
      ]),
    );
    expect(done).toEqual(['b 2', 'b 3', 'new new']);
    expect([...reached]).toEqual([
      ['b', 4n],
      ['new', 1n],
      ['a', 1n],
    ]);
  });

  it('that are missing fail the upgrade', () => {
    expect(refusal(() => runMigrations(new AppKit().ctx(), [module('b', 3n, [2n])], new Map([['b', 1n]])))).toBe(
      'sdk/38: no migration found for module b from version 1 to version 2: not found',
    );
  });
});

it('a done key that is too short is a panic', () => {
  const kit = new AppKit();
  kit.ctx().kvStore(kit.keys.upgrade).set(Uint8Array.of(1, 2), Uint8Array.of(1));
  expect(() => kit.keepers.upgrade.getLastCompletedUpgrade(kit.ctx())).toThrow(
    new GoPanic('expected key of length at least 10, got 2'),
  );
});
