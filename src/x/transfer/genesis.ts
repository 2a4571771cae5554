import type { Context } from '../../core/context.ts';
import { GoPanic, InternalError } from '../../core/errors.ts';
import { textBytes } from '../../core/go-text.ts';
import type { StoreKey } from '../../core/store.ts';
import type { GenesisState } from '../../wire/gen/ibc/applications/transfer/v1/genesis.ts';
import { Params } from '../../wire/gen/ibc/applications/transfer/v1/transfer.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { PARAMS_KEY, PORT_KEY } from './keys.ts';

/** Genesis section → state. Source: ibc-go modules/apps/transfer/keeper/genesis.go. */
export function initGenesis(ctx: Context, storeKey: StoreKey, genesis: GenesisState): void {
  for (const field of ['denoms', 'totalEscrowed'] as const) {
    if (genesis[field].length > 0) throw new InternalError(`transfer: genesis with ${field} is not built yet`);
  }
  const store = ctx.kvStore(storeKey);
  store.set(PORT_KEY, textBytes(genesis.portId));
  store.set(PARAMS_KEY, Params.encode(genesis.params));
}

/** State → genesis section. */
export function exportGenesis(ctx: Context, storeKey: StoreKey): GenesisState {
  const store = ctx.kvStore(storeKey);
  const params = store.get(PARAMS_KEY);
  if (params === undefined) throw new GoPanic('transfer params are not set in store');
  const portId = textFromBytes(store.get(PORT_KEY) ?? new Uint8Array(0));
  return { portId, denoms: [], params: Params.decode(params), totalEscrowed: [] };
}
