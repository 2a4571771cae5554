import type { AnteDecorator } from '../../../baseapp/ante.ts';
import { GoError, GoErrorBase } from '../../../core/errors.ts';
import { textLength } from '../../../core/go-text.ts';
import {
  ErrInsufficientFee,
  ErrInvalidAddress,
  ErrInvalidRequest,
  ErrMemoTooLarge,
  ErrNoSignatures,
  ErrTxTimeout,
  ErrTxTimeoutHeight,
  ErrUnauthorized,
} from '../../../core/sdk-errors.ts';
import { isBefore, isZeroTime, timeString } from '../../../core/time.ts';
import { accAddressFromBech32 } from '../../../crypto/address.ts';
import { MultisigPubKey, type PubKey, Secp256k1PubKey } from '../../../crypto/pubkey.ts';
import * as Coins from '../../../math/coin.ts';
import type { Tx } from '../../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import type { AccountKeeper } from './expected-keepers.ts';
import { must } from './panics.ts';
import { isIncomplete } from './signature-data.ts';
import type { TxView } from './tx-view.ts';

const MAX_GAS_WANTED = (1n << 63n) - 1n;

/** Checks the transaction without its messages. Source: cosmos-sdk x/auth/ante/basic.go, types/tx/types.go. */
export const validateBasic: AnteDecorator<TxView> = (ctx, tx) => {
  if (!ctx.isReCheckTx) checkTx(tx);
  return ctx;
};

/** ValidateBasic of a decoded transaction. Throws GoError. */
export function checkTx(tx: TxView): void {
  validateTx(tx.decoded.tx);
  const expected = tx.signers().length;
  const { signatures } = tx.decoded;
  if (signatures.length !== expected) {
    throw ErrUnauthorized.wrap(`wrong number of signers; expected ${expected}, got ${signatures.length}`);
  }
}

/** ValidateBasic of a transaction by itself. Throws GoError. */
export function validateTx({ body, authInfo, signatures }: Tx): void {
  if (body === undefined) throw new GoError('missing TxBody');
  if (authInfo === undefined) throw new GoError('missing AuthInfo');
  const { fee } = authInfo;
  if (fee === undefined) throw new GoError('missing fee');
  if (fee.gasLimit > MAX_GAS_WANTED) {
    throw ErrInvalidRequest.wrap(`invalid gas supplied; ${fee.gasLimit} > ${MAX_GAS_WANTED}`);
  }
  if (Coins.isAnyNil(fee.amount)) throw ErrInsufficientFee.wrap('invalid fee provided: null');
  if (Coins.isAnyNegative(fee.amount)) {
    throw ErrInsufficientFee.wrap(`invalid fee provided: ${Coins.format(fee.amount)}`);
  }
  if (fee.payer !== '') checkPayer(fee.payer);
  if (signatures.length === 0) throw ErrNoSignatures.error();
}

function checkPayer(payer: string): void {
  try {
    accAddressFromBech32(payer);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`Invalid fee payer address (${e.message})`);
    throw e;
  }
}

/** Refuses transactions whose time, in blocks or on the clock, has passed. */
export const checkTimeout: AnteDecorator<TxView> = (ctx, tx) => {
  const { timeoutHeight, timeoutTimestamp } = tx.decoded.body;
  if (timeoutHeight > 0n && BigInt.asUintN(64, ctx.blockHeight) > timeoutHeight) {
    throw ErrTxTimeoutHeight.wrap(`block height: ${ctx.blockHeight}, timeout height: ${timeoutHeight}`);
  }
  if (
    timeoutTimestamp !== undefined &&
    !isZeroTime(timeoutTimestamp) &&
    // PARITY: x/auth/ante/basic.go: a time within the second of 1970-01-01 counts as none.
    timeoutTimestamp.seconds !== 0n &&
    isBefore(timeoutTimestamp, ctx.blockTime)
  ) {
    throw ErrTxTimeout.wrap(
      `block time: ${timeString(ctx.blockTime)}, timeout timestamp: ${timeString(timeoutTimestamp)}`,
    );
  }
  return ctx;
};

/** The memo has at most so many bytes. The parameters are read only when there is one. */
export function validateMemo(accounts: AccountKeeper): AnteDecorator<TxView> {
  return (ctx, tx) => {
    const { memo } = tx.decoded.body;
    if (memo === '') return ctx;
    const { maxMemoCharacters } = accounts.getParams(ctx);
    const length = textLength(memo);
    if (BigInt(length) > maxMemoCharacters) {
      throw ErrMemoTooLarge.wrap(
        `maximum number of characters is ${maxMemoCharacters} but received ${length} characters`,
      );
    }
    return ctx;
  };
}

/** Stands for the key and signature that a simulation leaves out. */
export const SIMULATED_KEY: PubKey = new Secp256k1PubKey(
  Uint8Array.from(Buffer.from('035ad6810a47f073553ff30d2fcc7e0d3b1c0b74b61a1aaa2582344037151e143a', 'hex')),
);
const SIMULATED_SIGNATURE_LENGTH = 64;

/** Charges for each byte of the transaction, in simulations also for the signatures that are left out. */
export function consumeGasForTxSize(accounts: AccountKeeper): AnteDecorator<TxView> {
  return (ctx, tx, simulate) => {
    const { txSizeCostPerByte, txSigLimit } = accounts.getParams(ctx);
    ctx.gasMeter.consumeGasBig(uint64(txSizeCostPerByte * BigInt(ctx.txBytes.length)), 'txSize');
    if (!simulate) return ctx;

    const signatures = tx.signatures();
    tx.signers().forEach((signer, i) => {
      const signature = signatures[i];
      if (signature !== undefined && !isIncomplete(signature.data)) return;
      const key = accounts.getAccount(ctx, signer)?.getPubKey() ?? SIMULATED_KEY;
      let size = BigInt(aminoSignatureSize(key) + 6);
      // Any number of a multisig's members may sign.
      if (key instanceof MultisigPubKey) size *= txSigLimit;
      ctx.gasMeter.consumeGasBig(uint64(txSizeCostPerByte * uint64(size)), 'txSize');
    });
    return ctx;
  };
}

function uint64(x: bigint): bigint {
  return BigInt.asUintN(64, x);
}

/** Bytes of a key with a signature as legacy amino writes them: two fields, each with tag and length. */
function aminoSignatureSize(key: PubKey): number {
  return fieldSize(must(() => key.amino()).length) + fieldSize(SIMULATED_SIGNATURE_LENGTH);
}

function fieldSize(length: number): number {
  let size = 2 + length;
  for (let n = length; n >= 0x80; n >>>= 7) size++;
  return size;
}
