import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import { textBytes, trimSpace } from '../../core/go-text.ts';
import { Item } from '../../core/item.ts';
import type { MsgRouter } from '../../core/module.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { moduleAddress } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { equalBytes, prefixEndBytes } from '../../store/keys.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { IntProto } from '../../wire/gen/cosmos/base/v1beta1/coin.ts';
import { Denom } from '../../wire/gen/ibc/applications/transfer/v1/token.ts';
import { Params } from '../../wire/gen/ibc/applications/transfer/v1/transfer.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { denomHash, denomPath, IBC_PREFIX, ibcDenom, parseHexHash } from './denom.ts';
import { ErrDenomNotFound, ErrInvalidDenomForTransfer } from './errors.ts';
import type { BankKeeper, ChannelKeeper } from './expected-keepers.ts';
import {
  DENOM_PREFIX,
  denomKey,
  MODULE_NAME,
  PARAMS_KEY,
  PORT_KEY,
  TOTAL_ESCROW_PREFIX,
  totalEscrowForDenomKey,
} from './keys.ts';
import { upperCase } from './upper-case.ts';

export interface TransferKeeperDeps {
  readonly storeKey: StoreKey;
  readonly bankKeeper: BankKeeper;
  readonly channelKeeper: ChannelKeeper;
  /** Takes transfers over clients, which are messages of their own. */
  readonly router: MsgRouter;
  /** Who may change the parameters: the gov module's address, bech32 text. */
  readonly authority: string;
}

/** State of token transfer: which denominations came here, and what is in escrow. Source: ibc-go modules/apps/transfer/keeper/keeper.go. */
export class TransferKeeper {
  readonly bank: BankKeeper;
  readonly channels: ChannelKeeper;
  readonly router: MsgRouter;
  readonly authority: string;
  readonly moduleAddress: Uint8Array = moduleAddress(MODULE_NAME);
  private readonly storeKey: StoreKey;
  private readonly params: Item<Params>;

  constructor(deps: TransferKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.bank = deps.bankKeeper;
    this.channels = deps.channelKeeper;
    this.router = deps.router;
    this.authority = deps.authority;
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
  }

  private store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  getPort(ctx: Context): string {
    return textFromBytes(this.store(ctx).get(PORT_KEY) ?? new Uint8Array(0));
  }

  setPort(ctx: Context, portId: string): void {
    this.store(ctx).set(PORT_KEY, textBytes(portId));
  }

  getParams(ctx: Context): Params {
    const params = this.params.find(ctx);
    if (params === undefined) throw new GoPanic('transfer params are not set in store');
    return params;
  }

  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }

  // ---- denominations

  getDenom(ctx: Context, hash: Uint8Array): Denom | undefined {
    const value = this.store(ctx).get(denomKey(hash));
    return value === undefined || value.length === 0 ? undefined : Denom.decode(value);
  }

  hasDenom(ctx: Context, hash: Uint8Array): boolean {
    return this.store(ctx).has(denomKey(hash));
  }

  setDenom(ctx: Context, denom: Denom): void {
    this.store(ctx).set(denomKey(denomHash(denom)), Denom.encode(denom));
  }

  /** For listings. */
  denomStore(ctx: Context): KVStore {
    return new PrefixStore(this.store(ctx), DENOM_PREFIX);
  }

  /** In order of hash. */
  getAllDenoms(ctx: Context): Denom[] {
    const all: Denom[] = [];
    this.iterate(ctx, DENOM_PREFIX, (_, value) => all.push(Denom.decode(value)));
    return all;
  }

  /** What `ibc/{hash}` stands for. Throws SdkError. */
  getDenomFromIbcDenom(ctx: Context, denom: string): Denom {
    const hexHash = denom.slice(IBC_PREFIX.length);
    let hash: Uint8Array;
    try {
      hash = parseHexHash(hexHash);
    } catch (e) {
      if (e instanceof GoErrorBase) throw ErrInvalidDenomForTransfer.wrap(e.message);
      throw e;
    }
    const found = this.getDenom(ctx, hash);
    if (found === undefined) throw ErrDenomNotFound.wrap(hexHash);
    return found;
  }

  /** Describes a denomination from another chain to x/bank. */
  setDenomMetadata(ctx: Context, denom: Denom): void {
    const path = denomPath(denom);
    this.bank.setDenomMetaData(ctx, {
      description: `IBC token from ${path}`,
      denomUnits: [{ denom: denom.base, exponent: 0, aliases: [] }],
      base: ibcDenom(denom),
      display: path,
      name: `${path} IBC token`,
      symbol: upperCase(denom.base),
      uri: '',
      uriHash: '',
    });
  }

  // ---- escrow

  /** Zero when there is none. */
  getTotalEscrowForDenom(ctx: Context, denom: string): Coin {
    const value = this.store(ctx).get(totalEscrowForDenomKey(denom));
    return Coins.newCoin(denom, value === undefined || value.length === 0 ? 0n : IntProto.decode(value).int);
  }

  setTotalEscrowForDenom(ctx: Context, { denom, amount }: Coin): void {
    if (amount < 0n) throw new GoPanic(`amount cannot be negative: ${amount}`);
    const key = totalEscrowForDenomKey(denom);
    if (amount === 0n) this.store(ctx).delete(key);
    else this.store(ctx).set(key, IntProto.encode({ int: amount }));
  }

  getAllTotalEscrowed(ctx: Context): Coin[] {
    let all: Coin[] = [];
    const prefix = `${TOTAL_ESCROW_PREFIX}/`;
    this.iterate(ctx, textBytes(TOTAL_ESCROW_PREFIX), (key, value) => {
      const text = textFromBytes(key);
      const denom = text.startsWith(prefix) ? text.slice(prefix.length) : text;
      if (trimSpace(denom) !== '') all = Coins.add(all, [Coins.newCoin(denom, IntProto.decode(value).int)]);
    });
    return all;
  }

  private iterate(ctx: Context, prefix: Uint8Array, visit: (key: Uint8Array, value: Uint8Array) => void): void {
    const it = this.store(ctx).iterator(prefix, prefixEndBytes(prefix));
    try {
      for (; it.valid(); it.next()) visit(it.key(), it.value());
    } finally {
      it.close();
    }
  }

  /** The module itself may always send and receive. */
  isBlockedAddr(address: Uint8Array): boolean {
    return !equalBytes(address, this.moduleAddress) && this.bank.blockedAddr(address);
  }
}
