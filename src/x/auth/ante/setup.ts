import type { AnteResult, SetUpContext } from '../../../baseapp/ante.ts';
import { GasMeter } from '../../../core/gas.ts';
import { ErrInvalidGasLimit } from '../../../core/sdk-errors.ts';
import type { TxView } from './tx-view.ts';

/**
 * Gives the transaction a meter of its gas limit: an infinite one in simulations and at genesis. Source: cosmos-sdk
 * x/auth/ante/setup.go.
 */
export const setUpContext: SetUpContext<TxView> = (ctx, tx, simulate): AnteResult => {
  const { gas } = tx;
  const metered = ctx.with({
    gasMeter: simulate || ctx.blockHeight === 0n ? GasMeter.infinite() : new GasMeter(gas),
  });
  const maxGas = ctx.consensusParams.block?.maxGas ?? 0n;
  if (maxGas > 0n && gas > maxGas) {
    return { ctx: metered, error: ErrInvalidGasLimit.wrap(`tx gas limit ${gas} exceeds block max gas ${maxGas}`) };
  }
  return { ctx: metered };
};
