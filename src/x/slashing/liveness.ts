import type { Context } from '../../core/context.ts';
import { GoPanic } from '../../core/errors.ts';
import { addDuration } from '../../core/time.ts';
import { consAddressToBech32 } from '../../crypto/address.ts';
import type { ValidatorSigningInfo } from '../../wire/gen/cosmos/slashing/v1beta1/slashing.ts';
import { Infraction } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { downtimeSlashEvent, livenessEvent } from './events.ts';
import { type SlashingKeeper, wrapping } from './keeper.ts';

/** BlockIDFlag: the validator's signature was absent. */
const ABSENT = 1;
/** A validator update takes effect one block after the block that made it (sdk.ValidatorUpdateDelay). */
const VALIDATOR_UPDATE_DELAY = 1n;

/**
 * Records whether a validator signed the last block, and slashes and jails it when it missed too many of its window. Once per
 * validator and block. The order of reads is consensus. Source: cosmos-sdk x/slashing/keeper/infractions.go.
 */
export function handleValidatorSignature(
  k: SlashingKeeper,
  ctx: Context,
  consAddr: Uint8Array,
  power: bigint,
  blockIdFlag: number,
): void {
  if (k.stakingKeeper.isValidatorJailed(ctx, consAddr)) return;
  const info = { ...k.getValidatorSigningInfo(ctx, consAddr) };
  const window = k.signedBlocksWindow(ctx);
  if (window === 0n) throw new GoPanic('runtime error: integer divide by zero');
  const index = info.indexOffset % window;
  info.indexOffset++;

  // PARITY: cosmos-sdk x/slashing/keeper/infractions.go: only an absent vote is missed; nil and unknown votes count as signed.
  const missed = blockIdFlag === ABSENT;
  const missedBefore = k.missedBlocks.get(ctx, consAddr, index);
  if (missed && !missedBefore) {
    k.missedBlocks.set(ctx, consAddr, index, true);
    info.missedBlocksCounter++;
  } else if (!missed && missedBefore) {
    k.missedBlocks.set(ctx, consAddr, index, false);
    info.missedBlocksCounter--;
  }

  const minSigned = k.minSignedPerWindow(ctx);
  if (missed) {
    ctx.eventManager.emit(
      livenessEvent({
        address: consAddressToBech32(consAddr),
        missedBlocks: info.missedBlocksCounter,
        height: ctx.blockHeight,
      }),
    );
  }

  const minHeight = BigInt.asIntN(64, info.startHeight + window);
  const maxMissed = window - minSigned;
  if (ctx.blockHeight > minHeight && info.missedBlocksCounter > maxMissed) {
    punishDowntime(k, ctx, consAddr, power, info);
  }
  k.setValidatorSigningInfo(ctx, consAddr, info);
}

/** Slashes and jails, and begins a new window for when the validator comes back. Changes `info`. */
function punishDowntime(
  k: SlashingKeeper,
  ctx: Context,
  consAddr: Uint8Array,
  power: bigint,
  info: ValidatorSigningInfo,
): void {
  if (k.stakingKeeper.validatorByConsAddr(ctx, consAddr).isJailed()) return;
  // The stake that signed the last block; may be negative on a young chain.
  const distributionHeight = ctx.blockHeight - VALIDATOR_UPDATE_DELAY - 1n;
  const fraction = k.slashFractionDowntime(ctx);
  const burnedCoins = k.stakingKeeper.slashWithInfractionReason(
    ctx,
    consAddr,
    distributionHeight,
    power,
    fraction,
    Infraction.INFRACTION_DOWNTIME,
  );
  const address = consAddressToBech32(consAddr);
  ctx.eventManager.emit(downtimeSlashEvent({ address, power, burnedCoins }));
  wrapping('failed to jail validator', () => k.stakingKeeper.jail(ctx, consAddr));

  info.jailedUntil = addDuration(ctx.blockTime, k.downtimeJailDuration(ctx));
  info.missedBlocksCounter = 0n;
  info.indexOffset = 0n;
  k.missedBlocks.delete(ctx, consAddr);
}
