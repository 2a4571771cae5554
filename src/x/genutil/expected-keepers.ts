import type { Context } from '../../core/context.ts';
import type { ValidatorUpdate } from '../../core/module.ts';

export interface StakingKeeper {
  applyAndReturnValidatorSetUpdates(ctx: Context): ValidatorUpdate[];
}

/** Executes a transaction of the genesis as if it were in a block. Throws GoError with its log when it fails. */
export type DeliverGenTx = (tx: Uint8Array) => void;
