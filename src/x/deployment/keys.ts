import { fieldsKey, int32Key, type KeyCodec, stringKey, uint32Key, uint64Key } from '../../core/collections-codec.ts';
import type { MultiIndex } from '../../core/indexed-map.ts';
import type { Deployment, DeploymentID } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import type { Group } from '../../wire/gen/akash/deployment/v1beta4/group.ts';

/**
 * Layout of the `deployment` store. Owners are bech32 text followed by 0x00; a state is an int32 with its sign bit turned.
 * Source: node x/deployment/keeper/{indexes.go,keys}, chain-sdk go/node/deployment/v1/key.go.
 */
export const MODULE_NAME = 'deployment';
export const STORE_KEY = MODULE_NAME;

// 0x03 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x03);

// 0x11 0x01 | owner | dseq u64be -> Deployment
export const DEPLOYMENT_PREFIX: Uint8Array = Uint8Array.of(0x11, 0x01);
export const deploymentKey: KeyCodec<DeploymentID> = fieldsKey<DeploymentID>([
  ['owner', stringKey],
  ['dseq', uint64Key],
]);

// 0x11 0x02 | state | deployment -> (empty)
export const deploymentsByState: MultiIndex<number, Deployment> = {
  prefix: Uint8Array.of(0x11, 0x02),
  codec: int32Key,
  of: (deployment) => deployment.state,
};

// 0x12 0x01 | owner | dseq u64be | gseq u32be -> Group
export const GROUP_PREFIX: Uint8Array = Uint8Array.of(0x12, 0x01);
export const groupKey: KeyCodec<GroupID> = fieldsKey<GroupID>([
  ['owner', stringKey],
  ['dseq', uint64Key],
  ['gseq', uint32Key],
]);

// 0x12 0x02 | state | group -> (empty)
export const groupsByState: MultiIndex<number, Group> = {
  prefix: Uint8Array.of(0x12, 0x02),
  codec: int32Key,
  of: (group) => group.state,
};

// 0x12 0x03 | deployment | group -> (empty)
export const groupsByDeployment: MultiIndex<DeploymentID, Group> = {
  prefix: Uint8Array.of(0x12, 0x03),
  codec: deploymentKey,
  of: (group) => group.id,
};
