import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { type Coin, coinIsLT, newCoin, subCoin } from '../../math/coin.ts';
import { fromCoin } from '../../math/dec-coin.ts';
import { toInt64 } from '../../math/int.ts';
import { type Deposit, Source } from '../../wire/gen/akash/base/deposit/v1/deposit.ts';
import type { Depositor } from '../../wire/gen/akash/escrow/types/v1/deposit.ts';
import { DepositAuthorization } from '../../wire/gen/akash/escrow/v1/authz.ts';
import { present } from '../../wire/nil.ts';
import type { Authorization } from '../authz/authorization.ts';
import { ErrInvalidDeposit } from '../market/errors.ts';
import { DEPOSIT_MSG_TYPE, tryAcceptDeposit } from './deposit-authorization.ts';
import type { AuthzKeeper, BankKeeper } from './expected-keepers.ts';

const AUTHORIZATION_URL = `/${DepositAuthorization.typeName}`;

/** A message that deposits coins. */
export interface DepositMessage {
  readonly typeUrl: string;
  readonly message: { deposit: Deposit };
}

export interface DepositSources {
  readonly bankKeeper: BankKeeper;
  readonly authzKeeper: AuthzKeeper;
}

/** A deposit authorization, or undefined for any other kind. */
export function depositAuthorizationOf(authorization: Authorization | undefined): DepositAuthorization | undefined {
  return authorization?.typeUrl === AUTHORIZATION_URL ? (authorization.message as DepositAuthorization) : undefined;
}

/** PARITY: node x/escrow/keeper/keeper.go: wrapped with `%w`, so the error loses its code. */
const refused = (why: string): GoError => {
  const error = ErrInvalidDeposit.error();
  return new GoError(`${error.message}: ${why}`, error);
};

/**
 * Who pays the deposit of a message: its signer and those who granted the signer deposits, in the order of the message's sources and,
 * among the latter, of their addresses. Grants are reduced at once; the coins are moved later. Throws GoError when all together have
 * too little.
 */
export function authorizeDeposits(
  k: DepositSources,
  ctx: Context,
  msg: DepositMessage,
  signer: Uint8Array,
): Depositor[] {
  const { amount, sources } = msg.message.deposit;
  const { denom } = amount;
  const depositors: Depositor[] = [];
  // PARITY: node x/escrow/keeper/keeper.go: panics beyond 64 bits, and below with a negative coin.
  let remainder = toInt64(present(amount, 'amount'));
  const pay = (owner: Uint8Array, source: number, coin: Coin): void => {
    const balance = fromCoin(coin);
    depositors.push({ owner: accAddressToBech32(owner), height: ctx.blockHeight, source, balance });
    remainder -= coin.amount;
  };
  for (const source of sources) {
    if (source === Source.balance) {
      // PARITY: node x/escrow/keeper/keeper.go: a deposit of nothing makes an entry, if the signer has any of the denomination.
      const spendable = k.bankKeeper.spendableCoin(ctx, signer, denom);
      if (spendable.amount > 0n) {
        const wanted = newCoin(denom, remainder);
        pay(signer, source, coinIsLT(spendable, wanted) ? spendable : wanted);
      }
    } else if (source === Source.grant) {
      k.authzKeeper.getGranteeGrantsByMsgType(
        ctx,
        signer,
        DEPOSIT_MSG_TYPE,
        (_ctx, granter, authorization, expiration) => {
          const granted = depositAuthorizationOf(authorization);
          if (granted === undefined || granted.spendLimit.amount === 0n) return false;
          // The message itself takes the amount that is still wanted, and keeps it: an error that prints it shows that amount.
          msg.message.deposit.amount = newCoin(denom, remainder);
          const left = useGrant(() => {
            const judged = tryAcceptDeposit(granted, msg, true);
            if (!judged.accept || judged.updated === undefined) return undefined;
            // PARITY: node x/escrow/keeper/keeper.go: a grant that is used up stays, with a limit of zero.
            const updated = { typeUrl: AUTHORIZATION_URL, message: judged.updated };
            k.authzKeeper.saveGrant(ctx, signer, granter, updated, expiration);
            return judged.updated.spendLimit;
          });
          if (left === undefined) return false;
          pay(granter, source, subCoin(granted.spendLimit, left));
          return remainder === 0n;
        },
      );
    }
    if (remainder === 0n) break;
  }
  if (remainder < 0n) throw refused('deposit overflow');
  if (remainder > 0n) throw refused('insufficient balance');
  return depositors;
}

/** A grant that refuses, or cannot be saved, is passed over. */
function useGrant<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}
