import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../core/errors.ts';
import { accAddressCodec, accAddressFromBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { compareBytes } from '../../store/keys.ts';
import type { SendEnabled } from '../../wire/gen/cosmos/bank/v1beta1/bank.ts';
import { GenesisState } from '../../wire/gen/cosmos/bank/v1beta1/genesis.ts';
import type { BankKeeper } from './keeper.ts';
import { validateMetadata, validateParams } from './validate.ts';

/** Source: cosmos-sdk x/bank/types/genesis.go, x/bank/keeper/genesis.go. */
export function defaultGenesis(): GenesisState {
  return GenesisState.create({ params: { sendEnabled: [], defaultSendEnabled: true } });
}

/** Throws GoError. */
export function validateGenesis(genesis: GenesisState): void {
  if (genesis.params.sendEnabled.length > 0 && genesis.sendEnabled.length > 0) {
    throw new GoError('send_enabled defined in both the send_enabled field and in params (deprecated)');
  }
  validateParams(genesis.params);

  const entries = new Set<string>();
  for (const { denom } of genesis.sendEnabled) {
    if (entries.has(denom)) throw new GoError(`duplicate send enabled found: '${denom}'`);
    Coins.validateDenom(denom);
    entries.add(denom);
  }

  const owners = new Set<string>();
  let total: Coin[] = [];
  for (const { address, coins } of genesis.balances) {
    if (owners.has(address)) throw new GoError(`duplicate balance for address ${address}`);
    accAddressFromBech32(address);
    Coins.validate(coins);
    owners.add(address);
    total = Coins.add(total, coins);
  }

  const described = new Set<string>();
  for (const m of genesis.denomMetadata) {
    if (described.has(m.base)) throw new GoError(`duplicate client metadata for denom ${m.base}`);
    validateMetadata(m);
    described.add(m.base);
  }

  if (genesis.supply.length === 0) return;
  Coins.validate(genesis.supply);
  if (!Coins.equal(genesis.supply, total)) throw new GoError(wrongSupply(genesis.supply, total));
}

/** Entries of the parameters (deprecated) come after those that have a place of their own. */
function allSendEnabled(genesis: GenesisState): SendEnabled[] {
  const known = new Set(genesis.sendEnabled.map((e) => e.denom));
  return [...genesis.sendEnabled, ...genesis.params.sendEnabled.filter((e) => !known.has(e.denom))];
}

/** Writes balances in order of address; the supply is their sum. */
export function initGenesis(ctx: Context, keeper: BankKeeper, genesis: GenesisState): void {
  keeper.setParams(ctx, genesis.params);
  for (const { denom, enabled } of allSendEnabled(genesis)) keeper.setSendEnabled(ctx, denom, enabled);

  const balances = genesis.balances.map((b) => ({ ...b, sortKey: addressOrNone(b.address) }));
  balances.sort((a, b) => compareBytes(a.sortKey, b.sortKey));
  const sums = new Map<string, bigint>();
  for (const { address, coins } of balances) {
    const owner = accAddressCodec.toBytes(address);
    for (const coin of coins) keeper.importBalance(ctx, owner, coin);
    for (const { denom, amount } of coins) sums.set(denom, (sums.get(denom) ?? 0n) + amount);
  }

  const total = Coins.newCoins([...sums].map(([denom, amount]) => ({ denom, amount })));
  if (genesis.supply.length > 0 && !Coins.equal(genesis.supply, total)) {
    throw new GoPanic(wrongSupply(genesis.supply, total));
  }
  for (const supply of total) keeper.setSupply(ctx, supply);
  for (const metadata of genesis.denomMetadata) keeper.setDenomMetaData(ctx, metadata);
}

function addressOrNone(text: string): Uint8Array {
  try {
    return accAddressFromBech32(text);
  } catch (e) {
    if (e instanceof GoErrorBase) return new Uint8Array(0);
    throw e;
  }
}

function wrongSupply(stated: readonly Coin[], total: readonly Coin[]): string {
  return `genesis supply is incorrect, expected ${Coins.format(stated)}, got ${Coins.format(total)}`;
}

export function exportGenesis(ctx: Context, keeper: BankKeeper): GenesisState {
  const supply: Coin[] = [];
  keeper.iterateTotalSupply(ctx, (coin) => {
    supply.push(coin);
    return false;
  });
  return {
    params: { sendEnabled: [], defaultSendEnabled: keeper.getParams(ctx).defaultSendEnabled },
    balances: keeper.getAccountsBalances(ctx),
    supply,
    denomMetadata: keeper.getAllDenomMetaData(ctx),
    sendEnabled: keeper.getAllSendEnabledEntries(ctx),
  };
}
