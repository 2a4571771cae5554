import { MODULE_ACCOUNT_PERMISSIONS } from '../../../src/app/accounts.ts';
import * as address from '../../../src/crypto/address.ts';
import { armorPubKey, encryptArmorPrivKey, unarmorDecryptPrivKey, unarmorPubKey } from '../../../src/crypto/armor.ts';
import { decodeBech32, encodeBech32 } from '../../../src/crypto/bech32.ts';
import { mnemonicToBytes, newMnemonic, newSeedWithErrorChecking } from '../../../src/crypto/bip39.ts';
import {
  bitArrayJson,
  bitArrayString,
  bitCount,
  compactMarshal,
  newBitArray,
  setBit,
  trueBitsBefore,
} from '../../../src/crypto/bit-array.ts';
import * as ed25519 from '../../../src/crypto/ed25519.ts';
import { deriveSecp256k1, mastersFromSeed, paramsFromPath, pathString } from '../../../src/crypto/hd.ts';
import { countSubKeys, type MultiSignatureData, verifyMultisignature } from '../../../src/crypto/multisig.ts';
import { privKeyFromAmino } from '../../../src/crypto/privkey.ts';
import * as pubkey from '../../../src/crypto/pubkey.ts';
import * as secp256k1 from '../../../src/crypto/secp256k1.ts';
import * as secp256r1 from '../../../src/crypto/secp256r1.ts';
import { CompactBitArray } from '../../../src/wire/gen/cosmos/crypto/multisig/v1beta1/multisig.ts';
import { Any } from '../../../src/wire/gen/google/protobuf/any.ts';
import { outcome, type Topic } from '../lib.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const forms = (b: Uint8Array): object => ({
  hex: hex(b),
  acc: address.accAddressToBech32(b),
  val: address.valAddressToBech32(b),
  cons: address.consAddressToBech32(b),
});

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const fromBase64 = (s: string): Uint8Array => Uint8Array.from(Buffer.from(s, 'base64'));
const base64 = (b: Uint8Array): string => Buffer.from(b).toString('base64');

/** A key in every form it is written in. */
function keyForms(k: pubkey.PubKey): Record<string, unknown> {
  const amino = outcome(() => hex(k.amino()));
  return {
    type: k.type,
    key: hex(k.bytes()),
    any: base64(Any.encode(pubkey.toAny(k))),
    ...('out' in amino ? { amino: amino.out } : { aminoErr: 'err' in amino ? amino.err : `panic: ${amino.panic}` }),
    aminoJSON: k.aminoJson(),
    json: k.json(),
    string: k.toString(),
    address: forms(k.address()),
  };
}

const keyOf = (any: string): pubkey.PubKey => pubkey.fromAny(Any.decode(fromBase64(any)))!;
const checkAmino = (k: pubkey.PubKey): pubkey.PubKey => {
  if (!pubkey.fromAmino(k.amino()).equals(k)) throw new Error('amino does not read back');
  return k;
};

interface Verify {
  type: string;
  public: string;
  message: string;
  signature: string;
}

