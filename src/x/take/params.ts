import { GoError } from '../../core/errors.ts';
import { quoteText } from '../../core/go-text.ts';
import { Dec } from '../../math/dec.ts';
import type { DenomTakeRate, Params } from '../../wire/gen/akash/take/v1/params.ts';

const MAX_RATE = 100;
const hex = (n: number): string => `0x${n.toString(16)}`;
const goSyntax = ({ denom, rate }: DenomTakeRate): string =>
  `v1.DenomTakeRate{Denom:${quoteText(denom)}, Rate:${hex(rate)}}`;

/** The defaults; a chain's genesis sets its own. PARITY: chain-sdk go/node/take/v1/params.go: 2, not 4, of uakt. */
export function defaultParams(): Params {
  return { defaultTakeRate: 20, denomTakeRates: [{ denom: 'uakt', rate: 2 }] };
}

/** Throws GoError. Rates are percentages. Source: chain-sdk go/node/take/v1/params.go. */
export function validateParams(p: Params): void {
  if (p.defaultTakeRate > MAX_RATE) throw new GoError(`invalid Take Rate (${hex(p.defaultTakeRate)})`);
  const seen = new Set<string>();
  p.denomTakeRates.forEach((entry, i) => {
    if (seen.has(entry.denom)) throw new GoError(`duplicate Denom Take Rate (${goSyntax(entry)})`);
    seen.add(entry.denom);
    if (entry.rate > MAX_RATE) throw new GoError(`invalid Denom Take Rate (${i}=${goSyntax(entry)})`);
  });
  if (!seen.has('uakt')) throw new GoError('invalid Denom Take Rate - uakt must be present');
}

/** The share of payments in a denomination: the denomination's own rate, else the default one. */
export function findRate(p: Params, denom: string): Dec {
  const percent = p.denomTakeRates.find((r) => r.denom === denom)?.rate ?? p.defaultTakeRate;
  return Dec.fromInt(BigInt(percent)).quo(Dec.fromInt(100n));
}
