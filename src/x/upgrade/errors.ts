import { register } from '../../core/errors.ts';

const UPGRADE = 'upgrade';

/** The errors of upgrades. Source: cosmossdk.io/x/upgrade/types/errors.go. */
export const ErrNoModuleVersionFound = register(UPGRADE, 2, 'module version not found');
export const ErrNoUpgradePlanFound = register(UPGRADE, 3, 'upgrade plan not found');
export const ErrNoUpgradedClientFound = register(UPGRADE, 4, 'upgraded client not found');
export const ErrNoUpgradedConsensusStateFound = register(UPGRADE, 5, 'upgraded consensus state not found');
export const ErrInvalidSigner = register(UPGRADE, 6, 'expected authority account as only signer for proposal message');
