import { GoError, GoErrorBase } from '../../core/errors.ts';
import { trimSpace } from '../../core/go-text.ts';
import { ErrInvalidAddress, ErrInvalidCoins } from '../../core/sdk-errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import type { DenomUnit, Input, Metadata, Output, Params } from '../../wire/gen/cosmos/bank/v1beta1/bank.ts';
import { ErrInputOutputMismatch } from './errors.ts';

export type { Input, Output };

/** A valid set of positive coins, at least one. Throws ErrInvalidCoins. */
export function validateAmount(amount: readonly Coin[]): void {
  if (!Coins.isValid(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
  if (!Coins.isAllPositive(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
}

/** One side of a transfer of many. */
export function validateParty(role: 'input' | 'output', party: Input | Output): void {
  try {
    accAddressFromBech32(party.address);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`invalid ${role} address: ${e.message}`);
    throw e;
  }
  validateAmount(party.coins);
}

/** What goes in must be what comes out. Source: x/bank/types/inputs_outputs.go. */
export function validateInputOutputs(input: Input, outputs: readonly Output[]): void {
  validateParty('input', input);
  let total: Coin[] = [];
  for (const out of outputs) {
    validateParty('output', out);
    total = Coins.add(total, out.coins);
  }
  if (!Coins.equal(input.coins, total)) throw ErrInputOutputMismatch.error();
}

export function validateParams(params: Params): void {
  if (params.sendEnabled.length > 0) throw new GoError('use of send_enabled in params is no longer supported');
}

/** Checks a denomination's description. Source: x/bank/types/metadata.go. */
export function validateMetadata(m: Metadata): void {
  if (trimSpace(m.name) === '') throw new GoError('name field cannot be blank');
  if (trimSpace(m.symbol) === '') throw new GoError('symbol field cannot be blank');
  const base = Coins.denomProblem(m.base);
  if (base !== undefined) throw new GoError(`invalid metadata base denom: ${base}`);
  const display = Coins.denomProblem(m.display);
  if (display !== undefined) throw new GoError(`invalid metadata display denom: ${display}`);

  let hasDisplay = false;
  let exponent = 0;
  const seen = new Set<string>();
  m.denomUnits.forEach((unit, i) => {
    if (i === 0) {
      if (unit.denom !== m.base)
        throw new GoError(`metadata's first denomination unit must be the one with base denom '${m.base}'`);
      if (unit.exponent !== 0) throw new GoError(`the exponent for base denomination unit ${m.base} must be 0`);
    } else if (exponent >= unit.exponent) throw new GoError('denom units should be sorted asc by exponent');
    exponent = unit.exponent;
    if (seen.has(unit.denom)) throw new GoError(`duplicate denomination unit ${unit.denom}`);
    if (unit.denom === m.display) hasDisplay = true;
    validateDenomUnit(unit);
    seen.add(unit.denom);
  });
  if (!hasDisplay) throw new GoError(`metadata must contain a denomination unit with display denom '${m.display}'`);
}

function validateDenomUnit(unit: DenomUnit): void {
  const why = Coins.denomProblem(unit.denom);
  if (why !== undefined) throw new GoError(`invalid denom unit: ${why}`);
  const seen = new Set<string>();
  for (const alias of unit.aliases) {
    if (seen.has(alias)) throw new GoError(`duplicate denomination unit alias ${alias}`);
    if (trimSpace(alias) === '') throw new GoError(`alias for denom unit ${unit.denom} cannot be blank`);
    seen.add(alias);
  }
}
