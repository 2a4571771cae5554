import { GoError, GoErrorBase } from '../../core/errors.ts';
import { quoteText } from '../../core/go-text.ts';
import { Dec } from '../../math/dec.ts';
import { type DecCoin, decCoinString } from '../../math/dec-coin.ts';
import * as Int from '../../math/int.ts';
import type { Attribute } from '../../wire/gen/akash/base/attributes/v1/attribute.ts';
import type { Resources } from '../../wire/gen/akash/base/resources/v1beta4/resources.ts';
import type { ResourceValue } from '../../wire/gen/akash/base/resources/v1beta4/resourcevalue.ts';
import type { GroupSpec as FormerGroupSpec } from '../../wire/gen/akash/deployment/v1beta3/groupspec.ts';
import type { GroupSpec } from '../../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import type { ResourceUnit } from '../../wire/gen/akash/deployment/v1beta4/resourceunit.ts';
import { isNilList, present } from '../../wire/nil.ts';
import { validateAttributes } from '../attributes/attributes.ts';
import { ErrInvalidGroups } from './errors.ts';
import { fullPrice, groupPrice, isValidDecCoin } from './group-spec.ts';

/**
 * What the chain accepts as resources of a group. CPU is in thousandths of a core, memory and storage in bytes.
 * Source: chain-sdk go/node/deployment/v1beta4/{validation_config,resourceunit,resourceunits,groupspec,group_validation}.go.
 */
const MI = 1024n ** 2n;
const TI = 1024n ** 4n;
const MAX_COUNT = 50n;
const UNIT = {
  cpu: { min: 10n, max: 384_000n },
  gpu: { min: 0n, max: 24n },
  memory: { min: MI, max: 2n * TI },
  storage: { min: 5n * MI, max: 32n * TI },
} as const;
const MAX_UNIT_PRICE = 10_000_000n;
const GROUP_MAX = {
  cpu: UNIT.cpu.max * MAX_COUNT,
  gpu: UNIT.gpu.max * MAX_COUNT,
  memory: UNIT.memory.max * MAX_COUNT,
} as const;

interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

/** Where versions of the group's message differ. */
interface Rules {
  readonly checkAttributes: (attributes: readonly Attribute[]) => void;
  readonly isPrice: (price: DecCoin) => boolean;
  readonly maxPrice: bigint | undefined;
}
const RULES: Rules = { checkAttributes: validateAttributes, isPrice: isValidDecCoin, maxPrice: MAX_UNIT_PRICE };
/** PARITY: chain-sdk go/node/types/v1beta3/attribute.go, go/node/types/sdk/coin.go: no attribute is refused, some denominations are. */
const FORMER_RULES: Rules = {
  checkAttributes: () => {},
  isPrice: (price) => isValidDecCoin(price) && /^[a-zA-Z][a-zA-Z0-9/-]{2,127}$/.test(price.denom),
  maxPrice: undefined,
};

/** Throws GoError when there is no group, one is not acceptable, or denominations or names clash. */
export function validateDeploymentGroups(groups: readonly GroupSpec[]): void {
  if (groups.length === 0) throw ErrInvalidGroups.error();
  const names = new Set<string>();
  let denom: string | undefined;
  for (const group of groups) {
    const own = groupPrice(group).denom;
    denom ??= own;
    if (own !== denom) throw new GoError(`inconsistent denomination: ${denom} != ${own}`);
    validateGroupSpec(group);
    if (names.has(group.name)) throw new GoError(`duplicate deployment group name ${quoteText(group.name)}`);
    names.add(group.name);
  }
}

/** Throws GoError. */
export function validateGroupSpec(group: GroupSpec): void {
  validateGroup(group, RULES);
}

/** The check of a group of the messages before v1beta4. Throws GoError. Source: chain-sdk go/node/deployment/v1beta3. */
export function validateFormerGroupSpec(group: FormerGroupSpec): void {
  validateGroup(group, FORMER_RULES);
}

function validateGroup(group: GroupSpec | FormerGroupSpec, rules: Rules): void {
  if (group.name === '') throw new GoError('empty group spec name denomination');
  validateUnits(group.resources, rules);
  validatePricing(group, rules);
}