const topic: Topic = {
  'secp256k1.fromSecret': (s: string) => {
    const secret = secp256k1.privateKeyFromSecret(text(s));
    const k = new pubkey.Secp256k1PubKey(secp256k1.publicKey(secret));
    return { ...keyForms(checkAmino(k)), private: hex(secret) };
  },
  'ed25519.fromSecret': (s: string) => {
    const secret = ed25519.privateKeyFromSecret(text(s));
    return { ...keyForms(checkAmino(new pubkey.Ed25519PubKey(ed25519.publicKey(secret)))), private: hex(secret) };
  },
  'secp256r1.key': (h: string) => keyForms(new pubkey.Secp256r1PubKey(secp256r1.publicKey(bytes(h)))),
  'secp256r1.unmarshal': (h: string) => {
    secp256r1.validateKey(bytes(h));
    return 'ok';
  },
  'secp256k1.sign': (c: { private: string; message: string }) => {
    const signature = secp256k1.sign(bytes(c.private), bytes(c.message));
    return hex(signature);
  },
  'ed25519.sign': (c: { private: string; message: string }) => hex(ed25519.sign(bytes(c.private), bytes(c.message))),
  'secp256k1.address': (h: string) => hex(new pubkey.Secp256k1PubKey(bytes(h)).address()),
  'ed25519.address': (h: string) => hex(new pubkey.Ed25519PubKey(bytes(h)).address()),
  'secp256k1.verifyBadKey': (h: string) => secp256k1.verify(bytes(h), text('x'), new Uint8Array(64).fill(1)),
  verify: ({ type, ...c }: Verify) => {
    const [key, message, signature] = [bytes(c.public), bytes(c.message), bytes(c.signature)];
    if (type === 'secp256k1') return new pubkey.Secp256k1PubKey(key).verifySignature(message, signature);
    if (type === 'ed25519') return new pubkey.Ed25519PubKey(key).verifySignature(message, signature);
    return new pubkey.Secp256r1PubKey(key).verifySignature(message, signature);
  },
  'ed25519.zip215': (c: Verify) => {
    const [key, message, signature] = [bytes(c.public), bytes(c.message), bytes(c.signature)];
    const verdict = ed25519.verify(key, message, signature);
    if (verdict !== ed25519.verifyPortable(key, message, signature)) throw new Error('the two ways differ');
    return verdict;
  },
  'multisig.key': (c: { keys: string[] | null; threshold: number }) =>
    keyForms(checkAmino(pubkey.MultisigPubKey.create(c.threshold, (c.keys ?? []).map(keyOf)))),
  'multisig.verify': (c: {
    key: string;
    bits: number[] | null;
    size: number;
    signatures: string[] | null;
    message?: string;
  }) => {
    const bitArray = newBitArray(c.size);
    for (const b of c.bits ?? []) setBit(bitArray, b, true);
    const signatures = (c.signatures ?? []).map(
      (s) => ({ kind: 'single', signMode: 127, signature: bytes(s) }) as const,
    );
    const sig: MultiSignatureData = { kind: 'multi', bitArray, signatures };
    verifyMultisignature(keyOf(c.key) as pubkey.MultisigPubKey, () => bytes(c.message ?? ''), sig);
    return 'ok';
  },
  'bip39.fromEntropy': (h: string) => newMnemonic(bytes(h)),
  'bip39.seed': (c: { mnemonic: string; passphrase: string }) =>
    hex(newSeedWithErrorChecking(c.mnemonic, c.passphrase)),
  'bip39.valid': (s: string) => {
    mnemonicToBytes(s);
    return true;
  },
  'hd.master': (h: string) => mastersFromSeed(bytes(h)).map(hex),
  'hd.params': (s: string) => pathString(paramsFromPath(s)),
  'hd.derive': (c: { mnemonic: string; passphrase: string; path: string }) => {
    const secret = deriveSecp256k1(c.mnemonic, c.passphrase, c.path);
    const key = new pubkey.Secp256k1PubKey(secp256k1.publicKey(secret));
    return { private: hex(secret), public: hex(key.key), address: forms(key.address()) };
  },
  'armor.decrypt': (c: { armor: string; passphrase: string }) => {
    const [key, algo] = unarmorDecryptPrivKey(c.armor, c.passphrase);
    return { algo, private: hex(key.bytes) };
  },
  'armor.encrypt': (c: { algo: string; amino: string; passphrase: string }, line) => {
    const key = privKeyFromAmino(bytes(c.amino));
    const ours = encryptArmorPrivKey(key, c.passphrase, c.algo);
    for (const armor of [ours, line.out]) {
      const [read, algo] = unarmorDecryptPrivKey(armor, c.passphrase);
      if (hex(read.amino()) !== c.amino || algo !== c.algo) throw new Error(`armor does not read back: ${armor}`);
    }
    // The salt is random, so the rest is too; the frame is not.
    const blank = (s: string): string => s.replace(/salt: .*/, '').replace(/\n\n[\s\S]*\n-----END/, '');
    return blank(ours) === blank(line.out) ? line.out : ours;
  },
  'armor.publicKey': (c: { algo: string; amino: string }) => armorPubKey(bytes(c.amino), c.algo),
  'armor.unarmorPublicKey': (armor: string) => {
    const [data, algo] = unarmorPubKey(armor);
    return [hex(data), algo];
  },
  countSubKeys: (name: string) => {
    const secret = secp256k1.privateKeyFromSecret(text(name));
    const key = new pubkey.Secp256k1PubKey(secp256k1.publicKey(secret));
    return countSubKeys(name.startsWith('multisig') ? new pubkey.MultisigPubKey(3, Array(5).fill(key)) : key);
  },
  moduleAddress: (name: string) => ({
    ...forms(address.moduleAddress(name)),
    permissions: MODULE_ACCOUNT_PERMISSIONS[name],
  }),
  bitArray: (n: number, line) => {
    const a = newBitArray(n);
    if (a === undefined) return null;
    // Which bits the recorder set is only in its output.
    [...line.out.json.slice(1, -1)].forEach((c, i) => {
      setBit(a, i, c === 'x');
    });
    return {
      bytes: hex(CompactBitArray.encode(a)),
      compact: hex(compactMarshal(a)),
      count: bitCount(a),
      json: bitArrayJson(a),
      string: bitArrayString(a),
      trueBits: trueBitsBefore(a, n),
    };
  },
  'bech32.encode': ({ hrp, data }: { hrp: string; data: string }) => encodeBech32(hrp, bytes(data)),
  'bech32.decode': (s: string) => {
    const [prefix, data] = decodeBech32(s);
    return [prefix, hex(data)];
  },
  accAddressFromBech32: (s: string) => hex(address.accAddressFromBech32(s)),
  valAddressFromBech32: (s: string) => hex(address.valAddressFromBech32(s)),
  consAddressFromBech32: (s: string) => hex(address.consAddressFromBech32(s)),
  'addressCodec.account': (s: string) => hex(address.accAddressCodec.toBytes(s)),
  'addressCodec.validator': (s: string) => hex(address.valAddressCodec.toBytes(s)),
  'address.string': (h: string) => forms(bytes(h)),
  'address.verifyFormat': (h: string) => {
    address.verifyAddressFormat(bytes(h));
    return true;
  },
  'address.lengthPrefix': (h: string) => hex(address.lengthPrefix(bytes(h))),
  'address.hash': ([type, h]: [string, string]) => hex(address.hashAddress(type, bytes(h))),
  'address.derive': ([a, k]: [string, string]) => hex(address.deriveAddress(bytes(a), bytes(k))),
  'address.module': ([m, keys]: [string, string[]]) => hex(address.moduleAddress(m, ...keys.map(bytes))),
};
export default topic;
