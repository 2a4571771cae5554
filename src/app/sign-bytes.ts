import { InternalError } from '../core/errors.ts';
import { SignDoc } from '../wire/gen/cosmos/tx/v1beta1/tx.ts';
import type { GetSignBytes } from '../x/auth/ante/index.ts';

const SIGN_MODE_DIRECT = 1;

/** What a signer signs. */
export const getSignBytes: GetSignBytes = (mode, signer, tx) => {
  if (mode !== SIGN_MODE_DIRECT) throw new InternalError(`sign mode ${mode} is not built yet`);
  return SignDoc.encode({
    bodyBytes: tx.bodyBytes,
    authInfoBytes: tx.authInfoBytes,
    chainId: signer.chainId,
    accountNumber: signer.accountNumber,
  });
};