function validateUnits(units: readonly ResourceUnit[], rules: Rules): void {
  const ids = new Set<number>();
  for (const { resource } of units) {
    validateResources(resource, rules);
    if (ids.has(resource.id)) throw new GoError(`duplicate resources ID (${resource.id}) within group`);
    ids.add(resource.id);
  }
  // PARITY: chain-sdk go/node/deployment/v1beta4/resourcelimits.go: storage is not summed, so a group's storage has no limit.
  const total = { cpu: 0n, gpu: 0n, memory: 0n };
  for (const { resource, count } of units) {
    const times = BigInt(count);
    total.cpu = Int.add(total.cpu, Int.mul(resource.cpu!.units.val, times));
    total.gpu = Int.add(total.gpu, Int.mul(resource.gpu!.units.val, times));
    total.memory = Int.add(total.memory, Int.mul(resource.memory!.quantity.val, times));
  }
  const limit = (what: string, name: keyof typeof total): void => {
    const sum = total[name];
    if (sum > GROUP_MAX[name] || sum <= 0n) {
      throw new GoError(`invalid total ${what} (${GROUP_MAX[name]} > ${sum} > 0 fails)`);
    }
  };
  limit('CPU', 'cpu');
  if (total.gpu !== 0n) limit('GPU', 'gpu');
  limit('memory', 'memory');
}

function validateResources({ id, cpu, gpu, memory, storage }: Resources, rules: Rules): void {
  if (id === 0) throw new GoError('error: invalid resources ID (> 0 fails)');

  if (cpu === undefined) throw new GoError('error: invalid unit CPU, cannot be nil');
  validateAmount('CPU', cpu.units, UNIT.cpu, UNIT.cpu.max);
  validateUnitAttributes('CPU', cpu.attributes, rules);

  if (gpu === undefined) throw new GoError('error: invalid unit GPU, cannot be nil');
  validateAmount('GPU', gpu.units, UNIT.gpu, UNIT.gpu.max);
  if (gpu.units.val === 0n && gpu.attributes.length > 0) {
    throw new GoError('error: invalid GPU state. attributes cannot be present if units == 0');
  }
  validateUnitAttributes('GPU', gpu.attributes, rules);

  if (memory === undefined) throw new GoError('error: invalid unit memory, cannot be nil');
  validateAmount('memory', memory.quantity, UNIT.memory, UNIT.memory.max);
  validateUnitAttributes('Memory', memory.attributes, rules);

  if (isNilList(storage)) throw new GoError('error: invalid unit storage, cannot be nil');
  for (const volume of storage) {
    validateAmount('storage', volume.quantity, UNIT.storage, UNIT.storage.min);
    validateUnitAttributes('Storage', volume.attributes, rules);
  }
}

/**
 * PARITY: chain-sdk go/node/deployment/v1beta4/resourceunit.go: panics beyond 64 bits; but for storage the maximum is printed at both
 * ends.
 */
function validateAmount(what: string, amount: ResourceValue, { min, max }: Range, shown: bigint): void {
  const value = Int.toUint64(present(amount, 'val'));
  if (value > max || value < min) throw new GoError(`error: invalid unit ${what} (${max} > ${value} > ${shown} fails)`);
}

function validateUnitAttributes(what: string, attributes: readonly Attribute[], { checkAttributes }: Rules): void {
  try {
    checkAttributes(attributes);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`error: invalid ${what} attributes: ${e.message}`, e);
    throw e;
  }
}

function validatePricing(group: GroupSpec | FormerGroupSpec, { isPrice, maxPrice }: Rules): void {
  let denom: string | undefined;
  for (const unit of group.resources) {
    const fail = (why: string): GoError => new GoError(`group ${group.name}: error: ${why}`);
    if (!isPrice(unit.price)) throw fail('invalid price object');
    if (maxPrice !== undefined && unit.price.amount.gt(Dec.fromInt(maxPrice))) {
      throw fail(`invalid unit price (${maxPrice} > ${decCoinString(unit.price)} fails)`);
    }
    const price = fullPrice(unit);
    denom ??= price.denom;
    if (price.denom !== denom) {
      throw new GoError(`multi-denonimation group: (${price.denom} == ${denom} fails)`);
    }
  }
}
