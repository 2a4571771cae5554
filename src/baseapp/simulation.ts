import { SimulationResponse } from '../wire/gen/cosmos/base/abci/v1beta1/abci.ts';
import { toJson } from '../wire/json.ts';
import { NO_BYTES, unmarkedEvents } from './responses.ts';
import type { TxOutcome } from './types.ts';

/** The answer of `/app/simulate`: a cosmos.base.abci.v1beta1.SimulationResponse as JSON. */
export function simulationJson({ gasWanted, gasUsed, result }: TxOutcome): string {
  return toJson(SimulationResponse, {
    gasInfo: { gasWanted, gasUsed },
    result: {
      data: result?.data ?? NO_BYTES,
      log: '',
      events: unmarkedEvents(result?.events ?? []),
      msgResponses: (result?.msgResponses ?? []).map((r) => ({ ...r })),
    },
  });
}
