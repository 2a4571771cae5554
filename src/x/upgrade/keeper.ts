import type { Context } from '../../core/context.ts';
import { GoError, GoPanic, InternalError } from '../../core/errors.ts';
import { compareText } from '../../core/go-text.ts';
import { ErrInvalidRequest } from '../../core/sdk-errors.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { prefixEndBytes, readU64be, u64be } from '../../store/keys.ts';
import { Plan } from '../../wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import {
  DONE_PREFIX,
  doneKey,
  moduleVersionKey,
  PLAN_KEY,
  PROTOCOL_VERSION_KEY,
  upgradedClientKey,
  upgradedConsStateKey,
  VERSION_MAP_PREFIX,
} from './keys.ts';
import { shouldExecute, type UpgradeInfo, validatePlan } from './plan.ts';

/** Module name -> consensus version. */
export type VersionMap = ReadonlyMap<string, bigint>;

/** What a binary does when the upgrade of its name is due: migrates, and answers with the versions reached. */
export type UpgradeHandler = (ctx: Context, plan: Plan, fromVersions: VersionMap) => VersionMap;

/** The world outside the state machine, as far as upgrades concern it. */
export interface UpgradeHost {
  /** Told of the number of upgrades applied, which ABCI Info reports as the application version. */
  setProtocolVersion(version: bigint): void;
  /** Leaves word for the next binary (upgrade-info.json) before the node stops. */
  dumpUpgradeInfo(info: UpgradeInfo): void;
}

export interface UpgradeKeeperDeps {
  readonly storeKey: StoreKey;
  /** Bech32 text of the account that may schedule and cancel upgrades. */
  readonly authority: string;
  /** Heights at which a due upgrade is passed over (--unsafe-skip-upgrades). */
  readonly skipUpgradeHeights?: ReadonlySet<bigint>;
  readonly host?: UpgradeHost;
}

const DONE_KEY_MIN_LENGTH = 10;

/** Schedules and applies upgrades of the binary. Source: cosmossdk.io/x/upgrade/keeper. */
export class UpgradeKeeper {
  readonly authority: string;
  /** Whether this process has checked that it knows the last applied upgrade. */
  downgradeVerified = false;
  private readonly storeKey: StoreKey;
  private readonly skipUpgradeHeights: ReadonlySet<bigint>;
  private readonly host: UpgradeHost | undefined;
  private readonly handlers = new Map<string, UpgradeHandler>();

  constructor(deps: UpgradeKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.authority = deps.authority;
    this.skipUpgradeHeights = deps.skipUpgradeHeights ?? new Set();
    this.host = deps.host;
  }

  /** Tells that this binary is the upgrade `name`. */
  setUpgradeHandler(name: string, handler: UpgradeHandler): void {
    this.handlers.set(name, handler);
  }

  hasHandler(name: string): boolean {
    return this.handlers.has(name);
  }

  isSkipHeight(height: bigint): boolean {
    return this.skipUpgradeHeights.has(height);
  }

  // ---- module versions

  /** Writes the versions, in order of names. */
  setModuleVersionMap(ctx: Context, versions: VersionMap): void {
    const store = ctx.kvStore(this.storeKey);
    for (const name of [...versions.keys()].sort(compareText)) {
      store.set(moduleVersionKey(name), u64be(versions.get(name)!));
    }
  }

  getModuleVersionMap(ctx: Context): Map<string, bigint> {
    return new Map(this.getModuleVersions(ctx).map((v) => [v.name, v.version]));
  }

  /** The stored versions in order of names. */
  getModuleVersions(ctx: Context): { name: string; version: bigint }[] {
    const out: { name: string; version: bigint }[] = [];
    iterate(ctx.kvStore(this.storeKey), VERSION_MAP_PREFIX, (key, value) => {
      out.push({ name: textFromBytes(key.subarray(1)), version: readU64be(value) });
      return false;
    });
    return out;
  }

  /** The stored version of one module, or undefined. */
  getModuleVersion(ctx: Context, name: string): bigint | undefined {
    let version: bigint | undefined;
    iterate(ctx.kvStore(this.storeKey), VERSION_MAP_PREFIX, (key, value) => {
      if (textFromBytes(key.subarray(1)) !== name) return false;
      version = readU64be(value);
      return true;
    });
    return version;
  }

  // ---- the plan

  /** Schedules a plan in place of any other. Throws GoError when it is not acceptable. */
  scheduleUpgrade(ctx: Context, plan: Plan): void {
    validatePlan(plan);
    if (plan.height < ctx.blockHeight) throw ErrInvalidRequest.wrap('upgrade cannot be scheduled in the past');
    if (this.getDoneHeight(ctx, plan.name) !== 0n) {
      throw ErrInvalidRequest.wrap(`upgrade with name ${plan.name} has already been completed`);
    }
    const old = this.getUpgradePlan(ctx);
    if (old !== undefined) this.clearIBCState(ctx, old.height);
    ctx.kvStore(this.storeKey).set(PLAN_KEY, Plan.encode(plan));
  }

