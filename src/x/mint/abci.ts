import type { Context } from '../../core/context.ts';
import type { MintKeeper } from './keeper.ts';

/** Mints for the previous block. */
export function beginBlocker(k: MintKeeper, ctx: Context): void {
  k.mint(ctx);
}
