import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoErrorBase } from '../core/errors.ts';
import { zeroTime } from '../core/time.ts';
import { type UpgradeInfo, validatePlan } from '../x/upgrade/plan.ts';

/** upgrade-info.json is no good: the node must not start on it. */
export class UpgradeInfoError extends Error {}

const pathOf = (data: string): string => join(data, 'upgrade-info.json');

/** Go's JSON escapes what would be markup. */
const escaped = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Leaves word of a due upgrade for the next program, and for the tool that swaps programs. */
export function writeUpgradeInfo(data: string, { name, height, info }: UpgradeInfo): void {
  const text = (s: string): string => escaped(JSON.stringify(s));
  const rest = info === '' ? '' : `,"info":${text(info)}`;
  writeFileSync(pathOf(data), `{"name":${text(name)},"time":"0001-01-01T00:00:00Z","height":${height}${rest}}`, {
    mode: 0o600,
  });
}

/** What the last program left; undefined when it left nothing. Throws {@link UpgradeInfoError}. */
export function readUpgradeInfo(data: string): UpgradeInfo | undefined {
  const path = pathOf(data);
  if (!existsSync(path)) return undefined;
  try {
    const doc = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; height?: number; info?: string };
    const plan = { name: doc.name ?? '', height: BigInt(doc.height ?? 0), info: doc.info ?? '' };
    validatePlan({ ...plan, time: zeroTime, upgradedClientState: undefined });
    return plan;
  } catch (e) {
    const why = e instanceof GoErrorBase || e instanceof Error ? e.message : String(e);
    throw new UpgradeInfoError(`${path}: ${why}: mend the file, or remove it when no upgrade is due`);
  }
}
