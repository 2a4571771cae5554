import type { Context } from '../../core/context.ts';
import type { MsgRouter } from '../../core/module.ts';

/** What authz needs of accounts; a new account is passed on as it came. */
export interface AccountKeeper {
  getAccount(ctx: Context, address: Uint8Array): object | undefined;
  newAccountWithAddress(ctx: Context, address: Uint8Array): object;
  setAccount(ctx: Context, account: never): void;
}

export interface BankKeeper {
  /** Whether the address may not receive coins. */
  blockedAddr(address: Uint8Array): boolean;
}

/** The router of messages with their stateless checks. */
export interface ExecRouter extends MsgRouter {
  validateBasic(typeUrl: string): ((msg: object) => void) | undefined;
}
