/** {@link AppKit} with the marketplace: tenants, providers, deployments, bids and leases in a few words. */
import { configurator } from '../../src/baseapp/configurator.ts';
import { Dec } from '../../src/math/dec.ts';
import type { Attribute } from '../../src/wire/gen/akash/base/attributes/v1/attribute.ts';
import { Source } from '../../src/wire/gen/akash/base/deposit/v1/deposit.ts';
import type { Deployment } from '../../src/wire/gen/akash/deployment/v1/deployment.ts';
import { MsgCloseDeployment, MsgCreateDeployment } from '../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import type { Group } from '../../src/wire/gen/akash/deployment/v1beta4/group.ts';
import type { GroupSpec } from '../../src/wire/gen/akash/deployment/v1beta4/groupspec.ts';
import type { Account } from '../../src/wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment } from '../../src/wire/gen/akash/escrow/types/v1/payment.ts';
import type { BidID } from '../../src/wire/gen/akash/market/v1/bid.ts';
import type { Lease } from '../../src/wire/gen/akash/market/v1/lease.ts';
import type { Bid } from '../../src/wire/gen/akash/market/v1beta5/bid.ts';
import { MsgCloseBid, MsgCreateBid } from '../../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import { MsgCloseLease, MsgCreateLease, MsgWithdrawLease } from '../../src/wire/gen/akash/market/v1beta5/leasemsg.ts';
import type { Order } from '../../src/wire/gen/akash/market/v1beta5/order.ts';
import { MsgCreateProvider } from '../../src/wire/gen/akash/provider/v1beta4/msg.ts';
import { auditModule } from '../../src/x/audit/module.ts';
import { deploymentAccountId } from '../../src/x/deployment/ids.ts';
import { deploymentModule } from '../../src/x/deployment/module.ts';
import { defaultParams as deploymentParams } from '../../src/x/deployment/params.ts';
import { escrowInvariants, escrowRecords } from '../../src/x/escrow/invariants.ts';
import { escrowModule } from '../../src/x/escrow/module.ts';
import { bidAccountId, leasePaymentId } from '../../src/x/market/ids.ts';
import { marketInvariants } from '../../src/x/market/invariants.ts';
import { marketModule } from '../../src/x/market/module.ts';
import { defaultParams as marketParams } from '../../src/x/market/params.ts';
import { providerModule } from '../../src/x/provider/module.ts';
import { takeModule } from '../../src/x/take/module.ts';
import { AppKit, address, bech32, type Executed } from './app-kit.ts';

/** The account that deploys in these tests. */
export const TENANT = 1;
export const RICH = 1_000_000_000n;
export const DEPOSIT = 500_000n;
export const HASH: Uint8Array = new Uint8Array(32).fill(7);

const MI = 1024n ** 2n;

export const attribute = (key: string, value = 'true'): Attribute => ({ key, value });
export const deposit = (amount: bigint, sources: number[] = [Source.balance], denom = 'uakt') => ({
  amount: { denom, amount },
  sources,
});

/** A unit that one of most things is enough for. */
export function resource(id = 1): GroupSpec['resources'][0]['resource'] {
  return {
    id,
    cpu: { units: { val: 100n }, attributes: [] },
    gpu: { units: { val: 0n }, attributes: [] },
    memory: { quantity: { val: 128n * MI }, attributes: [] },
    storage: [{ name: 'default', quantity: { val: 512n * MI }, attributes: [] }],
    endpoints: [],
  };
}

/** A group of one unit that pays up to `price` a block. */
export function group(price: bigint, changes: Partial<GroupSpec> = {}, denom = 'uakt'): GroupSpec {
  return {
    name: 'west',
    requirements: { signedBy: { allOf: [], anyOf: [] }, attributes: [] },
    resources: [{ resource: resource(), count: 1, price: { denom, amount: Dec.fromInt(price) } }],
    ...changes,
  };
}

/** The id of the bid, or lease, of the n-th account on the tenant's first order of a deployment. */
export function bidId(provider: number, dseq = 1n, oseq = 1, gseq = 1): BidID {
  return { owner: bech32(TENANT), dseq, gseq, oseq, provider: bech32(provider), bseq: 0 };
}

