import { durationString } from '../../core/duration.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import type { Params } from '../../wire/gen/cosmos/gov/v1/gov.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

/** The parameters of a new chain. `uakt`, and periods in nanoseconds. */
export function defaultParams(): Params {
  return {
    minDeposit: [{ denom: 'uakt', amount: 10_000_000n }],
    maxDepositPeriod: 2n * DAY,
    votingPeriod: 2n * DAY,
    quorum: '0.334000000000000000',
    threshold: '0.500000000000000000',
    vetoThreshold: '0.334000000000000000',
    minInitialDepositRatio: '0.000000000000000000',
    proposalCancelRatio: '0.500000000000000000',
    proposalCancelDest: '',
    expeditedVotingPeriod: DAY,
    expeditedThreshold: '0.667000000000000000',
    expeditedMinDeposit: [{ denom: 'uakt', amount: 50_000_000n }],
    burnVoteQuorum: false,
    burnProposalDepositPrevote: false,
    burnVoteVeto: true,
    minDepositRatio: '0.010000000000000000',
  };
}

const fail = (text: string): never => {
  throw new GoError(text);
};

/** LegacyNewDecFromStr with a word about which number it was. */
function decimal(text: string, what: string): Dec {
  try {
    return Dec.parse(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`${what}: ${e.message}`, e);
    throw e;
  }
}

/**
 * Params.ValidateBasic. Throws GoError.
 *
 * Go compares periods as floating seconds; below 2^53 nanoseconds apart that orders as the nanoseconds do, except for
 * periods of many years that differ by less than a microsecond.
 */
export function validateParams(p: Params): void {
  if (p.minDeposit.length === 0 || !Coins.isValid(p.minDeposit)) {
    fail(`invalid minimum deposit: ${Coins.format(p.minDeposit)}`);
  }
  const expedited = p.expeditedMinDeposit;
  if (expedited.length === 0 || !Coins.isValid(expedited)) {
    fail(`invalid expedited minimum deposit: ${Coins.format(expedited)}`);
  }
  if (Coins.isAllLTE(expedited, p.minDeposit)) {
    fail(`expedited minimum deposit must be greater than minimum deposit: ${Coins.format(expedited)}`);
  }
  // Both print a pointer with %d: nil, or where the period lies in memory, which differs from run to run.
  if (p.maxDepositPeriod === undefined) throw new GoError('maximum deposit period must not be nil: 0');
  if (p.maxDepositPeriod <= 0n) throw new GoError('maximum deposit period must be positive: 0');

  const quorum = decimal(p.quorum, 'invalid quorum string');
  if (quorum.isNegative()) fail(`quorom cannot be negative: ${quorum}`);
  if (quorum.gt(Dec.one)) fail(`quorom too large: ${p.quorum}`);

  const threshold = decimal(p.threshold, 'invalid threshold string');
  if (!threshold.isPositive()) fail(`vote threshold must be positive: ${threshold}`);
  if (threshold.gt(Dec.one)) fail(`vote threshold too large: ${threshold}`);

  const expeditedThreshold = decimal(p.expeditedThreshold, 'invalid expedited threshold string');
  if (!expeditedThreshold.isPositive()) fail(`expedited vote threshold must be positive: ${expeditedThreshold}`);
  if (expeditedThreshold.gt(Dec.one)) fail(`expedited vote threshold too large: ${expeditedThreshold}`);
  if (expeditedThreshold.lte(threshold)) {
    fail(`expedited vote threshold ${expeditedThreshold}, must be greater than the regular threshold ${threshold}`);
  }

  const veto = decimal(p.vetoThreshold, 'invalid vetoThreshold string');
  if (!veto.isPositive()) fail(`veto threshold must be positive: ${veto}`);
  if (veto.gt(Dec.one)) fail(`veto threshold too large: ${veto}`);

  validatePeriods(p);

  const initial = decimal(p.minInitialDepositRatio, 'invalid mininum initial deposit ratio of proposal');
  if (initial.isNegative()) fail(`mininum initial deposit ratio of proposal must be positive: ${initial}`);
  if (initial.gt(Dec.one)) fail(`mininum initial deposit ratio of proposal is too large: ${initial}`);

  const cancel = decimal(p.proposalCancelRatio, 'invalid burn rate of cancel proposal');
  if (cancel.isNegative()) fail(`burn rate of cancel proposal must be positive: ${cancel}`);
  if (cancel.gt(Dec.one)) fail(`burn rate of cancel proposal is too large: ${cancel}`);

  if (p.proposalCancelDest !== '') validateCancelDestination(p.proposalCancelDest);
}

function validatePeriods(p: Params): void {
  const { votingPeriod: regular, expeditedVotingPeriod: expedited } = p;
  if (regular === undefined) throw new GoError('voting period must not be nil: 0');
  if (regular <= 0n) fail(`voting period must be positive: ${durationString(regular)}`);
  if (expedited === undefined) throw new GoError('expedited voting period must not be nil: 0');
  if (expedited <= 0n) fail(`expedited voting period must be positive: ${durationString(expedited)}`);
  if (expedited >= regular) {
    fail(
      `expedited voting period ${durationString(expedited)} must be strictly less that the regular voting period ${durationString(regular)}`,
    );
  }
}

function validateCancelDestination(text: string): void {
  try {
    accAddressFromBech32(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`deposits destination address is invalid: ${text}`);
    throw e;
  }
}
