import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { GenesisState } from '../../wire/gen/cosmos/auth/v1beta1/genesis.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import type { AccountI } from './account.ts';
import type { AccountKeeper } from './keeper.ts';
import { FEE_COLLECTOR_NAME } from './keys.ts';
import { DEFAULT_PARAMS, validateParams } from './params.ts';

/** Source: cosmos-sdk x/auth/types/genesis.go, x/auth/keeper/genesis.go. */
export function defaultGenesis(): GenesisState {
  return GenesisState.create({ params: DEFAULT_PARAMS });
}

/** Throws GoError. */
export function validateGenesis(genesis: GenesisState, keeper: AccountKeeper): void {
  validateParams(genesis.params);
  const seen = new Set<string>();
  for (const account of unpackAccounts(genesis.accounts, keeper)) {
    const address = accAddressToBech32(account.getAddress());
    if (seen.has(address)) throw new GoError(`duplicate account found in genesis state; address: ${address}`);
    seen.add(address);
    try {
      account.validate();
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      throw new GoError(`invalid account found in genesis state; address: ${address}, error: ${e.message}`);
    }
  }
}

function unpackAccounts(accounts: readonly Any[], keeper: AccountKeeper): AccountI[] {
  return accounts.map((any) => {
    if (any.typeUrl === '') throw new GoError('expected genesis account');
    return keeper.unpackAccount(any);
  });
}

/** Gives each number once, to the first that has it; the others get the lowest that are free. In order of number. */
export function sanitizeAccounts(accounts: readonly AccountI[]): AccountI[] {
  const used = new Set<bigint>();
  const doubled = new Map<bigint, number[]>();
  accounts.forEach((account, i) => {
    const n = account.getAccountNumber();
    if (!used.has(n)) used.add(n);
    else doubled.set(n, [...(doubled.get(n) ?? []), i]);
  });

  const result = [...accounts];
  const byNumber = [...doubled].sort(([a], [b]) => (a < b ? -1 : 1));
  let free = 0n;
  for (const i of byNumber.flatMap(([, indexes]) => indexes)) {
    while (used.has(free)) free++;
    result[i] = result[i]!.withAccountNumber(free);
    used.add(free);
  }
  return result.sort((a, b) => (a.getAccountNumber() < b.getAccountNumber() ? -1 : 1));
}

/** Writes the accounts in order of number; the next number is then one above the highest. */
export function initGenesis(ctx: Context, keeper: AccountKeeper, genesis: GenesisState): void {
  keeper.setParams(ctx, genesis.params);
  let last = -1n;
  for (const account of sanitizeAccounts(unpackAccounts(genesis.accounts, keeper))) {
    while (last < account.getAccountNumber()) last = keeper.nextAccountNumber(ctx);
    keeper.setAccount(ctx, account);
  }
  keeper.getModuleAccount(ctx, FEE_COLLECTOR_NAME);
}

/** Accounts in order of address. */
export function exportGenesis(ctx: Context, keeper: AccountKeeper): GenesisState {
  return {
    params: keeper.getParams(ctx),
    accounts: keeper.getAllAccounts(ctx).map((account) => keeper.packAccount(account)),
  };
}
