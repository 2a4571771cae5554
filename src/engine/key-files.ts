import { randomBytes } from 'node:crypto';
import { consensusAddress } from '../comet/validator-set.ts';
import * as ed25519 from '../crypto/ed25519.ts';
import { sha256Truncated } from '../crypto/hash.ts';

/** A key file that cannot be read: says which and what is wrong. */
export class KeyFileError extends Error {}

const upper = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();
const base64 = (b: Uint8Array): string => Buffer.from(b).toString('base64');

/** A new ed25519 key: 64 bytes, seed and public key. */
export function newNodeKey(): Uint8Array {
  return ed25519.privateKeyFromSeed(new Uint8Array(randomBytes(32)));
}

/** The id by which other nodes know a node: hex of the address of its key. */
export function nodeId(key: Uint8Array): string {
  return Buffer.from(sha256Truncated(key.subarray(32))).toString('hex');
}

/** Text of node_key.json. */
export function nodeKeyJson(key: Uint8Array): string {
  return JSON.stringify({ priv_key: { type: 'tendermint/PrivKeyEd25519', value: base64(key) } });
}

/** Text of priv_validator_key.json. */
export function validatorKeyJson(key: Uint8Array): string {
  const pub = key.subarray(32);
  const doc = {
    address: upper(consensusAddress({ sum: { $case: 'ed25519', ed25519: pub } })),
    pub_key: { type: 'tendermint/PubKeyEd25519', value: base64(pub) },
    priv_key: { type: 'tendermint/PrivKeyEd25519', value: base64(key) },
  };
  return JSON.stringify(doc, null, 2);
}

/** Text of a fresh priv_validator_state.json: nothing was signed yet. */
export const FRESH_VALIDATOR_STATE = JSON.stringify({ height: '0', round: 0, step: 0 }, null, 2);

/** The private key in a node_key.json or priv_validator_key.json. Throws {@link KeyFileError}. */
export function readKeyJson(text: string, file: string): Uint8Array {
  let value: unknown;
  try {
    const doc = JSON.parse(text) as { priv_key?: { type?: string; value?: unknown } };
    if (doc.priv_key?.type !== 'tendermint/PrivKeyEd25519')
      throw new KeyFileError(`${file}: only ed25519 keys are supported, this one is ${doc.priv_key?.type}`);
    value = doc.priv_key.value;
  } catch (e) {
    throw e instanceof KeyFileError
      ? e
      : new KeyFileError(`${file} is not a key file: ${e instanceof Error ? e.message : e}`);
  }
  const key = typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : new Uint8Array(0);
  if (key.length !== 64) throw new KeyFileError(`${file}: the private key must have 64 bytes, it has ${key.length}`);
  return key;
}
