import type { Context } from '../../core/context.ts';
import type { StoreKey } from '../../core/store.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { prefixIterator } from '../../store/prefix.ts';
import { AuditedAttributesStore, type AuditedProvider } from '../../wire/gen/akash/audit/v1/audit.ts';
import type { Attribute } from '../../wire/gen/akash/base/attributes/v1/attribute.ts';
import { sortAttributes } from '../attributes/attributes.ts';
import { ErrAttributeNotFound, ErrProviderNotFound } from './errors.ts';
import { trustedAuditorCreated, trustedAuditorDeleted } from './events.ts';
import { PROVIDER_ID_PREFIX, type ProviderId, parseIdFromKey, providerKey, providerPrefix } from './keys.ts';

export interface AuditKeeperDeps {
  readonly storeKey: StoreKey;
}

/** What auditors say of providers. Source: node x/audit/keeper. */
export class AuditKeeper {
  readonly storeKey: StoreKey;

  constructor(deps: AuditKeeperDeps) {
    this.storeKey = deps.storeKey;
  }

  /** What one auditor says of one owner, or undefined. */
  getProviderByAuditor(ctx: Context, id: ProviderId): AuditedProvider | undefined {
    const value = ctx.kvStore(this.storeKey).get(providerKey(id));
    return value === undefined ? undefined : audited(id, value);
  }

  /** What all auditors say of an owner, by auditor; empty when nobody does. */
  getProviderAttributes(ctx: Context, owner: Uint8Array): AuditedProvider[] {
    const found: AuditedProvider[] = [];
    this.collect(ctx, providerPrefix(owner), (provider) => {
      found.push(provider);
      return false;
    });
    return found;
  }

  /** Calls `fn` for each record, by owner and auditor, until it returns true. */
  withProviders(ctx: Context, fn: (provider: AuditedProvider) => boolean): void {
    this.collect(ctx, PROVIDER_ID_PREFIX, fn);
  }

  private collect(ctx: Context, prefix: Uint8Array, fn: (provider: AuditedProvider) => boolean): void {
    const it = prefixIterator(ctx.kvStore(this.storeKey), prefix);
    for (; it.valid(); it.next()) if (fn(audited(parseIdFromKey(it.key()), it.value()))) break;
    it.close();
  }

  /** Adds to what the auditor said before; a key said again takes the new value. */
  createOrUpdateProviderAttributes(ctx: Context, id: ProviderId, said: readonly Attribute[]): void {
    const store = ctx.kvStore(this.storeKey);
    const key = providerKey(id);
    const before = store.get(key);
    // PARITY: node x/audit/keeper/keeper.go: nothing is checked, and only merging removes duplicate keys.
    const attributes = before === undefined ? said : toList(toMap([...decode(before), ...said]));
    store.set(key, AuditedAttributesStore.encode({ attributes: sortAttributes(attributes) }));
    ctx.eventManager.emit(trustedAuditorCreated(id));
  }

  /** Takes back some keys, or all without any. Throws ErrProviderNotFound, ErrAttributeNotFound. */
  deleteProviderAttributes(ctx: Context, id: ProviderId, keys: readonly string[]): void {
    const store = ctx.kvStore(this.storeKey);
    const key = providerKey(id);
    const before = store.get(key);
    if (before === undefined) throw ErrProviderNotFound.error();
    const left = without(id, decode(before), keys);
    if (left.length === 0) store.delete(key);
    else store.set(key, AuditedAttributesStore.encode({ attributes: sortAttributes(left) }));
    ctx.eventManager.emit(trustedAuditorDeleted(id));
  }
}

function without(id: ProviderId, attributes: readonly Attribute[], keys: readonly string[]): Attribute[] {
  if (keys.length === 0) return [];
  const left = toMap(attributes);
  for (const key of keys) {
    if (left.delete(key)) continue;
    const [auditor, owner] = [accAddressToBech32(id.auditor), accAddressToBech32(id.owner)];
    throw ErrAttributeNotFound.wrap(
      `trying to delete non-existing attribute "${key}" for auditor/provider "${auditor}/${owner}"`,
    );
  }
  return toList(left);
}

function decode(value: Uint8Array): Attribute[] {
  return AuditedAttributesStore.decode(value).attributes;
}

function audited(id: ProviderId, value: Uint8Array): AuditedProvider {
  return {
    owner: accAddressToBech32(id.owner),
    auditor: accAddressToBech32(id.auditor),
    attributes: decode(value),
  };
}

function toMap(attributes: readonly Attribute[]): Map<string, string> {
  return new Map(attributes.map(({ key, value }) => [key, value]));
}

function toList(map: ReadonlyMap<string, string>): Attribute[] {
  return [...map].map(([key, value]) => ({ key, value }));
}
