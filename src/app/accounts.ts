import { accAddressToBech32, moduleAddress } from '../crypto/address.ts';

/** Module accounts and what they may do. Source: node app/mac.go. */
export const MODULE_ACCOUNT_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  fee_collector: [],
  escrow: [],
  distribution: [],
  mint: ['minter'],
  bonded_tokens_pool: ['burner', 'staking'],
  not_bonded_tokens_pool: ['burner', 'staking'],
  gov: ['burner'],
  transfer: ['minter', 'burner'],
};

/** Addresses that may not receive coins from outside: every module account. */
export function blockedAddresses(): ReadonlySet<string> {
  return new Set(Object.keys(MODULE_ACCOUNT_PERMISSIONS).map((name) => accAddressToBech32(moduleAddress(name))));
}

/** The account that governs all parameters. */
export const GOV_AUTHORITY = accAddressToBech32(moduleAddress('gov'));
