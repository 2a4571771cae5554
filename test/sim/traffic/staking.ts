import { valAddressCodec } from '../../../src/crypto/address.ts';
import { toAny } from '../../../src/crypto/pubkey.ts';
import type { Coin } from '../../../src/math/coin.ts';
import { Dec } from '../../../src/math/dec.ts';
import {
  MsgDepositValidatorRewardsPool,
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
} from '../../../src/wire/gen/cosmos/distribution/v1beta1/tx.ts';
import { MsgUnjail } from '../../../src/wire/gen/cosmos/slashing/v1beta1/tx.ts';
import type { UnbondingDelegation } from '../../../src/wire/gen/cosmos/staking/v1beta1/staking.ts';
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
} from '../../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import { DO_NOT_MODIFY } from '../../../src/x/staking/description.ts';
import { type Account, consensusKey, USDC } from '../chain.ts';
import { type Action, action, all, type Made, type World } from './world.ts';

/** Validators, delegations, and what both earn. */
export const STAKING: readonly Action[] = [
  action(14, 'delegate', (w) => w.send(MsgDelegate, { ...pair(w, w.anyone()), amount: w.coin() })),
  action(1, 'delegate locked', (w) => {
    // Whoever has locked coins may still stake them, if there is something to pay the fee with.
    const { bank } = w.chain.app.keepers;
    const able = w.look('able', () =>
      w.chain.newcomers.filter((a) => bank.spendableCoin(w.ctx(), a.address, 'uakt').amount > 10_000n),
    );
    const from = w.pick(able);
    return from && w.send(MsgDelegate, { ...pair(w, from), amount: { denom: 'uakt', amount: w.amount() } });
  }),
  action(8, 'undelegate', (w) => w.send(MsgUndelegate, holding(w, w.anyone()))),
  action(7, 'redelegate', (w) => {
    const { delegatorAddress, validatorAddress, amount } = holding(w, w.anyone());
    const validatorDstAddress = validator(w);
    return w.send(MsgBeginRedelegate, {
      delegatorAddress,
      validatorSrcAddress: validatorAddress,
      validatorDstAddress,
      amount,
    });
  }),
  action(4, 'cancel unbonding', cancelUnbonding),
  action(3, 'create validator', createValidator),
  action(3, 'edit validator', editValidator),
  action(6, 'reward', (w) => w.send(MsgWithdrawDelegatorReward, delegation(w, w.anyone()))),
  action(4, 'commission', (w) => w.send(MsgWithdrawValidatorCommission, { validatorAddress: w.operator().operator })),
  action(1, 'fund', (w) => w.send(MsgFundCommunityPool, { depositor: w.anyone().text, amount: [w.coin()] })),
  action(1, 'fund rewards', (w) =>
    w.send(MsgDepositValidatorRewardsPool, {
      depositor: w.anyone().text,
      validatorAddress: validator(w),
      amount: [w.once(3) ? { denom: USDC, amount: w.amount() } : w.coin()],
    }),
  ),
  action(2, 'withdraw to', (w) =>
    w.send(MsgSetWithdrawAddress, { delegatorAddress: w.anyone().text, withdrawAddress: w.anyone().text }),
  ),
  action(5, 'unjail', (w) => {
    const jailed = w.look('jailed', () => jailedLongEnough(w));
    return w.send(MsgUnjail, { validatorAddr: w.pick(jailed)?.operatorAddress ?? w.operator().operator });
  }),
];

export function pair(w: World, a: Account): { delegatorAddress: string; validatorAddress: string } {
  return { delegatorAddress: a.text, validatorAddress: validator(w) };
}

/** A validator; now and then an account that may be none. */
function validator(w: World): string {
  const { staking } = w.chain.app.keepers;
  const there = w.look('validators', () => staking.getAllValidators(w.ctx()).map((v) => v.operatorAddress));
  return w.once(8) ? w.operator().operator : w.one(there);
}

