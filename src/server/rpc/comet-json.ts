/** CometBFT's types as its RPC prints them: member order, hex hashes, base64 bytes, 64-bit integers as strings. */
import { Buffer } from 'node:buffer';
import { asGoJson } from '../../core/go-json.ts';
import { toRfc3339Nano, zeroTime } from '../../core/time.ts';
import type {
  Event,
  ExecTxResult,
  ResponseCheckTx,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseQuery,
  ValidatorUpdate,
} from '../../wire/gen/tendermint/abci/types.ts';
import type { PublicKey } from '../../wire/gen/tendermint/crypto/keys.ts';
import type { Block } from '../../wire/gen/tendermint/types/block.ts';
import type { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';
import type { BlockID, Commit, Header } from '../../wire/gen/tendermint/types/types.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const hex = (b: Uint8Array): string =>
  Buffer.from(b.buffer, b.byteOffset, b.length).toString('hex').toUpperCase();
export const b64 = (b: Uint8Array): string => Buffer.from(b.buffer, b.byteOffset, b.length).toString('base64');
/** Go prints a nil slice as null, and what came over a socket is nil when it is empty. */
const b64OrNull = (b: Uint8Array): string | null => (b.length === 0 ? null : b64(b));

/** JSON text as Go's encoder writes it: `<`, `>`, `&` and the two line separators escaped. */
export function goJson(value: unknown): string {
  return asGoJson(JSON.stringify(value));
}

export function blockIdJson(id: BlockID): Json {
  return { hash: hex(id.hash), parts: { total: id.partSetHeader.total, hash: hex(id.partSetHeader.hash) } };
}

export const EMPTY_BLOCK_ID: Json = { hash: '', parts: { total: 0, hash: '' } };

export function headerJson(h: Header): Json {
  return {
    version:
      h.version.app === 0n ? { block: `${h.version.block}` } : { block: `${h.version.block}`, app: `${h.version.app}` },
    chain_id: h.chainId,
    height: `${h.height}`,
    time: toRfc3339Nano(h.time),
    last_block_id: blockIdJson(h.lastBlockId),
    last_commit_hash: hex(h.lastCommitHash),
    data_hash: hex(h.dataHash),
    validators_hash: hex(h.validatorsHash),
    next_validators_hash: hex(h.nextValidatorsHash),
    consensus_hash: hex(h.consensusHash),
    app_hash: hex(h.appHash),
    last_results_hash: hex(h.lastResultsHash),
    evidence_hash: hex(h.evidenceHash),
    proposer_address: hex(h.proposerAddress),
  };
}

export function commitJson(c: Commit): Json {
  return {
    height: `${c.height}`,
    round: c.round,
    block_id: blockIdJson(c.blockId),
    signatures: c.signatures.map((s) => ({
      block_id_flag: s.blockIdFlag,
      validator_address: hex(s.validatorAddress),
      timestamp: toRfc3339Nano(s.blockIdFlag === 1 ? zeroTime : s.timestamp),
      signature: b64OrNull(s.signature),
    })),
  };
}

export function blockJson(b: Block): Json {
  return {
    header: headerJson(b.header),
    data: { txs: b.data.txs.map(b64) },
    evidence: { evidence: [] },
    last_commit: b.lastCommit ? commitJson(b.lastCommit) : null,
  };
}

export function publicKeyJson(type: 'ed25519' | 'secp256k1', key: Uint8Array): Json {
  return { type: type === 'ed25519' ? 'tendermint/PubKeyEd25519' : 'tendermint/PubKeySecp256k1', value: b64(key) };
}

export function eventsJson(events: readonly Event[]): Json {
  return events.map((e) => ({
    type: e.type,
    attributes: e.attributes.map((a) => ({ key: a.key, value: a.value, index: a.index })),
  }));
}

export function execTxResultJson(r: ExecTxResult): Json {
  return {
    code: r.code,
    data: b64OrNull(r.data),
    log: r.log,
    info: r.info,
    gas_wanted: `${r.gasWanted}`,
    gas_used: `${r.gasUsed}`,
    events: eventsJson(r.events),
    codespace: r.codespace,
  };
}

export function checkTxJson(r: ResponseCheckTx): Json {
  return {
    code: r.code,
    data: b64OrNull(r.data),
    log: r.log,
    info: r.info,
    gas_wanted: `${r.gasWanted}`,
    gas_used: `${r.gasUsed}`,
    events: eventsJson(r.events),
    codespace: r.codespace,
  };
}

function updateKeyJson(k: PublicKey): Json {
  if (k.sum?.$case === 'ed25519')
    return { Sum: { type: 'tendermint.crypto.PublicKey_Ed25519', value: { ed25519: b64(k.sum.ed25519) } } };
  if (k.sum?.$case === 'secp256k1')
    return { Sum: { type: 'tendermint.crypto.PublicKey_Secp256K1', value: { secp256k1: b64(k.sum.secp256k1) } } };
  return { Sum: null };
}

/** Validator updates in block results; power 0 is left out, as Go's omitempty has it. */
export function validatorUpdatesJson(updates: readonly ValidatorUpdate[]): Json {
  if (updates.length === 0) return null;
  return updates.map((u) => ({ pub_key: updateKeyJson(u.pubKey), ...(u.power === 0n ? {} : { power: `${u.power}` }) }));
}

/** Consensus parameters as block results print them (protobuf with omitempty). */
export function paramUpdatesJson(p: ConsensusParams | undefined): Json {
  if (!p) return null;
  const out: { [key: string]: Json } = {};
  if (p.block) out.block = compact({ max_bytes: p.block.maxBytes, max_gas: p.block.maxGas });
  if (p.evidence)
    out.evidence = {
      ...compact({ max_age_num_blocks: p.evidence.maxAgeNumBlocks }),
      max_age_duration: `${p.evidence.maxAgeDuration}`,
      ...compact({ max_bytes: p.evidence.maxBytes }),
    };
  if (p.validator)
    out.validator = p.validator.pubKeyTypes.length === 0 ? {} : { pub_key_types: [...p.validator.pubKeyTypes] };
  if (p.version) out.version = compact({ app: p.version.app });
  if (p.abci) out.abci = compact({ vote_extensions_enable_height: p.abci.voteExtensionsEnableHeight });
  return out;
}

function compact(members: Record<string, bigint>): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(members).flatMap(([k, v]) => (v === 0n ? [] : [[k, `${v}`]])));
}

