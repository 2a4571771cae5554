/** Validators and the rotation of proposers. Source: CometBFT spec/consensus/proposer-selection.md, types/validator_set.go. */

import { GoError, GoPanic } from '../core/errors.ts';
import { compareBytes } from '../core/go-text.ts';
import { ripemd160, sha256, sha256Truncated } from '../crypto/hash.ts';
import type { PublicKey } from '../wire/gen/tendermint/crypto/keys.ts';
import type { Validator, ValidatorSet as ValidatorSetProto } from '../wire/gen/tendermint/types/validator.ts';
import { validatorsHash } from './hash.ts';

const MAX_INT64 = (1n << 63n) - 1n;
const MIN_INT64 = -(1n << 63n);
/** Sum of all powers at most: an eighth of int64, so that priorities cannot overflow. */
export const MAX_TOTAL_VOTING_POWER = MAX_INT64 / 8n;
const PRIORITY_WINDOW = 2n;

const clip = (n: bigint): bigint => (n > MAX_INT64 ? MAX_INT64 : n < MIN_INT64 ? MIN_INT64 : n);

/** Address of a consensus key: 20 bytes. */
export function consensusAddress(key: PublicKey): Uint8Array {
  if (key.sum?.$case === 'secp256k1') return ripemd160(sha256(key.sum.secp256k1));
  return sha256Truncated(key.sum?.ed25519 ?? new Uint8Array(0));
}

/** A change of one validator: power 0 takes it out. */
export interface ValidatorChange {
  readonly pubKey: PublicKey;
  readonly power: bigint;
}

/** The validators of one height, by falling power and then by address, each with its priority. */
export class ValidatorSet {
  private list: Validator[];
  private current: Validator | undefined;

  private constructor(list: Validator[], proposer: Validator | undefined) {
    this.list = list;
    this.current = proposer;
  }

  /** A first set: priorities start from zero and one step is taken. */
  static create(changes: readonly ValidatorChange[]): ValidatorSet {
    const set = new ValidatorSet([], undefined);
    set.apply(changes, false);
    if (changes.length > 0) set.incrementProposerPriority(1);
    return set;
  }

  static fromProto(p: ValidatorSetProto): ValidatorSet {
    return new ValidatorSet(
      p.validators.map((v) => ({ ...v })),
      p.proposer && { ...p.proposer },
    );
  }

  toProto(): ValidatorSetProto {
    const proposer = this.proposer();
    return {
      validators: this.list.map((v) => ({ ...v })),
      proposer: proposer && { ...proposer },
      totalVotingPower: this.totalPower(),
    };
  }

  copy(): ValidatorSet {
    return ValidatorSet.fromProto(this.toProto());
  }

  validators(): readonly Readonly<Validator>[] {
    return this.list;
  }

  hash(): Uint8Array {
    return validatorsHash(this.list);
  }

  find(address: Uint8Array): Readonly<Validator> | undefined {
    return this.list.find((v) => compareBytes(v.address, address) === 0);
  }

  totalPower(): bigint {
    let sum = 0n;
    for (const v of this.list) {
      sum = clip(sum + v.votingPower);
      if (sum > MAX_TOTAL_VOTING_POWER)
        throw new GoPanic(`Total voting power should be guarded to not exceed ${MAX_TOTAL_VOTING_POWER}; got: ${sum}`);
    }
    return sum;
  }

  proposer(): Readonly<Validator> | undefined {
    this.current ??= this.list.length === 0 ? undefined : this.highest();
    return this.current;
  }

  /** Moves the rotation on by `times` steps. */
  incrementProposerPriority(times: number): void {
    if (this.list.length === 0) throw new GoPanic('empty validator set');
    if (times <= 0) throw new GoPanic('Cannot call IncrementProposerPriority with non-positive times');
    const total = this.totalPower();
    this.rescale(PRIORITY_WINDOW * total);
    this.shiftByAverage();
    for (let i = 0; i < times; i++) {
      for (const v of this.list) v.proposerPriority = clip(v.proposerPriority + v.votingPower);
      const top = this.highest();
      top.proposerPriority = clip(top.proposerPriority - total);
      this.current = top;
    }
  }

  /** Applies changes of power; all or nothing. Throws GoError with the reference's words. */
  update(changes: readonly ValidatorChange[]): void {
    this.apply(changes, true);
  }

