import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/core/23-commitment/types/errors.go. */
export const ErrInvalidProof = register('commitment', 2, 'invalid proof');
export const ErrInvalidPrefix = register('commitment', 3, 'invalid prefix');
export const ErrInvalidMerkleProof = register('commitment', 4, 'invalid merkle proof');
