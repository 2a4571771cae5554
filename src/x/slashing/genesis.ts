import type { Context } from '../../core/context.ts';
import { consAddressCodec, consAddressToBech32 } from '../../crypto/address.ts';
import type { GenesisState, MissedBlock } from '../../wire/gen/cosmos/slashing/v1beta1/genesis.ts';
import type { SlashingKeeper } from './keeper.ts';
import { defaultParams, validateGenesisParams } from './params.ts';

/** Source: cosmos-sdk x/slashing/keeper/genesis.go. Runs after staking: the public keys are those of its validators. */
export function initGenesis(k: SlashingKeeper, ctx: Context, genesis: GenesisState): void {
  k.stakingKeeper.iterateValidators(ctx, (_index, validator) => {
    k.addPubkey(ctx, validator);
    return false;
  });
  for (const info of genesis.signingInfos) {
    k.setValidatorSigningInfo(ctx, consAddressCodec.toBytes(info.address), info.validatorSigningInfo);
  }
  for (const validator of genesis.missedBlocks) {
    const consAddr = consAddressCodec.toBytes(validator.address);
    for (const { index, missed } of validator.missedBlocks) k.missedBlocks.set(ctx, consAddr, index, missed);
  }
  k.setParams(ctx, genesis.params);
}

export function exportGenesis(k: SlashingKeeper, ctx: Context): GenesisState {
  const params = k.getParams(ctx);
  const genesis: GenesisState = { params, signingInfos: [], missedBlocks: [] };
  k.iterateValidatorSigningInfos(ctx, (consAddr, validatorSigningInfo) => {
    const address = consAddressToBech32(consAddr);
    genesis.signingInfos.push({ address, validatorSigningInfo });
    const missedBlocks: MissedBlock[] = [];
    k.missedBlocks.iterate(ctx, consAddr, (index, missed) => {
      if (missed) missedBlocks.push({ index, missed });
    });
    genesis.missedBlocks.push({ address, missedBlocks });
    return false;
  });
  return genesis;
}

export function defaultGenesis(): GenesisState {
  return { params: defaultParams(), signingInfos: [], missedBlocks: [] };
}

/** Throws GoError when the state is not acceptable. */
export function validateGenesis(genesis: GenesisState): void {
  validateGenesisParams(genesis.params);
}
