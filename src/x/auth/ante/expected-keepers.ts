import type { Context } from '../../../core/context.ts';
import type { Coin } from '../../../math/coin.ts';
import type { Any } from '../../../wire/gen/google/protobuf/any.ts';
import type { DecodedTx, TxMessage } from '../../../wire/tx.ts';
import type { AccountI } from '../account.ts';
import type { Params } from '../params.ts';

export interface AccountKeeper {
  getParams(ctx: Context): Params;
  getAccount(ctx: Context, address: Uint8Array): AccountI | undefined;
  setAccount(ctx: Context, account: AccountI): void;
  getModuleAddress(name: string): Uint8Array | undefined;
}

export interface BankKeeper {
  sendCoinsFromAccountToModule(ctx: Context, sender: Uint8Array, recipient: string, amount: readonly Coin[]): void;
}

export interface FeegrantKeeper {
  /** Takes a fee out of a grant. Throws when the grant does not allow it. */
  useGrantedFees(
    ctx: Context,
    granter: Uint8Array,
    grantee: Uint8Array,
    fee: readonly Coin[],
    msgs: readonly TxMessage[],
  ): void;
}

/** Who signs, as the sign modes need it. */
export interface SignerData {
  /** bech32 text. */
  readonly address: string;
  readonly chainId: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
  readonly pubKey: Any;
}

/** The bytes that a signer of a transaction signs in a sign mode. Throws a Go error when the mode refuses. */
export type GetSignBytes = (mode: number, signer: SignerData, tx: DecodedTx) => Uint8Array;
