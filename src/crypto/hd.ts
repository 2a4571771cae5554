/**
 * Keys from mnemonics: BIP-32 derivation along BIP-44 paths, m/44'/118'/account'/change/index.
 *
 * Source: cosmos-sdk crypto/hd. @scure/bip32 derives; paths are read here, whose errors users see.
 */
import { HDKey } from '@scure/bip32';
import { GoError } from '../core/errors.ts';
import { parseUint } from '../core/go-number.ts';
import { quoteText } from '../core/go-text.ts';
import { newSeedWithErrorChecking } from './bip39.ts';

/** SLIP-44 coin type of the chain. */
export const COIN_TYPE = 118;
/** The path of a mnemonic's first account. */
export const FULL_PATH = "m/44'/118'/0'/0/0";

/** A path of five parts. */
export interface Bip44Params {
  readonly purpose: number;
  readonly coinType: number;
  readonly account: number;
  readonly change: boolean;
  readonly addressIndex: number;
}

/** "m/44'/118'/0'/0/0". */
export function pathString(p: Bip44Params): string {
  return `m/${p.purpose}'/${p.coinType}'/${p.account}'/${p.change ? 1 : 0}/${p.addressIndex}`;
}

/** The path of an account and index (CreateHDPath). */
export function createHdPath(coinType: number, account: number, index: number): Bip44Params {
  return { purpose: 44, coinType, account, change: false, addressIndex: index };
}

const hardened = (field: string): boolean => field.endsWith("'");

/** Reads a path of five parts (NewParamsFromPath). Throws GoError. */
export function paramsFromPath(path: string): Bip44Params {
  let parts = path.split('/');
  const first = parts[0]!.trim();
  if (parts.length === 1) throw new GoError(`path ${path} doesn't contain '/' separators`);
  if (first === '')
    throw new GoError(
      `ambiguous path ${path}: use 'm/' prefix for absolute paths, or no leading '/' for relative ones`,
    );
  if (first === 'm') parts = parts.slice(1);
  if (parts.length !== 5) throw new GoError(`invalid path length ${path}`);
  const names = ['purpose', 'coin type', 'account', 'change', 'address index'];
  const numbers = parts.map((part, i) => {
    try {
      return Number(parseUint(hardened(part) ? part.slice(0, -1) : part, 32));
    } catch (e) {
      if (e instanceof GoError) throw new GoError(`invalid HD path ${names[i]} ${part}: ${e.message}`);
      throw e;
    }
  });
  const [a, b, c, d, e] = parts as [string, string, string, string, string];
  if (a !== "44'") throw new GoError(`first field in path must be 44', got ${a}`);
  if (!hardened(b) || !hardened(c))
    throw new GoError(`second and third field in path must be hardened (ie. contain the suffix ', got ${b} and ${c}`);
  if (hardened(d) || hardened(e))
    throw new GoError(
      `fourth and fifth field in path must not be hardened (ie. not contain the suffix ', got ${d} and ${e}`,
    );
  const change = numbers[3]!;
  if (change !== 0 && change !== 1) throw new GoError('change field can only be 0 or 1');
  return {
    purpose: numbers[0]!,
    coinType: numbers[1]!,
    account: numbers[2]!,
    change: change === 1,
    addressIndex: numbers[4]!,
  };
}

/** Secret and chain code at the root of a seed. */
export function mastersFromSeed(seed: Uint8Array): [secret: Uint8Array, chainCode: Uint8Array] {
  const root = HDKey.fromMasterSeed(seed);
  return [root.privateKey!, root.chainCode!];
}

/** Derives along any BIP-32 path (DerivePrivateKeyForPath). Throws GoError. */
export function derivePrivateKey(secret: Uint8Array, chainCode: Uint8Array, fullPath: string): Uint8Array {
  const path = fullPath.replace(/\/+$/, '');
  let parts = path.split('/');
  if (parts.length === 1) throw new GoError(`path '${path}' doesn't contain '/' separators`);
  if (parts[0]!.trim() === 'm') parts = parts.slice(1);
  let key = new HDKey({ privateKey: secret, chainCode });
  parts.forEach((part, i) => {
    if (part === '') throw new GoError(`path ${quoteText(part)} with split element #${i} is an empty string`);
    const hard = hardened(part);
    let index: number;
    try {
      index = Number(parseUint(hard ? part.slice(0, -1) : part, 31));
    } catch (e) {
      if (e instanceof GoError) throw new GoError(`invalid BIP 32 path ${path}: ${e.message}`);
      throw e;
    }
    key = key.deriveChild(hard ? index + 0x80000000 : index);
  });
  return key.privateKey!;
}

/** The secp256k1 private key of a mnemonic; the master key when the path is empty. Throws GoError. */
export function deriveSecp256k1(mnemonic: string, passphrase: string, path: string): Uint8Array {
  const [secret, chainCode] = mastersFromSeed(newSeedWithErrorChecking(mnemonic, passphrase));
  return path === '' ? secret : derivePrivateKey(secret, chainCode, path);
}
