/**
 * Addresses: raw bytes inside the state machine, bech32 text at the edges.
 *
 * Conversions are memoised both ways. The byte arrays handed out are shared: nobody changes them.
 * Source: cosmos-sdk types/address.go, types/address/, codec/address/bech32_codec.go.
 */
import { GoError, GoErrorBase, GoPanic } from '../core/errors.ts';
import { compareBytes, trimSpace } from '../core/go-text.ts';
import { ErrLogic, ErrUnknownAddress } from '../core/sdk-errors.ts';
import { decodeBech32, encodeBech32 } from './bech32.ts';
import { BoundedCache } from './cache.ts';
import { sha256, sha256Truncated } from './hash.ts';

export const ACC_PREFIX = 'akash';
export const VAL_PREFIX = 'akashvaloper';
export const CONS_PREFIX = 'akashvalcons';
/** Most bytes of an address. */
export const MAX_ADDRESS_LENGTH = 255;

const utf8 = new TextEncoder();

/** An address and its text. */
interface Pair {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** How many of the last arrays are known again by themselves: a transaction names few addresses, many times. */
const RECENT = 4;
const NOBODY: Pair = { bytes: new Uint8Array(0), text: '' };

/** Conversions of one kind of address. Both ways are remembered; looking bytes up makes nothing. */
class AddressText {
  readonly prefix: string;
  private readonly mask: number;
  /** By slots that the bytes choose: the slot, or the one next door. */
  private readonly pairs: (Pair | undefined)[];
  private readonly bytes: BoundedCache<string, Uint8Array>;
  private readonly recentArrays: Uint8Array[] = new Array<Uint8Array>(RECENT).fill(NOBODY.bytes);
  private readonly recentPairs: Pair[] = new Array<Pair>(RECENT).fill(NOBODY);
  private next = 0;

  /** `cached` is a power of two. */
  constructor(prefix: string, cached: number) {
    this.prefix = prefix;
    this.mask = cached - 1;
    this.pairs = new Array<Pair | undefined>(cached).fill(undefined);
    this.bytes = new BoundedCache(cached);
  }

  /** The text; empty for no bytes. */
  toText(bytes: Uint8Array): string {
    for (let i = 0; i < RECENT; i++) {
      const pair = this.recentPairs[i]!;
      if (this.recentArrays[i] === bytes && same(pair.bytes, bytes)) return pair.text;
    }
    if (bytes.length === 0) return '';
    if (bytes.length > MAX_ADDRESS_LENGTH) return encodeBech32(this.prefix, bytes);
    const pair = this.pairOf(bytes);
    this.recentArrays[this.next] = bytes;
    this.recentPairs[this.next] = pair;
    this.next = (this.next + 1) % RECENT;
    return pair.text;
  }

  private pairOf(bytes: Uint8Array): Pair {
    const { length } = bytes;
    let hash = length;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & this.mask;
    const first = this.pairs[slot];
    if (first !== undefined && same(first.bytes, bytes)) return first;
    const second = this.pairs[slot ^ 1];
    if (second !== undefined && same(second.bytes, bytes)) return second;
    // A copy: the bytes may be a piece of something large.
    const pair = { bytes: bytes.slice(), text: encodeBech32(this.prefix, bytes) };
    this.pairs[slot ^ 1] = first;
    this.pairs[slot] = pair;
    return pair;
  }

