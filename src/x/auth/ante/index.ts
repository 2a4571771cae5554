import { type AnteHandler, chainAnteDecorators } from '../../../baseapp/ante.ts';
import type { DecodedTx } from '../../../wire/tx.ts';
import { checkTimeout, consumeGasForTxSize, validateBasic, validateMemo } from './basic.ts';
import type { AccountKeeper, BankKeeper, FeegrantKeeper, GetSignBytes } from './expected-keepers.ts';
import { deductFee } from './fee.ts';
import { setUpContext } from './setup.ts';
import { consumeSigGas, incrementSequence, setPubKey, validateSigCount, verifySignatures } from './signatures.ts';
import { TxView } from './tx-view.ts';

export type { GetSignBytes, SignerData } from './expected-keepers.ts';

export interface AnteDeps {
  readonly accounts: AccountKeeper;
  readonly bank: BankKeeper;
  readonly grants: FeegrantKeeper;
  readonly getSignBytes: GetSignBytes;
}

/**
 * Everything that happens before the messages of a transaction, in the order of the reference: node app/ante.go. There is no
 * check of extension options, and no support of unordered transactions.
 *
 * PARITY: node app/ante.go: nothing of IBC either, so packets that were relayed before pass CheckTx.
 */
export function anteHandler({ accounts, bank, grants, getSignBytes }: AnteDeps): AnteHandler<DecodedTx> {
  const chain = chainAnteDecorators<TxView>(
    setUpContext,
    validateBasic,
    checkTimeout,
    validateMemo(accounts),
    consumeGasForTxSize(accounts),
    deductFee(accounts, bank, grants),
    setPubKey(accounts),
    validateSigCount(accounts),
    consumeSigGas(accounts),
    verifySignatures(accounts, getSignBytes),
    incrementSequence(accounts),
  );
  return (ctx, tx, simulate) => chain(ctx, new TxView(tx), simulate);
}
