import { GrpcCode, register } from '../../core/errors.ts';
import { validateCoin } from '../../math/coin.ts';
import { type Deposit, Source } from '../../wire/gen/akash/base/deposit/v1/deposit.ts';

/** What is deposited and where from. Source: chain-sdk go/node/types/deposit/v1. */

/** These stand in the codespace that all of Akash's modules share. */
export const ErrInvalidDepositor = register('akash', 3, 'invalid depositor', GrpcCode.InvalidArgument);
export const ErrInvalidDepositSource = register('akash', 4, 'invalid deposit source', GrpcCode.InvalidArgument);

/** Throws GoError when the amount is not a coin or the sources are not acceptable. */
export function validateDepositMessage(deposit: Deposit): void {
  validateCoin(deposit.amount);
  validateSources(deposit.sources);
}

/** Throws GoError when there is none, an unknown one, or one twice. */
export function validateSources(sources: readonly number[]): void {
  if (sources.length === 0) throw ErrInvalidDepositSource.wrap('empty deposit sources');
  const seen = new Set<number>();
  for (const source of sources) {
    if (source !== Source.balance && source !== Source.grant) {
      throw ErrInvalidDepositSource.wrap(`empty deposit source type ${source}`);
    }
    if (seen.has(source)) throw ErrInvalidDepositSource.wrap(`duplicate deposit source type ${source}`);
    seen.add(source);
  }
}
