/**
 * Mutated transactions: each is decoded or refused, in time, by every way in that a stranger has: the decoder (both of its ways must
 * agree), the bytes to sign, JSON, CheckTx, and the simulation, which also runs the messages.
 * `node scripts/run.cjs test/mutation/mutations.ts [COUNT] [SEED]`; VECTORS_DIR names a folder with recorded cases `core-fuzz-*`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AbciApplication } from '../../src/abci/handler.ts';
import { createApp } from '../../src/app/app.ts';
import { GoErrorBase, ModelledError } from '../../src/core/errors.ts';
import { signerText } from '../../src/crypto/signers.ts';
import { CaseFolder, fromBase64 } from '../../src/replay/case.ts';
import { nodeOptionsOf } from '../../src/replay/options.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { SignMode } from '../../src/wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { Tx, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { RequestFinalizeBlock, RequestInitChain, RequestQuery } from '../../src/wire/gen/tendermint/abci/types.ts';
import { toJson } from '../../src/wire/json.ts';
import { signBytes } from '../../src/wire/sign-modes.ts';
import { decodeTx, decodeTxStepwise } from '../../src/wire/tx.ts';
import { CHAIN_ID, SimChain } from '../sim/chain.ts';
import { Traffic } from '../sim/traffic.ts';
import { Random } from '../store/random.ts';
import { mutate } from './mutate.ts';

export interface MutationReport {
  readonly seed: number;
  readonly mutations: number;
  readonly decoded: number;
  /** Whose simulation came as far as running its messages to the end. */
  readonly executed: number;
  /** Milliseconds that the slowest took. */
  readonly slowest: number;
  readonly problems: readonly string[];
}

const LIMIT = 50;
const VECTORS = join(import.meta.dirname, '../vectors');
const MODES = [SignMode.SIGN_MODE_DIRECT, SignMode.SIGN_MODE_DIRECT_AUX, SignMode.SIGN_MODE_LEGACY_AMINO_JSON];

/** Transactions of the recorded vectors. */
function recordedTxs(): Uint8Array[] {
  const text = gunzipSync(readFileSync(join(VECTORS, 'leaf/txs.jsonl.gz'))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { op: string; in: { tx?: string } })
    .flatMap((l) => (l.op === 'tx' && l.in.tx !== undefined ? [fromBase64(l.in.tx)] : []));
}

/** Recorded cases of mutated transactions, where there are any. */
function fuzzCases(): CaseFolder[] {
  const folder = process.env.VECTORS_DIR;
  if (folder === undefined || !existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.startsWith('core-fuzz-'));
  return names.map((name) => new CaseFolder(join(folder, name)));
}

const failure = (e: unknown): string => (e instanceof Error ? (e.stack ?? e.message) : String(e));

/** What a decoder makes of bytes, as a text to compare. */
function outcome(decode: typeof decodeTx, bytes: Uint8Array): string {
  try {
    const { tx, hasUnknownNonCritical, bodyBytes, authInfoBytes, signatures } = decode(bytes);
    const raw = TxRaw.encode({ bodyBytes, authInfoBytes, signatures });
    return `${hasUnknownNonCritical} ${Buffer.from(Tx.encode(tx)).toString('base64')} ${Buffer.from(raw).toString('base64')}`;
  } catch (e) {
    if (e instanceof GoErrorBase) return `refused: ${e.message}`;
    throw e;
  }
}

/** Throws when the bytes are neither taken nor refused as they should be. Returns how far they came. */
async function offer(bytes: Uint8Array, node: AbciApplication): Promise<'refused' | 'decoded' | 'executed'> {
  const [fast, slow] = [outcome(decodeTx, bytes), outcome(decodeTxStepwise, bytes)];
  if (fast !== slow) throw new Error(`the decoders disagree: ${fast.slice(0, 300)} / ${slow.slice(0, 300)}`);
  const decoded = !fast.startsWith('refused');
  if (decoded) {
    const tx = decodeTx(bytes);
    const attempts: (() => unknown)[] = [() => toJson(Tx, tx.tx)];
    for (const mode of MODES) {
      attempts.push(() =>
        signBytes(mode, { address: 'akash1', chainId: CHAIN_ID, accountNumber: 1n, sequence: 2n }, tx, signerText),
      );
    }
    for (const attempt of attempts) {
      try {
        attempt();
      } catch (e) {
        if (!(e instanceof ModelledError)) throw e;
      }
    }
  }
  const check = await node.handle({ value: { $case: 'checkTx', checkTx: { tx: bytes, type: 0 } } });
  if (check.bug !== undefined || check.fatal !== undefined) throw check.bug ?? check.fatal;
  const query = RequestQuery.create({ path: '/app/simulate', data: bytes });
  const simulated = await node.handle({ value: { $case: 'query', query } });
  if (simulated.bug !== undefined || simulated.fatal !== undefined) throw simulated.bug ?? simulated.fatal;
  const { value } = simulated.response;
  if (value?.$case === 'query' && value.query.code === 0) return 'executed';
  return decoded ? 'decoded' : 'refused';
}

