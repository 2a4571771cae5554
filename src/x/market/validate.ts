import { GoErrorBase } from '../../core/errors.ts';
import type { Configurator } from '../../core/module.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { equalBytes } from '../../store/keys.ts';
import { MsgCloseBid, MsgCreateBid } from '../../wire/gen/akash/market/v1beta5/bidmsg.ts';
import { MsgCloseLease, MsgCreateLease, MsgWithdrawLease } from '../../wire/gen/akash/market/v1beta5/leasemsg.ts';
import { MsgUpdateParams } from '../../wire/gen/akash/market/v1beta5/paramsmsg.ts';
import { present } from '../../wire/nil.ts';
import { validateDepositMessage } from '../escrow/deposit.ts';
import { ErrBidZeroPrice, ErrInvalidLeaseClosedReason, ErrSameAccount } from './errors.ts';
import { validateBidId, validateLeaseId } from './ids.ts';
import { validateParams } from './params.ts';

/** Reasons that a provider may give for closing a lease. */
const PROVIDER_REASONS = { from: 10_000, to: 19_999 };

/** Throws GoError. */
export function validateCreateBid(msg: MsgCreateBid): void {
  validateBidId(msg.id);
  validateDepositMessage(msg.deposit);
  // The texts of the addresses differ by now; the addresses may not, for bech32 may be all upper case.
  if (equalBytes(accAddressFromBech32(msg.id.provider), accAddressFromBech32(msg.id.owner))) {
    throw ErrSameAccount.error();
  }
  if (present(msg.price, 'amount').isZero()) throw ErrBidZeroPrice.error();
}

/** Throws GoError. PARITY: chain-sdk go/node/market/v1beta5/msgs.go: a reason is needed even for a bid that has no lease. */
export function validateCloseBid(msg: MsgCloseBid): void {
  validateBidId(msg.id);
  if (msg.reason < PROVIDER_REASONS.from || msg.reason > PROVIDER_REASONS.to) {
    throw ErrInvalidLeaseClosedReason.wrap(`value "${msg.reason}" range 10000..19999`);
  }
}

/** Throws GoError. */
export function validateUpdateParams(msg: MsgUpdateParams): void {
  try {
    accAddressFromBech32(msg.authority);
  } catch (e) {
    if (e instanceof GoErrorBase) throw e.wrap('invalid authority address');
    throw e;
  }
  validateParams(msg.params);
}

/** Registers the stateless checks. Source: chain-sdk go/node/market/v1beta5/msgs.go. */
export function registerValidateBasic(cfg: Configurator): void {
  cfg.validateBasic(MsgCreateBid, validateCreateBid);
  cfg.validateBasic(MsgCloseBid, validateCloseBid);
  cfg.validateBasic(MsgWithdrawLease, (msg) => validateLeaseId(msg.id));
  cfg.validateBasic(MsgCreateLease, (msg) => validateBidId(msg.bidId));
  cfg.validateBasic(MsgCloseLease, (msg) => validateLeaseId(msg.id));
  cfg.validateBasic(MsgUpdateParams, validateUpdateParams);
}
