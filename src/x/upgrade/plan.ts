import { marshalJsonString, unmarshalJsonString } from '../../core/go-json.ts';
import { objectMembers, unmarshalInteger } from '../../core/json-raw.ts';
import { ErrInvalidRequest } from '../../core/sdk-errors.ts';
import { isZeroTime } from '../../core/time.ts';
import * as Int from '../../math/int.ts';
import type { Plan } from '../../wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';

/** What of a plan is left for the next binary to find. */
export interface UpgradeInfo {
  readonly name: string;
  readonly height: bigint;
  readonly info: string;
}

/** Plan.ValidateBasic. */
export function validatePlan(plan: Plan): void {
  if (!isZeroTime(plan.time)) throw ErrInvalidRequest.wrap('time-based upgrades have been deprecated in the SDK');
  if (plan.upgradedClientState !== undefined) {
    throw ErrInvalidRequest.wrap('upgrade logic for IBC has been moved to the IBC module');
  }
  if (plan.name === '') throw ErrInvalidRequest.wrap('name cannot be empty');
  if (plan.height <= 0n) throw ErrInvalidRequest.wrap('height must be greater than 0');
}

/** Whether the plan is due at `height`. */
export function shouldExecute(plan: Plan, height: bigint): boolean {
  return plan.height > 0n && plan.height <= height;
}

/** "height: 20". */
export function dueAt(plan: Plan): string {
  return `height: ${plan.height}`;
}

/** The text of upgrade-info.json, as encoding/json prints a plan: empty fields left out, the unused time kept. */
export function upgradeInfoJson(info: UpgradeInfo): string {
  const parts: string[] = [];
  if (info.name !== '') parts.push(`"name":${marshalJsonString(info.name)}`);
  parts.push('"time":"0001-01-01T00:00:00Z"');
  if (info.height !== 0n) parts.push(`"height":${info.height}`);
  if (info.info !== '') parts.push(`"info":${marshalJsonString(info.info)}`);
  return `{${parts.join(',')}}`;
}

/** Reads upgrade-info.json as encoding/json reads a plan. Throws GoError when it is not such a text. */
export function parseUpgradeInfo(text: string): UpgradeInfo {
  const info = { name: '', height: 0n, info: '' };
  for (const [key, json] of objectMembers(text, 'types.Plan')) {
    if (key === 'name') info.name = unmarshalJsonString(json) ?? info.name;
    if (key === 'height') info.height = unmarshalInteger(json, 'int64', Int.MIN_INT64, Int.MAX_INT64) ?? info.height;
    if (key === 'info') info.info = unmarshalJsonString(json) ?? info.info;
  }
  return info;
}
