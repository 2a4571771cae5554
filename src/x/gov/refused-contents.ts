import { CommunityPoolSpendProposal } from '../../wire/gen/cosmos/distribution/v1beta1/distribution.ts';
import { ClientUpdateProposal, UpgradeProposal } from '../../wire/gen/ibc/core/client/v1/deprecated.ts';
import type { ContentKind, LegacyContent } from './content.ts';

const refused = <T extends LegacyContent>(
  type: ContentKind<T>['type'],
  route: string,
  proposalType: string,
): ContentKind<T> => ({ type, route, proposalType });

/**
 * Contents that are registered, so that transactions with them decode, but are no valid proposals any more.
 *
 * PARITY: cosmos-sdk x/distribution/types/proposal.go, ibc-go 02-client/types/legacy_proposal.go: their proposal types are
 * not registered, and nobody handles their routes.
 */
export const communityPoolSpendContent = refused(CommunityPoolSpendProposal, 'distribution', 'CommunityPoolSpend');
export const clientUpdateContent = refused(ClientUpdateProposal, 'client', 'ClientUpdate');
export const ibcUpgradeContent = refused(UpgradeProposal, 'client', 'IBCUpgrade');
