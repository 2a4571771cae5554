import type { Context } from '../../core/context.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { Provider } from '../../wire/gen/akash/provider/v1beta4/provider.ts';
import type { ProviderKeeper } from './keeper.ts';
import { PROVIDER_PREFIX } from './keys.ts';

/** Every provider is stored under its owner's address. Returns the violations. */
export function providersAreTheirOwners(k: ProviderKeeper, ctx: Context): string[] {
  const found: string[] = [];
  const it = ctx.kvStore(k.storeKey).iterator(undefined, undefined);
  for (; it.valid(); it.next()) {
    const { owner } = Provider.decode(it.value());
    const named = accAddressToBech32(it.key().slice(PROVIDER_PREFIX.length + 1));
    if (named !== owner) found.push(`provider ${owner} is stored under ${named}`);
  }
  it.close();
  return found;
}