/** Consensus parameters as the route of that name and the genesis print them (every member). */
export function consensusParamsJson(p: ConsensusParams): Json {
  return {
    block: { max_bytes: `${p.block?.maxBytes ?? 0n}`, max_gas: `${p.block?.maxGas ?? 0n}` },
    evidence: {
      max_age_num_blocks: `${p.evidence?.maxAgeNumBlocks ?? 0n}`,
      max_age_duration: `${p.evidence?.maxAgeDuration ?? 0n}`,
      max_bytes: `${p.evidence?.maxBytes ?? 0n}`,
    },
    validator: { pub_key_types: [...(p.validator?.pubKeyTypes ?? [])] },
    version: { app: `${p.version?.app ?? 0n}` },
    abci: { vote_extensions_enable_height: `${p.abci?.voteExtensionsEnableHeight ?? 0n}` },
  };
}

export function blockResultsJson(height: bigint, r: ResponseFinalizeBlock): Json {
  return {
    height: `${height}`,
    txs_results: r.txResults.length === 0 ? null : r.txResults.map(execTxResultJson),
    finalize_block_events: r.events.length === 0 ? null : eventsJson(r.events),
    validator_updates: validatorUpdatesJson(r.validatorUpdates),
    consensus_param_updates: paramUpdatesJson(r.consensusParamUpdates),
    app_hash: b64OrNull(r.appHash),
  };
}

export function queryJson(r: ResponseQuery): Json {
  return {
    response: {
      code: r.code,
      log: r.log,
      info: r.info,
      index: `${r.index}`,
      key: b64OrNull(r.key),
      value: b64OrNull(r.value),
      proofOps: r.proofOps
        ? { ops: r.proofOps.ops.map((o) => ({ type: o.type, key: b64OrNull(o.key), data: b64OrNull(o.data) })) }
        : null,
      height: `${r.height}`,
      codespace: r.codespace,
    },
  };
}

export function infoJson(r: ResponseInfo): Json {
  const out: { [key: string]: Json } = {};
  if (r.data !== '') out.data = r.data;
  if (r.version !== '') out.version = r.version;
  if (r.appVersion !== 0n) out.app_version = `${r.appVersion}`;
  if (r.lastBlockHeight !== 0n) out.last_block_height = `${r.lastBlockHeight}`;
  if (r.lastBlockAppHash.length !== 0) out.last_block_app_hash = b64(r.lastBlockAppHash);
  return { response: out };
}
