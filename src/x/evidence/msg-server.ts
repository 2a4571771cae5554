import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { ErrInvalidAddress } from '../../core/sdk-errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import type { MsgServer } from '../../wire/gen/cosmos/evidence/v1beta1/tx.ts';
import { hashEvidence, unpackEvidence, validateEvidence } from './equivocation.ts';
import { ErrInvalidEvidence } from './errors.ts';
import type { EvidenceKeeper } from './keeper.ts';

/** Runs a check; its error's text goes into `wrap`, its code is lost. */
function checked(check: () => void, wrap: (text: string) => GoErrorBase): void {
  try {
    check();
  } catch (e) {
    if (e instanceof GoErrorBase) throw wrap(e.message);
    throw e;
  }
}

/** Source: cosmos-sdk x/evidence/keeper/msg_server.go. */
export function evidenceMsgServer(k: EvidenceKeeper): MsgServer<Context> {
  return {
    submitEvidence(ctx, msg) {
      checked(
        () => accAddressCodec.toBytes(msg.submitter),
        (text) => ErrInvalidAddress.wrap(`invalid submitter address: ${text}`),
      );
      const evidence = unpackEvidence(msg.evidence);
      if (evidence === undefined) throw ErrInvalidEvidence.wrap('missing evidence');
      checked(
        () => validateEvidence(evidence),
        (text) => ErrInvalidEvidence.wrap(`failed basic validation: ${text}`),
      );
      k.submitEvidence(ctx, evidence);
      return { hash: hashEvidence(evidence) };
    },
  };
}