/** A delegation of the account; any pair when it has none. */
function delegation(w: World, a: Account): { delegatorAddress: string; validatorAddress: string } {
  const d = w.pick(w.chain.app.keepers.staking.getAllDelegatorDelegations(w.ctx(), a.address));
  return d === undefined ? pair(w, a) : { delegatorAddress: a.text, validatorAddress: d.validatorAddress };
}

/** A delegation of the account and a part of it, sometimes all; anything when it has none. */
function holding(w: World, a: Account): { delegatorAddress: string; validatorAddress: string; amount: Coin } {
  const { staking } = w.chain.app.keepers;
  const held = staking.getAllDelegatorDelegations(w.ctx(), a.address);
  const d = w.pick(held);
  if (d === undefined) return { ...pair(w, a), amount: w.coin() };
  const of = staking.getValidator(w.ctx(), valAddressCodec.toBytes(d.validatorAddress));
  const worth = of.tokensFromShares(d.shares).truncateInt();
  const part = w.once(3) ? worth : (worth * BigInt(w.below(1000))) / 1000n;
  return { delegatorAddress: a.text, validatorAddress: d.validatorAddress, amount: w.coin(part) };
}

function unbonding(w: World): readonly UnbondingDelegation[] {
  const { staking } = w.chain.app.keepers;
  return w.look('unbonding', () =>
    all<UnbondingDelegation>((visit) => staking.iterateUnbondingDelegations(w.ctx(), (_index, u) => visit(u))),
  );
}

/** The validators whose time in jail is over, or all in jail when there is none. */
function jailedLongEnough(w: World): readonly { readonly operatorAddress: string }[] {
  const { staking, slashing } = w.chain.app.keepers;
  const jailed = staking.getAllValidators(w.ctx()).filter((v) => v.jailed);
  const free = jailed.filter((v) => {
    const info = slashing.findValidatorSigningInfo(w.ctx(), v.getConsAddr());
    return info !== undefined && !info.tombstoned && info.jailedUntil.seconds < w.chain.time.seconds;
  });
  return free.length > 0 ? free : jailed;
}

function cancelUnbonding(w: World): Made | undefined {
  const u = w.once(8) ? undefined : w.pick(unbonding(w));
  const entry = w.pick(u?.entries ?? []);
  if (u === undefined || entry === undefined) {
    const creationHeight = w.chain.height;
    return w.send(MsgCancelUnbondingDelegation, { ...pair(w, w.anyone()), amount: w.coin(), creationHeight });
  }
  return w.send(MsgCancelUnbondingDelegation, {
    delegatorAddress: u.delegatorAddress,
    validatorAddress: u.validatorAddress,
    amount: { denom: 'uakt', amount: w.once(2) ? entry.balance : w.amount() },
    creationHeight: entry.creationHeight,
  });
}

function createValidator(w: World): Made | undefined {
  const a = w.operator();
  const { chain } = w;
  const rate = Dec.withPrec(BigInt(w.below(30)), 2);
  const description = { moniker: `of ${a.text}`, identity: '', website: '', securityContact: '', details: '' };
  return w.send(MsgCreateValidator, {
    description,
    commission: { rate, maxRate: Dec.withPrec(30n, 2), maxChangeRate: Dec.withPrec(BigInt(w.below(40)), 2) },
    minSelfDelegation: BigInt(w.below(3)),
    validatorAddress: a.operator,
    // Sometimes a key that is used already.
    pubkey: toAny(consensusKey(w.once(5) ? w.below(chain.keys) : chain.keys++)),
    value: w.coin(),
  });
}

function editValidator(w: World): Made | undefined {
  const keep = DO_NOT_MODIFY;
  return w.send(MsgEditValidator, {
    description: {
      moniker: `n${w.below(9)}`,
      identity: keep,
      website: keep,
      securityContact: keep,
      details: keep,
    },
    validatorAddress: validator(w),
    commissionRate: w.once(2) ? Dec.withPrec(BigInt(w.below(60)), 2) : undefined,
    minSelfDelegation: w.once(2) ? w.amount() : undefined,
  });
}
