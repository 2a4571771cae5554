import { GoPanic } from '../../core/errors.ts';
import { formatTimeBytes, type Time } from '../../core/time.ts';
import { concatBytes, lengthPrefix } from '../../store/keys.ts';

export const MODULE_NAME = 'feegrant';
export const STORE_KEY = MODULE_NAME;

/** 0x00 | length, grantee | length, granter -> Grant. */
export const ALLOWANCE_PREFIX: Uint8Array = Uint8Array.of(0x00);
/** 0x01 | expiration, 29 bytes | length, grantee | length, granter -> empty. */
export const QUEUE_PREFIX: Uint8Array = Uint8Array.of(0x01);

const TIME_LENGTH = 29;

export function allowanceKey(granter: Uint8Array, grantee: Uint8Array): Uint8Array {
  return concatBytes(allowancesOf(grantee), lengthPrefix(granter));
}

/** Prefix of all allowances to a grantee. */
export function allowancesOf(grantee: Uint8Array): Uint8Array {
  return concatBytes(ALLOWANCE_PREFIX, lengthPrefix(grantee));
}

export function queueKey(expiration: Time, granter: Uint8Array, grantee: Uint8Array): Uint8Array {
  return concatBytes(queueTimePrefix(expiration), lengthPrefix(grantee), lengthPrefix(granter));
}

export function queueTimePrefix(expiration: Time): Uint8Array {
  return concatBytes(QUEUE_PREFIX, formatTimeBytes(expiration));
}

interface Parties {
  readonly granter: Uint8Array;
  readonly grantee: Uint8Array;
}

/** The addresses behind `at`. Too short a key is a panic. */
function parties(key: Uint8Array, at: number): Parties {
  const part = (start: number): Uint8Array => {
    const end = start + 1 + (key[start] ?? 0);
    if (key.length < end) throw new GoPanic(`expected key of length at least ${end}, got ${key.length}`);
    return key.subarray(start + 1, end);
  };
  const grantee = part(at);
  return { grantee, granter: part(at + 1 + grantee.length) };
}

export function parseAllowanceKey(key: Uint8Array): Parties {
  return parties(key, 1);
}

export function parseQueueKey(key: Uint8Array): Parties {
  return parties(key, 1 + TIME_LENGTH);
}
