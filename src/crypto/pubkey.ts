/**
 * Public keys of accounts and validators: one interface over the key types of the chain.
 *
 * Source: cosmos-sdk crypto/types, crypto/keys/, crypto/codec, x/auth/types/credentials.go.
 */
import { GoError, GoPanic } from '../core/errors.ts';
import { marshalJsonString } from '../core/go-json.ts';
import { textBytes } from '../core/go-text.ts';
import { ErrInvalidPubKey } from '../core/sdk-errors.ts';
import { ModuleCredential as ModuleCredentialMessage } from '../wire/gen/cosmos/auth/v1beta1/auth.ts';
import { PubKey as Ed25519Message } from '../wire/gen/cosmos/crypto/ed25519/keys.ts';
import { LegacyAminoPubKey as MultisigMessage } from '../wire/gen/cosmos/crypto/multisig/keys.ts';
import { PubKey as Secp256k1Message } from '../wire/gen/cosmos/crypto/secp256k1/keys.ts';
import { PubKey as Secp256r1Message } from '../wire/gen/cosmos/crypto/secp256r1/keys.ts';
import type { Any } from '../wire/gen/google/protobuf/any.ts';
import { hashAddress, moduleAddress } from './address.ts';
import * as ed25519 from './ed25519.ts';
import { sha256Truncated } from './hash.ts';
import * as secp256k1 from './secp256k1.ts';
import * as secp256r1 from './secp256r1.ts';

/** A public key. Keys are immutable. */
export interface PubKey {
  /** Such as `/cosmos.crypto.secp256k1.PubKey`. */
  readonly typeUrl: string;
  /** What `Type()` answers, such as `secp256k1`. */
  readonly type: string;
  /** How Go's `%T` prints it, such as `*secp256k1.PubKey`. */
  readonly goType: string;
  /** `Bytes()`: the raw key. */
  bytes(): Uint8Array;
  /** `Address()`: panics for a key of the wrong length. */
  address(): Uint8Array;
  verifySignature(message: Uint8Array, signature: Uint8Array): boolean;
  equals(other: PubKey): boolean;
  /** The protobuf message. */
  encode(): Uint8Array;
  /** Legacy amino binary, with the type's prefix. Throws GoError for types it does not know. */
  amino(): Uint8Array;
  /** Legacy amino JSON. */
  aminoJson(): string;
  /** Protobuf JSON, with "@type". */
  json(): string;
  /** What Go's `String()` prints. */
  toString(): string;
}

/** The key as protobuf Any, in canonical bytes. */
export function toAny(key: PubKey): Any {
  return { typeUrl: key.typeUrl, value: key.encode() };
}

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();
const base64 = (b: Uint8Array): string => Buffer.from(b).toString('base64');
const bytesEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** A length or number as a varint. */
function varint(n: number): Uint8Array {
  const out: number[] = [];
  let rest = n;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) out.push((rest & 0x7f) | 0x80);
  out.push(rest);
  return Uint8Array.from(out);
}

/** What the three plain key types share. */
abstract class PlainKey implements PubKey {
  abstract readonly typeUrl: string;
  abstract readonly type: string;
  abstract readonly goType: string;
  readonly key: Uint8Array;
  constructor(key: Uint8Array) {
    this.key = key;
  }
  abstract address(): Uint8Array;
  abstract verifySignature(message: Uint8Array, signature: Uint8Array): boolean;
  abstract encode(): Uint8Array;
  abstract amino(): Uint8Array;
  abstract aminoJson(): string;
  bytes(): Uint8Array {
    return this.key;
  }
  equals(other: PubKey): boolean {
    return other.type === this.type && bytesEqual(other.bytes(), this.key);
  }
  json(): string {
    return `{"@type":"${this.typeUrl}","key":${this.key.length === 0 ? 'null' : `"${base64(this.key)}"`}}`;
  }
}

/** The key of most accounts: 33 bytes. */
export class Secp256k1PubKey extends PlainKey {
  static readonly typeUrl: string = '/cosmos.crypto.secp256k1.PubKey';
  static readonly aminoName: string = 'tendermint/PubKeySecp256k1';
  static readonly aminoPrefix: Uint8Array = Uint8Array.of(0xeb, 0x5a, 0xe9, 0x87);
  readonly typeUrl = Secp256k1PubKey.typeUrl;
  readonly type = 'secp256k1';
  readonly goType = '*secp256k1.PubKey';
  #address: Uint8Array | undefined;
  address(): Uint8Array {
    this.#address ??= secp256k1.address(this.key);
    return this.#address;
  }
  verifySignature(message: Uint8Array, signature: Uint8Array): boolean {
    return secp256k1.verify(this.key, message, signature);
  }
  encode(): Uint8Array {
    return Secp256k1Message.encode({ key: this.key });
  }
  amino(): Uint8Array {
    return concat(Secp256k1PubKey.aminoPrefix, varint(this.key.length), this.key);
  }
  aminoJson(): string {
    return `{"type":"${Secp256k1PubKey.aminoName}","value":"${base64(this.key)}"}`;
  }
  override toString(): string {
    return `PubKeySecp256k1{${hex(this.key)}}`;
  }
}

