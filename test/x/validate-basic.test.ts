/** The stateless checks of random messages, and of what is inside them, as recorded from the reference (wire.jsonl.gz). */
import { describe, expect, it } from 'vitest';
import { newKeepers } from '../../src/app/keepers.ts';
import { appModules } from '../../src/app/modules.ts';
import { newStoreKeys } from '../../src/app/store-keys.ts';
import { configurator } from '../../src/baseapp/configurator.ts';
import { MsgServiceRouter } from '../../src/baseapp/msg-router.ts';
import { GrpcQueryRouter } from '../../src/baseapp/query-router.ts';
import {
  AllowedMsgAllowance,
  BasicAllowance,
  PeriodicAllowance,
} from '../../src/wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import { Params as GovParams } from '../../src/wire/gen/cosmos/gov/v1/gov.ts';
import { Plan } from '../../src/wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import { decodeAndUnpack } from '../../src/wire/registry.ts';
import type { MessageType } from '../../src/wire/runtime.ts';
import { genericAuthorization } from '../../src/x/authz/authorization.ts';
import { sendAuthorization } from '../../src/x/bank/send-authorization.ts';
import { allowanceType } from '../../src/x/feegrant/allowance-types.ts';
import { validateParams as validateGovParams } from '../../src/x/gov/params.ts';
import { textContent } from '../../src/x/gov/text-content.ts';
import { parameterChangeContent } from '../../src/x/params/content.ts';
import { stakeAuthorization } from '../../src/x/staking/authz.ts';
import { cancelSoftwareUpgradeContent, softwareUpgradeContent } from '../../src/x/upgrade/content.ts';
import { validatePlan } from '../../src/x/upgrade/plan.ts';
import { fromBase64, outcome, recorded, type, vectors } from '../wire/lib.ts';

type Check = (message: never) => void;

const router = new MsgServiceRouter();
const keys = newStoreKeys();
const keepers = newKeepers({
  keys,
  msgRouter: router,
  skipUpgradeHeights: new Set(),
  upgradeHost: { setProtocolVersion() {}, dumpUpgradeInfo() {} },
});
const services = configurator(router, new GrpcQueryRouter());
for (const module of appModules(keepers, () => {})) module.registerServices?.(services);

/** Checks of what is no message of its own. */
const inner = new Map<string, Check>([
  [Plan.typeName, validatePlan],
  [GovParams.typeName, validateGovParams],
]);
for (const kind of [genericAuthorization, sendAuthorization, stakeAuthorization] as const) {
  inner.set(kind.type.typeName, (m) => kind.validateBasic(m));
}
for (const { typeName } of [BasicAllowance, PeriodicAllowance, AllowedMsgAllowance]) {
  inner.set(typeName, (message) => {
    allowanceType({ typeUrl: `/${typeName}`, message }).validateBasic(message);
  });
}
for (const kind of [
  textContent,
  parameterChangeContent,
  softwareUpgradeContent,
  cancelSoftwareUpgradeContent,
] as const) {
  inner.set(kind.type.typeName, (m) => kind.validateBasic?.(m));
}

interface Case {
  readonly type: MessageType<object>;
  readonly bytes: Uint8Array;
  readonly verdict: string;
}

const isMessage = (name: string): boolean => /\.Msg[A-Z][A-Za-z0-9]*$/.test(name) && !name.endsWith('Response');
const cases: Case[] = [];
for (const { op, in: input, out } of vectors('wire')) {
  if (op !== 'message') continue;
  const verdict = recorded(out, 'validateBasic');
  // A message that has no check is recorded without a verdict.
  if (verdict === undefined && !isMessage(input.type)) continue;
  // The recorder wrote the message before it checked it, and writing makes zeros of nil numbers: `bytes`, not `raw`.
  cases.push({ type: type(input.type), bytes: fromBase64(input.bytes), verdict: verdict ?? 'none' });
}

const byType = new Map([...Map.groupBy(cases, (c) => c.type.typeName)].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Runs a check on what the bytes hold. */
function verdictOf({ type: t, bytes }: Case, check: Check | undefined): string {
  return outcome(() => {
    const message = decodeAndUnpack(t, bytes);
    if (check === undefined) return 'none';
    check(message as never);
    return 'ok';
  });
}

describe('messages', () => {
  const routed = [...byType.keys()].filter((name) => isMessage(name) && router.handler(`/${name}`) !== undefined);
  // Akash's and IBC's messages are checked as far as their modules are there.
  const built = routed.filter((n) => n.startsWith('cosmos.') || router.validateBasic(`/${n}`) !== undefined);
  it.each(built)('%s', (name) => {
    const check = router.validateBasic(`/${name}`) as Check | undefined;
    for (const c of byType.get(name)!)
      expect(verdictOf(c, check), Buffer.from(c.bytes).toString('base64')).toBe(c.verdict);
  });
});

describe('what is inside messages', () => {
  it.each([...inner.keys()])('%s', (name) => {
    const recordedCases = byType.get(name)!;
    expect(recordedCases.length).toBeGreaterThan(0);
    for (const c of recordedCases) {
      expect(verdictOf(c, inner.get(name)), Buffer.from(c.bytes).toString('base64')).toBe(c.verdict);
    }
  });
});
