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

const binary = (b: Uint8Array): string => String.fromCharCode.apply(null, b as unknown as number[]);
const utf8 = new TextEncoder();

/** Conversions of one kind of address. */
class AddressText {
  readonly prefix: string;
  readonly #texts: BoundedCache<string, string>;
  readonly #bytes: BoundedCache<string, Uint8Array>;
  constructor(prefix: string, cached: number) {
    this.prefix = prefix;
    this.#texts = new BoundedCache(cached);
    this.#bytes = new BoundedCache(cached);
  }
  /** The text; empty for no bytes. */
  toText(bytes: Uint8Array): string {
    if (bytes.length === 0) return '';
    if (bytes.length > MAX_ADDRESS_LENGTH) return encodeBech32(this.prefix, bytes);
    const key = binary(bytes);
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = encodeBech32(this.prefix, bytes);
      this.#texts.set(key, text);
    }
    return text;
  }
  /** The bytes of a well formed text; `mismatch` makes the error for another prefix. */
  fromText(text: string, mismatch: (prefix: string) => GoErrorBase): Uint8Array {
    const known = this.#bytes.get(text);
    if (known !== undefined) return known;
    if (trimSpace(text) === '') throw new GoError('empty address string is not allowed');
    const [prefix, bytes] = decodeBech32(text);
    if (prefix !== this.prefix) throw mismatch(prefix);
    verifyAddressFormat(bytes);
    this.#bytes.set(text, bytes);
    return bytes;
  }
}

const acc = new AddressText(ACC_PREFIX, 60_000);
const val = new AddressText(VAL_PREFIX, 2_000);
const cons = new AddressText(CONS_PREFIX, 2_000);

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