class Trial {
  readonly seed: number;
  mutations = 0;
  decoded = 0;
  executed = 0;
  slowest = 0;
  readonly problems: string[] = [];

  constructor(seed: number) {
    this.seed = seed;
  }

  async try(bytes: Uint8Array, node: AbciApplication): Promise<void> {
    this.mutations++;
    let time = Number.POSITIVE_INFINITY;
    try {
      // A pause of the machine is not the transaction's fault; that it pauses each time is not likely.
      for (let n = 0; n < 6 && time > LIMIT / 5; n++) {
        const start = performance.now();
        const end = await offer(bytes, node);
        time = Math.min(time, performance.now() - start);
        if (n === 0 && end !== 'refused') this.decoded++;
        if (n === 0 && end === 'executed') this.executed++;
      }
      if (time > LIMIT) throw new Error(`took ${time.toFixed(0)} ms`);
      this.slowest = Math.max(this.slowest, time);
    } catch (e) {
      const where = `seed ${this.seed}, mutation ${this.mutations}`;
      this.problems.push(`${where}: ${failure(e)}\n  ${Buffer.from(bytes).toString('base64')}`);
    }
  }
}

/** Mutates recorded transactions, and ones that a simulated chain's present state would take. */
export async function tryMutations(seed: number, count: number): Promise<MutationReport> {
  const random = new Random(seed);
  const trial = new Trial(seed);
  const recorded = recordedTxs();
  const pick = (from: readonly Uint8Array[]): Uint8Array => from[random.below(from.length)]!;

  const cases = fuzzCases();
  for (const recordedCase of cases) {
    const share = Math.floor(count / 4 / cases.length);
    const { base } = await createApp({ db: new MemoryDatabase(), node: nodeOptionsOf(recordedCase.info) });
    base.initChain(RequestInitChain.decode(fromBase64(recordedCase.init().request)));
    const node = new AbciApplication(base);
    const blocks = [...recordedCase.blocks()].map((b) => RequestFinalizeBlock.decode(fromBase64(b.request)));
    for (const [i, block] of blocks.entries()) {
      base.finalizeBlock(block);
      await base.commit();
      // The next block's transactions fit the state, as long as they are not changed.
      const txs = blocks[i + 1]?.txs ?? block.txs;
      if (txs.length === 0) continue;
      for (let n = Math.ceil(share / blocks.length); n > 0; n--) {
        await trial.try(mutate(pick(txs), pick(recorded), random), node);
      }
    }
  }

  const chain = await SimChain.start(random, { validators: 6, users: 8 });
  const traffic = new Traffic(chain, random);
  const node = new AbciApplication(chain.app.base);
  const rounds = 40;
  for (let round = 0; round < rounds && chain.validators().length > 0; round++) {
    const sent = Array.from({ length: 12 }, () => traffic.next());
    const txs = sent.map((s) => chain.tx(s.from, s.msgs, s.granter));
    const until = Math.floor(((round + 1) * count) / rounds);
    while (trial.mutations < until) {
      const from = random.below(3) === 0 ? recorded : txs;
      await trial.try(mutate(pick(from), pick(recorded), random), node);
    }
    await chain.block(txs);
  }
  const { mutations, decoded, executed, slowest, problems } = trial;
  return { seed, mutations, decoded, executed, slowest, problems };
}

export const describeMutations = (r: MutationReport): string =>
  `mutations: seed ${r.seed}, ${r.mutations} transactions, ${r.decoded} decoded, ${r.executed} executed in simulation, slowest ${r.slowest.toFixed(1)} ms, ${r.problems.length} problems`;

if (process.argv[1] === import.meta.filename) {
  const r = await tryMutations(Number(process.argv[3] ?? 1), Number(process.argv[2] ?? 100_000));
  console.log(describeMutations(r));
  for (const p of r.problems.slice(0, 10)) console.log(p);
  process.exitCode = r.problems.length === 0 ? 0 : 1;
}
