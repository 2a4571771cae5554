import { register } from '../../core/errors.ts';

/** Errors of the codespace `evidence`. Source: cosmos-sdk x/evidence/types/errors.go. */
const EVIDENCE = 'evidence';

export const ErrNoEvidenceHandlerExists = register(EVIDENCE, 2, 'unregistered handler for evidence type');
export const ErrInvalidEvidence = register(EVIDENCE, 3, 'invalid evidence');
export const ErrEvidenceExists = register(EVIDENCE, 5, 'evidence already exists');