/** The key of validators: 32 bytes. */
export class Ed25519PubKey extends PlainKey {
  static readonly typeUrl: string = '/cosmos.crypto.ed25519.PubKey';
  static readonly aminoName: string = 'tendermint/PubKeyEd25519';
  static readonly aminoPrefix: Uint8Array = Uint8Array.of(0x16, 0x24, 0xde, 0x64);
  readonly typeUrl = Ed25519PubKey.typeUrl;
  readonly type = 'ed25519';
  readonly goType = '*ed25519.PubKey';
  #address: Uint8Array | undefined;
  address(): Uint8Array {
    this.#address ??= ed25519.address(this.key);
    return this.#address;
  }
  verifySignature(message: Uint8Array, signature: Uint8Array): boolean {
    return ed25519.verify(this.key, message, signature);
  }
  encode(): Uint8Array {
    return Ed25519Message.encode({ key: this.key });
  }
  amino(): Uint8Array {
    return concat(Ed25519PubKey.aminoPrefix, varint(this.key.length), this.key);
  }
  aminoJson(): string {
    return `{"type":"${Ed25519PubKey.aminoName}","value":"${base64(this.key)}"}`;
  }
  override toString(): string {
    return `PubKeyEd25519{${hex(this.key)}}`;
  }
}

/** A P-256 key: 33 bytes, of a point on the curve. The constructor throws ErrInvalidPubKey for anything else. */
export class Secp256r1PubKey extends PlainKey {
  static readonly typeUrl: string = '/cosmos.crypto.secp256r1.PubKey';
  readonly typeUrl = Secp256r1PubKey.typeUrl;
  readonly type = 'secp256r1';
  readonly goType = '*secp256r1.PubKey';
  #address: Uint8Array | undefined;
  constructor(key: Uint8Array) {
    secp256r1.validateKey(key);
    super(key);
  }
  address(): Uint8Array {
    this.#address ??= hashAddress('cosmos.crypto.secp256r1.PubKey', this.key);
    return this.#address;
  }
  verifySignature(message: Uint8Array, signature: Uint8Array): boolean {
    return secp256r1.verify(this.key, message, signature);
  }
  encode(): Uint8Array {
    return Secp256r1Message.encode({ key: this.key });
  }
  amino(): Uint8Array {
    throw new GoError('Unregistered interface elliptic.Curve');
  }
  aminoJson(): string {
    // PARITY: cosmos-sdk crypto/keys/secp256r1: the type has no amino name, so its JSON has no type.
    return `{"key":"${base64(this.key)}"}`;
  }
  override toString(): string {
    return `secp256r1{${hex(this.key)}}`;
  }
}

/** Stands for an account of a module. It never verifies. */
export class ModuleCredential implements PubKey {
  static readonly typeUrl: string = '/cosmos.auth.v1beta1.ModuleCredential';
  readonly typeUrl = ModuleCredential.typeUrl;
  readonly type = 'ModuleCredential';
  readonly goType = '*types.ModuleCredential';
  readonly moduleName: string;
  readonly derivationKeys: readonly Uint8Array[];
  constructor(moduleName: string, derivationKeys: readonly Uint8Array[]) {
    this.moduleName = moduleName;
    this.derivationKeys = derivationKeys;
  }
  bytes(): Uint8Array {
    return new Uint8Array(0);
  }
  address(): Uint8Array {
    return moduleAddress(this.moduleName, ...this.derivationKeys);
  }
  verifySignature(): boolean {
    return false;
  }
  equals(other: PubKey): boolean {
    return other.typeUrl === this.typeUrl && bytesEqual(other.encode(), this.encode());
  }
  encode(): Uint8Array {
    return ModuleCredentialMessage.encode({ moduleName: this.moduleName, derivationKeys: [...this.derivationKeys] });
  }
  amino(): Uint8Array {
    // An unregistered struct is written as the fields it has, which is what protobuf writes too.
    return this.encode();
  }
  aminoJson(): string {
    const keys = this.derivationKeys.map((k) => `"${base64(k)}"`).join(',');
    return `{"module_name":${marshalJsonString(this.moduleName)},"derivation_keys":[${keys}]}`;
  }
  json(): string {
    return this.aminoJson().replace('{', `{"@type":"${this.typeUrl}",`);
  }
  toString(): string {
    const keys = this.derivationKeys.map((k) => `derivation_keys:${quoteBytes(k)} `).join('');
    return `module_name:${quoteBytes(textBytes(this.moduleName))} ${keys}`;
  }
}

