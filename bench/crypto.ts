/** `node scripts/run.cjs bench/crypto.ts`: what keys, addresses and hashes cost the thread that asks. */
import * as address from '../src/crypto/address.ts';
import * as ed25519 from '../src/crypto/ed25519.ts';
import { ripemd160, sha256 } from '../src/crypto/hash.ts';
import * as secp256k1 from '../src/crypto/secp256k1.ts';
import { forgetVerdicts } from '../src/crypto/signature-memo.ts';
import { closeVerifyPool, prefetchSignatures } from '../src/crypto/verify-pool.ts';
import { Dec } from '../src/math/dec.ts';

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

/** Microseconds of processor time of this thread: what else runs on the machine hardly counts. */
function cpu(): number {
  const usage = typeof process.threadCpuUsage === 'function' ? process.threadCpuUsage() : process.cpuUsage();
  return usage.user + usage.system;
}

/** The best of some rounds. */
function measure(what: string, count: number, f: (i: number) => void): void {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const start = cpu();
    for (let i = 0; i < count; i++) f(i);
    best = Math.min(best, (cpu() - start) / count);
  }
  console.log(`${what.padEnd(52)} ${best.toFixed(best < 10 ? 3 : 1).padStart(9)} µs`);
}

const JOBS = 2000;
const jobs = Array.from({ length: JOBS }, (_, i) => {
  const secret = secp256k1.privateKeyFromSecret(text(`key ${i % 100}`));
  const message = text(`message ${i}`);
  return {
    key: secp256k1.publicKey(secret),
    message,
    hash: sha256(message),
    signature: secp256k1.sign(secret, message),
  };
});
const job = (i: number): (typeof jobs)[number] => jobs[i % JOBS]!;

const block = new Uint8Array(300).fill(7);
measure('sha256 of 300 bytes', 20_000, () => sha256(block));
measure('ripemd160 of 32 bytes', 20_000, () => ripemd160(block.subarray(0, 32)));

for (const b of [secp256k1.native, secp256k1.portable]) {
  if (b === undefined) continue;
  const count = b === secp256k1.native ? JOBS : 100;
  measure(`secp256k1 verify, ${b.name}`, count, (i) => {
    if (!secp256k1.verifyHashWith(b, job(i).key, job(i).hash, job(i).signature)) throw new Error('refused');
  });
}
measure('secp256k1 verify, verdict remembered', JOBS, (i) =>
  secp256k1.verify(job(i).key, job(i).message, job(i).signature),
);

const seed = ed25519.privateKeyFromSecret(text('validator'));
const vote = { key: ed25519.publicKey(seed), message: block, signature: ed25519.sign(seed, block) };
measure('ed25519 verify', 1000, () => ed25519.verify(vote.key, vote.message, vote.signature));
measure('ed25519 verify, portable', 50, () => ed25519.verifyPortable(vote.key, vote.message, vote.signature));

const raw = Array.from({ length: 5000 }, (_, i) => sha256(text(`account ${i}`)).subarray(0, 20));
const written = raw.map(address.accAddressToBech32);
measure('address to bech32, remembered', 50_000, (i) => address.accAddressToBech32(raw[i % 5000]!));
measure('address from bech32, remembered', 50_000, (i) => address.accAddressFromBech32(written[i % 5000]!));
let fresh = 0;
measure('address to bech32, new', 5000, () => {
  const b = new Uint8Array(20);
  new DataView(b.buffer).setUint32(0, fresh++);
  address.accAddressToBech32(b);
});

const [a, b] = [Dec.parse('123456.789'), Dec.parse('0.020000000000000001')];
measure('Dec mul', 100_000, () => a.mul(b));
measure('Dec quo', 100_000, () => a.quo(b));

/** Signatures as execution meets them: some other work between one and the next. */
function execute(): number {
  const start = cpu();
  for (const j of jobs) {
    secp256k1.verify(j.key, j.message, j.signature);
    for (let i = 0; i < 100; i++) sha256(block);
  }
  return (cpu() - start) / JOBS;
}
forgetVerdicts();
const alone = execute();
forgetVerdicts();
prefetchSignatures(jobs);
const ahead = execute();
console.log(`a verify and 100 hashes: ${alone.toFixed(1)} µs alone, ${ahead.toFixed(1)} µs with verdicts made ahead`);
closeVerifyPool();
