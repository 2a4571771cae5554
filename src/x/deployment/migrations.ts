import type { Context } from '../../core/context.ts';
import type { KVStore } from '../../core/store.ts';
import { prefixIterator } from '../../store/prefix.ts';
import { Deployment } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import { Group } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type { DeploymentKeeper } from './keeper.ts';
import { LEGACY_DEPLOYMENT_PREFIX, LEGACY_GROUP_PREFIX } from './legacy-keys.ts';

/** Hands every value under a prefix to `move`, then removes it. */
export function moveAll(store: KVStore, prefix: Uint8Array, move: (value: Uint8Array) => void): void {
  const it = prefixIterator(store, prefix);
  for (; it.valid(); it.next()) {
    move(it.value());
    store.delete(it.key());
  }
  it.close();
}

/** Version 5 to 6: from keys that hold the state to indexes by state. Source: node upgrades/software/v1.2.0/deployment.go. */
export function migrate5to6(ctx: Context, k: DeploymentKeeper): void {
  const store = k.store(ctx);
  moveAll(store, LEGACY_DEPLOYMENT_PREFIX, (value) => {
    const deployment = Deployment.decode(value);
    k.deployments.set(ctx, deployment.id, deployment);
  });
  moveAll(store, LEGACY_GROUP_PREFIX, (value) => {
    const group = Group.decode(value);
    k.groups.set(ctx, group.id, group);
  });
}
