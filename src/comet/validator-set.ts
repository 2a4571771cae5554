/** Validators and the rotation of proposers. Source: CometBFT spec/consensus/proposer-selection.md, types/validator_set.go. */

import { GoError, GoPanic } from '../core/errors.ts';
import { compareBytes } from '../core/go-text.ts';
import * as ed25519 from '../crypto/ed25519.ts';
import { ripemd160, sha256, sha256Truncated } from '../crypto/hash.ts';
import * as secp256k1 from '../crypto/secp256k1.ts';
import type { PublicKey } from '../wire/gen/tendermint/crypto/keys.ts';
import type { Validator, ValidatorSet as ValidatorSetProto } from '../wire/gen/tendermint/types/validator.ts';
import { upperHex, within } from './block-id.ts';
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

  /** A first set: priorities start from zero and one step is taken. Panics on changes that no set can have. */
  static create(changes: readonly ValidatorChange[]): ValidatorSet {
    const set = new ValidatorSet([], undefined);
    try {
      set.apply(changes, false);
    } catch (e) {
      if (e instanceof GoError) throw new GoPanic(`Cannot create validator set: ${e.message}`);
      throw e;
    }
    if (changes.length > 0) set.incrementProposerPriority(1);
    return set;
  }

  /** ValidatorSetFromProto: keys, addresses, powers and the proposer are checked. Throws GoError. */
  static fromProtoChecked(p: ValidatorSetProto | undefined): ValidatorSet {
    if (p === undefined) throw new GoError('nil validator set');
    p.validators.forEach(checkKey);
    within('fromProto: validatorSet proposer error', () => {
      if (p.proposer === undefined) throw new GoError('nil validator');
      checkKey(p.proposer);
    });
    let power = 0n;
    for (const v of p.validators) {
      power = clip(power + v.votingPower);
      if (power > MAX_TOTAL_VOTING_POWER)
        throw new GoError(`total voting power ${power} exceeds maximum ${MAX_TOTAL_VOTING_POWER}`);
    }
    if (p.validators.length === 0) throw new GoError('validator set is nil or empty');
    p.validators.forEach((v, i) => {
      within(`invalid validator #${i}`, () => validateValidator(v));
    });
    const proposer = p.proposer!;
    try {
      validateValidator(proposer);
    } catch (e) {
      if (e instanceof GoError) throw new GoError(`proposer failed validate basic, error: ${e.message}`);
      throw e;
    }
    if (!p.validators.some((v) => compareBytes(v.address, proposer.address) === 0))
      throw new GoError('proposer not in validator set');
    return ValidatorSet.fromProto(p);
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

  /** Whether signatures of this set are checked in a batch: all keys are ed25519. */
  allEd25519(): boolean {
    return this.list.every((v) => v.pubKey.sum?.$case === 'ed25519');
  }

  /** Place of the validator with an address, or -1. */
  indexOf(address: Uint8Array): number {
    return this.list.findIndex((v) => compareBytes(v.address, address) === 0);
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
        throw new GoError(`duplicate entry ${describeValidator(v)} in [${sorted.map(describeValidator).join(' ')}]`);
      if (v.votingPower < 0n) throw new GoError(`voting power can't be negative: ${v.votingPower}`);
      if (v.votingPower > MAX_TOTAL_VOTING_POWER)
        throw new GoError(
          `to prevent clipping/overflow, voting power can't be higher than ${MAX_TOTAL_VOTING_POWER}, got ${v.votingPower}`,
        );
      (v.votingPower === 0n ? removals : updates).push(v);
    });
    if (!removable && removals.length > 0)
      throw new GoError(
        `cannot process validators with voting power 0: [${removals.map(describeValidator).join(' ')}]`,
      );
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

/** What `Validator.String()` prints. */
export function describeValidator(v: Validator): string {
  return `Validator{${upperHex(v.address)} ${describeKey(v.pubKey)} VP:${v.votingPower} A:${v.proposerPriority}}`;
}

/** What a consensus key prints as. */
export function describeKey(k: PublicKey): string {
  if (k.sum?.$case === 'secp256k1') return `PubKeySecp256k1{${upperHex(k.sum.secp256k1)}}`;
  return k.sum === undefined ? '<nil>' : `PubKeyEd25519{${upperHex(k.sum.ed25519)}}`;
}

/** Verifies with a consensus key. */
export function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.sum?.$case === 'secp256k1') return secp256k1.verify(key.sum.secp256k1, message, signature);
  return key.sum !== undefined && ed25519.verify(key.sum.ed25519, message, signature);
}

/** PubKeyFromProto. Throws GoError. */
function checkKey(v: Validator): void {
  const key = v.pubKey.sum;
  if (key === undefined) throw new GoError('fromproto: key type <nil> is not supported');
  const [name, size, got] =
    key.$case === 'ed25519'
      ? ['PubKeyEd25519', ed25519.PUB_KEY_SIZE, key.ed25519.length]
      : ['PubKeySecp256k1', secp256k1.PUB_KEY_SIZE, key.secp256k1.length];
  if (got !== size) throw new GoError(`invalid size for ${name}. Got ${got}, expected ${size}`);
}

/** Validator.ValidateBasic. */
function validateValidator(v: Validator): void {
  if (v.votingPower < 0n) throw new GoError('validator has negative voting power');
  const address = consensusAddress(v.pubKey);
  if (compareBytes(address, v.address) !== 0)
    throw new GoError(
      `validator address is incorrectly derived from pubkey. Exp: ${upperHex(address)}, got ${upperHex(v.address)}`,
    );
}