  /** The bytes of a well formed text; `mismatch` makes the error for another prefix. */
  fromText(text: string, mismatch: (prefix: string) => GoErrorBase): Uint8Array {
    const known = this.bytes.get(text);
    if (known !== undefined) return known;
    if (trimSpace(text) === '') throw new GoError('empty address string is not allowed');
    const [prefix, bytes] = decodeBech32(text);
    if (prefix !== this.prefix) throw mismatch(prefix);
    verifyAddressFormat(bytes);
    this.bytes.set(text, bytes);
    return bytes;
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const acc = new AddressText(ACC_PREFIX, 1 << 15);
const val = new AddressText(VAL_PREFIX, 1 << 11);
const cons = new AddressText(CONS_PREFIX, 1 << 11);

/** VerifyAddressFormat: 1 to 255 bytes. Throws ErrUnknownAddress. */
export function verifyAddressFormat(bytes: Uint8Array): void {
  if (bytes.length === 0) throw ErrUnknownAddress.wrap('addresses cannot be empty');
  if (bytes.length > MAX_ADDRESS_LENGTH)
    throw ErrUnknownAddress.wrap(`address max length is ${MAX_ADDRESS_LENGTH}, got ${bytes.length}`);
}

/** `AccAddress.String()`: "akash1…"; empty for no bytes. */
export function accAddressToBech32(bytes: Uint8Array): string {
  return acc.toText(bytes);
}

/** `ValAddress.String()`: "akashvaloper1…". */
export function valAddressToBech32(bytes: Uint8Array): string {
  return val.toText(bytes);
}

/** `ConsAddress.String()`: "akashvalcons1…". */
export function consAddressToBech32(bytes: Uint8Array): string {
  return cons.toText(bytes);
}

function fromBech32(kind: AddressText, text: string): Uint8Array {
  const wrong = (p: string): GoError => new GoError(`invalid Bech32 prefix; expected ${kind.prefix}, got ${p}`);
  return kind.fromText(text, wrong);
}

/** `AccAddressFromBech32`. Throws GoError, or ErrUnknownAddress for a bad length. */
export function accAddressFromBech32(text: string): Uint8Array {
  return fromBech32(acc, text);
}

/** {@link accAddressFromBech32}, undefined where it throws: for errors that do not say why. */
export function tryAccAddress(text: string): Uint8Array | undefined {
  try {
    return accAddressFromBech32(text);
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}

/** `ValAddressFromBech32`. */
export function valAddressFromBech32(text: string): Uint8Array {
  return fromBech32(val, text);
}

/** `ConsAddressFromBech32`. */
export function consAddressFromBech32(text: string): Uint8Array {
  return fromBech32(cons, text);
}

/** `MustAccAddressFromBech32` and its like: the error becomes a panic. */
export function mustAddress(from: (text: string) => Uint8Array, text: string): Uint8Array {
  try {
    return from(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}

/** What modules call an address codec. It differs from the functions above in one error. */
export interface AddressCodec {
  readonly prefix: string;
  /** StringToBytes. */
  toBytes(text: string): Uint8Array;
  /** BytesToString. */
  toText(bytes: Uint8Array): string;
}

function codec(kind: AddressText): AddressCodec {
  const wrong = (p: string): GoErrorBase =>
    ErrLogic.wrap(`hrp does not match bech32 prefix: expected '${kind.prefix}' got '${p}'`);
  return {
    prefix: kind.prefix,
    toBytes: (text) => kind.fromText(text, wrong),
    toText: (bytes) => kind.toText(bytes),
  };
}

export const accAddressCodec: AddressCodec = codec(acc);
export const valAddressCodec: AddressCodec = codec(val);
export const consAddressCodec: AddressCodec = codec(cons);

// ---- derived addresses (ADR-28)

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** SHA-256 of (SHA-256 of the type name, key). The type is text or raw bytes. */
export function hashAddress(type: string | Uint8Array, key: Uint8Array): Uint8Array {
  return sha256(concat(sha256(typeof type === 'string' ? utf8.encode(type) : type), key));
}

/** An address below another. */
export function deriveAddress(address: Uint8Array, key: Uint8Array): Uint8Array {
  return hashAddress(address, key);
}

/** The address of a module account (20 bytes), or of something below it (32 bytes). */
export function moduleAddress(module: string, ...keys: readonly Uint8Array[]): Uint8Array {
  const name = utf8.encode(module);
  const [first, ...rest] = keys;
  if (first === undefined) return sha256Truncated(name);
  return rest.reduce(deriveAddress, hashAddress('module', concat(name, Uint8Array.of(0), first)));
}

/** An address composed of others, in any order. */
export function composeAddress(type: string, addresses: readonly Uint8Array[]): Uint8Array {
  return hashAddress(type, concat(...addresses.map(lengthPrefix).sort(compareBytes)));
}

/** One byte of length, then the address; nothing for an empty one. Throws ErrUnknownAddress beyond 255 bytes. */
export function lengthPrefix(address: Uint8Array): Uint8Array {
  if (address.length === 0) return address;
  if (address.length > MAX_ADDRESS_LENGTH)
    throw ErrUnknownAddress.wrap(`address length should be max ${MAX_ADDRESS_LENGTH} bytes, got ${address.length}`);
  return concat(Uint8Array.of(address.length), address);
}