/** Bytes as protobuf's text form writes them. */
function quoteBytes(b: Uint8Array): string {
  const names: Record<number, string> = { 10: '\\n', 13: '\\r', 9: '\\t', 34: '\\"', 92: '\\\\' };
  let s = '"';
  for (const c of b)
    s += names[c] ?? (c >= 0x20 && c < 0x7f ? String.fromCharCode(c) : `\\${c.toString(8).padStart(3, '0')}`);
  return `${s}"`;
}

/** k of n keys: `LegacyAminoPubKey`, "PubKeyMultisigThreshold". */
export class MultisigPubKey implements PubKey {
  static readonly typeUrl: string = '/cosmos.crypto.multisig.LegacyAminoPubKey';
  static readonly aminoName: string = 'tendermint/PubKeyMultisigThreshold';
  static readonly aminoPrefix: Uint8Array = Uint8Array.of(0x22, 0xc1, 0xf7, 0xe2);
  readonly typeUrl = MultisigPubKey.typeUrl;
  readonly type = 'PubKeyMultisigThreshold';
  readonly goType = '*multisig.LegacyAminoPubKey';
  readonly threshold: number;
  readonly #keys: readonly (PubKey | undefined)[];
  #amino: Uint8Array | undefined;

  /** The key as decoded: nothing is checked, and an Any without a type leaves a hole. */
  constructor(threshold: number, keys: readonly (PubKey | undefined)[]) {
    this.threshold = threshold;
    this.#keys = keys;
  }
  /** NewLegacyAminoPubKey: panics on a threshold out of range. */
  static create(threshold: number, keys: readonly PubKey[]): MultisigPubKey {
    if (threshold <= 0) throw new GoPanic('threshold k of n multisignature: k <= 0');
    if (keys.length < threshold) throw new GoPanic('threshold k of n multisignature: len(pubKeys) < k');
    return new MultisigPubKey(threshold, keys);
  }
  /** The member keys; panics on a hole. */
  pubKeys(): readonly PubKey[] {
    return this.#keys.map((k) => {
      if (k === undefined) throw new GoPanic('interface conversion: interface is nil, not types.PubKey');
      return k;
    });
  }
  /** The amino bytes: PARITY: a member that amino does not know makes this panic, and with it the address. */
  bytes(): Uint8Array {
    try {
      return this.amino();
    } catch (e) {
      if (e instanceof GoError) throw new GoPanic(e.message);
      throw e;
    }
  }
  address(): Uint8Array {
    return sha256Truncated(this.bytes());
  }
  /** Panics: multisigs are verified with {@link verifyMultisignature}. */
  verifySignature(): boolean {
    throw new GoPanic('not implemented');
  }
  equals(other: PubKey): boolean {
    if (!(other instanceof MultisigPubKey)) return false;
    const [mine, theirs] = [this.pubKeys(), other.pubKeys()];
    if (this.threshold !== other.threshold || mine.length !== theirs.length) return false;
    return mine.every((k, i) => k.equals(theirs[i]!));
  }
  encode(): Uint8Array {
    const publicKeys = this.#keys.map((k) => (k === undefined ? { typeUrl: '', value: new Uint8Array(0) } : toAny(k)));
    return MultisigMessage.encode({ threshold: this.threshold, publicKeys });
  }
  amino(): Uint8Array {
    if (this.#amino === undefined) {
      const parts = [MultisigPubKey.aminoPrefix];
      if (this.threshold !== 0) parts.push(Uint8Array.of(0x08), varint(this.threshold));
      for (const k of this.#keys) {
        if (k === undefined) throw new GoPanic('reflect: call of reflect.Value.Type on zero Value');
        const a = k.amino();
        parts.push(Uint8Array.of(0x12), varint(a.length), a);
      }
      this.#amino = concat(...parts);
    }
    return this.#amino;
  }
  aminoJson(): string {
    const keys = this.pubKeys().map((k) => k.aminoJson());
    const value = `{"threshold":"${this.threshold}","pubkeys":[${keys.join(',')}]}`;
    return `{"type":"${MultisigPubKey.aminoName}","value":${value}}`;
  }
  json(): string {
    const keys = this.pubKeys().map((k) => k.json());
    return `{"@type":"${this.typeUrl}","threshold":${this.threshold},"public_keys":[${keys.join(',')}]}`;
  }
  toString(): string {
    let s = this.threshold === 0 ? '' : `threshold:${this.threshold} `;
    for (const k of this.pubKeys()) s += `public_keys:<type_url:"${k.typeUrl}" value:${quoteBytes(k.encode())} > `;
    return s;
  }
}

