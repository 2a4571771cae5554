import { fromRfc3339Nano } from '../core/time.ts';
import { ExecTxResult } from '../wire/gen/tendermint/abci/types.ts';
import { Block } from '../wire/gen/tendermint/types/block.ts';
import { BlockID, Commit, Header } from '../wire/gen/tendermint/types/types.ts';
import type { NodeClient } from './node-client.ts';
import type { CommittedTx, ValidatorView } from './rpc/backend.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of another program; each reader below takes what it needs
type Answer = any;

/** The RPC cannot be reached: says where and what to do. */
export class RpcUnreachable extends Error {}

const fromHex = (s: string): Uint8Array => new Uint8Array(Buffer.from(s, 'hex'));
const fromB64 = (s: string | null | undefined): Uint8Array => new Uint8Array(Buffer.from(s ?? '', 'base64'));

/** `tcp://host:port/` as users write it → a URL without trailing slash. */
export function rpcUrl(node: string): string {
  const url = node.replace(/^tcp:\/\//, 'http://').replace(/\/+$/, '');
  return /^https?:\/\//.test(url) ? url : `http://${url}`;
}

/** Calls one method of a CometBFT RPC. Throws {@link RpcUnreachable}, or an Error with the text that the RPC answered. */
export async function callRpc(node: string, method: string, params: Record<string, unknown>): Promise<Answer> {
  const url = rpcUrl(node);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (e) {
    const cause = e instanceof Error && e.cause instanceof Error ? e.cause.message : String(e);
    throw new RpcUnreachable(
      `no node answers at ${url} (${cause}). Start one with "akash start" or "akash dev", or name another with --node or AKASH_NODE.`,
    );
  }
  let body: Answer;
  try {
    body = await response.json();
  } catch {
    throw new RpcUnreachable(
      `${url} is not a CometBFT RPC: it answered ${response.status} without JSON. Check --node or AKASH_NODE.`,
    );
  }
  if (body?.error) throw new Error(body.error.data || body.error.message);
  return body.result;
}

function blockId(j: Answer): BlockID {
  return BlockID.create({
    hash: fromHex(j.hash),
    partSetHeader: { total: j.parts.total, hash: fromHex(j.parts.hash) },
  });
}

function header(j: Answer): Header {
  return Header.create({
    version: { block: BigInt(j.version.block ?? 0), app: BigInt(j.version.app ?? 0) },
    chainId: j.chain_id,
    height: BigInt(j.height),
    time: fromRfc3339Nano(j.time),
    lastBlockId: blockId(j.last_block_id),
    lastCommitHash: fromHex(j.last_commit_hash),
    dataHash: fromHex(j.data_hash),
    validatorsHash: fromHex(j.validators_hash),
    nextValidatorsHash: fromHex(j.next_validators_hash),
    consensusHash: fromHex(j.consensus_hash),
    appHash: fromHex(j.app_hash),
    lastResultsHash: fromHex(j.last_results_hash),
    evidenceHash: fromHex(j.evidence_hash),
    proposerAddress: fromHex(j.proposer_address),
  });
}

function commit(j: Answer): Commit {
  return Commit.create({
    height: BigInt(j.height),
    round: j.round,
    blockId: blockId(j.block_id),
    signatures: j.signatures.map((s: Answer) => ({
      blockIdFlag: s.block_id_flag,
      validatorAddress: fromHex(s.validator_address),
      timestamp: fromRfc3339Nano(s.timestamp),
      signature: fromB64(s.signature),
    })),
  });
}

/** A block of the RPC's JSON; its evidence is left out. */
export function blockOf(j: Answer): Block {
  return Block.create({
    header: header(j.header),
    data: { txs: (j.data.txs ?? []).map(fromB64) },
    evidence: { evidence: [] },
    lastCommit: j.last_commit ? commit(j.last_commit) : undefined,
  });
}

function tx(j: Answer): CommittedTx {
  const r = j.tx_result;
  return {
    hash: fromHex(j.hash),
    height: BigInt(j.height),
    index: j.index,
    tx: fromB64(j.tx),
    result: ExecTxResult.create({
      code: r.code,
      data: fromB64(r.data),
      log: r.log,
      info: r.info,
      gasWanted: BigInt(r.gas_wanted),
      gasUsed: BigInt(r.gas_used),
      events: r.events,
      codespace: r.codespace,
    }),
  };
}

function validator(j: Answer): ValidatorView {
  return {
    address: fromHex(j.address),
    pubKeyType: j.pub_key.type === 'tendermint/PubKeySecp256k1' ? 'secp256k1' : 'ed25519',
    pubKey: fromB64(j.pub_key.value),
    power: BigInt(j.voting_power),
    priority: BigInt(j.proposer_priority),
  };
}

/** CometBFT's RPC at `node` as a {@link NodeClient}. */
export function cometClient(node: string): NodeClient {
  const call = (method: string, params: Record<string, unknown> = {}): Promise<Answer> => callRpc(node, method, params);
  const atHeight = (height: bigint | undefined): Record<string, unknown> =>
    height === undefined ? {} : { height: `${height}` };
  return {
    async nodeInfo() {
      const n = (await call('status')).node_info;
      return {
        p2pVersion: BigInt(n.protocol_version.p2p),
        blockVersion: BigInt(n.protocol_version.block),
        appVersion: BigInt(n.protocol_version.app),
        id: n.id,
        listenAddress: n.listen_addr,
        network: n.network,
        version: n.version,
        channels: fromHex(n.channels),
        moniker: n.moniker,
        txIndex: n.other.tx_index,
        rpcAddress: n.other.rpc_address,
      };
    },
    async syncing() {
      return (await call('status')).sync_info.catching_up;
    },
    async latestHeight() {
      return BigInt((await call('status')).sync_info.latest_block_height);
    },
    async block(height) {
      const r = await call('block', atHeight(height));
      if (!r.block) throw new Error('block not found');
      return { blockId: blockId(r.block_id), block: blockOf(r.block) };
    },
    async validators(height, page, perPage) {
      const r = await call('validators', { ...atHeight(height), page: `${page}`, per_page: `${perPage}` });
      return { height: BigInt(r.block_height), validators: r.validators.map(validator), total: Number(r.total) };
    },
    async tx(hash) {
      return tx(await call('tx', { hash: Buffer.from(hash).toString('base64'), prove: false }));
    },
    async searchTxs(query, page, perPage, order) {
      const r = await call('tx_search', {
        query,
        prove: false,
        page: `${page}`,
        per_page: `${perPage}`,
        order_by: order,
      });
      return { txs: r.txs.map(tx), total: Number(r.total_count) };
    },
    async broadcast(bytes, mode) {
      const r = await call(`broadcast_tx_${mode}`, { tx: Buffer.from(bytes).toString('base64') });
      return { code: r.code, codespace: r.codespace, log: r.log, hash: fromHex(r.hash) };
    },
  };
}
