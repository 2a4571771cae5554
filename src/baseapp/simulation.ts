import { InternalError } from '../core/errors.ts';
import type { TxOutcome } from './types.ts';

/** The answer of `/app/simulate`: a cosmos.base.abci.v1beta1.SimulationResponse as JSON. */
export function simulationJson(outcome: TxOutcome): string {
  throw new InternalError(`the answer of a simulation (gas ${outcome.gasUsed}) is not built yet`);
}
