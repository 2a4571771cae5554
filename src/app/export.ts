import type { BaseApp } from '../baseapp/base-app.ts';
import type { AppTx } from '../baseapp/types.ts';
import type { GenesisValidator } from '../comet/genesis-doc.ts';
import type { Context } from '../core/context.ts';
import { zeroTime } from '../core/time.ts';
import type { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import type { Keepers } from './keepers.ts';
import type { ModuleManager } from './module-manager.ts';
import { prepareForZeroHeight } from './zero-height.ts';

/** The committed state as the genesis of a chain that goes on from it. */
export interface ExportedApp {
  /** JSON text without white space, modules by name in ascending order. */
  readonly appState: string;
  readonly validators: readonly GenesisValidator[];
  /** The first height of the chain that starts from it. */
  readonly height: bigint;
  readonly consensusParams: ConsensusParams;
}

export interface ExportOptions {
  /** Names of modules; none: all. */
  readonly modules?: readonly string[];
  /** For a new chain that begins at height 0. */
  readonly forZeroHeight?: boolean;
  /** Validators, bech32 text, that are not to be jailed by an export for height 0; none: all. */
  readonly jailAllowed?: readonly string[];
}

/** Exports the state of the last block, which stays as it is. Source: node app/export.go. */
export function exportApp<T extends AppTx>(
  base: BaseApp<T>,
  modules: ModuleManager,
  keepers: Keepers,
  options: ExportOptions = {},
): ExportedApp {
  const height = base.lastBlockHeight();
  const checked = base.checkContext();
  const ctx = checked.with({ header: { ...checked.header, chainId: '', height, time: zeroTime } }).cacheContext().ctx;
  if (options.forZeroHeight === true) prepareForZeroHeight(ctx, keepers, options.jailAllowed ?? []);
  const sections = modules
    .exportGenesis(ctx, options.modules)
    .map(([name, section]) => `${JSON.stringify(name)}:${section}`);
  return {
    appState: `{${sections.join(',')}}`,
    validators: validators(ctx, keepers),
    height: options.forZeroHeight === true ? 0n : height + 1n,
    consensusParams: base.consensusParams(ctx),
  };
}

/** The validators of the last block with their powers. */
function validators(ctx: Context, { staking }: Keepers): GenesisValidator[] {
  const list: GenesisValidator[] = [];
  staking.iterateLastValidators(ctx, (_index, v) => {
    const power = v.consensusPower();
    const { pubKeyType, pubKey } = v.abciValidatorUpdate(power);
    const sum =
      pubKeyType === 'ed25519'
        ? ({ $case: 'ed25519', ed25519: pubKey } as const)
        : ({ $case: 'secp256k1', secp256k1: pubKey } as const);
    list.push({ address: v.getConsAddr(), pubKey: { sum }, power, name: v.getMoniker() });
    return false;
  });
  return list;
}
