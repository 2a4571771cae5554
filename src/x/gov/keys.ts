import { textBytes } from '../../core/go-text.ts';
import { formatTimeBytes, type Time } from '../../core/time.ts';
import { concatBytes, lengthPrefix, readU64be, u64be } from '../../store/keys.ts';

export const MODULE_NAME = 'gov';
export const STORE_KEY = MODULE_NAME;
/** Route of the legacy text proposals. */
export const ROUTER_KEY = MODULE_NAME;

/** 0x00 | id u64be -> Proposal. */
export const PROPOSALS_PREFIX: Uint8Array = Uint8Array.of(0x00);
/** 0x01 | end of voting, 29 bytes | id u64be -> id u64be. */
export const ACTIVE_QUEUE_PREFIX: Uint8Array = Uint8Array.of(0x01);
/** 0x02 | end of deposits, 29 bytes | id u64be -> id u64be. */
export const INACTIVE_QUEUE_PREFIX: Uint8Array = Uint8Array.of(0x02);
/** 0x03 -> the next proposal's id, u64be. */
export const PROPOSAL_ID_KEY: Uint8Array = Uint8Array.of(0x03);
/** 0x04 | id u64be -> 0x01 while the proposal is voted on. */
export const VOTING_PERIOD_PREFIX: Uint8Array = Uint8Array.of(0x04);
/** 0x10 | id u64be | length, depositor -> Deposit. */
export const DEPOSITS_PREFIX: Uint8Array = Uint8Array.of(0x10);
/** 0x20 | id u64be | length, voter -> Vote. */
export const VOTES_PREFIX: Uint8Array = Uint8Array.of(0x20);
/** 0x30 -> Params. */
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x30);
/** 0x31 -> the constitution, text. */
export const CONSTITUTION_KEY: Uint8Array = Uint8Array.of(0x31);

const TIME_LENGTH = 29;

export const proposalKey = (id: bigint): Uint8Array => concatBytes(PROPOSALS_PREFIX, u64be(id));
export const votingPeriodKey = (id: bigint): Uint8Array => concatBytes(VOTING_PERIOD_PREFIX, u64be(id));
export const depositsOf = (id: bigint): Uint8Array => concatBytes(DEPOSITS_PREFIX, u64be(id));
export const votesOf = (id: bigint): Uint8Array => concatBytes(VOTES_PREFIX, u64be(id));
export const depositKey = (id: bigint, depositor: Uint8Array): Uint8Array =>
  concatBytes(depositsOf(id), lengthPrefix(depositor));
export const voteKey = (id: bigint, voter: Uint8Array): Uint8Array => concatBytes(votesOf(id), lengthPrefix(voter));

/** Everything in a queue that ends before or at a time begins with less than, or with, this. */
export const queueUntil = (queue: Uint8Array, end: Time): Uint8Array => concatBytes(queue, formatTimeBytes(end));
export const queueKey = (queue: Uint8Array, end: Time, id: bigint): Uint8Array =>
  concatBytes(queueUntil(queue, end), u64be(id));

/** The proposal id of a queue's key. */
export function idOfQueueKey(key: Uint8Array): bigint {
  return readU64be(key, 1 + TIME_LENGTH);
}

/** The address of a deposit's or vote's key. */
export function addressOfKey(key: Uint8Array): Uint8Array {
  return key.subarray(1 + 8 + 1);
}

export const constitutionBytes = (text: string): Uint8Array => textBytes(text);
