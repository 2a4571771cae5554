import { type Event, event } from '../../core/events.ts';
import { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';
import { compactText } from '../../wire/text.ts';

/** `parameters` is the asked-for change in protobuf's text form. */
export function updateConsensusParamsEvent(authority: string, change: ConsensusParams): Event {
  return event(
    'update_consensus_params',
    ['authority', authority],
    ['parameters', compactText(ConsensusParams, change)],
  );
}
