import type { VersionInfo } from '../wire/gen/cosmos/base/tendermint/v1beta1/query.ts';

/** What clients are told about the application: they decide by it which features there are. */
export type VersionReport = VersionInfo;

/** Version of the reference whose state machine this is: what `application_version.version` and ABCI's info say. */
export const REFERENCE_VERSION = 'v1.2.2';
/** Version of this program. */
export const OWN_VERSION = '0.1.0';

/**
 * Modules of the reference that relayers look for in the build's dependencies: Hermes refuses a chain whose SDK, IBC or CometBFT
 * version it does not find.
 */
const MODULES: readonly (readonly [path: string, version: string])[] = [
  ['github.com/cometbft/cometbft', 'v0.38.21'],
  ['github.com/cosmos/cosmos-sdk', 'v0.53.5'],
  ['github.com/cosmos/iavl', 'v1.2.2'],
  ['github.com/cosmos/ibc-go/v10', 'v10.3.0'],
];

export function versionReport(): VersionReport {
  return {
    name: 'akash',
    appName: 'akash',
    version: REFERENCE_VERSION,
    gitCommit: '',
    buildTags: `akash-ts ${OWN_VERSION}`,
    goVersion: `node ${process.version}`,
    buildDeps: MODULES.map(([path, version]) => ({ path, version, sum: '' })),
    cosmosSdkVersion: 'v0.53.5',
  };
}
