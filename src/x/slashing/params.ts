import { durationString } from '../../core/duration.ts';
import { GoError, nilPointer } from '../../core/errors.ts';
import { Dec } from '../../math/dec.ts';
import type { Params } from '../../wire/gen/cosmos/slashing/v1beta1/slashing.ts';
import { isNil } from '../../wire/nil.ts';

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
/** Smallest window that a genesis may have. */
const MIN_GENESIS_WINDOW = 10n;

/** The defaults of the reference's module. */
export function defaultParams(): Params {
  return {
    signedBlocksWindow: 100n,
    minSignedPerWindow: Dec.withPrec(5n, 1),
    downtimeJailDuration: 10n * MINUTE,
    slashFractionDoubleSign: Dec.withPrec(5n, 2),
    slashFractionDowntime: Dec.withPrec(1n, 2),
  };
}

type DecField = 'minSignedPerWindow' | 'slashFractionDoubleSign' | 'slashFractionDowntime';

function fraction(p: Params, field: DecField, name: string): void {
  if (isNil(p, field)) throw new GoError(`${name} cannot be nil: <nil>`);
  const v = p[field];
  if (v.isNegative()) throw new GoError(`${name} cannot be negative: ${v}`);
  if (v.gt(Dec.one)) throw new GoError(`${name} too large: ${v}`);
}

/** Throws GoError at the first parameter that is out of bounds. Source: cosmos-sdk x/slashing/types/params.go. */
export function validateParams(p: Params): void {
  if (p.signedBlocksWindow <= 0n) {
    throw new GoError(`signed blocks window must be positive: ${p.signedBlocksWindow}`);
  }
  fraction(p, 'minSignedPerWindow', 'min signed per window');
  if (p.downtimeJailDuration <= 0n) {
    throw new GoError(`downtime jail duration must be positive: ${durationString(p.downtimeJailDuration)}`);
  }
  fraction(p, 'slashFractionDoubleSign', 'double sign slash fraction');
  fraction(p, 'slashFractionDowntime', 'downtime slash fraction');
}

function genesisFraction(p: Params, field: DecField, name: string): void {
  if (isNil(p, field)) throw nilPointer();
  const v = p[field];
  if (v.isNegative() || v.gt(Dec.one)) {
    throw new GoError(`${name} should be less than or equal to one and greater than zero, is ${v}`);
  }
}

/**
 * The bounds of a genesis.
 *
 * PARITY: cosmos-sdk x/slashing/types/genesis.go: they are narrower than those of an update: jail of a minute, window of 10.
 */
export function validateGenesisParams(p: Params): void {
  genesisFraction(p, 'slashFractionDowntime', 'slashing fraction downtime');
  genesisFraction(p, 'slashFractionDoubleSign', 'slashing fraction double sign');
  genesisFraction(p, 'minSignedPerWindow', 'min signed per window');
  if (p.downtimeJailDuration < MINUTE) {
    throw new GoError(
      `downtime unjail duration must be at least 1 minute, is ${durationString(p.downtimeJailDuration)}`,
    );
  }
  if (p.signedBlocksWindow < MIN_GENESIS_WINDOW) {
    throw new GoError(`signed blocks window must be at least 10, is ${p.signedBlocksWindow}`);
  }
}
