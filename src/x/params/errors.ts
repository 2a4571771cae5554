import { register } from '../../core/errors.ts';

const PARAMS = 'params';

/** The errors of parameter change proposals. Source: cosmos-sdk x/params/types/proposal/errors.go. */
export const ErrUnknownSubspace = register(PARAMS, 2, 'unknown subspace');
export const ErrSettingParameter = register(PARAMS, 3, 'failed to set parameter');
export const ErrEmptyChanges = register(PARAMS, 4, 'submitted parameter changes are empty');
export const ErrEmptySubspace = register(PARAMS, 5, 'parameter subspace is empty');
export const ErrEmptyKey = register(PARAMS, 6, 'parameter key is empty');
export const ErrEmptyValue = register(PARAMS, 7, 'parameter value is empty');
