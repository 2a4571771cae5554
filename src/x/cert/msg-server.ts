import type { Context } from '../../core/context.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import type { MsgServer } from '../../wire/gen/akash/cert/v1/service.ts';
import { ErrInvalidSerialNumber } from './errors.ts';
import type { CertKeeper } from './keeper.ts';
import { parseSerial } from './serial.ts';

/** Source: node x/cert/handler/msg_server.go. */
export function certMsgServer(k: CertKeeper): MsgServer<Context> {
  return {
    createCertificate(ctx, msg) {
      k.createCertificate(ctx, accAddressFromBech32(msg.owner), msg.cert, msg.pubkey);
      return {};
    },
    revokeCertificate(ctx, { id }) {
      const owner = accAddressFromBech32(id.owner);
      const serial = parseSerial(id.serial);
      if (serial === undefined) throw ErrInvalidSerialNumber.error();
      k.revokeCertificate(ctx, { owner, serial });
      return {};
    },
  };
}
