/** Light client verification of one header from another. Source: CometBFT light/verifier.go, light/errors.go. */
import { durationString } from '../core/duration.ts';
import { GoError } from '../core/errors.ts';
import { addDuration, isAfter, isBefore, type Time, timeString } from '../core/time.ts';
import type { SignedHeader } from '../wire/gen/tendermint/types/types.ts';
import { upperHex, within } from './block-id.ts';
import { validateSignedHeader } from './validate.ts';
import type { ValidatorSet } from './validator-set.ts';
import { type Fraction, NotEnoughVotingPower, verifyCommitLight, verifyCommitLightTrusting } from './verify-commit.ts';

export const DEFAULT_TRUST_LEVEL: Fraction = { numerator: 1n, denominator: 3n };

/** What is known and trusted of a header; `light.Verify` needs no more. */
export interface TrustedHeader {
  readonly chainId: string;
  readonly height: bigint;
  readonly time: Time;
  readonly nextValidatorsHash: Uint8Array;
}

/** ValidateTrustLevel: within [1/3, 1]. Throws GoError. */
export function validateTrustLevel(f: Fraction): void {
  if (BigInt.asUintN(64, f.numerator * 3n) < f.denominator || f.numerator > f.denominator || f.denominator === 0n)
    throw new GoError(`trustLevel must be within [1/3, 1], given ${f.numerator}/${f.denominator}`);
}

/** Whether a header is older than the trusting period (nanoseconds) allows. */
export function headerExpired(time: Time, trustingPeriod: bigint, now: Time): boolean {
  return !isAfter(addDuration(time, trustingPeriod), now);
}

/**
 * `light.Verify`: whether a header can be trusted from an earlier one. Throws GoError; {@link NotEnoughVotingPower}
 * hides behind "cant trust new val set".
 */
export function verifyHeader(
  trusted: TrustedHeader,
  trustedVals: ValidatorSet,
  untrusted: SignedHeader,
  untrustedVals: ValidatorSet,
  trustingPeriod: bigint,
  now: Time,
  maxClockDrift: bigint,
  trustLevel: Fraction,
): void {
  const { header, commit } = untrusted;
  const adjacent = header?.height === trusted.height + 1n;
  if (headerExpired(trusted.time, trustingPeriod, now)) {
    const at = addDuration(trusted.time, trustingPeriod);
    throw new GoError(`old header has expired at ${timeString(at)} (now: ${timeString(now)})`);
  }
  within('invalid header', () => checkNew(trusted, untrusted, untrustedVals, now, maxClockDrift));
  if (adjacent) {
    if (Buffer.compare(header.validatorsHash, trusted.nextValidatorsHash) !== 0) {
      const [old, got] = [upperHex(trusted.nextValidatorsHash), upperHex(header.validatorsHash)];
      throw new GoError(`expected old header next validators (${old}) to match those from new header (${got})`);
    }
  } else {
    try {
      verifyCommitLightTrusting(trusted.chainId, trustedVals, commit!, trustLevel);
    } catch (e) {
      if (e instanceof NotEnoughVotingPower) throw new GoError(`cant trust new val set: ${e.message}`);
      throw e;
    }
  }
  within('invalid header', () =>
    verifyCommitLight(trusted.chainId, untrustedVals, commit!.blockId, header!.height, commit!),
  );
}

function checkNew(
  trusted: TrustedHeader,
  untrusted: SignedHeader,
  vals: ValidatorSet,
  now: Time,
  maxClockDrift: bigint,
): void {
  within('untrustedHeader.ValidateBasic failed', () => validateSignedHeader(untrusted, trusted.chainId));
  const header = untrusted.header!;
  if (header.height <= trusted.height)
    throw new GoError(
      `expected new header height ${header.height} to be greater than one of old header ${trusted.height}`,
    );
  if (!isAfter(header.time, trusted.time))
    throw new GoError(
      `expected new header time ${timeString(header.time)} to be after old header time ${timeString(trusted.time)}`,
    );
  if (!isBefore(header.time, addDuration(now, maxClockDrift))) {
    const when = `(now: ${timeString(now)}; max clock drift: ${durationString(maxClockDrift)})`;
    throw new GoError(`new header has a time from the future ${timeString(header.time)} ${when}`);
  }
  const hash = vals.hash();
  if (Buffer.compare(header.validatorsHash, hash) !== 0) {
    const what = `(${upperHex(header.validatorsHash)}) to match those that were supplied (${upperHex(hash)})`;
    throw new GoError(`expected new header validators ${what} at height ${header.height}`);
  }
}
