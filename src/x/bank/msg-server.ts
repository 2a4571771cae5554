import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { quoteText } from '../../core/go-text.ts';
import { ErrInvalidAddress, ErrInvalidRequest, ErrUnauthorized } from '../../core/sdk-errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import * as Coins from '../../math/coin.ts';
import type {
  MsgMultiSend,
  MsgMultiSendResponse,
  MsgSend,
  MsgSendResponse,
  MsgServer,
  MsgSetSendEnabled,
  MsgSetSendEnabledResponse,
  MsgUpdateParams,
  MsgUpdateParamsResponse,
} from '../../wire/gen/cosmos/bank/v1beta1/tx.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import { ErrMultipleSenders, ErrNoInputs, ErrNoOutputs } from './errors.ts';
import type { BankKeeper } from './keeper.ts';
import { validateAmount, validateInputOutputs, validateParams } from './validate.ts';

/** Source: cosmos-sdk x/bank/keeper/msg_server.go. */
export class BankMsgServer implements MsgServer<Context> {
  private readonly keeper: BankKeeper;

  constructor(keeper: BankKeeper) {
    this.keeper = keeper;
  }

  send(ctx: Context, msg: MsgSend): MsgSendResponse {
    const from = address('from', msg.fromAddress);
    const to = address('to', msg.toAddress);
    validateAmount(msg.amount);
    this.keeper.isSendEnabledCoins(ctx, msg.amount);
    this.checkNotBlocked(to, msg.toAddress);
    this.keeper.sendCoins(ctx, from, to, msg.amount);
    return {};
  }

  multiSend(ctx: Context, msg: MsgMultiSend): MsgMultiSendResponse {
    const [input, ...others] = msg.inputs;
    if (input === undefined) throw ErrNoInputs.error();
    if (others.length > 0) throw ErrMultipleSenders.error();
    if (msg.outputs.length === 0) throw ErrNoOutputs.error();
    validateInputOutputs(input, msg.outputs);
    this.keeper.isSendEnabledCoins(ctx, input.coins);
    for (const out of msg.outputs) this.checkNotBlocked(accAddressCodec.toBytes(out.address), out.address);
    this.keeper.inputOutputCoins(ctx, input, msg.outputs);
    return {};
  }

  updateParams(ctx: Context, msg: MsgUpdateParams): MsgUpdateParamsResponse {
    this.checkAuthority(msg.authority);
    validateParams(msg.params);
    this.keeper.setParams(ctx, msg.params);
    return {};
  }

  setSendEnabled(ctx: Context, msg: MsgSetSendEnabled): MsgSetSendEnabledResponse {
    this.checkAuthority(msg.authority);
    const seen = new Set<string>();
    for (const { denom } of msg.sendEnabled) {
      if (seen.has(denom)) throw ErrInvalidRequest.wrap(`duplicate denom entries found for ${quoteText(denom)}`);
      seen.add(denom);
      checkDenom('SendEnabled', denom);
    }
    for (const denom of msg.useDefaultFor) checkDenom('UseDefaultFor', denom);
    this.keeper.setAllSendEnabled(ctx, msg.sendEnabled);
    this.keeper.deleteSendEnabled(ctx, msg.useDefaultFor);
    return {};
  }

  private checkNotBlocked(to: Uint8Array, text: string): void {
    if (this.keeper.blockedAddr(to)) throw ErrUnauthorized.wrap(`${text} is not allowed to receive funds`);
  }

  private checkAuthority(authority: string): void {
    const expected = this.keeper.getAuthority();
    if (authority !== expected) {
      throw ErrInvalidSigner.wrap(`invalid authority; expected ${expected}, got ${authority}`);
    }
  }
}

function address(role: string, text: string): Uint8Array {
  try {
    return accAddressCodec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`invalid ${role} address: ${e.message}`);
    throw e;
  }
}

function checkDenom(field: string, denom: string): void {
  const why = Coins.denomProblem(denom);
  if (why !== undefined) throw ErrInvalidRequest.wrap(`invalid ${field} denom ${quoteText(denom)}: ${why}`);
}
