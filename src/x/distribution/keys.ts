import { addressKey, concatBytes, lengthPrefix, readU64be, u64be } from '../../store/keys.ts';

/**
 * Layout of the `distribution` store. `lp(a)` is one length byte, then the address; validators are named by their operator's address.
 * Source: cosmos-sdk x/distribution/types/keys.go.
 */
export const MODULE_NAME = 'distribution';
export const STORE_KEY = MODULE_NAME;

// 0x00 -> FeePool
export const FEE_POOL_KEY: Uint8Array = Uint8Array.of(0x00);
// 0x01 -> BytesValue: consensus address of the proposer of the last block
export const PROPOSER_KEY: Uint8Array = Uint8Array.of(0x01);
// 0x02 | lp(validator) -> ValidatorOutstandingRewards
export const OUTSTANDING_REWARDS_PREFIX: Uint8Array = Uint8Array.of(0x02);
// 0x03 | lp(delegator) -> address that rewards are paid to
export const WITHDRAW_ADDR_PREFIX: Uint8Array = Uint8Array.of(0x03);
// 0x04 | lp(validator) | lp(delegator) -> DelegatorStartingInfo
export const STARTING_INFO_PREFIX: Uint8Array = Uint8Array.of(0x04);
// 0x05 | lp(validator) | period u64 little endian -> ValidatorHistoricalRewards
export const HISTORICAL_REWARDS_PREFIX: Uint8Array = Uint8Array.of(0x05);
// 0x06 | lp(validator) -> ValidatorCurrentRewards
export const CURRENT_REWARDS_PREFIX: Uint8Array = Uint8Array.of(0x06);
// 0x07 | lp(validator) -> ValidatorAccumulatedCommission
export const COMMISSION_PREFIX: Uint8Array = Uint8Array.of(0x07);
// 0x08 | lp(validator) | height u64be | period u64be -> ValidatorSlashEvent
export const SLASH_EVENT_PREFIX: Uint8Array = Uint8Array.of(0x08);
// 0x09 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x09);

export function outstandingRewardsKey(validator: Uint8Array): Uint8Array {
  return addressKey(OUTSTANDING_REWARDS_PREFIX, validator);
}

export function withdrawAddrKey(delegator: Uint8Array): Uint8Array {
  return addressKey(WITHDRAW_ADDR_PREFIX, delegator);
}

export function startingInfoKey(validator: Uint8Array, delegator: Uint8Array): Uint8Array {
  return addressKey(STARTING_INFO_PREFIX, validator, lengthPrefix(delegator));
}

export function historicalRewardsPrefix(validator: Uint8Array): Uint8Array {
  return addressKey(HISTORICAL_REWARDS_PREFIX, validator);
}

export function historicalRewardsKey(validator: Uint8Array, period: bigint): Uint8Array {
  return addressKey(HISTORICAL_REWARDS_PREFIX, validator, u64be(period).reverse());
}

export function currentRewardsKey(validator: Uint8Array): Uint8Array {
  return addressKey(CURRENT_REWARDS_PREFIX, validator);
}

export function commissionKey(validator: Uint8Array): Uint8Array {
  return addressKey(COMMISSION_PREFIX, validator);
}

export function slashEventPrefix(validator: Uint8Array): Uint8Array {
  return addressKey(SLASH_EVENT_PREFIX, validator);
}

export function slashEventHeightPrefix(validator: Uint8Array, height: bigint): Uint8Array {
  return addressKey(SLASH_EVENT_PREFIX, validator, u64be(height));
}

export function slashEventKey(validator: Uint8Array, height: bigint, period: bigint): Uint8Array {
  return addressKey(SLASH_EVENT_PREFIX, validator, concatBytes(u64be(height), u64be(period)));
}

/** The address in a key of the form prefix | lp(address). */
export function addressOfKey(key: Uint8Array): Uint8Array {
  return key.slice(2);
}

/** What stands in a key of {@link startingInfoKey}. */
export function parseStartingInfoKey(key: Uint8Array): { validator: Uint8Array; delegator: Uint8Array } {
  const end = 2 + key[1]!;
  return { validator: key.slice(2, end), delegator: key.slice(end + 1) };
}

/** What stands in a key of {@link historicalRewardsKey}. */
export function parseHistoricalRewardsKey(key: Uint8Array): { validator: Uint8Array; period: bigint } {
  const end = 2 + key[1]!;
  return { validator: key.slice(2, end), period: readU64be(key.slice(end).reverse()) };
}

/** What stands in a key of {@link slashEventKey}. */
export function parseSlashEventKey(key: Uint8Array): { validator: Uint8Array; height: bigint } {
  const end = 2 + key[1]!;
  return { validator: key.slice(2, end), height: readU64be(key, end) };
}
