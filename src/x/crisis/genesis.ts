import { GoError } from '../../core/errors.ts';
import { readSection } from '../../core/genesis.ts';
import type { JsonText } from '../../core/module.ts';
import { type Coin, coinProblem, coinString } from '../../math/coin.ts';
import { GenesisState } from '../../wire/gen/cosmos/crisis/v1beta1/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';

export const MODULE_NAME = 'crisis';

const DEFAULT_FEE: Coin = { denom: 'uakt', amount: 1000n };

/**
 * The section that a new genesis document has for x/crisis, and its check. That is all there is of the module: the
 * application reads no such section, mounts no store for it, and has no handler for its messages.
 */
export function crisisDefaultGenesis(): string {
  return toJson(GenesisState, { constantFee: DEFAULT_FEE });
}

/** Throws GoError when the section is not acceptable. */
export function validateCrisisGenesis(json: JsonText): void {
  const { constantFee } = readSection(MODULE_NAME, () => fromJson(GenesisState, json));
  if (coinProblem(constantFee) !== undefined) throw new GoError('constant fee is invalid');
  if (constantFee.amount <= 0n) throw new GoError(`constant fee must be positive: ${coinString(constantFee)}`);
}
