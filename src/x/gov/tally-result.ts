import type { TallyResult } from '../../wire/gen/cosmos/gov/v1/gov.ts';

/** Whole tokens for each option, as text. */
export function tallyResult(yes: bigint, abstain: bigint, no: bigint, noWithVeto: bigint): TallyResult {
  return { yesCount: `${yes}`, abstainCount: `${abstain}`, noCount: `${no}`, noWithVetoCount: `${noWithVeto}` };
}

export const emptyTally = (): TallyResult => tallyResult(0n, 0n, 0n, 0n);
