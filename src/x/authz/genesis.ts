import type { Context } from '../../core/context.ts';
import { GoError, GoPanic } from '../../core/errors.ts';
import { isBefore } from '../../core/time.ts';
import { accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import type { GenesisState } from '../../wire/gen/cosmos/authz/v1beta1/genesis.ts';
import type { AuthzKeeper } from './keeper.ts';

/** Grants what the genesis holds; what has expired already is passed over. */
export function initGenesis(k: AuthzKeeper, ctx: Context, genesis: GenesisState): void {
  for (const entry of genesis.authorization) {
    if (entry.expiration !== undefined && isBefore(entry.expiration, ctx.blockTime)) continue;
    const grantee = accAddressCodec.toBytes(entry.grantee);
    const granter = accAddressCodec.toBytes(entry.granter);
    const any = entry.authorization;
    if (any?.$message === undefined) throw new GoPanic('expected authorization');
    k.saveGrant(ctx, grantee, granter, { typeUrl: any.typeUrl, message: any.$message }, entry.expiration);
  }
}

export function exportGenesis(k: AuthzKeeper, ctx: Context): GenesisState {
  const authorization: GenesisState['authorization'] = [];
  k.iterateGrants(ctx, (granter, grantee, grant) => {
    authorization.push({
      granter: accAddressToBech32(granter),
      grantee: accAddressToBech32(grantee),
      authorization: grant.authorization,
      expiration: grant.expiration,
    });
  });
  return { authorization };
}

export function validateGenesis(genesis: GenesisState): void {
  genesis.authorization.forEach((entry, i) => {
    if (entry.grantee === '') throw new GoError(`authorization: ${i}, missing grantee`);
    if (entry.granter === '') throw new GoError(`authorization: ${i},missing granter`);
  });
}
