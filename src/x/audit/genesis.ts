import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic, wrapError } from '../../core/errors.ts';
import { ErrInvalidAddress } from '../../core/sdk-errors.ts';
import { tryAccAddress } from '../../crypto/address.ts';
import type { AuditedProvider } from '../../wire/gen/akash/audit/v1/audit.ts';
import type { GenesisState } from '../../wire/gen/akash/audit/v1/genesis.ts';
import { validateAttributes } from '../attributes/attributes.ts';
import type { AuditKeeper } from './keeper.ts';
import type { ProviderId } from './keys.ts';

/** Records are signed again, events included. Source: node x/audit/genesis.go. */
export function initGenesis(k: AuditKeeper, ctx: Context, genesis: GenesisState): void {
  for (const record of genesis.providers) {
    k.createOrUpdateProviderAttributes(ctx, importedId(record), record.attributes);
  }
}

function importedId(record: AuditedProvider): ProviderId {
  try {
    return idOf(record);
  } catch (e) {
    throw e instanceof GoErrorBase ? new GoPanic(e.message) : e;
  }
}

function idOf(record: AuditedProvider): ProviderId {
  const owner = tryAccAddress(record.owner);
  if (owner === undefined) throw ErrInvalidAddress.wrap('audited attributes: invalid owner address');
  const auditor = tryAccAddress(record.auditor);
  if (auditor === undefined) throw ErrInvalidAddress.wrap('audited attributes: invalid auditor address');
  return { owner, auditor };
}

export function exportGenesis(k: AuditKeeper, ctx: Context): GenesisState {
  const providers: AuditedProvider[] = [];
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
  for (const record of genesis.providers) {
    idOf(record);
    try {
      validateAttributes(record.attributes);
    } catch (e) {
      throw wrapError(e, 'audited attributes: invalid attributes');
    }
  }
}