  private apply(changes: readonly ValidatorChange[], removable: boolean): void {
    if (changes.length === 0) return;
    const sorted = changes
      .map((c) => ({
        address: consensusAddress(c.pubKey),
        pubKey: c.pubKey,
        votingPower: c.power,
        proposerPriority: 0n,
      }))
      .sort((a, b) => compareBytes(a.address, b.address));
    const updates: Validator[] = [];
    const removals: Validator[] = [];
    sorted.forEach((v, i) => {
      if (i > 0 && compareBytes(sorted[i - 1]!.address, v.address) === 0)
        throw new GoError(`duplicate entry ${describe(v)} in [${sorted.map(describe).join(' ')}]`);
      if (v.votingPower < 0n) throw new GoError(`voting power can't be negative: ${v.votingPower}`);
      if (v.votingPower > MAX_TOTAL_VOTING_POWER)
        throw new GoError(
          `to prevent clipping/overflow, voting power can't be higher than ${MAX_TOTAL_VOTING_POWER}, got ${v.votingPower}`,
        );
      (v.votingPower === 0n ? removals : updates).push(v);
    });
    if (!removable && removals.length > 0)
      throw new GoError(`cannot process validators with voting power 0: [${removals.map(describe).join(' ')}]`);
    if (updates.every((v) => this.find(v.address)) && this.list.length === removals.length)
      throw new GoError('applying the validator changes would result in empty set');
    const removedPower = this.removedPower(removals);
    const total = this.totalAfter(updates, removedPower);
    for (const v of updates) v.proposerPriority = this.find(v.address)?.proposerPriority ?? -(total + (total >> 3n));

    const byAddress = new Map<string, Validator>();
    for (const v of [...this.list, ...updates]) byAddress.set(Buffer.from(v.address).toString('latin1'), v);
    for (const v of removals) byAddress.delete(Buffer.from(v.address).toString('latin1'));
    this.list = [...byAddress.values()];
    this.rescale(PRIORITY_WINDOW * this.totalPower());
    this.shiftByAverage();
    this.list.sort((a, b) =>
      a.votingPower === b.votingPower ? compareBytes(a.address, b.address) : a.votingPower > b.votingPower ? -1 : 1,
    );
  }

  private removedPower(removals: readonly Validator[]): bigint {
    let power = 0n;
    for (const r of removals) {
      const v = this.find(r.address);
      if (!v)
        throw new GoError(`failed to find validator ${Buffer.from(r.address).toString('hex').toUpperCase()} to remove`);
      power += v.votingPower;
    }
    return power;
  }

  /** Total power after the updates and before the removals: what new validators' priorities are made from. */
  private totalAfter(updates: readonly Validator[], removedPower: bigint): bigint {
    const deltas = updates
      .map((u) => u.votingPower - (this.find(u.address)?.votingPower ?? 0n))
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    let total = this.totalPower() - removedPower;
    for (const d of deltas) {
      total += d;
      if (total > MAX_TOTAL_VOTING_POWER)
        throw new GoError(`total voting power of resulting valset exceeds max ${MAX_TOTAL_VOTING_POWER}`);
    }
    return total + removedPower;
  }

  private highest(): Validator {
    return this.list.reduce((a, b) => {
      if (a.proposerPriority !== b.proposerPriority) return a.proposerPriority > b.proposerPriority ? a : b;
      return compareBytes(a.address, b.address) <= 0 ? a : b;
    });
  }

  private rescale(window: bigint): void {
    if (window <= 0n || this.list.length === 0) return;
    let max = MIN_INT64;
    let min = MAX_INT64;
    for (const v of this.list) {
      if (v.proposerPriority > max) max = v.proposerPriority;
      if (v.proposerPriority < min) min = v.proposerPriority;
    }
    const diff = max - min;
    const ratio = (diff + window - 1n) / window;
    if (diff > window) for (const v of this.list) v.proposerPriority /= ratio;
  }

  private shiftByAverage(): void {
    const n = BigInt(this.list.length);
    const sum = this.list.reduce((s, v) => s + v.proposerPriority, 0n);
    // Division towards minus infinity.
    const average = sum >= 0n ? sum / n : -((-sum + n - 1n) / n);
    for (const v of this.list) v.proposerPriority = clip(v.proposerPriority - average);
  }
}

function describe(v: Validator): string {
  const key =
    v.pubKey.sum?.$case === 'secp256k1'
      ? `PubKeySecp256k1{${hex(v.pubKey.sum.secp256k1)}}`
      : `PubKeyEd25519{${hex(v.pubKey.sum?.ed25519 ?? new Uint8Array(0))}}`;
  return `Validator{${hex(v.address)} ${key} VP:${v.votingPower} A:${v.proposerPriority}}`;
}

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();
