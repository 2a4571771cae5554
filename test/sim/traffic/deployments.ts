import { Dec } from '../../../src/math/dec.ts';
import { Deployment_State as DeploymentState } from '../../../src/wire/gen/akash/deployment/v1/deployment.ts';
import {
  MsgCloseDeployment,
  MsgCreateDeployment,
  MsgUpdateDeployment,
} from '../../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { Group_State as GroupState } from '../../../src/wire/gen/akash/deployment/v1beta4/group.ts';
import {
  MsgCloseGroup,
  MsgPauseGroup,
  MsgStartGroup,
} from '../../../src/wire/gen/akash/deployment/v1beta4/groupmsg.ts';
import type { GroupSpec } from '../../../src/wire/gen/akash/deployment/v1beta4/groupspec.ts';
import { Lease_State as LeaseState } from '../../../src/wire/gen/akash/market/v1/lease.ts';
import { Order_State as OrderState } from '../../../src/wire/gen/akash/market/v1beta5/order.ts';
import { groupIdOf } from '../../../src/x/market/ids.ts';
import type { Account } from '../chain.ts';
import { deposit, topUp } from './deposits.ts';
import { auditor, REGIONS, STORAGE } from './providers.ts';
import { deployments, groups, inState, leases, orders } from './records.ts';
import { type Action, action, type Made, type World } from './world.ts';

/** What tenants do with their deployments, and whoever pays for them. */
export const DEPLOYMENTS: readonly Action[] = [
  action(14, 'deploy', deploy),
  action(3, 'update deployment', (w) => {
    const d = w.pick(inState(deployments(w), DeploymentState.active));
    return d && w.send(MsgUpdateDeployment, { id: d.id, hash: w.once(8) ? d.hash : hash(w) });
  }),
  action(3, 'close deployment', (w) => closeDeployment(w)),
  action(1, 'close closed', (w) => {
    const d = w.pick(inState(deployments(w), DeploymentState.closed));
    return d && w.send(MsgCloseDeployment, { id: d.id });
  }),
  action(1, 'close group', (w) => {
    const g = w.pick(groups(w));
    return g && w.send(MsgCloseGroup, { id: g.id });
  }),
  action(3, 'pause group', (w) => {
    const served = w.once(3) ? [] : inState(leases(w), LeaseState.active);
    const g = w.pick(served.map((l) => ({ id: groupIdOf(l.id) }))) ?? w.pick(inState(groups(w), GroupState.open));
    return g && w.send(MsgPauseGroup, { id: g.id });
  }),
  action(4, 'start group', (w) => {
    const stopped = inState(groups(w), GroupState.paused, GroupState.insufficient_funds);
    const live = inState(orders(w), OrderState.open, OrderState.active);
    // A group whose order is still open cannot start.
    const free = stopped.filter(({ id: { owner, dseq, gseq } }) =>
      live.every((o) => o.id.owner !== owner || o.id.dseq !== dseq || o.id.gseq !== gseq),
    );
    const g = w.pick(free) ?? (w.once(4) ? w.pick(groups(w)) : undefined);
    return g && w.send(MsgStartGroup, { id: g.id });
  }),
  action(8, 'top up', (w) => topUp(w)),
];

/** Closes a deployment, of the account when one is named. */
export function closeDeployment(w: World, owner?: Account): Made | undefined {
  const mine = inState(deployments(w), DeploymentState.active).filter(
    (d) => owner === undefined || d.id.owner === owner.text,
  );
  const d = w.pick(mine);
  return d && w.send(MsgCloseDeployment, { id: d.id });
}

const hash = (w: World): Uint8Array => new Uint8Array(32).fill(w.below(256));

/**
 * Few numbers, so that some are taken; and numbers that begin with each other, which the escrow module confuses when it looks for payments.
 */
function deploy(w: World): Made | undefined {
  const owner = w.user();
  const mine = deployments(w).filter((d) => d.id.owner === owner.text);
  let dseq = BigInt(1 + w.below(30));
  if (mine.some((d) => d.id.dseq === dseq) && !w.once(6)) dseq = w.chain.height * 10n + BigInt(w.below(10)) + 100n;
  const denom = w.currency();
  const names = w.once(3) ? ['a', 'b'] : ['a'];
  return w.send(MsgCreateDeployment, {
    id: { owner: owner.text, dseq },
    groups: names.map((name) => group(w, name, w.once(60) ? w.currency() : denom)),
    hash: hash(w),
    deposit: deposit(w, denom, w.once(12) ? 0n : 500_000n),
  });
}

const MI = 1024n ** 2n;

/** A group of one or two units: cheap ones, and ones that eat up their deposit within a few blocks. */
function group(w: World, name: string, denom: string): GroupSpec {
  const units = w.once(4) ? [1, 2] : [1];
  const most = w.one([500, 50_000, 500_000]);
  const stored = w.once(5);
  return {
    name,
    requirements: {
      signedBy: w.once(8) ? { allOf: [], anyOf: [auditor(w), auditor(w)] } : { allOf: [], anyOf: [] },
      attributes: w.once(4) ? [{ key: 'region', value: w.one(REGIONS) }] : [],
    },
    resources: units.map((id) => ({
      resource: {
        id,
        cpu: { units: { val: 100n }, attributes: [] },
        gpu: { units: { val: 0n }, attributes: [] },
        memory: { quantity: { val: 128n * MI }, attributes: [] },
        storage: [{ name: 'default', quantity: { val: 512n * MI }, attributes: stored ? [...STORAGE] : [] }],
        endpoints: [],
      },
      count: 1 + w.below(2),
      price: { denom, amount: Dec.withPrec(BigInt(1 + w.below(most * 100)), 2) },
    })),
  };
}
