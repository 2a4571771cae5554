import { accAddressFromBech32 } from '../../crypto/address.ts';
import type { DeploymentID } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import type { BidID } from '../../wire/gen/akash/market/v1/bid.ts';
import type { OrderID } from '../../wire/gen/akash/market/v1/order.ts';
import { type FlagSpec, type Flags, UsageError } from '../frame.ts';

/** Flags that name deployments, groups, orders, bids and leases, and the identifiers made of them. */

const OWNER: FlagSpec = { name: 'owner', type: 'string', default: '', help: 'address of the owner of the deployment' };
const DSEQ: FlagSpec = { name: 'dseq', type: 'int', default: '0', help: 'sequence of the deployment' };
const GSEQ: FlagSpec = { name: 'gseq', type: 'int', default: '1', help: 'sequence of the group' };
const OSEQ: FlagSpec = { name: 'oseq', type: 'int', default: '1', help: 'sequence of the order' };
const PROVIDER: FlagSpec = { name: 'provider', type: 'string', default: '', help: 'address of the provider' };

export const DEPLOYMENT_FLAGS: readonly FlagSpec[] = [OWNER, DSEQ];
export const GROUP_FLAGS: readonly FlagSpec[] = [...DEPLOYMENT_FLAGS, GSEQ];
export const ORDER_FLAGS: readonly FlagSpec[] = [...GROUP_FLAGS, OSEQ];
export const BID_FLAGS: readonly FlagSpec[] = [...ORDER_FLAGS, PROVIDER];

/** Whose addresses stand in for `--owner` and `--provider` when they are left out. */
export interface Defaults {
  readonly owner?: string;
  readonly provider?: string;
}

/** A whole number of so many bits. Throws UsageError. */
export function unsignedFlag(flags: Flags, name: string, bits: 32 | 64): bigint {
  const n = flags.unsigned(name) ?? 0n;
  if (n >= 1n << BigInt(bits))
    throw new UsageError(`invalid argument "${n}" for "--${name}" flag: it must be below 2^${bits}`);
  return n;
}

/** The address of a flag, checked. Throws GoError. */
export function addressFlag(flags: Flags, name: string, otherwise = ''): string {
  const given = flags.text(name);
  if (given !== '') accAddressFromBech32(given);
  return given === '' ? otherwise : given;
}

export function deploymentId(flags: Flags, defaults: Defaults = {}): DeploymentID {
  return { owner: addressFlag(flags, 'owner', defaults.owner), dseq: unsignedFlag(flags, 'dseq', 64) };
}

export function groupId(flags: Flags, defaults: Defaults = {}): GroupID {
  return { ...deploymentId(flags, defaults), gseq: Number(unsignedFlag(flags, 'gseq', 32)) };
}

export function orderId(flags: Flags, defaults: Defaults = {}): OrderID {
  return { ...groupId(flags, defaults), oseq: Number(unsignedFlag(flags, 'oseq', 32)) };
}

/**
 * A bid or a lease. A provider that is known from elsewhere (the signer's) wins over the flag, as in the reference; one that is
 * neither known nor given is an error.
 */
export function bidId(flags: Flags, defaults: Defaults = {}): BidID {
  const provider = defaults.provider ?? flags.text('provider');
  accAddressFromBech32(provider);
  return { ...orderId(flags, defaults), provider, bseq: 0 };
}
