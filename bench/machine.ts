/** What surrounds a measurement: the machine's speed at this moment, processor time, memory. */
import { createHash } from 'node:crypto';
import secp256k1 from 'secp256k1';

/** One native secp256k1 verification and 1,000 SHA-256 of 32 bytes, in microseconds: to compare machines, and moments of a busy one. */
export interface BuildingBlocks {
  readonly secp256k1_verify_us: number;
  readonly sha256_1000_us: number;
}

const ROUNDS = 5;

/** The best of some rounds: what the machine can do when it is let. */
export function buildingBlocks(): BuildingBlocks {
  const secret = createHash('sha256').update('bench').digest();
  const hash = createHash('sha256').update('message').digest();
  const key = secp256k1.publicKeyCreate(secret);
  const { signature } = secp256k1.ecdsaSign(hash, secret);
  const verify = best(100, () => secp256k1.ecdsaVerify(signature, hash, key));
  let digest: Uint8Array = new Uint8Array(32);
  const sha256 = best(1000, () => {
    digest = createHash('sha256').update(digest).digest();
  });
  return { secp256k1_verify_us: rounded(verify), sha256_1000_us: rounded(sha256 * 1000) };
}

function best(times: number, f: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < times; i++) f();
    least = Math.min(least, microseconds(start) / times);
  }
  return least;
}

/** Since a moment of `process.hrtime.bigint()`. */
export function microseconds(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1000;
}

/** Processor time of this thread in microseconds. It says what work costs even where others keep the processors busy. */
export function threadMicroseconds(): number {
  const usage = typeof process.threadCpuUsage === 'function' ? process.threadCpuUsage() : process.cpuUsage();
  return usage.user + usage.system;
}

/** The most memory the process ever had, in bytes. */
export function peakRss(): number {
  return process.resourceUsage().maxRSS * 1024;
}

export function rounded(x: number): number {
  return Number(x.toFixed(1));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