  /** The scheduled plan, or undefined. */
  getUpgradePlan(ctx: Context): Plan | undefined {
    const bytes = ctx.kvStore(this.storeKey).get(PLAN_KEY);
    return bytes === undefined ? undefined : Plan.decode(bytes);
  }

  /** Drops the scheduled plan, if there is one, and what other chains were told of it. */
  clearUpgradePlan(ctx: Context): void {
    const plan = this.getUpgradePlan(ctx);
    if (plan === undefined) return;
    this.clearIBCState(ctx, plan.height);
    ctx.kvStore(this.storeKey).delete(PLAN_KEY);
  }

  /** Whether the plan is due now and is not to be passed over. */
  isDue(plan: Plan, height: bigint): boolean {
    return shouldExecute(plan, height) && !this.isSkipHeight(height);
  }

  // ---- what other chains are told

  setUpgradedClient(ctx: Context, planHeight: bigint, bytes: Uint8Array): void {
    ctx.kvStore(this.storeKey).set(upgradedClientKey(planHeight), bytes);
  }

  getUpgradedClient(ctx: Context, height: bigint): Uint8Array | undefined {
    return ctx.kvStore(this.storeKey).get(upgradedClientKey(height));
  }

  setUpgradedConsensusState(ctx: Context, planHeight: bigint, bytes: Uint8Array): void {
    ctx.kvStore(this.storeKey).set(upgradedConsStateKey(planHeight), bytes);
  }

  getUpgradedConsensusState(ctx: Context, lastHeight: bigint): Uint8Array | undefined {
    return ctx.kvStore(this.storeKey).get(upgradedConsStateKey(lastHeight));
  }

  clearIBCState(ctx: Context, lastHeight: bigint): void {
    const store = ctx.kvStore(this.storeKey);
    store.delete(upgradedClientKey(lastHeight));
    store.delete(upgradedConsStateKey(lastHeight));
  }

  // ---- applied upgrades

  /** The upgrade applied last, or undefined. */
  getLastCompletedUpgrade(ctx: Context): { name: string; height: bigint } | undefined {
    const it = ctx.kvStore(this.storeKey).reverseIterator(DONE_PREFIX, prefixEndBytes(DONE_PREFIX));
    try {
      return it.valid() ? parseDoneKey(it.key()) : undefined;
    } finally {
      it.close();
    }
  }

  /** The height at which an upgrade was applied; 0 when it was not. */
  getDoneHeight(ctx: Context, name: string): bigint {
    let height = 0n;
    iterate(ctx.kvStore(this.storeKey), DONE_PREFIX, (key) => {
      const done = parseDoneKey(key);
      if (done.name !== name) return false;
      height = done.height;
      return true;
    });
    return height;
  }

  /** Runs the handler of a due plan and notes that it is done. */
  applyUpgrade(ctx: Context, plan: Plan): void {
    const handler = this.handlers.get(plan.name);
    if (handler === undefined) {
      throw new GoError('ApplyUpgrade should never be called without first checking HasHandler');
    }
    const versions = handler(ctx, plan, this.getModuleVersionMap(ctx));
    this.setModuleVersionMap(ctx, versions);
    const protocolVersion = this.getProtocolVersion(ctx) + 1n;
    ctx.kvStore(this.storeKey).set(PROTOCOL_VERSION_KEY, u64be(protocolVersion));
    this.host?.setProtocolVersion(protocolVersion);
    this.clearIBCState(ctx, plan.height);
    this.clearUpgradePlan(ctx);
    ctx.kvStore(this.storeKey).set(doneKey(plan.name, ctx.blockHeight), Uint8Array.of(1));
  }

  /** Number of upgrades applied. */
  getProtocolVersion(ctx: Context): bigint {
    const store = ctx.kvStore(this.storeKey);
    if (!store.has(PROTOCOL_VERSION_KEY)) return 0n;
    const bytes = store.get(PROTOCOL_VERSION_KEY);
    if (bytes === undefined) throw new InternalError('a key that is there has no value');
    return readU64be(bytes);
  }

  /** Leaves word of the upgrade that this binary cannot apply. */
  dumpUpgradeInfo(height: bigint, plan: Plan): void {
    this.host?.dumpUpgradeInfo({ name: plan.name, height, info: plan.info });
  }
}

function parseDoneKey(key: Uint8Array): { name: string; height: bigint } {
  if (key.length < DONE_KEY_MIN_LENGTH) {
    throw new GoPanic(`expected key of length at least ${DONE_KEY_MIN_LENGTH}, got ${key.length}`);
  }
  return { name: textFromBytes(key.subarray(9)), height: BigInt.asIntN(64, readU64be(key, 1)) };
}

/** Ascending over a prefix until `visit` answers true. */
function iterate(store: KVStore, prefix: Uint8Array, visit: (key: Uint8Array, value: Uint8Array) => boolean): void {
  const it = store.iterator(prefix, prefixEndBytes(prefix));
  try {
    for (; it.valid(); it.next()) if (visit(it.key(), it.value())) return;
  } finally {
    it.close();
  }
}
