import type { Context } from '../../core/context.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { GrantQueueItem } from '../../wire/gen/cosmos/authz/v1beta1/authz.ts';
import { authorizationOf } from './grant.ts';
import type { AuthzKeeper } from './keeper.ts';
import * as keys from './keys.ts';

/** Every grant is in both indexes, and in the queue when it expires. Indexes and queue may hold more. */
export function grantsAreIndexed(k: AuthzKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  const store = k.store(ctx);
  k.iterateGrants(ctx, (granter, grantee, grant) => {
    const authorization = authorizationOf(grant);
    const msgType = k.types.of(authorization).msgTypeUrl(authorization.message);
    const what = `the grant of ${msgType} from ${accAddressToBech32(granter)} to ${accAddressToBech32(grantee)}`;
    if (!store.has(keys.grantKey(grantee, granter, msgType))) violations.push(`${what} is under another key`);
    if (!store.has(keys.granteeGranterKey(grantee, granter, msgType)))
      violations.push(`${what} is not under its grantee`);
    if (!store.has(keys.granteeTypeKey(grantee, msgType, granter))) violations.push(`${what} is not under its type`);
    if (grant.expiration === undefined) return;
    const item = store.get(keys.queueKey(grant.expiration, granter, grantee));
    const queued = item === undefined ? [] : GrantQueueItem.decode(item).msgTypeUrls;
    if (!queued.includes(msgType)) violations.push(`${what} will not expire`);
  });
  return violations;
}
