import type { Context } from '../../core/context.ts';
import { ErrInvalidCoins } from '../../core/sdk-errors.ts';
import { accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import { type Deposit, type Params, ProposalStatus } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import { ErrInactiveProposal, ErrInvalidDepositDenom, ErrMinDepositTooSmall } from './errors.ts';
import { depositEvent } from './events.ts';
import type { GovKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { activateVotingPeriod, minDepositOf } from './voting-period.ts';

const DISTRIBUTION_MODULE = 'distribution';
const { PROPOSAL_STATUS_DEPOSIT_PERIOD, PROPOSAL_STATUS_VOTING_PERIOD } = ProposalStatus;

/** Adds to a proposal's deposit. Returns whether that began the vote. */
export function addDeposit(
  k: GovKeeper,
  ctx: Context,
  id: bigint,
  depositor: Uint8Array,
  amount: readonly Coin[],
): boolean {
  const found = k.getProposal(ctx, id);
  if (found.status !== PROPOSAL_STATUS_DEPOSIT_PERIOD && found.status !== PROPOSAL_STATUS_VOTING_PERIOD) {
    throw ErrInactiveProposal.wrap(`${id}`);
  }
  const params = k.params.get(ctx);
  const minDeposit = minDepositOf(found, params);
  const minRatio = Dec.parse(params.minDepositRatio);
  validateDepositDenom(params, amount);
  if (!minRatio.isZero()) assertMinRatio(minDeposit, minRatio, amount);

  k.bankKeeper.sendCoinsFromAccountToModule(ctx, depositor, MODULE_NAME, amount);

  const proposal = { ...found, totalDeposit: Coins.add(Coins.newCoins(found.totalDeposit), amount) };
  k.setProposal(ctx, proposal);
  const begins =
    proposal.status === PROPOSAL_STATUS_DEPOSIT_PERIOD &&
    Coins.isAllGTE(Coins.newCoins(proposal.totalDeposit), minDeposit);
  if (begins) activateVotingPeriod(k, ctx, proposal);

  const before = k.findDeposit(ctx, id, depositor);
  const deposit: Deposit =
    before === undefined
      ? { proposalId: id, depositor: accAddressToBech32(depositor), amount: [...amount] }
      : { ...before, amount: Coins.add(Coins.newCoins(before.amount), amount) };
  k.hooks.afterProposalDeposit(ctx, id, depositor);
  ctx.eventManager.emit(depositEvent(id, depositor, amount));
  k.setDeposit(ctx, deposit);
  return begins;
}

/** Throws unless the deposit reaches the ratio of the minimum in at least one denomination. */
function assertMinRatio(minDeposit: readonly Coin[], ratio: Dec, amount: readonly Coin[]): void {
  const thresholds: string[] = [];
  for (const min of minDeposit) {
    const threshold = Coins.newCoin(min.denom, Dec.fromInt(min.amount).mul(ratio).truncateInt());
    thresholds.push(Coins.coinString(threshold));
    const deposited = Coins.find(amount, min.denom);
    if (deposited !== undefined && Coins.coinIsGTE(deposited, threshold)) return;
  }
  throw ErrMinDepositTooSmall.wrap(
    `received ${Coins.format(amount)} but need at least one of the following: ${thresholds.join(',')}`,
  );
}

/** Throws unless the deposit with which a proposal comes is large enough. */
export function validateInitialDeposit(params: Params, deposit: readonly Coin[], expedited: boolean): void {
  if (!Coins.isValid(deposit) || Coins.isAnyNegative(deposit)) throw ErrInvalidCoins.wrap(Coins.format(deposit));
  const ratio = Dec.parse(params.minInitialDepositRatio);
  if (ratio.isZero()) return;
  const min = (expedited ? params.expeditedMinDeposit : params.minDeposit).map((c) => ({
    denom: c.denom,
    amount: Dec.fromInt(c.amount).mul(ratio).roundInt(),
  }));
  if (!Coins.isAllGTE(deposit, min)) {
    throw ErrMinDepositTooSmall.wrap(`was (${Coins.format(deposit)}), need (${Coins.format(min)})`);
  }
}

/** Throws unless every denomination is one of the minimum deposit's. */
export function validateDepositDenom(params: Params, deposit: readonly Coin[]): void {
  const denoms = Coins.denoms(params.minDeposit);
  if (deposit.every((c) => denoms.includes(c.denom))) return;
  throw ErrInvalidDepositDenom.wrap(
    `deposited ${Coins.format(deposit)}, but gov accepts only the following denom(s): [${denoms.join(' ')}]`,
  );
}

/** Charges a share of all deposits on a proposal and returns the rest. An empty destination burns the charge. */
export function chargeDeposit(k: GovKeeper, ctx: Context, id: bigint, destination: string, ratio: string): void {
  const rate = Dec.mustParse(ratio);
  const deposits: Deposit[] = [];
  k.iterateDeposits(ctx, id, (_depositor, deposit) => {
    deposits.push(deposit);
  });
  let charges: Coin[] = [];
  for (const deposit of deposits) {
    const depositor = accAddressCodec.toBytes(deposit.depositor);
    let rest: Coin[] = [];
    for (const { denom, amount } of deposit.amount) {
      const charge = Dec.fromInt(amount).mul(rate).truncateInt();
      rest = Coins.add(rest, [Coins.newCoin(denom, amount - charge)]);
      charges = Coins.add(charges, [Coins.newCoin(denom, charge)]);
    }
    if (!Coins.isZero(rest)) k.bankKeeper.sendCoinsFromModuleToAccount(ctx, MODULE_NAME, depositor, rest);
    k.removeDeposit(ctx, deposit.proposalId, depositor);
  }
  if (!Coins.isZero(charges)) payCharges(k, ctx, destination, charges);
}

function payCharges(k: GovKeeper, ctx: Context, destination: string, charges: readonly Coin[]): void {
  const distribution = k.accountKeeper.getModuleAddress(DISTRIBUTION_MODULE);
  if (destination === '') k.bankKeeper.burnCoins(ctx, MODULE_NAME, charges);
  else if (distribution !== undefined && accAddressToBech32(distribution) === destination) {
    k.distributionKeeper.fundCommunityPool(ctx, charges, k.moduleAddress);
  } else {
    const to = accAddressCodec.toBytes(destination);
    k.bankKeeper.sendCoinsFromModuleToAccount(ctx, MODULE_NAME, to, charges);
  }
}

/**
 * Returns all deposits on a proposal. An account that may not receive, or too few coins in the module, fails it.
 * PARITY: cosmos-sdk x/gov/keeper/deposit.go: the end block does not go on after that, so a proposal that spends the deposits halts the chain.
 */
export function refundAndDeleteDeposits(k: GovKeeper, ctx: Context, id: bigint): void {
  k.iterateDeposits(ctx, id, (depositor, deposit) => {
    k.bankKeeper.sendCoinsFromModuleToAccount(ctx, MODULE_NAME, depositor, deposit.amount);
    k.removeDeposit(ctx, id, depositor);
  });
}

/** Burns all deposits on a proposal. */
export function deleteAndBurnDeposits(k: GovKeeper, ctx: Context, id: bigint): void {
  let burnt: Coin[] = [];
  k.iterateDeposits(ctx, id, (depositor, deposit) => {
    burnt = Coins.add(burnt, deposit.amount);
    k.removeDeposit(ctx, id, depositor);
  });
  k.bankKeeper.burnCoins(ctx, MODULE_NAME, burnt);
}
