import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseUpgradeInfo, type UpgradeInfo, upgradeInfoJson, validatePlan } from '../app/upgrades.ts';
import { GoErrorBase } from '../core/errors.ts';
import { zeroTime } from '../core/time.ts';

/** upgrade-info.json is no good: the node must not start on it. */
export class UpgradeInfoError extends Error {}

const pathOf = (data: string): string => join(data, 'upgrade-info.json');

/** Leaves word of a due upgrade for the next program, and for the tool that swaps programs. */
export function writeUpgradeInfo(data: string, info: UpgradeInfo): void {
  writeFileSync(pathOf(data), upgradeInfoJson(info), { mode: 0o600 });
}

/** What the last program left; undefined when it left nothing. Throws {@link UpgradeInfoError}. */
export function readUpgradeInfo(data: string): UpgradeInfo | undefined {
  const path = pathOf(data);
  if (!existsSync(path)) return undefined;
  try {
    const info = parseUpgradeInfo(readFileSync(path, 'utf8'));
    validatePlan({ ...info, time: zeroTime, upgradedClientState: undefined });
    return info;
  } catch (e) {
    const why = e instanceof GoErrorBase || e instanceof Error ? e.message : String(e);
    throw new UpgradeInfoError(`${path}: ${why}: mend the file, or remove it when no upgrade is due`);
  }
}
