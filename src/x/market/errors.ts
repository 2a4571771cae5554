import { GrpcCode, register } from '../../core/errors.ts';

/** The errors of orders, bids and leases. Source: chain-sdk go/node/market/v1/errors.go. */
const MARKET = 'market';
const { AlreadyExists, FailedPrecondition, Internal, InvalidArgument, NotFound } = GrpcCode;

export const ErrEmptyProvider = register(MARKET, 1, 'empty provider', InvalidArgument);
export const ErrSameAccount = register(MARKET, 2, 'owner and provider are the same account', InvalidArgument);
export const ErrInternal = register(MARKET, 3, 'internal error', Internal);
export const ErrBidOverOrder = register(MARKET, 4, 'bid price above max order price', InvalidArgument);
export const ErrAttributeMismatch = register(MARKET, 5, 'attribute mismatch', InvalidArgument);
export const ErrUnknownBid = register(MARKET, 6, 'unknown bid', NotFound);
export const ErrUnknownLease = register(MARKET, 7, 'unknown lease', NotFound);
export const ErrUnknownLeaseForBid = register(MARKET, 8, 'unknown lease for bid', NotFound);
export const ErrUnknownOrderForBid = register(MARKET, 9, 'unknown order for bid', NotFound);
export const ErrLeaseNotActive = register(MARKET, 10, 'lease not active', FailedPrecondition);
export const ErrBidNotActive = register(MARKET, 11, 'bid not active', FailedPrecondition);
export const ErrBidNotOpen = register(MARKET, 12, 'bid not open', FailedPrecondition);
export const ErrOrderNotOpen = register(MARKET, 13, 'bid: order not open', FailedPrecondition);
export const ErrNoLeaseForOrder = register(MARKET, 14, 'no lease for order', NotFound);
export const ErrOrderNotFound = register(MARKET, 15, 'invalid order: order not found', NotFound);
export const ErrGroupNotFound = register(MARKET, 16, 'group not found', NotFound);
export const ErrGroupNotOpen = register(MARKET, 17, 'group not open', FailedPrecondition);
export const ErrBidNotFound = register(MARKET, 18, 'invalid bid: bid not found', NotFound);
export const ErrBidZeroPrice = register(MARKET, 19, 'invalid bid: zero price', InvalidArgument);
export const ErrLeaseNotFound = register(MARKET, 20, 'invalid lease: lease not found', NotFound);
export const ErrBidExists = register(MARKET, 21, 'invalid bid: bid exists from provider', AlreadyExists);
export const ErrBidInvalidPrice = register(MARKET, 22, 'bid price is invalid', InvalidArgument);
export const ErrOrderActive = register(MARKET, 23, 'order active', FailedPrecondition);
export const ErrOrderClosed = register(MARKET, 24, 'order closed', FailedPrecondition);
export const ErrOrderExists = register(MARKET, 25, 'order already exists in store', AlreadyExists);
export const ErrOrderDurationExceeded = register(
  MARKET,
  26,
  'order duration has exceeded the bidding duration',
  FailedPrecondition,
);
export const ErrOrderTooEarly = register(MARKET, 27, 'order: chain height to low for bidding', FailedPrecondition);
export const ErrInvalidDeposit = register(MARKET, 28, 'deposit invalid', InvalidArgument);
export const ErrInvalidParam = register(MARKET, 29, 'parameter invalid', InvalidArgument);
export const ErrUnknownProvider = register(MARKET, 30, 'unknown provider', NotFound);
export const ErrInvalidBid = register(MARKET, 31, 'invalid bid', InvalidArgument);
export const ErrCapabilitiesMismatch = register(MARKET, 32, 'capabilities mismatch', InvalidArgument);
export const ErrInvalidLeaseClosedReason = register(MARKET, 33, 'invalid lease closed reason', InvalidArgument);
export const ErrInvalidEscrowID = register(MARKET, 34, 'invalid escrow id', InvalidArgument);
