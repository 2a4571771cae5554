import type { Context } from '../core/context.ts';
import { ModelledError } from '../core/errors.ts';
import { GasMeter } from '../core/gas.ts';
import { sha256 } from '../crypto/hash.ts';
import { fromAny, type PubKey, Secp256k1PubKey } from '../crypto/pubkey.ts';
import type { SignatureJob } from '../crypto/signature-memo.ts';
import { getMsgSigners } from '../crypto/signers.ts';
import { MIN_JOBS, prefetchSignatures } from '../crypto/verify-pool.ts';
import { SignMode } from '../wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { directSignBytes } from '../wire/sign-modes.ts';
import type { DecodedTx } from '../wire/tx.ts';
import type { AccountKeeper } from '../x/auth/keeper.ts';

/**
 * Begins to verify the signatures of a block's transactions on other threads, while execution starts. It only guesses: a verdict is a
 * pure function of its bytes, and one that nobody asks for is forgotten. Left to the ante chain: transactions of several signers, other keys
 * and sign modes, and accounts that the block itself makes.
 */
export function prefetchBlock(ctx: Context, txs: readonly DecodedTx[], accounts: AccountKeeper): void {
  if (txs.length < MIN_JOBS) return;
  // The same state, with a meter of its own and unseen by the tracer.
  const quiet = ctx.with({ gasMeter: GasMeter.infinite(), tracer: undefined });
  const jobs: SignatureJob[] = [];
  for (const tx of txs) {
    try {
      const job = jobOf(quiet, tx, accounts);
      if (job !== undefined) jobs.push(job);
    } catch (e) {
      if (!(e instanceof ModelledError)) throw e;
    }
  }
  prefetchSignatures(jobs);
}

function jobOf(ctx: Context, tx: DecodedTx, accounts: AccountKeeper): SignatureJob | undefined {
  const [info, ...others] = tx.authInfo.signerInfos;
  const [signature] = tx.signatures;
  const [message] = tx.messages;
  const mode = info?.modeInfo?.sum;
  if (info === undefined || others.length > 0 || signature === undefined || message === undefined) return undefined;
  if (mode?.$case !== 'single' || mode.single.mode !== SignMode.SIGN_MODE_DIRECT) return undefined;
  const signer = getMsgSigners(message)[0];
  const account = signer && accounts.getAccount(ctx, signer);
  if (account === undefined) return undefined;
  const key: PubKey | undefined = info.publicKey === undefined ? account.getPubKey() : fromAny(info.publicKey);
  if (!(key instanceof Secp256k1PubKey)) return undefined;
  const signBytes = directSignBytes({ chainId: ctx.chainId, accountNumber: account.getAccountNumber() }, tx);
  return { key: key.key, hash: sha256(signBytes), signature, message: signBytes };
}
