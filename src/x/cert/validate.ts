import { ErrInvalidAddress } from '../../core/sdk-errors.ts';
import { accAddressFromBech32, tryAccAddress } from '../../crypto/address.ts';
import { State } from '../../wire/gen/akash/cert/v1/cert.ts';
import type { GenesisCertificate } from '../../wire/gen/akash/cert/v1/genesis.ts';
import type { MsgCreateCertificate, MsgRevokeCertificate } from '../../wire/gen/akash/cert/v1/msg.ts';
import { parseAndValidateCertificate } from './certificate.ts';
import { ErrInvalidSerialNumber, ErrInvalidState } from './errors.ts';
import { parseSerial } from './serial.ts';

/** Source: chain-sdk go/node/cert/v1/msgs.go. */
export function validateCreate(msg: MsgCreateCertificate): void {
  const owner = tryAccAddress(msg.owner);
  if (owner === undefined) throw ErrInvalidAddress.wrap('MsgCreateCertificate: Invalid Owner Address');
  parseAndValidateCertificate(owner, msg.cert, msg.pubkey);
}

export function validateRevoke({ id }: MsgRevokeCertificate): void {
  if (tryAccAddress(id.owner) === undefined) throw ErrInvalidAddress.wrap('MsgRevoke: Invalid Owner Address');
  if (parseSerial(id.serial) === undefined) throw ErrInvalidSerialNumber.error();
}

/** PARITY: chain-sdk go/node/cert/v1/cert.go: a revoked certificate, which every export may hold, does not pass. */
export function validateGenesisCertificate({ owner, certificate }: GenesisCertificate): void {
  const address = accAddressFromBech32(owner);
  if (certificate.state !== State.valid) throw ErrInvalidState.error();
  parseAndValidateCertificate(address, certificate.cert, certificate.pubkey);
}
