import { createHash } from 'node:crypto';
import type { ResponseCheckTx } from '../../wire/gen/tendermint/abci/types.ts';

/** Limits of the mempool, from config.toml's `[mempool]`. */
export interface MempoolLimits {
  /** Transactions. */
  readonly size: number;
  /** Bytes of all transactions together. */
  readonly maxTxsBytes: number;
  /** Bytes of one transaction. */
  readonly maxTxBytes: number;
}

export const DEFAULT_MEMPOOL_LIMITS: MempoolLimits = { size: 5000, maxTxsBytes: 67_108_864, maxTxBytes: 1_048_576 };

interface Entry {
  readonly key: string;
  readonly tx: Uint8Array;
  readonly gasWanted: bigint;
}

/**
 * Transactions that passed CheckTx and wait for a block, first come first served, as in CometBFT's list mempool: what was committed or
 * is still waiting is refused a second time.
 */
export class Mempool {
  private readonly entries = new Map<string, Entry>();
  private readonly seen = new Set<string>();
  private bytes = 0;
  private readonly limits: MempoolLimits;
  private readonly check: (tx: Uint8Array, recheck: boolean) => ResponseCheckTx;

  constructor(limits: MempoolLimits, check: (tx: Uint8Array, recheck: boolean) => ResponseCheckTx) {
    this.limits = limits;
    this.check = check;
  }

  /** Checks a transaction and keeps it when its code is 0. Throws CometBFT's words when it does not even come to the check. */
  add(tx: Uint8Array): ResponseCheckTx {
    if (tx.length > this.limits.maxTxBytes)
      throw new Error(`Tx too large. Max size is ${this.limits.maxTxBytes}, but got ${tx.length}`);
    if (this.entries.size >= this.limits.size || this.bytes + tx.length > this.limits.maxTxsBytes)
      throw new Error(
        `mempool is full: number of txs ${this.entries.size} (max: ${this.limits.size}), total txs bytes ${this.bytes} (max: ${this.limits.maxTxsBytes})`,
      );
    const key = keyOf(tx);
    if (this.seen.has(key)) throw new Error('tx already exists in cache');
    const response = this.check(tx, false);
    if (response.code === 0) {
      this.remember(key);
      this.entries.set(key, { key, tx, gasWanted: response.gasWanted });
      this.bytes += tx.length;
    }
    return response;
  }

  /** The first transactions that fit; negative limits do not bind. Each costs its length and up to 11 bytes of framing in the block. */
  reap(maxBytes: bigint, maxGas: bigint): Uint8Array[] {
    const out: Uint8Array[] = [];
    let bytes = 0n;
    let gas = 0n;
    for (const e of this.entries.values()) {
      bytes += BigInt(e.tx.length + 11);
      gas += e.gasWanted;
      if ((maxBytes > -1n && bytes > maxBytes) || (maxGas > -1n && gas > maxGas)) break;
      out.push(e.tx);
    }
    return out;
  }

  /** After a block: takes its transactions out, then checks again what is left. */
  update(committed: readonly Uint8Array[], succeeded: (index: number) => boolean): void {
    committed.forEach((tx, i) => {
      const key = keyOf(tx);
      if (succeeded(i)) this.remember(key);
      else this.seen.delete(key);
      this.drop(key);
    });
    for (const e of [...this.entries.values()]) {
      if (this.check(e.tx, true).code === 0) continue;
      this.drop(e.key);
      this.seen.delete(e.key);
    }
  }

  txs(): Uint8Array[] {
    return [...this.entries.values()].map((e) => e.tx);
  }

  get size(): number {
    return this.entries.size;
  }

  private drop(key: string): void {
    const e = this.entries.get(key);
    if (!e) return;
    this.entries.delete(key);
    this.bytes -= e.tx.length;
  }

  /** Remembers the last 10,000, as config.toml's cache_size has it. */
  private remember(key: string): void {
    this.seen.add(key);
    if (this.seen.size > 10_000) {
      const oldest = this.seen.values().next().value;
      if (oldest !== undefined) this.seen.delete(oldest);
    }
  }
}

function keyOf(tx: Uint8Array): string {
  return createHash('sha256').update(tx).digest('binary');
}
