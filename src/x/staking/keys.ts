import { InternalError } from '../../core/errors.ts';
import { formatTimeBytes, parseTimeBytes, type Time } from '../../core/time.ts';

/**
 * Store layout of the staking module. Source: cosmos-sdk x/staking/types/keys.go.
 *
 * Addresses are raw bytes; `lp(a)` is one length byte, then the address. `time` is `2006-01-02T15:04:05.000000000` as text.
 */
export const MODULE_NAME = 'staking';
export const STORE_KEY = MODULE_NAME;

/** Accounts that hold bonded tokens, and those of unbonded and unbonding validators and unbonding delegations. */
export const BONDED_POOL_NAME = 'bonded_tokens_pool';
export const NOT_BONDED_POOL_NAME = 'not_bonded_tokens_pool';

const bytes = (...b: number[]): Uint8Array => Uint8Array.from(b);

/** 0x11 | lp(operator) -> Int64Value: power that CometBFT was last told of. */
export const LAST_VALIDATOR_POWER_PREFIX: Uint8Array = bytes(0x11);
/** 0x12 -> IntProto: sum of the last powers. */
export const LAST_TOTAL_POWER_KEY: Uint8Array = bytes(0x12);
/** 0x21 | lp(operator) -> Validator. */
export const VALIDATORS_PREFIX: Uint8Array = bytes(0x21);
/** 0x22 | lp(consensus address) -> operator. */
const VALIDATORS_BY_CONS_ADDR = 0x22;
/** 0x23 | power u64be | length of operator | operator, every bit inverted -> operator. */
export const VALIDATORS_BY_POWER_PREFIX: Uint8Array = bytes(0x23);
/** 0x31 | lp(delegator) | lp(operator) -> Delegation. */
export const DELEGATION_PREFIX: Uint8Array = bytes(0x31);
/** 0x32 | lp(delegator) | lp(operator) -> UnbondingDelegation. */
export const UNBONDING_DELEGATION_PREFIX: Uint8Array = bytes(0x32);
/** 0x33 | lp(operator) | lp(delegator) -> nothing. */
const UNBONDING_DELEGATION_BY_VALIDATOR = 0x33;
/** 0x34 | lp(delegator) | lp(source) | lp(destination) -> Redelegation. */
export const REDELEGATION_PREFIX: Uint8Array = bytes(0x34);
/** 0x35 | lp(source) | lp(delegator) | lp(destination) -> nothing. */
const REDELEGATION_BY_SOURCE = 0x35;
/** 0x36 | lp(destination) | lp(delegator) | lp(source) -> nothing. */
const REDELEGATION_BY_DESTINATION = 0x36;
/** 0x37 -> u64be: the last unbonding id given out. */
export const UNBONDING_ID_KEY: Uint8Array = bytes(0x37);
/** 0x38 | id u64be -> key of the record that unbonds. */
const UNBONDING_INDEX = 0x38;
/** 0x39 | id u64be -> {@link UnbondingType} u64be. */
const UNBONDING_TYPE = 0x39;
/** 0x41 | time -> DVPairs. */
export const UNBONDING_QUEUE_PREFIX: Uint8Array = bytes(0x41);
/** 0x42 | time -> DVVTriplets. */
export const REDELEGATION_QUEUE_PREFIX: Uint8Array = bytes(0x42);
/** 0x43 | length of time u64be | time | height u64be -> ValAddresses. */
export const VALIDATOR_QUEUE_PREFIX: Uint8Array = bytes(0x43);
/** 0x50 | height u64be -> HistoricalInfo. */
export const HISTORICAL_INFO_PREFIX: Uint8Array = bytes(0x50);
/** 0x51 -> Params. */
export const PARAMS_KEY: Uint8Array = bytes(0x51);
/** 0x61 -> ValidatorUpdates of the last block. */
export const VALIDATOR_UPDATES_KEY: Uint8Array = bytes(0x61);
/** 0x71 | lp(operator) | delegator -> nothing. */
const DELEGATION_BY_VALIDATOR = 0x71;

/** What kind of record an unbonding id stands for. */
export const UnbondingType = {
  Undefined: 0n,
  UnbondingDelegation: 1n,
  Redelegation: 2n,
  ValidatorUnbonding: 3n,
} as const;
export type UnbondingType = bigint;

/** prefix | lp(each address). */
function addressKey(prefix: number, ...addresses: readonly Uint8Array[]): Uint8Array {
  let length = 1;
  for (const a of addresses) length += 1 + a.length;
  const key = new Uint8Array(length);
  key[0] = prefix;
  let at = 1;
  for (const a of addresses) {
    if (a.length > 255) throw new InternalError(`an address of ${a.length} bytes in a staking key`);
    key[at] = a.length;
    key.set(a, at + 1);
    at += 1 + a.length;
  }
  return key;
}

function u64Key(prefix: number, n: bigint): Uint8Array {
  const key = new Uint8Array(9);
  key[0] = prefix;
  new DataView(key.buffer).setBigUint64(1, BigInt.asUintN(64, n));
  return key;
}

function timeKey(prefix: number, t: Time): Uint8Array {
  const text = formatTimeBytes(t);
  const key = new Uint8Array(1 + text.length);
  key[0] = prefix;
  key.set(text, 1);
  return key;
}

export const lastValidatorPowerKey = (operator: Uint8Array): Uint8Array => addressKey(0x11, operator);
export const validatorKey = (operator: Uint8Array): Uint8Array => addressKey(0x21, operator);
export const validatorByConsAddrKey = (consAddr: Uint8Array): Uint8Array =>
  addressKey(VALIDATORS_BY_CONS_ADDR, consAddr);

