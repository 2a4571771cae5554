import { matchPath } from '../../core/go-glob.ts';
import { compareText } from '../../core/go-text.ts';
import type { Attribute } from '../../wire/gen/akash/base/attributes/v1/attribute.ts';
import { ErrAttributesDuplicateKeys, ErrInvalidAttributeKey } from './errors.ts';

/**
 * Key-value pairs that describe providers and what deployments ask of them. Pure.
 * Source: chain-sdk go/node/types/attributes/v1/attribute.go.
 */

/** Keys of what is required: the last character may be a star. */
export const WILDCARD_KEY: RegExp = /^([a-zA-Z][\w/.-]{1,126}[\w*]?)$/;
/** Keys of what a provider has. */
export const PLAIN_KEY: RegExp = /^([a-zA-Z][\w/.-]{1,126})$/;

const CAPABILITIES = 'capabilities/';

/** Throws an error at the first key that is not well formed, or that was there before. */
export function validateAttributes(attributes: readonly Attribute[], key: RegExp = WILDCARD_KEY): void {
  const seen = new Set<string>();
  for (const a of attributes) {
    if (!key.test(a.key)) throw ErrInvalidAttributeKey.error();
    if (seen.has(a.key)) throw ErrAttributesDuplicateKeys.error();
    seen.add(a.key);
  }
}

/** Attributes by key, bytewise; equal keys stay in their order. */
export function sortAttributes(attributes: readonly Attribute[]): Attribute[] {
  return [...attributes].sort((a, b) => compareText(a.key, b.key));
}

/**
 * Whether `has` satisfies `required`, whose key may be a pattern.
 * PARITY: chain-sdk go/node/types/attributes/v1/attribute.go: the pattern is one of paths, so a star ends at a slash.
 */
export function attributeSubsetOf(required: Attribute, has: Attribute): boolean {
  return required.value === has.value && matchPath(required.key, has.key);
}

/** Whether every required attribute is satisfied. */
export function attributesSubsetOf(required: readonly Attribute[], has: readonly Attribute[]): boolean {
  return required.every((r) => has.some((h) => attributeSubsetOf(r, h)));
}

/** Whether any required attribute is satisfied. */
export function attributesAnyOf(required: readonly Attribute[], has: readonly Attribute[]): boolean {
  return required.some((r) => has.some((h) => attributeSubsetOf(r, h)));
}

/** Whether one of the groups has all that is required. */
export function attributesIn(required: readonly Attribute[], groups: readonly (readonly Attribute[])[]): boolean {
  return groups.some((group) => attributesSubsetOf(required, group));
}

/** Whether one of the groups has any of what is required. */
export function attributesAnyIn(required: readonly Attribute[], groups: readonly (readonly Attribute[])[]): boolean {
  return groups.some((group) => attributesAnyOf(required, group));
}

/** The value of a key; undefined when it is absent or empty. */
export function findAttribute(attributes: readonly Attribute[], key: string): string | undefined {
  return attributes.find((a) => a.key === key)?.value || undefined;
}

/**
 * `capabilities/<kind>/<group>/<key>` by group: one list of keys and values for each. Keys of another depth are left out. The reference's
 * order of groups is that of a Go map; nothing may depend on it.
 */
export function capabilitiesGroup(attributes: readonly Attribute[], kind: string): Attribute[][] {
  const groups = new Map<string, Attribute[]>();
  for (const { key, value } of attributes) {
    if (!key.startsWith(CAPABILITIES + kind)) continue;
    const tokens = key.slice(CAPABILITIES.length).split('/');
    if (tokens.length !== 3) continue;
    const group = groups.get(tokens[1]!);
    const entry = { key: tokens[2]!, value };
    if (group === undefined) groups.set(tokens[1]!, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

/** `capabilities/<kind>/<rest>` as one group with the rests as keys. Keys without at least two parts behind the kind are left out. */
export function capabilitiesMap(attributes: readonly Attribute[], kind: string): Attribute[][] {
  const group: Attribute[] = [];
  for (const { key, value } of attributes) {
    if (!key.startsWith(CAPABILITIES + kind)) continue;
    const tokens = key.slice(CAPABILITIES.length).split('/');
    if (tokens.length < 3) continue;
    group.push({ key: tokens.slice(1).join('/'), value });
  }
  return [group];
}
