import { nilPointer } from '../../core/errors.ts';
import { denomProblem } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import { addDecCoin, type DecCoin, newDecCoin } from '../../math/dec-coin.ts';
import { toUint64 } from '../../math/int.ts';
import type { AuditedProvider } from '../../wire/gen/akash/audit/v1/audit.ts';
import type { Attribute } from '../../wire/gen/akash/base/attributes/v1/attribute.ts';
import type { GroupSpec } from '../../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import type { ResourceUnit } from '../../wire/gen/akash/deployment/v1beta4/resourceunit.ts';
import { present } from '../../wire/nil.ts';
import {
  attributesAnyIn,
  attributesIn,
  attributesSubsetOf,
  capabilitiesGroup,
  capabilitiesMap,
} from '../attributes/attributes.ts';

/**
 * What a group asks for: its price, and whether a provider can serve it. Pure.
 * Source: chain-sdk go/node/deployment/v1beta4/{groupspec,resourceunit}.go.
 */

/** `DecCoin.IsValid`: whether a price is a decimal coin. PARITY: cosmos-sdk types/dec_coin.go: an amount that is not there is a nil pointer. */
export function isValidDecCoin(price: DecCoin): boolean {
  return denomProblem(price.denom) === undefined && !present(price, 'amount').isNegative();
}

/** Price of all replicas of a unit. Panics when the price is not a coin. */
export function fullPrice(unit: ResourceUnit): DecCoin {
  return newDecCoin(unit.price.denom, present(unit.price, 'amount').mulInt(BigInt(unit.count)));
}

/** The most that is paid for a group in a block. Panics when its units differ in denomination. */
export function groupPrice(spec: GroupSpec): DecCoin {
  const [first, ...rest] = spec.resources;
  if (first === undefined) return { denom: '', amount: Dec.zero };
  return rest.reduce((price, unit) => addDecCoin(price, fullPrice(unit)), fullPrice(first));
}

/**
 * Whether a provider has the attributes that are required, and the auditors that were asked for say so. `provider` is what the
 * provider says of itself, `audited` what auditors say.
 */
export function matchRequirements(
  spec: GroupSpec,
  provider: readonly Attribute[],
  audited: readonly AuditedProvider[],
): boolean {
  const { signedBy, attributes } = spec.requirements;
  if (signedBy.anyOf.length === 0 && signedBy.allOf.length === 0) return attributesSubsetOf(attributes, provider);
  if (audited.length === 0) return false;
  const signed = (auditor: string): boolean => {
    const found = audited.findLast((a) => a.auditor === auditor);
    return found !== undefined && attributesSubsetOf(attributes, found.attributes);
  };
  if (!signedBy.allOf.every(signed)) return false;
  return signedBy.anyOf.length === 0 || signedBy.anyOf.some(signed);
}

/** Whether a provider has the storage classes and graphics processors that are asked for. */
export function matchResourcesRequirements(spec: GroupSpec, provider: readonly Attribute[]): boolean {
  for (const { resource } of spec.resources) {
    const storageClasses = capabilitiesGroup(provider, 'storage');
    for (const { attributes } of resource.storage) {
      if (attributes.length > 0 && !attributesIn(attributes, storageClasses)) return false;
    }
    if (resource.gpu === undefined) throw nilPointer();
    const { units, attributes } = resource.gpu;
    if (toUint64(present(units, 'val')) === 0n || attributes.length === 0) continue;
    if (!attributesAnyIn(attributes, capabilitiesMap(provider, 'gpu'))) return false;
  }
  return true;
}
