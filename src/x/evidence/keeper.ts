import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic, nilPointer } from '../../core/errors.ts';
import type { StoreKey } from '../../core/store.ts';
import { durationBetween, type Time } from '../../core/time.ts';
import { consAddressCodec, consAddressToBech32 } from '../../crypto/address.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import type { Equivocation } from '../../wire/gen/cosmos/evidence/v1beta1/evidence.ts';
import { Infraction } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { Any } from '../../wire/gen/google/protobuf/any.ts';
import { hashEvidence, packEvidence, unpackEvidence } from './equivocation.ts';
import { ErrEvidenceExists } from './errors.ts';
import type { SlashingKeeper, StakingKeeper } from './expected-keepers.ts';
import { EVIDENCE_PREFIX, evidenceKey } from './keys.ts';

/** 9999-12-31T23:59:59Z: a validator that signed twice stays in jail until then. */
const DOUBLE_SIGN_JAIL_END: Time = { seconds: 253_402_300_799n, nanos: 0 };
/** A validator update takes effect one block after the block that made it (sdk.ValidatorUpdateDelay). */
const VALIDATOR_UPDATE_DELAY = 1n;

export interface EvidenceKeeperDeps {
  readonly storeKey: StoreKey;
  readonly stakingKeeper: StakingKeeper;
  readonly slashingKeeper: SlashingKeeper;
}

/** Evidence of double signing: what it costs, and the record of it. Source: cosmos-sdk x/evidence/keeper. */
export class EvidenceKeeper {
  readonly storeKey: StoreKey;
  private readonly stakingKeeper: StakingKeeper;
  private readonly slashingKeeper: SlashingKeeper;

  constructor(deps: EvidenceKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.stakingKeeper = deps.stakingKeeper;
    this.slashingKeeper = deps.slashingKeeper;
  }

  /** Undefined when no such evidence is stored. */
  getEvidence(ctx: Context, hash: Uint8Array): Equivocation | undefined {
    const bytes = ctx.kvStore(this.storeKey).get(evidenceKey(hash));
    return bytes === undefined ? undefined : unpackEvidence(Any.decode(bytes));
  }
  setEvidence(ctx: Context, evidence: Equivocation): void {
    ctx.kvStore(this.storeKey).set(evidenceKey(hashEvidence(evidence)), Any.encode(packEvidence(evidence)));
  }
  /** In the order of the hashes. */
  iterateEvidence(ctx: Context, fn: (evidence: Equivocation) => void): void {
    const it = ctx.kvStore(this.storeKey).iterator(EVIDENCE_PREFIX, prefixEndBytes(EVIDENCE_PREFIX));
    for (; it.valid(); it.next()) fn(unpackEvidence(Any.decode(it.value()))!);
    it.close();
  }

  /**
   * Takes evidence from a transaction.
   *
   * PARITY: akash node app/types/app.go: no router for evidence is ever set, so evidence that is not stored yet is a nil pointer.
   */
  submitEvidence(ctx: Context, evidence: Equivocation): void {
    const hash = hashEvidence(evidence);
    if (this.getEvidence(ctx, hash) !== undefined) {
      throw ErrEvidenceExists.wrap(Buffer.from(hash).toString('hex').toUpperCase());
    }
    throw nilPointer();
  }

  /**
   * Slashes, jails and tombstones who signed two blocks of one height; evidence that is too old, or against who is unbonded or tombstoned
   * already, is ignored.
   *
   * PARITY: cosmos-sdk x/evidence/keeper/infraction.go: evidence against a key that no validator has fails the block; a power of 0 burns
   * nothing and tombstones all the same.
   */
  handleEquivocationEvidence(ctx: Context, evidence: Equivocation): void {
    const consAddr = consAddressCodec.toBytes(evidence.consensusAddress);
    const validator = this.stakingKeeper.validatorByConsAddr(ctx, consAddr);
    if (validator.isUnbonded()) return;
    if (validator.getOperator() !== '' && !this.knowsPubkey(ctx, consAddr)) return;
    if (isTooOld(ctx, evidence)) return;
    if (!this.slashingKeeper.hasValidatorSigningInfo(ctx, consAddr)) {
      throw new GoPanic(`expected signing info for validator ${consAddressToBech32(consAddr)} but not found`);
    }
    if (this.slashingKeeper.isTombstoned(ctx, consAddr)) return;

    // The stake that signed the block; may be -1 on a young chain.
    const distributionHeight = evidence.height - VALIDATOR_UPDATE_DELAY;
    const fraction = this.slashingKeeper.slashFractionDoubleSign(ctx);
    this.slashingKeeper.slashWithInfractionReason(
      ctx,
      consAddr,
      fraction,
      evidence.power,
      distributionHeight,
      Infraction.INFRACTION_DOUBLE_SIGN,
    );
    if (!validator.isJailed()) this.slashingKeeper.jail(ctx, consAddr);
    this.slashingKeeper.jailUntil(ctx, consAddr, DOUBLE_SIGN_JAIL_END);
    this.slashingKeeper.tombstone(ctx, consAddr);
    this.setEvidence(ctx, evidence);
  }

  private knowsPubkey(ctx: Context, consAddr: Uint8Array): boolean {
    try {
      this.slashingKeeper.getPubkey(ctx, consAddr);
      return true;
    } catch (e) {
      if (e instanceof GoErrorBase) return false;
      throw e;
    }
  }
}

/** Both limits, in time and in blocks, have to be passed. */
function isTooOld(ctx: Context, evidence: Equivocation): boolean {
  const limits = ctx.consensusParams.evidence;
  if (limits === undefined) return false;
  const age = durationBetween(ctx.blockTime, evidence.time);
  return age > limits.maxAgeDuration && ctx.blockHeight - evidence.height > limits.maxAgeNumBlocks;
}
