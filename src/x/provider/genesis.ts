import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import type { GenesisState } from '../../wire/gen/akash/provider/v1beta4/genesis.ts';
import { Provider } from '../../wire/gen/akash/provider/v1beta4/provider.ts';
import { ErrProviderExists } from './errors.ts';
import type { ProviderKeeper } from './keeper.ts';
import { providerKey } from './keys.ts';
import { validateProvider } from './validate.ts';

/** Stores the providers as they are, without events. Source: node x/provider/genesis.go. */
export function initGenesis(k: ProviderKeeper, ctx: Context, genesis: GenesisState): void {
  const store = ctx.kvStore(k.storeKey);
  for (const provider of genesis.providers) {
    const key = providerKey(ownerOf(provider));
    if (store.has(key)) throw refused(ErrProviderExists.error());
    store.set(key, Provider.encode(provider));
  }
}

function ownerOf(provider: Provider): Uint8Array {
  try {
    return accAddressFromBech32(provider.owner);
  } catch (e) {
    throw e instanceof GoErrorBase ? refused(e) : e;
  }
}

function refused(e: GoErrorBase): GoPanic {
  return new GoPanic(`provider genesis init: ${e.message}`);
}

export function exportGenesis(k: ProviderKeeper, ctx: Context): GenesisState {
  const providers: Provider[] = [];
  k.withProviders(ctx, (provider) => {
    providers.push(provider);
    return false;
  });
  return { providers };
}

export function defaultGenesis(): GenesisState {
  return { providers: [] };
}

/** Throws a Go error when the state is not acceptable. */
export function validateGenesis(genesis: GenesisState): void {
  for (const provider of genesis.providers) validateProvider('MsgCreate', provider);
}
