import { Historical } from './historical.ts';

export type { StakingKeeperDeps } from './params-store.ts';

/**
 * The keeper of the staking module. Its layers, lowest first: params-store, pool, validator-store, unbonding-ids, delegation-store,
 * unbonding-store, redelegation-store, validator-state, bonding, slash, validator-set, historical.
 *
 * Methods have the reference's names. `find…` methods return undefined where `get…` throw the module's error.
 */
export class StakingKeeper extends Historical {}
