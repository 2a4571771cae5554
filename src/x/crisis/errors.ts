import { register } from '../../core/errors.ts';

const CRISIS = 'crisis';

/** The errors of the invariant checks, which no message of this chain reaches. Source: cosmos-sdk x/crisis/types/errors.go. */
export const ErrNoSender = register(CRISIS, 2, 'sender address is empty');
export const ErrUnknownInvariant = register(CRISIS, 3, 'unknown invariant');
