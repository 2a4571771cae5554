import { textLength } from '../../core/go-text.ts';
import { ErrInvalidRequest } from '../../core/sdk-errors.ts';
import type { Description } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';

/** Stands in an edit for a field that stays as it is. */
export const DO_NOT_MODIFY = '[do-not-modify]';

/** Most bytes of each field, in the order of the checks, with the name the error gives it. */
const LIMITS: readonly (readonly [field: keyof Description, name: string, max: number])[] = [
  ['moniker', 'moniker', 70],
  ['identity', 'identity', 3000],
  ['website', 'website', 140],
  ['securityContact', 'security contact', 140],
  ['details', 'details', 280],
];

export function isEmptyDescription(d: Description): boolean {
  return LIMITS.every(([field]) => d[field] === '');
}

/** Throws ErrInvalidRequest when a field is too long. */
export function ensureLength(d: Description): void {
  for (const [field, name, max] of LIMITS) {
    const length = textLength(d[field]);
    if (length > max) throw ErrInvalidRequest.wrap(`invalid ${name} length; got: ${length}, max: ${max}`);
  }
}

/** The description after an edit: the edit's fields, except those that say {@link DO_NOT_MODIFY}. */
export function updateDescription(before: Description, edit: Description): Description {
  const after = { ...edit };
  for (const [field] of LIMITS) if (edit[field] === DO_NOT_MODIFY) after[field] = before[field];
  ensureLength(after);
  return after;
}