export class MarketKit extends AppKit {
  constructor() {
    super();
    const k = this.keepers;
    const cfg = configurator(this.router, this.queries);
    const market = marketModule({
      keeper: k.market,
      escrowKeeper: k.escrow,
      deploymentKeeper: k.deployment,
      providerKeeper: k.provider,
      auditKeeper: k.audit,
    });
    const deployment = deploymentModule({ keeper: k.deployment, marketKeeper: k.market, escrowKeeper: k.escrow });
    const escrow = escrowModule(k.escrow);
    for (const m of [
      takeModule(k.take),
      escrow,
      deployment,
      market,
      providerModule(k.provider),
      auditModule(k.audit),
    ]) {
      m.registerServices?.(cfg);
    }
    const ctx = this.ctx();
    k.deployment.setParams(ctx, deploymentParams());
    k.market.setParams(ctx, marketParams());
    k.take.setParams(ctx, { defaultTakeRate: 20, denomTakeRates: [{ denom: 'uakt', rate: 4 }] });
    this.fund(address(TENANT), RICH);
  }

  /** Lets blocks pass. */
  blocks(n: bigint): void {
    for (let i = 0n; i < n; i++) this.pass(6n);
  }

  /** Makes the n-th account a provider with coins. */
  provider(n: number, attributes: Attribute[] = []): void {
    this.fund(address(n), RICH);
    const owner = bech32(n);
    this.send(MsgCreateProvider, { owner, hostUri: `https://p${n}.example.com:8443`, attributes });
  }

  deploy(dseq = 1n, groups: GroupSpec[] = [group(100n)], amount: bigint = DEPOSIT): Executed<object> {
    return this.send(MsgCreateDeployment, this.deployment(dseq, groups, amount));
  }

  deployment(dseq = 1n, groups: GroupSpec[] = [group(100n)], amount: bigint = DEPOSIT): MsgCreateDeployment {
    return { id: { owner: bech32(TENANT), dseq }, groups, hash: HASH, deposit: deposit(amount) };
  }

  bid(id: BidID, price = 10n): Executed<object> {
    return this.send(MsgCreateBid, this.bidMessage(id, price));
  }

  bidMessage(id: BidID, price = 10n): MsgCreateBid {
    const decPrice = { denom: 'uakt', amount: Dec.fromInt(price) };
    return { id, price: decPrice, deposit: deposit(DEPOSIT), resourcesOffer: [] };
  }

  lease(id: BidID): Executed<object> {
    return this.send(MsgCreateLease, { bidId: id });
  }

  /** A provider, a deployment and a lease between the two, made in one block. Returns its id. */
  leased(provider = 2, price = 10n, amount: bigint = DEPOSIT, dseq = 1n): BidID {
    if (this.keepers.provider.get(this.ctx(), address(provider)) === undefined) this.provider(provider);
    this.deploy(dseq, [group(1_000_000n)], amount);
    const id = bidId(provider, dseq);
    this.bid(id, price);
    this.lease(id);
    return id;
  }

  withdraw(id: BidID): Executed<object> {
    return this.send(MsgWithdrawLease, { id });
  }
  closeLease(id: BidID): Executed<object> {
    return this.send(MsgCloseLease, { id, reason: 0 });
  }
  closeBid(id: BidID): Executed<object> {
    return this.send(MsgCloseBid, { id, reason: 10_000 });
  }
  closeDeployment(dseq = 1n): Executed<object> {
    return this.send(MsgCloseDeployment, { id: { owner: bech32(TENANT), dseq } });
  }

  // ---- what is stored

  deploymentOf(dseq = 1n): Deployment {
    return this.keepers.deployment.getDeployment(this.ctx(), { owner: bech32(TENANT), dseq })!;
  }
  groupOf(dseq = 1n, gseq = 1): Group {
    return this.keepers.deployment.getGroup(this.ctx(), { owner: bech32(TENANT), dseq, gseq })!;
  }
  orderOf(id: BidID): Order | undefined {
    return this.keepers.market.getOrder(this.ctx(), id);
  }
  bidOf(id: BidID): Bid {
    return this.keepers.market.getBid(this.ctx(), id)!;
  }
  leaseOf(id: BidID): Lease {
    return this.keepers.market.getLease(this.ctx(), id)!;
  }
  account(dseq = 1n): Account['state'] {
    const id = deploymentAccountId({ owner: bech32(TENANT), dseq });
    return this.keepers.escrow.getAccount(this.ctx(), id).state;
  }
  bidAccount(id: BidID): Account['state'] {
    return this.keepers.escrow.getAccount(this.ctx(), bidAccountId(id)).state;
  }
  payment(id: BidID): Payment['state'] {
    return this.keepers.escrow.getPayment(this.ctx(), leasePaymentId(id)).state;
  }

  /** Violated invariants of escrow and market. */
  violations(): string[] {
    const { escrow, bank, market, deployment } = this.keepers;
    const ctx = this.ctx();
    const records = escrowRecords(escrow, ctx);
    return [...escrowInvariants(records, bank, ctx), ...marketInvariants(market, deployment, records, ctx)];
  }
}
