import { ErrInvalidAddress } from '../../core/sdk-errors.ts';
import { tryAccAddress } from '../../crypto/address.ts';

/** The addresses of both messages; PARITY: chain-sdk go/node/audit/v1/msgs.go: all is called MsgCreate. */
export function validateParties(msg: { readonly owner: string; readonly auditor: string }): void {
  if (tryAccAddress(msg.owner) === undefined) throw ErrInvalidAddress.wrap('MsgCreate: Invalid Owner Address');
  if (tryAccAddress(msg.auditor) === undefined) throw ErrInvalidAddress.wrap('MsgCreate: Invalid Auditor Address');
}
