import type { Context } from '../../core/context.ts';
import { GoPanic } from '../../core/errors.ts';
import type { StoreKey } from '../../core/store.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { Provider } from '../../wire/gen/akash/provider/v1beta4/provider.ts';
import { ErrProviderExists, ErrProviderNotFound } from './errors.ts';
import { providerCreated, providerUpdated } from './events.ts';
import { PROVIDER_PREFIX, providerKey } from './keys.ts';

export interface ProviderKeeperDeps {
  readonly storeKey: StoreKey;
}

/** Who offers resources, at which address and with which attributes. Source: node x/provider/keeper. */
export class ProviderKeeper {
  readonly storeKey: StoreKey;

  constructor(deps: ProviderKeeperDeps) {
    this.storeKey = deps.storeKey;
  }

  /** The provider of an owner, or undefined. The question whether there is one is charged apart from reading it. */
  get(ctx: Context, owner: Uint8Array): Provider | undefined {
    const store = ctx.kvStore(this.storeKey);
    const key = providerKey(owner);
    return store.has(key) ? Provider.decode(store.get(key)!) : undefined;
  }

  /** Throws ErrProviderExists. */
  create(ctx: Context, provider: Provider): void {
    const store = ctx.kvStore(this.storeKey);
    const owner = accAddressFromBech32(provider.owner);
    const key = providerKey(owner);
    if (store.has(key)) throw ErrProviderExists.error();
    store.set(key, Provider.encode(provider));
    ctx.eventManager.emit(providerCreated(accAddressToBech32(owner)));
  }

  /** Replaces all of it. Throws ErrProviderNotFound. */
  update(ctx: Context, provider: Provider): void {
    const store = ctx.kvStore(this.storeKey);
    const owner = accAddressFromBech32(provider.owner);
    const key = providerKey(owner);
    if (!store.has(key)) throw ErrProviderNotFound.error();
    store.set(key, Provider.encode(provider));
    ctx.eventManager.emit(providerUpdated(accAddressToBech32(owner)));
  }

  /** PARITY: node x/provider/keeper/keeper.go: there is no deletion. */
  delete(_ctx: Context, _owner: Uint8Array): never {
    throw new GoPanic('TODO');
  }

  /** Calls `fn` for each provider, by address, until it returns true. */
  withProviders(ctx: Context, fn: (provider: Provider) => boolean): void {
    const it = new PrefixStore(ctx.kvStore(this.storeKey), PROVIDER_PREFIX).iterator(undefined, undefined);
    for (; it.valid(); it.next()) if (fn(Provider.decode(it.value()))) break;
    it.close();
  }
}
