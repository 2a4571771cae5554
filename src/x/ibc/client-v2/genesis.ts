import type { Context } from '../../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../../core/errors.ts';
import type { GenesisCounterpartyInfo, GenesisState } from '../../../wire/gen/ibc/core/client/v2/genesis.ts';
import type { ClientV2Keeper } from './keeper.ts';

/** Source: ibc-go modules/core/02-client/v2/genesis.go, types/genesis.go. */

export function defaultGenesis(): GenesisState {
  return { counterpartyInfos: [] };
}

/** Genesis section → state. */
export function initGenesis(k: ClientV2Keeper, ctx: Context, genesis: GenesisState): void {
  try {
    validateGenesis(genesis);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`invalid genesis state: ${e.message}`);
    throw e;
  }
  for (const { clientId, counterpartyInfo } of genesis.counterpartyInfos) {
    k.setClientCounterparty(ctx, clientId, counterpartyInfo);
  }
}

/** State → genesis section. `clientIds` are all clients in order. */
export function exportGenesis(k: ClientV2Keeper, ctx: Context, clientIds: readonly string[]): GenesisState {
  const counterpartyInfos: GenesisCounterpartyInfo[] = [];
  for (const clientId of clientIds) {
    const counterpartyInfo = k.getClientCounterparty(ctx, clientId);
    if (counterpartyInfo !== undefined) counterpartyInfos.push({ clientId, counterpartyInfo });
  }
  return { counterpartyInfos };
}

/** Throws GoError when the section is not acceptable. */
export function validateGenesis({ counterpartyInfos }: GenesisState): void {
  const seen = new Set<string>();
  for (const { clientId, counterpartyInfo } of counterpartyInfos) {
    if (clientId === '') throw new GoError('counterparty client id cannot be empty');
    // PARITY: ibc-go 02-client/v2/types/genesis.go: registering such a counterparty is allowed, and its export is refused.
    if (clientId === counterpartyInfo.clientId) {
      throw new GoError('counterparty client id and client id cannot be the same');
    }
    if (counterpartyInfo.merklePrefix.length === 0) {
      throw new GoError('counterparty merkle prefix cannot be empty');
    }
    // PARITY: ibc-go 02-client/v2/types/genesis.go: a format that is never filled in.
    if (seen.has(clientId)) throw new GoError('duplicate counterparty client id %s found');
    seen.add(clientId);
  }
}
