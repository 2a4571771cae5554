import {
  CancelSoftwareUpgradeProposal,
  SoftwareUpgradeProposal,
} from '../../wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import { type ContentKind, validateAbstract } from '../gov/content.ts';
import { ROUTER_KEY } from './keys.ts';
import { validatePlan } from './plan.ts';

/**
 * The legacy proposals of upgrades. They pass their own checks and then fail for want of a handler.
 *
 * PARITY: node app/types/app.go: no handler is routed for them.
 */
export const softwareUpgradeContent: ContentKind<SoftwareUpgradeProposal> = {
  type: SoftwareUpgradeProposal,
  route: ROUTER_KEY,
  proposalType: 'SoftwareUpgrade',
  validateBasic(c) {
    validatePlan(c.plan);
    validateAbstract(c);
  },
};

export const cancelSoftwareUpgradeContent: ContentKind<CancelSoftwareUpgradeProposal> = {
  type: CancelSoftwareUpgradeProposal,
  route: ROUTER_KEY,
  proposalType: 'CancelSoftwareUpgrade',
  validateBasic: validateAbstract,
};
