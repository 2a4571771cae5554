import type { JsonValue } from '../core/module.ts';

type Section = { [key: string]: JsonValue };

/** USDC as the chain knows it, through its first channel. */
export const USDC = 'ibc/170C677610AC31DF0904FFE09CD3B5C657492170E7E52372E48756B71E56F2F1';

/**
 * The economics of our own network, put over the reference's default genesis. Every value is a parameter that governance can change.
 * Rates are decimal texts of 18 places, as the chain's JSON has them.
 */
export function withOurEconomics(state: { readonly [module: string]: JsonValue }): { [module: string]: JsonValue } {
  const out = structuredClone(state) as { [module: string]: JsonValue };
  const params = (module: string): Section => (out[module] as Section).params as Section;
  // Inflation is fixed at 13 % a year; 2 % of it and of the fees go to the community pool.
  Object.assign(params('mint'), {
    inflation_rate_change: '0.130000000000000000',
    inflation_max: '0.130000000000000000',
    inflation_min: '0.130000000000000000',
    goal_bonded: '0.670000000000000000',
    blocks_per_year: '6311520',
  });
  (out.mint as Section).minter = { inflation: '0.130000000000000000', annual_provisions: '0.000000000000000000' };
  params('distribution').community_tax = '0.020000000000000000';
  Object.assign(params('staking'), { unbonding_time: '1814400s', max_validators: 100, bond_denom: 'uakt' });
  Object.assign(params('slashing'), {
    slash_fraction_double_sign: '0.050000000000000000',
    slash_fraction_downtime: '0.010000000000000000',
  });
  Object.assign(params('gov'), {
    quorum: '0.334000000000000000',
    threshold: '0.500000000000000000',
    veto_threshold: '0.334000000000000000',
  });
  // What the network keeps of a lease's payments, in percent, for the community pool.
  (out.take as Section).params = {
    denom_take_rates: [
      { denom: 'uakt', rate: 4 },
      { denom: USDC, rate: 20 },
    ],
    default_take_rate: 20,
  };
  return out;
}
