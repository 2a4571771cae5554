import type { Context } from '../../core/context.ts';
import { consAddressToBech32 } from '../../crypto/address.ts';
import type { SlashingKeeper } from './keeper.ts';

/** The counter of missed blocks is the number of bits set. Does not hold after the signing window was made smaller. */
export function missedBlockCounters(k: SlashingKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  k.iterateValidatorSigningInfos(ctx, (consAddr, info) => {
    let missed = 0n;
    k.missedBlocks.iterate(ctx, consAddr, (_index, bit) => {
      if (bit) missed++;
    });
    if (missed !== info.missedBlocksCounter) {
      violations.push(`${consAddressToBech32(consAddr)} counts ${info.missedBlocksCounter} of ${missed} missed blocks`);
    }
    return false;
  });
  return violations;
}

/** The address in a signing info is the one it is stored under. */
export function signingInfoAddresses(k: SlashingKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  k.iterateValidatorSigningInfos(ctx, (consAddr, info) => {
    const address = consAddressToBech32(consAddr);
    if (info.address !== address) violations.push(`${address} has the signing info of ${info.address}`);
    return false;
  });
  return violations;
}

/** All invariants that hold on every chain. */
export function slashingInvariants(k: SlashingKeeper, ctx: Context): string[] {
  return signingInfoAddresses(k, ctx);
}
