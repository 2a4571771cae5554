import { accAddressFromBech32 } from '../../crypto/address.ts';
import { concatBytes, lengthPrefix, u32be, u64be } from '../../store/keys.ts';
import type { DeploymentID } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';

/**
 * The layout up to consensus version 5, by state; owners are their address with a length byte before it. A state that is none has no
 * byte. Source: node x/deployment/keeper/key.go.
 */
// 0x11 0x00 | state | owner | dseq u64be -> Deployment
export const LEGACY_DEPLOYMENT_PREFIX: Uint8Array = Uint8Array.of(0x11, 0x00);
// 0x12 0x00 | state | owner | dseq u64be | gseq u32be -> Group
export const LEGACY_GROUP_PREFIX: Uint8Array = Uint8Array.of(0x12, 0x00);

/** One byte for a state from 1 to `last`, else nothing. */
export function stateByte(state: number, last: number): Uint8Array {
  return state >= 1 && state <= last ? Uint8Array.of(state) : new Uint8Array(0);
}

/** An address given as text, with its length. Throws GoError. */
export function addressPart(text: string): Uint8Array {
  return lengthPrefix(accAddressFromBech32(text));
}

export function legacyDeploymentKey(state: number, id: DeploymentID): Uint8Array {
  return concatBytes(LEGACY_DEPLOYMENT_PREFIX, stateByte(state, 2), addressPart(id.owner), u64be(id.dseq));
}

export function legacyGroupKey(state: number, id: GroupID): Uint8Array {
  return concatBytes(LEGACY_GROUP_PREFIX, stateByte(state, 4), addressPart(id.owner), u64be(id.dseq), u32be(id.gseq));
}
