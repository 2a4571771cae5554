import type { AnteDecorator } from '../../../baseapp/ante.ts';
import type { Context } from '../../../core/context.ts';
import { GoError, GoErrorBase, wrapError } from '../../../core/errors.ts';
import {
  ErrInsufficientFee,
  ErrInsufficientFunds,
  ErrInvalidGasLimit,
  ErrUnknownAddress,
} from '../../../core/sdk-errors.ts';
import { accAddressToBech32 } from '../../../crypto/address.ts';
import type { Coin } from '../../../math/coin.ts';
import * as Coins from '../../../math/coin.ts';
import { Dec } from '../../../math/dec.ts';
import { equalBytes } from '../../../store/keys.ts';
import { readText } from '../../../wire/utf8.ts';
import { FEE_COLLECTOR_NAME } from '../keys.ts';
import type { AccountKeeper, BankKeeper, FeegrantKeeper } from './expected-keepers.ts';
import type { TxView } from './tx-view.ts';

const MAX_INT64 = (1n << 63n) - 1n;
const int64 = (x: bigint): bigint => BigInt.asIntN(64, x);

/**
 * Takes the fee from its payer, or from who granted it to him, and gives the transaction its priority. Source: cosmos-sdk
 * x/auth/ante/fee.go.
 */
export function deductFee(accounts: AccountKeeper, bank: BankKeeper, grants: FeegrantKeeper): AnteDecorator<TxView> {
  return (ctx, tx, simulate) => {
    // PARITY: x/auth/ante/fee.go: never met by a block's transaction: with a limit of 0 what is read before is out of gas.
    if (!simulate && ctx.blockHeight > 0n && tx.gas === 0n) throw ErrInvalidGasLimit.wrap('must provide positive gas');
    let priority = 0n;
    if (!simulate) {
      checkMinGasPrices(ctx, tx);
      priority = txPriority(tx.feeAmount, int64(tx.gas));
    }
    payFee(ctx, tx, { accounts, bank, grants });
    return priority === ctx.priority ? ctx : ctx.with({ priority });
  };
}

/** In CheckTx the fee must reach what this node asks for in one denomination at least. */
function checkMinGasPrices(ctx: Context, tx: TxView): void {
  if (!ctx.isCheckTx || ctx.minGasPrices.every((p) => p.amount.isZero())) return;
  const gas = Dec.fromInt(int64(tx.gas));
  const required = ctx.minGasPrices.map((p) => Coins.newCoin(p.denom, p.amount.mul(gas).ceil().roundInt()));
  if (!Coins.isAnyGTE(tx.feeAmount, required)) {
    throw ErrInsufficientFee.wrap(
      `insufficient fees; got: ${Coins.format(tx.feeAmount)} required: ${Coins.format(required)}`,
    );
  }
}

/** The lowest gas price among the denominations of the fee, as whole units. */
function txPriority(fee: readonly Coin[], gas: bigint): bigint {
  let priority = 0n;
  for (const { amount } of fee) {
    const price = amount / gas;
    const p = price > MAX_INT64 || price < -MAX_INT64 - 1n ? MAX_INT64 : price;
    if (priority === 0n || p < priority) priority = p;
  }
  return priority;
}

function payFee(
  ctx: Context,
  tx: TxView,
  { accounts, bank, grants }: { accounts: AccountKeeper; bank: BankKeeper; grants: FeegrantKeeper },
): void {
  if (accounts.getModuleAddress(FEE_COLLECTOR_NAME) === undefined) {
    throw new GoError(`fee collector module account (${FEE_COLLECTOR_NAME}) has not been set`);
  }
  const fee = tx.feeAmount;
  const payer = tx.feePayer();
  const granter = tx.feeGranter();
  if (granter !== undefined && !equalBytes(granter, payer)) {
    try {
      grants.useGrantedFees(ctx, granter, payer, fee, tx.decoded.messages);
    } catch (e) {
      // PARITY: x/auth/ante/fee.go: both addresses are printed as raw bytes, below too.
      throw wrapError(e, `${raw(granter)} does not allow to pay fees for ${raw(payer)}`);
    }
  }
  const from = granter ?? payer;
  const account = accounts.getAccount(ctx, from);
  if (account === undefined) throw ErrUnknownAddress.wrap(`fee payer address: ${raw(from)} does not exist`);
  if (!Coins.isZero(fee)) collect(ctx, bank, account.getAddress(), fee);
  ctx.eventManager.emit({
    type: 'tx',
    attributes: [
      { key: 'fee', value: Coins.format(fee) },
      { key: 'fee_payer', value: accAddressToBech32(from) },
    ],
  });
}

function collect(ctx: Context, bank: BankKeeper, from: Uint8Array, fee: readonly Coin[]): void {
  if (!Coins.isValid(fee)) throw ErrInsufficientFee.wrap(`invalid fee amount: ${Coins.format(fee)}`);
  try {
    bank.sendCoinsFromAccountToModule(ctx, from, FEE_COLLECTOR_NAME, fee);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInsufficientFunds.wrap(e.message);
    throw e;
  }
}

function raw(address: Uint8Array): string {
  return readText(address, 0, address.length);
}
