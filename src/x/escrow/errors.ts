import { GrpcCode, register } from '../../core/errors.ts';

const ESCROW = 'escrow';

/** The errors of escrow accounts and payments. Source: chain-sdk go/node/escrow/module/error.go. */
export const ErrAccountExists = register(ESCROW, 1, 'account exists', GrpcCode.AlreadyExists);
export const ErrAccountClosed = register(ESCROW, 2, 'account closed', GrpcCode.FailedPrecondition);
export const ErrAccountNotFound = register(ESCROW, 3, 'account not found', GrpcCode.NotFound);
export const ErrAccountOverdrawn = register(ESCROW, 4, 'account overdrawn', GrpcCode.FailedPrecondition);
export const ErrInvalidDenomination = register(ESCROW, 5, 'invalid denomination', GrpcCode.InvalidArgument);
export const ErrPaymentExists = register(ESCROW, 6, 'payment exists', GrpcCode.AlreadyExists);
export const ErrPaymentClosed = register(ESCROW, 7, 'payment closed', GrpcCode.FailedPrecondition);
export const ErrPaymentNotFound = register(ESCROW, 8, 'payment not found', GrpcCode.NotFound);
export const ErrPaymentRateZero = register(ESCROW, 9, 'payment rate zero', GrpcCode.InvalidArgument);
export const ErrInvalidPayment = register(ESCROW, 10, 'invalid payment', GrpcCode.InvalidArgument);
export const ErrInvalidSettlement = register(ESCROW, 11, 'invalid settlement', GrpcCode.InvalidArgument);
export const ErrInvalidID = register(ESCROW, 12, 'invalid ID', GrpcCode.InvalidArgument);
export const ErrInvalidAccount = register(ESCROW, 13, 'invalid account', GrpcCode.InvalidArgument);
export const ErrInvalidAccountDepositor = register(ESCROW, 14, 'invalid account depositor', GrpcCode.InvalidArgument);
export const ErrUnauthorizedDepositScope = register(
  ESCROW,
  15,
  'unauthorized deposit scope',
  GrpcCode.PermissionDenied,
);
export const ErrInvalidDeposit = register(ESCROW, 16, 'invalid deposit', GrpcCode.InvalidArgument);
export const ErrInvalidAuthzScope = register(ESCROW, 17, 'invalid authz scope', GrpcCode.InvalidArgument);
