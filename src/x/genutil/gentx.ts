import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, nilPointer } from '../../core/errors.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import { ErrTxDecode } from '../../core/sdk-errors.ts';
import { messageInfo } from '../../wire/descriptors.ts';
import { AuthInfo, Tx, TxBody, TxRaw } from '../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import { fromJson } from '../../wire/json.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import type { DeliverGenTx, StakingKeeper } from './expected-keepers.ts';

const CREATE_VALIDATOR = '/cosmos.staking.v1beta1.MsgCreateValidator';

/** Executes the transactions of a genesis in order and returns the validators they made. */
export function deliverGenTxs(
  ctx: Context,
  genTxs: readonly Uint8Array[],
  stakingKeeper: StakingKeeper,
  deliver: DeliverGenTx,
): ValidatorUpdate[] {
  for (const json of genTxs) {
    const tx = wrapping(`failed to decode GenTx '${textFromBytes(json)}'`, () => decodeGenTx(json));
    const bytes = encodeGenTx(tx);
    wrapping(`failed to execute DeliverTx for '${textFromBytes(json)}'`, () => deliver(bytes));
  }
  return stakingKeeper.applyAndReturnValidatorSetUpdates(ctx);
}

/** Reads a transaction from its JSON. Throws ErrTxDecode. */
export function decodeGenTx(json: Uint8Array): Tx {
  try {
    return fromJson(Tx, json);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrTxDecode.wrap(e.message);
    throw e;
  }
}

/**
 * The transaction's bytes.
 *
 * PARITY: cosmos-sdk x/auth/tx: JSON without a body or authentication is read, and then panics here.
 */
export function encodeGenTx(tx: Tx): Uint8Array {
  if (tx.body === undefined || tx.authInfo === undefined) throw nilPointer();
  return TxRaw.encode({
    bodyBytes: TxBody.encode(tx.body),
    authInfoBytes: AuthInfo.encode(tx.authInfo),
    signatures: tx.signatures,
  });
}

/** Throws unless each transaction of a genesis is one MsgCreateValidator. */
export function validateGenTxs(genTxs: readonly Uint8Array[]): void {
  for (const json of genTxs) {
    let tx: Tx;
    try {
      tx = decodeGenTx(json);
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      throw new GoError(`failed to decode gentx: ${textFromBytes(json)}, error: ${e.message}`, e);
    }
    const messages = tx.body?.messages ?? [];
    const [msg, ...others] = messages;
    if (msg === undefined || others.length > 0) {
      throw new GoError(`unexpected number of GenTx messages; got: ${messages.length}, expected: 1`);
    }
    if (msg.typeUrl !== CREATE_VALIDATOR) {
      const goType = messageInfo(msg.typeUrl.slice(1)).goType;
      throw new GoError(`unexpected GenTx message type; expected: MsgCreateValidator, got: ${goType}`);
    }
  }
}

/** fmt.Errorf("...: %w"): the text grows, the code is lost. */
function wrapping<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`${what}: ${e.message}`, e);
    throw e;
  }
}
