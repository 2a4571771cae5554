import { ErrUnknownRequest } from '../../core/sdk-errors.ts';
import { TextProposal } from '../../wire/gen/cosmos/gov/v1beta1/gov.ts';
import { type ContentHandler, type ContentKind, validateAbstract } from './content.ts';
import { ROUTER_KEY } from './keys.ts';

/** A proposal that only says something. */
export const textContent: ContentKind<TextProposal> = {
  type: TextProposal,
  route: ROUTER_KEY,
  proposalType: 'Text',
  validateBasic: validateAbstract,
};

/** Nothing happens when a text passes. */
export const textProposalHandler: ContentHandler = (_ctx, content) => {
  if (content.kind.proposalType !== textContent.proposalType) {
    throw ErrUnknownRequest.wrap(`unrecognized gov proposal type: ${content.kind.proposalType}`);
  }
};
