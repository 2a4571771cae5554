import { type Event, event } from '../../core/events.ts';
import type { Dec } from '../../math/dec.ts';

/** A block's minting. `amount` in whole units of the mint denomination, without its name. */
export function mintEvent(e: { bondedRatio: Dec; inflation: Dec; annualProvisions: Dec; amount: bigint }): Event {
  return event(
    'mint',
    ['bonded_ratio', e.bondedRatio.toString()],
    ['inflation', e.inflation.toString()],
    ['annual_provisions', e.annualProvisions.toString()],
    ['amount', e.amount.toString()],
  );
}
