import { register } from '../core/errors.ts';

/** Errors of decoding for signing. Source: cosmossdk.io/x/tx decode/errors.go. */
export const ErrTxDecode = register('tx', 1, 'tx parse error');
export const ErrUnknownField = register('tx', 2, 'unknown protobuf field');
