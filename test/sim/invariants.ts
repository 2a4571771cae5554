import type { AkashApp } from '../../src/app/app.ts';
import type { Context } from '../../src/core/context.ts';
import { accountInvariants } from '../../src/x/auth/invariants.ts';
import { grantsAreIndexed } from '../../src/x/authz/invariants.ts';
import { bankInvariants } from '../../src/x/bank/invariants.ts';
import { certificatesAreInOneState } from '../../src/x/cert/invariants.ts';
import { deploymentInvariants } from '../../src/x/deployment/invariants.ts';
import { distributionInvariants } from '../../src/x/distribution/invariants.ts';
import { escrowInvariants } from '../../src/x/escrow/invariants.ts';
import { depositsAreHeld } from '../../src/x/gov/invariants.ts';
import { marketInvariants } from '../../src/x/market/invariants.ts';
import { providersAreTheirOwners } from '../../src/x/provider/invariants.ts';
import { slashingInvariants } from '../../src/x/slashing/invariants.ts';
import { stakingInvariants } from '../../src/x/staking/invariants.ts';
import { ratesAreValid } from '../../src/x/take/invariants.ts';

/** What must hold of the whole application after every block; the violations found. */
export function violations(app: AkashApp, ctx: Context): string[] {
  const { accounts, staking, bank, distribution, slashing, gov, authz, escrow, deployment, market } = app.keepers;
  const { provider, cert, take } = app.keepers;
  return [
    ...accountInvariants(accounts, ctx),
    ...bankInvariants(bank, ctx),
    ...stakingInvariants(staking, bank, ctx),
    ...distributionInvariants(distribution, ctx),
    ...slashingInvariants(slashing, ctx),
    ...depositsAreHeld(gov, ctx),
    ...grantsAreIndexed(authz, ctx),
    ...escrowInvariants(escrow, bank, ctx),
    ...deploymentInvariants(deployment, ctx),
    ...marketInvariants(market, deployment, escrow, ctx),
    ...providersAreTheirOwners(provider, ctx),
    ...certificatesAreInOneState(cert, ctx),
    ...ratesAreValid(take, ctx),
  ];
}
