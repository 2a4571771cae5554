/** CometBFT's genesis document. Source: CometBFT types/genesis.go, libs/json. */
import { GoError } from '../core/errors.ts';
import { checkJson, jsonKind, unmarshalJsonString } from '../core/go-json.ts';
import { quoteText, textLength } from '../core/go-text.ts';
import { arrayElements, rawMembers } from '../core/json-raw.ts';
import { fromRfc3339, isZeroTime, type Time, zeroTime } from '../core/time.ts';
import type { PublicKey } from '../wire/gen/tendermint/crypto/keys.ts';
import type { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import { MAX_CHAIN_ID_LENGTH, validateConsensusParams } from './validate.ts';
import { consensusAddress, describeKey, ValidatorSet } from './validator-set.ts';

export interface GenesisValidator {
  readonly address: Uint8Array;
  readonly pubKey: PublicKey;
  readonly power: bigint;
  readonly name: string;
}

export interface GenesisDoc {
  readonly genesisTime: Time;
  readonly chainId: string;
  readonly initialHeight: bigint;
  readonly consensusParams: ConsensusParams;
  readonly validators: readonly GenesisValidator[];
  readonly appHash: Uint8Array;
  /** The application's part as the text it was written in; undefined when absent. */
  readonly appState: string | undefined;
}

/** CometBFT's parameters where a document gives none. */
export const DEFAULT_CONSENSUS_PARAMS: ConsensusParams = {
  block: { maxBytes: 22_020_096n, maxGas: -1n },
  evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: 172_800_000_000_000n, maxBytes: 1_048_576n },
  validator: { pubKeyTypes: ['ed25519'] },
  version: { app: 0n },
  abci: { voteExtensionsEnableHeight: 0n },
};

const isNull = (raw: string | undefined): raw is undefined => raw === undefined || raw === 'null';

function integer(raw: string | undefined): bigint {
  if (isNull(raw)) return 0n;
  const text: string = raw;
  if (jsonKind(text) !== 'string')
    throw new GoError(`invalid 64-bit integer encoding ${quoteText(text)}, expected string`);
  const inner = text.slice(1, -1);
  checkJson(inner);
  const fail = (): GoError => new GoError(`json: cannot unmarshal number ${inner} into Go value of type int64`);
  if (!/^-?[0-9]+$/.test(inner)) throw fail();
  const n = BigInt(inner);
  if (BigInt.asIntN(64, n) !== n) throw fail();
  return n;
}

function string(raw: string | undefined): string {
  return isNull(raw) ? '' : (unmarshalJsonString(raw) ?? '');
}

function time(raw: string | undefined): Time {
  if (isNull(raw)) return zeroTime;
  const text: string = raw;
  if (jsonKind(text) !== 'string') throw new GoError(`JSON time must be an RFC3339 string, but got ${quoteText(text)}`);
  if (!text.endsWith('Z"')) throw new GoError(`JSON time must be UTC and end with 'Z', but got ${quoteText(text)}`);
  return fromRfc3339(text.slice(1, -1));
}