/** How a message that holds a key of 33 bytes and nothing else begins. */
const FIELD_1 = 0x0a;
const HEAD = 2;
/** Keys seen of late, by slots that their bytes choose: with a key its address is known. A power of two. */
const KEYS = 1 << 13;
const keys: (Secp256k1PubKey | undefined)[] = new Array(KEYS).fill(undefined);

function secp256k1Key(value: Uint8Array): Secp256k1PubKey {
  const length = value.length - HEAD;
  if (length !== secp256k1.PUB_KEY_SIZE || value[0] !== FIELD_1 || value[1] !== length) {
    return new Secp256k1PubKey(Secp256k1Message.decode(value).key);
  }
  const slot = (value[HEAD + 1]! | (value[HEAD + 2]! << 8)) & (KEYS - 1);
  const known = keys[slot];
  if (known !== undefined && isKey(known.key, value)) return known;
  // A copy: the message is a piece of a block.
  const key = new Secp256k1PubKey(value.slice(HEAD));
  keys[slot] = key;
  return key;
}

function isKey(key: Uint8Array, value: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (key[i] !== value[HEAD + i]) return false;
  return true;
}

/** Depth and number of nested Any that the reference unpacks. */
const MAX_DEPTH = 10;
const MAX_CALLS = 100;

/**
 * Unpacks a key from Any, as `UnpackAny` into a `cryptotypes.PubKey`. Undefined when there is no Any or it has no type.
 * Throws GoError, or ErrInvalidPubKey for a P-256 key that is none.
 */
export function fromAny(any: Any | undefined): PubKey | undefined {
  return unpack(any, MAX_DEPTH, { left: MAX_CALLS });
}

function unpack(any: Any | undefined, depth: number, calls: { left: number }): PubKey | undefined {
  if (depth <= 0) throw new GoError('max depth exceeded');
  if (calls.left <= 0) throw new GoError('call limit exceeded');
  if (any === undefined || any.typeUrl === '') return undefined;
  calls.left--;
  switch (any.typeUrl) {
    case Secp256k1PubKey.typeUrl:
      return secp256k1Key(any.value);
    case Ed25519PubKey.typeUrl:
      return new Ed25519PubKey(Ed25519Message.decode(any.value).key);
    case Secp256r1PubKey.typeUrl:
      return new Secp256r1PubKey(Secp256r1Message.decode(any.value).key);
    case MultisigPubKey.typeUrl: {
      const m = MultisigMessage.decode(any.value);
      return new MultisigPubKey(
        m.threshold,
        m.publicKeys.map((k) => unpack(k, depth - 1, calls)),
      );
    }
    case ModuleCredential.typeUrl: {
      const m = ModuleCredentialMessage.decode(any.value);
      return new ModuleCredential(m.moduleName, m.derivationKeys);
    }
    default:
      throw new GoError(`no concrete type registered for type URL ${any.typeUrl} against interface *types.PubKey`);
  }
}

/** Reads legacy amino binary. Throws GoError or ErrInvalidPubKey. */
export function fromAmino(bytes: Uint8Array): PubKey {
  const prefix = bytes.subarray(0, 4);
  const rest = bytes.subarray(4);
  if (bytesEqual(prefix, MultisigPubKey.aminoPrefix)) {
    // The struct is written as protobuf would, members being amino bytes.
    let threshold = 0;
    const keys: PubKey[] = [];
    for (let at = 0; at < rest.length; ) {
      const tag = rest[at++];
      let n = 0;
      for (let shift = 1; ; shift *= 128) {
        const b = rest[at++];
        if (b === undefined) throw new GoError('EOF');
        n += (b & 0x7f) * shift;
        if (b < 0x80) break;
      }
      if (tag === 0x08) threshold = n;
      else if (tag === 0x12) {
        if (at + n > rest.length) throw new GoError('EOF');
        keys.push(fromAmino(rest.subarray(at, at + n)));
        at += n;
      } else throw new GoError(`unexpected field in multisig key: ${tag}`);
    }
    return new MultisigPubKey(threshold, keys);
  }
  const plain = rest[0] === rest.length - 1 ? rest.slice(1) : undefined;
  if (plain !== undefined && bytesEqual(prefix, Secp256k1PubKey.aminoPrefix)) {
    if (plain.length !== secp256k1.PUB_KEY_SIZE) throw ErrInvalidPubKey.wrap('invalid pubkey size');
    return new Secp256k1PubKey(plain);
  }
  if (plain !== undefined && bytesEqual(prefix, Ed25519PubKey.aminoPrefix)) {
    if (plain.length !== ed25519.PUB_KEY_SIZE) throw ErrInvalidPubKey.wrap('invalid pubkey size');
    return new Ed25519PubKey(plain);
  }
  throw new GoError(`unrecognized prefix bytes ${hex(prefix)}`);
}