/** The operator in a key of the form prefix | lp(operator). */
export const operatorOfKey = (key: Uint8Array): Uint8Array => key.slice(2);

/** `power` is in units of consensus power. */
export function validatorByPowerKey(power: bigint, operator: Uint8Array): Uint8Array {
  const key = new Uint8Array(10 + operator.length);
  key[0] = 0x23;
  new DataView(key.buffer).setBigUint64(1, BigInt.asUintN(64, power));
  key[9] = operator.length;
  for (let i = 0; i < operator.length; i++) key[10 + i] = ~operator[i]!;
  return key;
}

export function validatorQueueKey(time: Time, height: bigint): Uint8Array {
  const text = formatTimeBytes(time);
  const key = new Uint8Array(1 + 8 + text.length + 8);
  const view = new DataView(key.buffer);
  key[0] = 0x43;
  view.setBigUint64(1, BigInt(text.length));
  key.set(text, 9);
  view.setBigUint64(9 + text.length, BigInt.asUintN(64, height));
  return key;
}

export function parseValidatorQueueKey(key: Uint8Array): { time: Time; height: bigint } {
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  const length = Number(view.getBigUint64(1));
  return {
    time: parseTimeBytes(key.subarray(9, 9 + length)),
    height: BigInt.asIntN(64, view.getBigUint64(9 + length)),
  };
}

export const delegationsPrefix = (delegator: Uint8Array): Uint8Array => addressKey(0x31, delegator);
export const delegationKey = (delegator: Uint8Array, operator: Uint8Array): Uint8Array =>
  addressKey(0x31, delegator, operator);

export const delegationsByValidatorPrefix = (operator: Uint8Array): Uint8Array =>
  addressKey(DELEGATION_BY_VALIDATOR, operator);

// The delegator ends the key without a length of its own.
export function delegationByValidatorKey(operator: Uint8Array, delegator: Uint8Array): Uint8Array {
  const prefix = delegationsByValidatorPrefix(operator);
  const key = new Uint8Array(prefix.length + delegator.length);
  key.set(prefix);
  key.set(delegator, prefix.length);
  return key;
}

/** The delegator in a key made by {@link delegationByValidatorKey}. */
export const delegatorOfValidatorKey = (key: Uint8Array): Uint8Array => key.slice(2 + key[1]!);

export const unbondingDelegationsPrefix = (delegator: Uint8Array): Uint8Array => addressKey(0x32, delegator);
export const unbondingDelegationKey = (delegator: Uint8Array, operator: Uint8Array): Uint8Array =>
  addressKey(0x32, delegator, operator);
export const unbondingDelegationsByValidatorPrefix = (operator: Uint8Array): Uint8Array =>
  addressKey(UNBONDING_DELEGATION_BY_VALIDATOR, operator);
export const unbondingDelegationByValidatorKey = (delegator: Uint8Array, operator: Uint8Array): Uint8Array =>
  addressKey(UNBONDING_DELEGATION_BY_VALIDATOR, operator, delegator);

/** The addresses of a key of the form prefix | lp(a) | lp(b) ..., in order. */
function addressesOfKey(key: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let at = 1; at < key.length; at += 1 + key[at]!) out.push(key.subarray(at + 1, at + 1 + key[at]!));
  return out;
}

/** Key of the record that a key of the index by validator stands for. */
export function unbondingDelegationKeyOfIndex(indexKey: Uint8Array): Uint8Array {
  const [operator, delegator] = addressesOfKey(indexKey);
  return unbondingDelegationKey(delegator!, operator!);
}

export const redelegationsPrefix = (delegator: Uint8Array): Uint8Array => addressKey(0x34, delegator);
export const redelegationKey = (delegator: Uint8Array, source: Uint8Array, destination: Uint8Array): Uint8Array =>
  addressKey(0x34, delegator, source, destination);
export const redelegationsFromPrefix = (source: Uint8Array): Uint8Array => addressKey(REDELEGATION_BY_SOURCE, source);
export const redelegationBySourceKey = (
  delegator: Uint8Array,
  source: Uint8Array,
  destination: Uint8Array,
): Uint8Array => addressKey(REDELEGATION_BY_SOURCE, source, delegator, destination);
export const redelegationByDestinationKey = (
  delegator: Uint8Array,
  source: Uint8Array,
  destination: Uint8Array,
): Uint8Array => addressKey(REDELEGATION_BY_DESTINATION, destination, delegator, source);
export const redelegationsOfDelegatorToPrefix = (delegator: Uint8Array, destination: Uint8Array): Uint8Array =>
  addressKey(REDELEGATION_BY_DESTINATION, destination, delegator);

/** Key of the record that a key of the index by source stands for. */
export function redelegationKeyOfSourceIndex(indexKey: Uint8Array): Uint8Array {
  const [source, delegator, destination] = addressesOfKey(indexKey);
  return redelegationKey(delegator!, source!, destination!);
}

export const unbondingIndexKey = (id: bigint): Uint8Array => u64Key(UNBONDING_INDEX, id);
export const unbondingTypeKey = (id: bigint): Uint8Array => u64Key(UNBONDING_TYPE, id);
export const unbondingQueueKey = (t: Time): Uint8Array => timeKey(0x41, t);
export const redelegationQueueKey = (t: Time): Uint8Array => timeKey(0x42, t);
export const historicalInfoKey = (height: bigint): Uint8Array => u64Key(0x50, height);
