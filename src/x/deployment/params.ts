import { GoError } from '../../core/errors.ts';
import { quoteText } from '../../core/go-text.ts';
import { type Coin, coinIsGTE, coinString, newCoin } from '../../math/coin.ts';
import { toUint64 } from '../../math/int.ts';
import type { Params } from '../../wire/gen/akash/deployment/v1beta4/params.ts';
import { isNil, isNilList, present } from '../../wire/nil.ts';
import { ErrInvalidDeposit, ErrInvalidParam } from './errors.ts';

/** Parameters. Source: chain-sdk go/node/deployment/v1beta4/params.go. */

const MAX_INT32 = 2_147_483_647n;
const MAX_INT64 = (1n << 63n) - 1n;

export function defaultParams(): Params {
  return { minDeposits: [{ denom: 'uakt', amount: 500_000n }] };
}

/** Throws GoError when a denomination is there twice, an amount is too large, or uakt is missing. */
export function validateParams({ minDeposits }: Params): void {
  const seen = new Set<string>();
  for (const coin of minDeposits) {
    if (seen.has(coin.denom)) throw new GoError(`duplicate Min Deposit for denom (${goSyntax(coin)})`);
    seen.add(coin.denom);
    const amount = toUint64(present(coin, 'amount'));
    if (amount >= MAX_INT32) {
      throw invalid(`Min Deposit (${coin.denom}) - too large: ${amount}`);
    }
  }
  if (!seen.has('uakt')) {
    const list = isNilList(minDeposits) ? '(nil)' : `{${minDeposits.map(goSyntax).join(', ')}}`;
    throw invalid(`Min Deposits - uakt not given: types.Coins${list}`);
  }
}

/** PARITY: chain-sdk go/node/deployment/v1beta4/params.go: wrapped with `%w`, so the error loses its code. */
const invalid = (why: string): GoError => {
  const error = ErrInvalidParam.error();
  return new GoError(`${error.message}: ${why}`, error);
};

/**
 * A coin as Go's `%#v` prints it.
 *
 * PARITY: chain-sdk go/node/deployment/v1beta4/params.go: the amount is printed as the address where it lies in memory, which differs
 * from run to run; here it is 0x0.
 */
function goSyntax(coin: Coin): string {
  const pointer = isNil(coin, 'amount') ? 'nil' : '0x0';
  return `types.Coin{Denom:${quoteText(coin.denom)}, Amount:math.Int{i:(*big.Int)(${pointer})}}`;
}

/** Throws GoError when the deposit is below the minimum of its denomination, or there is none. */
export function validateDeposit(params: Params, deposit: Coin): void {
  const minimum = minDepositFor(params, deposit.denom);
  if (coinIsGTE(deposit, minimum)) return;
  throw ErrInvalidDeposit.wrap(`Deposit too low - ${deposit.amount} < ${coinString(minimum)}`);
}

function minDepositFor(params: Params, denom: string): Coin {
  for (const coin of params.minDeposits) if (coin.denom === denom) return newCoin(denom, coin.amount);
  newCoin(denom, MAX_INT64);
  const error = ErrInvalidDeposit.error();
  throw new GoError(`${error.message}: Invalid deposit denomination ${denom}`, error);
}
