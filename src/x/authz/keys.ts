import { GoPanic } from '../../core/errors.ts';
import { textBytes } from '../../core/go-text.ts';
import { formatTimeBytes, parseTimeBytes, type Time } from '../../core/time.ts';
import { concatBytes, lengthPrefix } from '../../store/keys.ts';
import { textFromBytes } from '../../wire/utf8.ts';

export const MODULE_NAME = 'authz';
export const STORE_KEY = MODULE_NAME;

/** 0x01 | length, granter | length, grantee | length, message type -> Grant. */
export const GRANT_PREFIX: Uint8Array = Uint8Array.of(0x01);
/** 0x02 | expiration, 29 bytes | length, granter | length, grantee -> GrantQueueItem. */
export const QUEUE_PREFIX: Uint8Array = Uint8Array.of(0x02);
/** 0x03 | length, grantee | length, granter | length, message type -> 0x01. */
export const GRANTEE_GRANTER_PREFIX: Uint8Array = Uint8Array.of(0x03);
/** 0x04 | length, grantee | length, message type | length, granter -> 0x01. */
export const GRANTEE_TYPE_PREFIX: Uint8Array = Uint8Array.of(0x04);

const TIME_LENGTH = 29;
const NOTHING = new Uint8Array(0);

/** The message type behind its length, of which one byte is kept. */
function typePart(msgType: string): Uint8Array {
  const bytes = textBytes(msgType);
  return concatBytes(Uint8Array.of(bytes.length & 255), bytes);
}

/** A key of up to three parts: it ends before the first that is empty. */
function key(prefix: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const end = parts.findIndex((p) => p.length === 0);
  return concatBytes(prefix, ...(end < 0 ? parts : parts.slice(0, end)));
}

const optionalType = (msgType: string): Uint8Array => (msgType === '' ? NOTHING : typePart(msgType));

/** Without the message type: the prefix of all grants between the two; without the grantee: of all the granter's. */
export function grantKey(grantee: Uint8Array, granter: Uint8Array, msgType: string): Uint8Array {
  return key(GRANT_PREFIX, lengthPrefix(granter), lengthPrefix(grantee), optionalType(msgType));
}

export function granteeGranterKey(grantee: Uint8Array, granter: Uint8Array, msgType: string): Uint8Array {
  return key(GRANTEE_GRANTER_PREFIX, lengthPrefix(grantee), lengthPrefix(granter), optionalType(msgType));
}

export function granteeTypeKey(grantee: Uint8Array, msgType: string, granter: Uint8Array): Uint8Array {
  return key(GRANTEE_TYPE_PREFIX, lengthPrefix(grantee), optionalType(msgType), lengthPrefix(granter));
}

export function queueKey(expiration: Time, granter: Uint8Array, grantee: Uint8Array): Uint8Array {
  return concatBytes(queueTimePrefix(expiration), lengthPrefix(granter), lengthPrefix(grantee));
}

export function queueTimePrefix(expiration: Time): Uint8Array {
  return concatBytes(QUEUE_PREFIX, formatTimeBytes(expiration));
}

/** Reads parts behind one length byte each. Too short a key is a panic. */
class KeyReader {
  private readonly bytes: Uint8Array;
  private at: number;
  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }
  private need(end: number): void {
    if (this.bytes.length < end) {
      throw new GoPanic(`expected key of length at least ${end}, got ${this.bytes.length}`);
    }
  }
  part(): Uint8Array {
    this.need(this.at + 1);
    const start = this.at + 1;
    const end = start + this.bytes[this.at]!;
    this.need(end);
    this.at = end;
    return this.bytes.subarray(start, end);
  }
  rest(): Uint8Array {
    return this.bytes.subarray(this.at);
  }
}

export interface GrantParts {
  readonly granter: Uint8Array;
  readonly grantee: Uint8Array;
}

/**
 * The parts of a grant's key.
 *
 * PARITY: akash cosmos-sdk x/authz/keeper/keys/keys.go ParseGrantStoreKey: the message type comes with the length byte that
 * this fork writes before it.
 */
export function parseGrantKey(bytes: Uint8Array): GrantParts & { readonly lengthAndMsgType: string } {
  const r = new KeyReader(bytes, 1);
  const granter = r.part();
  const grantee = r.part();
  return { granter, grantee, lengthAndMsgType: textFromBytes(r.rest()) };
}

/** Throws GoError when the time cannot be read. */
export function parseQueueKey(bytes: Uint8Array): GrantParts {
  parseTimeBytes(bytes.subarray(1, 1 + TIME_LENGTH));
  const r = new KeyReader(bytes, 1 + TIME_LENGTH);
  return { granter: r.part(), grantee: r.part() };
}

export function parseGranteeGranterKey(bytes: Uint8Array): GrantParts & { readonly msgType: string } {
  const r = new KeyReader(bytes, 1);
  const grantee = r.part();
  const granter = r.part();
  return { grantee, granter, msgType: textFromBytes(r.part()) };
}

/** The granter of an index entry by message type. */
export function granterOfTypeKey(bytes: Uint8Array): Uint8Array {
  const r = new KeyReader(bytes, 1);
  r.part();
  r.part();
  return r.part();
}
