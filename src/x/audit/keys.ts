import { addressKey, concatBytes, lengthPrefix } from '../../store/keys.ts';

/** Layout of the `audit` store. Source: node x/audit/keeper/key.go. */
export const MODULE_NAME = 'audit';
export const STORE_KEY = MODULE_NAME;

// 0x01 | length, owner | length, auditor -> AuditedAttributesStore
export const PROVIDER_ID_PREFIX: Uint8Array = Uint8Array.of(0x01);

/** Whose attributes, and who vouches for them: raw addresses. */
export interface ProviderId {
  readonly owner: Uint8Array;
  readonly auditor: Uint8Array;
}

export function providerKey(id: ProviderId): Uint8Array {
  return concatBytes(providerPrefix(id.owner), lengthPrefix(id.auditor));
}

/** What all auditors say of one owner. */
export function providerPrefix(owner: Uint8Array): Uint8Array {
  return addressKey(PROVIDER_ID_PREFIX, owner);
}

/** The reverse of {@link providerKey}. */
export function parseIdFromKey(key: Uint8Array): ProviderId {
  const auditorAt = 2 + key[1]!;
  return { owner: key.slice(2, auditorAt), auditor: key.slice(auditorAt + 1) };
}
