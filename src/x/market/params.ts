import { GoError } from '../../core/errors.ts';
import type { Params } from '../../wire/gen/akash/market/v1beta5/params.ts';
import { ErrInvalidParam } from './errors.ts';

/** Parameters. Source: chain-sdk go/node/market/v1beta5/params.go. */

const MAX_ORDER_MAX_BIDS = 500;

export function defaultParams(): Params {
  return {
    bidMinDeposit: { denom: 'uakt', amount: 500_000n },
    orderMaxBids: 20,
    bidMinDeposits: [
      { denom: 'uact', amount: 500_000n },
      { denom: 'uakt', amount: 500_000n },
    ],
  };
}

/** Throws GoError. PARITY: chain-sdk go/node/market/v1beta5/params.go: no deposit is looked at. */
export function validateParams({ orderMaxBids }: Params): void {
  if (orderMaxBids === 0) throw invalid('order max bids too low');
  if (orderMaxBids > MAX_ORDER_MAX_BIDS) throw invalid('order max bids too high');
}

/** PARITY: chain-sdk go/node/market/v1beta5/params.go: wrapped with `%w`, so the error loses its code. */
function invalid(why: string): GoError {
  const error = ErrInvalidParam.error();
  return new GoError(`${error.message}: ${why}`, error);
}
