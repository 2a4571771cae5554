import * as Coins from '../../math/coin.ts';
import { CommunityPoolSpendProposal } from '../../wire/gen/cosmos/distribution/v1beta1/distribution.ts';
import { ClientUpdateProposal, UpgradeProposal } from '../../wire/gen/ibc/core/client/v1/deprecated.ts';
import { ErrEmptyProposalRecipient, ErrInvalidProposalAmount } from '../distribution/errors.ts';
import { unpackClientState } from '../ibc/client/codec.ts';
import { ErrInvalidSubstitute, ErrInvalidUpgradeProposal } from '../ibc/client/errors.ts';
import { parseClientIdentifier } from '../ibc/client/identifier.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { validatePlan } from '../upgrade/plan.ts';
import { type ContentKind, validateAbstract } from './content.ts';

/**
 * Contents that are registered, so that transactions with them decode, but are no valid proposals any more: submitting one is
 * refused before its own checks.
 *
 * PARITY: cosmos-sdk x/distribution/types/proposal.go, ibc-go 02-client/types/legacy_proposal.go: their proposal types are
 * not registered, and nobody handles their routes.
 */

export const communityPoolSpendContent: ContentKind<CommunityPoolSpendProposal> = {
  type: CommunityPoolSpendProposal,
  route: 'distribution',
  proposalType: 'CommunityPoolSpend',
  refused: true,
  validateBasic(content) {
    validateAbstract(content);
    if (!Coins.isValid(content.amount)) throw ErrInvalidProposalAmount.error();
    if (content.recipient === '') throw ErrEmptyProposalRecipient.error();
  },
};

export const clientUpdateContent: ContentKind<ClientUpdateProposal> = {
  type: ClientUpdateProposal,
  route: 'client',
  proposalType: 'ClientUpdate',
  refused: true,
  validateBasic(content) {
    validateAbstract(content);
    const { subjectClientId, substituteClientId } = content;
    if (subjectClientId === substituteClientId) {
      throw ErrInvalidSubstitute.wrap('subject and substitute client identifiers are equal');
    }
    parseClientIdentifier(subjectClientId);
    parseClientIdentifier(substituteClientId);
  },
};

export const ibcUpgradeContent: ContentKind<UpgradeProposal> = {
  type: UpgradeProposal,
  route: 'client',
  proposalType: 'IBCUpgrade',
  refused: true,
  validateBasic(content) {
    validateAbstract(content);
    validatePlan(content.plan);
    const { upgradedClientState } = content;
    if (upgradedClientState === undefined) {
      throw ErrInvalidUpgradeProposal.wrap('upgraded client state cannot be nil');
    }
    wrapped('failed to unpack upgraded client state', () => unpackClientState(upgradedClientState));
  },
};
