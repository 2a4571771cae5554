import type { Context } from '../../core/context.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import type { GenesisState } from '../../wire/gen/cosmos/feegrant/v1beta1/genesis.ts';
import { allowanceOf } from './allowance.ts';
import { allowanceType } from './allowance-types.ts';
import type { FeegrantKeeper } from './keeper.ts';

/** Grants what the genesis holds. An allowance that has expired fails it. */
export function initGenesis(k: FeegrantKeeper, ctx: Context, genesis: GenesisState): void {
  for (const grant of genesis.allowances) {
    const granter = accAddressCodec.toBytes(grant.granter);
    const grantee = accAddressCodec.toBytes(grant.grantee);
    k.grantAllowance(ctx, granter, grantee, allowanceOf(grant.allowance));
  }
}

export function exportGenesis(k: FeegrantKeeper, ctx: Context): GenesisState {
  const allowances: GenesisState['allowances'] = [];
  k.iterateAllFeeAllowances(ctx, (grant) => allowances.push(grant));
  return { allowances };
}

export function validateGenesis(genesis: GenesisState): void {
  for (const grant of genesis.allowances) {
    const allowance = allowanceOf(grant.allowance);
    allowanceType(allowance).validateBasic(allowance.message);
  }
}
