import { checkBlockIdProto } from '../../../comet/block-id.ts';
import { checkCommitProto, checkSignedHeaderProto, validateSignedHeader } from '../../../comet/validate.ts';
import { ValidatorSet } from '../../../comet/validator-set.ts';
import { verifyCommitLight } from '../../../comet/verify-commit.ts';
import { GoError, GoErrorBase, nilPointer } from '../../../core/errors.ts';
import { compareText } from '../../../core/go-text.ts';
import { equalBytes } from '../../../store/keys.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type {
  ConsensusState,
  Header,
  Misbehaviour,
} from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import type { Header as CometHeader, Commit } from '../../../wire/gen/tendermint/types/types.ts';
import type { ValidatorSet as ValidatorSetProto } from '../../../wire/gen/tendermint/types/validator.ts';
import * as client from '../client/errors.ts';
import { compareHeights, heightNumbers, heightString, newHeight, parseChainId } from '../client/height.ts';
import type { ClientMessage } from '../client/light-client.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { wrapped } from '../wrapped.ts';
import { ErrInvalidHeader, ErrInvalidHeaderHeight, ErrInvalidValidatorSet } from './errors.ts';

/** Stateless checks of what is submitted to a client. Source: ibc-go modules/light-clients/07-tendermint/{header,misbehaviour}.go. */

/** The signed header's own header: without one Go has a nil pointer. */
export function innerHeader(h: Header): CometHeader {
  const header = h.signedHeader?.header;
  if (header === undefined) throw nilPointer();
  return header;
}

/** The signed header's commit: without one Go has a nil pointer. */
export function innerCommit(h: Header): Commit {
  const commit = h.signedHeader?.commit;
  if (commit === undefined) throw nilPointer();
  return commit;
}

/** The height of a header, revision from its chain id. */
export function headerHeight(h: Header): Height {
  const { chainId, height } = innerHeader(h);
  return newHeight(parseChainId(chainId), BigInt.asUintN(64, height));
}

/** What a client keeps of a header. */
export function headerConsensusState(h: Header): ConsensusState {
  const { time, appHash, nextValidatorsHash } = innerHeader(h);
  return { timestamp: time, root: { hash: appHash }, nextValidatorsHash };
}

/** ValidateBasic. Throws GoError. */
export function validateClientMessage(m: ClientMessage): void {
  if (m.$case === 'header') validateHeader(m.header);
  else validateMisbehaviour(m.misbehaviour);
}

export function validateHeader(h: Header): void {
  const { signedHeader, validatorSet, trustedHeight } = h;
  if (signedHeader === undefined) throw client.ErrInvalidHeader.wrap('tendermint signed header cannot be nil');
  const { header } = signedHeader;
  if (header === undefined) throw client.ErrInvalidHeader.wrap('tendermint header cannot be nil');
  wrapped('header is not a tendermint header', () => checkSignedHeaderProto(signedHeader));
  wrapped('header failed basic validation', () => validateSignedHeader(signedHeader, header.chainId));
  if (compareHeights(trustedHeight, headerHeight(h)) >= 0) {
    throw ErrInvalidHeaderHeight.wrap(
      `TrustedHeight ${heightNumbers(trustedHeight)} must be less than header height ${heightNumbers(headerHeight(h))}`,
    );
  }
  if (validatorSet === undefined) throw client.ErrInvalidHeader.wrap('validator set is nil');
  const set = wrapped('validator set is not tendermint validator set', () =>
    ValidatorSet.fromProtoChecked(validatorSet),
  );
  if (!equalBytes(header.validatorsHash, set.hash())) {
    throw client.ErrInvalidHeader.wrap('validator set does not match hash');
  }
}

export function validateMisbehaviour({ clientId, header1, header2 }: Misbehaviour): void {
  if (header1 === undefined) throw ErrInvalidHeader.wrap('misbehaviour Header1 cannot be nil');
  if (header2 === undefined) throw ErrInvalidHeader.wrap('misbehaviour Header2 cannot be nil');
  const both = [
    [1, header1],
    [2, header2],
  ] as const;
  for (const [i, h] of both) {
    if (h.trustedHeight.revisionHeight === 0n) {
      throw ErrInvalidHeaderHeight.wrap(`misbehaviour Header${i} cannot have zero revision height`);
    }
  }
  for (const [i, h] of both) {
    if (h.trustedValidators === undefined) {
      throw ErrInvalidValidatorSet.wrap(`trusted validator set in Header${i} cannot be empty`);
    }
  }
  if (compareText(innerHeader(header1).chainId, innerHeader(header2).chainId) !== 0) {
    throw client.ErrInvalidMisbehaviour.wrap('headers must have identical chainIDs');
  }
  wrapped('misbehaviour client ID is invalid', () => clientIdentifierValidator(clientId));
  for (const [i, h] of both) {
    try {
      validateHeader(h);
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      throw client.ErrInvalidMisbehaviour.wrap(`header ${i} failed validation: ${e.message}`);
    }
  }
  const [height1, height2] = [headerHeight(header1), headerHeight(header2)];
  if (compareHeights(height1, height2) < 0) {
    throw client.ErrInvalidMisbehaviour.wrap(
      `Header1 height is less than Header2 height (${heightString(height1)} < ${heightString(height2)})`,
    );
  }
  for (const [i, h] of both) {
    wrapped(`invalid block ID from header ${i} in misbehaviour`, () => checkBlockIdProto(innerCommit(h).blockId));
  }
  for (const [, h] of both) validateCommit(innerHeader(h).chainId, innerCommit(h), h.validatorSet);
}

/** Whether more than two thirds of the set signed. Throws GoError. */
function validateCommit(chainId: string, commit: Commit, validatorSet: ValidatorSetProto | undefined): void {
  wrapped('commit is not tendermint commit type', () => checkCommitProto(commit));
  const set = wrapped('validator set is not tendermint validator set type', () =>
    ValidatorSet.fromProtoChecked(validatorSet),
  );
  try {
    verifyCommitLight(chainId, set, commit.blockId, commit.height, commit);
  } catch (e) {
    if (!(e instanceof GoError)) throw e;
    throw client.ErrInvalidMisbehaviour.wrap('validator set did not commit to header');
  }
}
