import type { StoreKey } from '../core/store.ts';

/** The 22 trees under the application hash. */
export const STORE_NAMES = [
  'acc',
  'audit',
  'authz',
  'bank',
  'cert',
  'consensus',
  'deployment',
  'distribution',
  'escrow',
  'evidence',
  'feegrant',
  'gov',
  'ibc',
  'market',
  'mint',
  'params',
  'provider',
  'slashing',
  'staking',
  'take',
  'transfer',
  'upgrade',
] as const;

export type StoreName = (typeof STORE_NAMES)[number];

export type StoreKeys = Readonly<Record<StoreName | 'transient_params', StoreKey>>;

/** A fresh set of keys: one application's keys open nothing in another. */
export function newStoreKeys(): StoreKeys {
  const keys: Partial<Record<keyof StoreKeys, StoreKey>> = {
    transient_params: { name: 'transient_params', kind: 'transient' },
  };
  for (const name of STORE_NAMES) keys[name] = { name, kind: 'iavl' };
  return keys as StoreKeys;
}
