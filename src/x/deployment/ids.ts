import { GoError, GoErrorBase } from '../../core/errors.ts';
import { parseUint } from '../../core/go-number.ts';
import { ErrInvalidAddress, ErrInvalidSequence } from '../../core/sdk-errors.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import type { DeploymentID } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import { type Account as EscrowAccountID, Scope } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import { ErrInvalidEscrowID, ErrInvalidIDPath } from './errors.ts';

/**
 * Identifiers of deployments (owner, dseq) and their groups (owner, dseq, gseq): their text, checks and escrow accounts.
 * Source: chain-sdk go/node/deployment/v1/{deployment,group,escrow}.go, v1beta4/path.go.
 */

/** `owner/dseq`. */
export function deploymentIdText(id: DeploymentID): string {
  return `${id.owner}/${id.dseq}`;
}

/** `owner/dseq/gseq`. */
export function groupIdText(id: GroupID): string {
  return `${id.owner}/${id.dseq}/${id.gseq}`;
}

export function deploymentIdOf(id: DeploymentID): DeploymentID {
  return { owner: id.owner, dseq: id.dseq };
}

export function makeGroupId(id: DeploymentID, gseq: number): GroupID {
  return { owner: id.owner, dseq: id.dseq, gseq };
}

export function sameDeployment(a: DeploymentID, b: DeploymentID): boolean {
  return a.owner === b.owner && a.dseq === b.dseq;
}

/** Whether the text is the address of an account. */
export function isAccAddress(text: string): boolean {
  try {
    accAddressFromBech32(text);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}

/** Throws GoError. */
export function validateDeploymentId(id: DeploymentID): void {
  if (!isAccAddress(id.owner)) throw ErrInvalidAddress.wrap('DeploymentID: Invalid Owner Address');
  if (id.dseq === 0n) throw ErrInvalidSequence.wrap('DeploymentID: Invalid Deployment Sequence');
}

/** Throws GoError. */
export function validateGroupId(id: GroupID): void {
  try {
    validateDeploymentId(id);
  } catch (e) {
    if (e instanceof GoErrorBase) throw e.wrap('GroupID: Invalid DeploymentID');
    throw e;
  }
  if (id.gseq === 0) throw ErrInvalidSequence.wrap('GroupID: Invalid Group Sequence');
}

/** Reads {@link deploymentIdText}. Throws GoError. */
export function parseDeploymentId(text: string): DeploymentID {
  return parseDeploymentPath(text.split('/'));
}

function parseDeploymentPath(parts: readonly string[]): DeploymentID {
  const [owner, dseq, ...more] = parts;
  if (owner === undefined || dseq === undefined || more.length > 0) throw ErrInvalidIDPath.error();
  const address = accAddressFromBech32(owner);
  return { dseq: parseUint(dseq, 64), owner: accAddressToBech32(address) };
}

/** Reads owner, dseq and gseq from the first three parts of a path. Throws GoError. */
export function parseGroupPath(parts: readonly string[]): GroupID {
  if (parts.length < 3) throw new GoError('query: invalid path');
  const id = parseDeploymentPath(parts.slice(0, 2));
  return makeGroupId(id, Number(parseUint(parts[2]!, 32)));
}

/** The escrow account that pays for a deployment's leases. */
export function deploymentAccountId(id: DeploymentID): EscrowAccountID {
  return { scope: Scope.deployment, xid: deploymentIdText(id) };
}

/** The deployment of an escrow account. Throws GoError. */
export function deploymentIdFromAccount(id: EscrowAccountID): DeploymentID {
  if (id.scope !== Scope.deployment) throw ErrInvalidEscrowID.error();
  return parseDeploymentId(id.xid);
}