function hexBytes(raw: string | undefined): Uint8Array {
  if (isNull(raw)) return new Uint8Array(0);
  const text: string = raw;
  if (jsonKind(text) !== 'string') throw new GoError(`invalid hex string: ${text}`);
  const digits = text.slice(1, -1);
  const bad = /[^0-9a-fA-F]/u.exec(digits)?.[0];
  if (bad !== undefined) {
    const point = bad.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    throw new GoError(`encoding/hex: invalid byte: U+${point} '${bad}'`);
  }
  if (digits.length % 2 !== 0) throw new GoError('encoding/hex: odd length hex string');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function publicKey(raw: string | undefined): PublicKey {
  if (isNull(raw)) return { sum: undefined };
  const m = rawMembers(raw);
  const type = string(m.get('type'));
  if (type === '') throw new GoError('interface type cannot be empty');
  const value = m.get('value');
  if (value === undefined) throw new GoError('interface value cannot be empty');
  const bytes = Uint8Array.from(Buffer.from(string(value), 'base64'));
  if (type === 'tendermint/PubKeyEd25519') return { sum: { $case: 'ed25519', ed25519: bytes } };
  if (type === 'tendermint/PubKeySecp256k1') return { sum: { $case: 'secp256k1', secp256k1: bytes } };
  throw new GoError(`unknown type ${quoteText(type)}`);
}

function consensusParams(raw: string): ConsensusParams {
  const m = rawMembers(raw);
  const part = (name: string): Map<string, string> => rawMembers(m.get(name) ?? '{}');
  const [block, evidence, version, abci] = [part('block'), part('evidence'), part('version'), part('abci')];
  return {
    block: { maxBytes: integer(block.get('max_bytes')), maxGas: integer(block.get('max_gas')) },
    evidence: {
      maxAgeNumBlocks: integer(evidence.get('max_age_num_blocks')),
      maxAgeDuration: integer(evidence.get('max_age_duration')),
      maxBytes: integer(evidence.get('max_bytes')),
    },
    validator: { pubKeyTypes: arrayElements(part('validator').get('pub_key_types') ?? '[]').map(string) },
    version: { app: integer(version.get('app')) },
    abci: { voteExtensionsEnableHeight: integer(abci.get('vote_extensions_enable_height')) },
  };
}

function validator(raw: string): GenesisValidator {
  const m = rawMembers(raw);
  return {
    address: hexBytes(m.get('address')),
    pubKey: publicKey(m.get('pub_key')),
    power: integer(m.get('power')),
    name: string(m.get('name')),
  };
}

/** GenesisDocFromJSON: reads, checks and completes. `now` stands in for an absent time. Throws GoError. */
export function parseGenesisDoc(json: string, now: Time = zeroTime): GenesisDoc {
  if (json === '') throw new GoError('cannot decode empty bytes');
  const m = rawMembers(json);
  const genesisTime = time(m.get('genesis_time'));
  const params = m.get('consensus_params');
  const doc: GenesisDoc = {
    genesisTime,
    chainId: string(m.get('chain_id')),
    initialHeight: integer(m.get('initial_height')),
    consensusParams: isNull(params) ? DEFAULT_CONSENSUS_PARAMS : consensusParams(params),
    validators: arrayElements(m.get('validators') ?? '[]').map(validator),
    appHash: hexBytes(m.get('app_hash')),
    appState: m.get('app_state'),
  };
  return completeGenesisDoc(doc, now);
}

/** ValidateAndComplete. Throws GoError. */
export function completeGenesisDoc(doc: GenesisDoc, now: Time): GenesisDoc {
  if (doc.chainId === '') throw new GoError('genesis doc must include non-empty chain_id');
  if (textLength(doc.chainId) > MAX_CHAIN_ID_LENGTH)
    throw new GoError(`chain_id in genesis doc is too long (max: ${MAX_CHAIN_ID_LENGTH})`);
  if (doc.initialHeight < 0n) throw new GoError(`initial_height cannot be negative (got ${doc.initialHeight})`);
  validateConsensusParams(doc.consensusParams);
  const validators = doc.validators.map((v) => {
    const text = (): string => {
      const address = Buffer.from(v.address).toString('hex').toUpperCase();
      return `{${address} ${describeKey(v.pubKey)} ${v.power} ${v.name}}`;
    };
    if (v.power === 0n) throw new GoError(`the genesis file cannot contain validators with no voting power: ${text()}`);
    const address = consensusAddress(v.pubKey);
    if (v.address.length > 0 && Buffer.compare(v.address, address) !== 0) {
      const right = Buffer.from(address).toString('hex').toUpperCase();
      throw new GoError(`incorrect address for validator ${text()} in the genesis file, should be ${right}`);
    }
    return { ...v, address };
  });
  return {
    ...doc,
    validators,
    initialHeight: doc.initialHeight === 0n ? 1n : doc.initialHeight,
    genesisTime: isZeroTime(doc.genesisTime) ? now : doc.genesisTime,
  };
}

/** The hash of the validators that a chain begins with. */
export function genesisValidatorsHash(doc: GenesisDoc): Uint8Array {
  return ValidatorSet.create(doc.validators.map((v) => ({ pubKey: v.pubKey, power: v.power }))).hash();
}
