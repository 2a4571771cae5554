import { type Deposit, Source } from '../../../src/wire/gen/akash/base/deposit/v1/deposit.ts';
import { Deployment_State as DeploymentState } from '../../../src/wire/gen/akash/deployment/v1/deployment.ts';
import { MsgAccountDeposit } from '../../../src/wire/gen/akash/escrow/v1/msg.ts';
import { deploymentAccountId } from '../../../src/x/deployment/ids.ts';
import { bidAccountId } from '../../../src/x/market/ids.ts';
import type { Account } from '../chain.ts';
import { bids, deployments, inState } from './records.ts';
import type { Made, World } from './world.ts';

/** An amount from the balance, from grants, or from both. */
export function deposit(w: World, denom: string, least = 0n): Deposit {
  const amount = least + BigInt(w.below(w.once(2) ? 100_000 : 3_000_000));
  const { balance, grant } = Source;
  const sources = w.once(3) ? w.one([[grant], [grant, balance], [balance, grant]]) : [balance];
  return { amount: { denom, amount }, sources: [...sources] };
}

/** A deposit into the account of a deployment, or of a bid; by anyone or by the account named. */
export function topUp(w: World, by?: Account): Made | undefined {
  const signer = (by ?? w.anyone()).text;
  const d = w.pick(inState(deployments(w), w.once(10) ? DeploymentState.closed : DeploymentState.active));
  const b = w.once(8) ? w.pick(bids(w)) : undefined;
  if (b !== undefined) {
    return w.send(MsgAccountDeposit, { signer, id: bidAccountId(b.id), deposit: deposit(w, 'uakt') });
  }
  if (d === undefined) return undefined;
  const id = deploymentAccountId(d.id);
  const funds = w.chain.app.keepers.escrow.getAccount(w.ctx(), id).state.funds[0];
  const denom = funds === undefined || w.once(20) ? w.currency() : funds.denom;
  return w.send(MsgAccountDeposit, { signer, id, deposit: deposit(w, denom) });
}
