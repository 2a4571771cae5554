import type { ValidatorChange } from '../../comet/validator-set.ts';
import { fromRfc3339Nano, type Time } from '../../core/time.ts';
import type { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';

/** A genesis document as far as making blocks needs it. */
export interface GenesisDoc {
  readonly chainId: string;
  readonly time: Time;
  readonly initialHeight: bigint;
  readonly consensusParams: ConsensusParams;
  readonly validators: readonly ValidatorChange[];
  /** The application's part, as JSON text. */
  readonly appState: string;
}

/** A genesis document that cannot be used: says what is wrong with it. */
export class GenesisError extends Error {}

/** CometBFT's defaults for what a document leaves out. */
export const DEFAULT_CONSENSUS_PARAMS: ConsensusParams = {
  block: { maxBytes: 22_020_096n, maxGas: -1n },
  evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: 172_800_000_000_000n, maxBytes: 1_048_576n },
  validator: { pubKeyTypes: ['ed25519'] },
  version: { app: 0n },
  abci: { voteExtensionsEnableHeight: 0n },
};

type Json = { readonly [key: string]: unknown };

/** Reads both layouts: CometBFT's (`consensus_params` at the top) and the SDK's application genesis (`consensus.params`). */
export function parseGenesisDoc(text: string): GenesisDoc {
  let doc: Json;
  try {
    doc = JSON.parse(text);
  } catch (e) {
    throw new GenesisError(`the genesis is not JSON: ${e instanceof Error ? e.message : e}`);
  }
  if (typeof doc !== 'object' || doc === null || Array.isArray(doc))
    throw new GenesisError('the genesis must be a JSON object');
  const chainId = doc.chain_id;
  if (typeof chainId !== 'string' || chainId === '') throw new GenesisError('the genesis must have a chain_id');
  if (chainId.length > 50) throw new GenesisError('chain_id is longer than 50 characters');
  const consensus = (doc.consensus ?? {}) as Json;
  const params = (doc.consensus_params ?? consensus.params) as Json | undefined;
  const validators = (doc.validators ?? consensus.validators ?? []) as readonly Json[];
  if (doc.app_state === undefined || doc.app_state === null) throw new GenesisError('the genesis has no app_state');
  return {
    chainId,
    time: timeOf(doc.genesis_time),
    initialHeight: integer(doc.initial_height ?? '1', 'initial_height') || 1n,
    consensusParams: params ? paramsOf(params) : DEFAULT_CONSENSUS_PARAMS,
    validators: validators.map((v) => {
      const key = v.pub_key as Json | undefined;
      if (typeof key?.value !== 'string') throw new GenesisError('a validator of the genesis has no pub_key');
      const bytes = new Uint8Array(Buffer.from(key.value, 'base64'));
      const pubKey =
        key.type === 'tendermint/PubKeySecp256k1'
          ? { sum: { $case: 'secp256k1' as const, secp256k1: bytes } }
          : { sum: { $case: 'ed25519' as const, ed25519: bytes } };
      return { pubKey, power: integer(v.power, 'power of a validator') };
    }),
    appState: JSON.stringify(doc.app_state),
  };
}

function timeOf(value: unknown): Time {
  try {
    if (typeof value === 'string') return fromRfc3339Nano(value);
  } catch {
    // told below
  }
  throw new GenesisError(`genesis_time must be an RFC 3339 time, not ${JSON.stringify(value)}`);
}

function integer(value: unknown, what: string): bigint {
  if (
    (typeof value === 'string' && /^-?\d+$/.test(value)) ||
    (typeof value === 'number' && Number.isSafeInteger(value))
  )
    return BigInt(value);
  throw new GenesisError(`${what} of the genesis must be a whole number, not ${JSON.stringify(value)}`);
}

function paramsOf(p: Json): ConsensusParams {
  const block = (p.block ?? {}) as Json;
  const evidence = (p.evidence ?? {}) as Json;
  const validator = (p.validator ?? {}) as Json;
  const version = (p.version ?? {}) as Json;
  const abci = (p.abci ?? {}) as Json;
  const d = DEFAULT_CONSENSUS_PARAMS;
  return {
    block: {
      maxBytes: integer(block.max_bytes ?? d.block!.maxBytes.toString(), 'block.max_bytes'),
      maxGas: integer(block.max_gas ?? d.block!.maxGas.toString(), 'block.max_gas'),
    },
    evidence: {
      maxAgeNumBlocks: integer(
        evidence.max_age_num_blocks ?? d.evidence!.maxAgeNumBlocks.toString(),
        'evidence.max_age_num_blocks',
      ),
      maxAgeDuration: integer(
        evidence.max_age_duration ?? d.evidence!.maxAgeDuration.toString(),
        'evidence.max_age_duration',
      ),
      maxBytes: integer(evidence.max_bytes ?? d.evidence!.maxBytes.toString(), 'evidence.max_bytes'),
    },
    validator: {
      pubKeyTypes: Array.isArray(validator.pub_key_types) ? validator.pub_key_types.map(String) : ['ed25519'],
    },
    version: { app: integer(version.app ?? '0', 'version.app') },
    abci: {
      voteExtensionsEnableHeight: integer(
        abci.vote_extensions_enable_height ?? '0',
        'abci.vote_extensions_enable_height',
      ),
    },
  };
}
