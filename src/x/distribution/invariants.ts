import type { Context } from '../../core/context.ts';
import { ModelledError } from '../../core/errors.ts';
import { accAddressCodec, valAddressCodec, valAddressToBech32 } from '../../crypto/address.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import type { DelegationI, ValidatorI } from './expected-keepers.ts';
import type { DistributionKeeper } from './keeper.ts';

/** What has to hold after every block. Each returns its violations and changes nothing. */

/** Nobody is owed a negative amount. */
export function nonNegativeOutstanding(k: DistributionKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  k.iterateValidatorOutstandingRewards(ctx, (operator, { rewards }) => {
    if (DecCoins.isAnyNegative(rewards)) {
      violations.push(`${valAddressToBech32(operator)} has outstanding rewards of ${DecCoins.format(rewards)}`);
    }
    return false;
  });
  return violations;
}

/**
 * Every validator can pay its commission and then all its delegators, in any order, without running out: rounding may have earned them
 * less than a unit too much, which is cut.
 *
 * The withdrawals themselves are not made, only what they would pay is worked out: after the first one a period has no rewards, so that all
 * are paid at the end of the same period. That the coins are there is told by {@link moduleAccount}.
 */
export function canWithdraw(
  k: DistributionKeeper,
  ctx: Context,
  all = k.stakingKeeper.getAllSDKDelegations(ctx),
): string[] {
  const branch = ctx.cacheContext().ctx;
  const delegations = new Map<string, DelegationI[]>();
  for (const d of all) {
    const list = delegations.get(d.validatorAddress);
    if (list === undefined) delegations.set(d.validatorAddress, [d]);
    else list.push(d);
  }
  const validators: ValidatorI[] = [];
  k.stakingKeeper.iterateValidators(branch, (_index, validator) => {
    validators.push(validator);
    return false;
  });

  const violations: string[] = [];
  for (const validator of validators) {
    const operator = validator.operatorBytes();
    const name = validator.getOperator();
    const [commission] = DecCoins.truncateDecimal(k.getValidatorAccumulatedCommission(branch, operator).commission);
    attempt(violations, `${name} cannot end its period`, () => {
      const period = k.incrementValidatorPeriod(branch, validator);
      const { rewards } = k.getValidatorOutstandingRewards(branch, operator);
      let left = rewards;
      attempt(violations, `${name} cannot pay its commission`, () => {
        left = DecCoins.sub(left, DecCoins.fromCoins(commission));
      });
      for (const d of delegations.get(name) ?? []) {
        attempt(violations, `${name} cannot pay ${d.delegatorAddress}`, () => {
          const earned = k.calculateDelegationRewards(branch, validator, d, period);
          const paid = DecCoins.intersect(earned, left);
          for (const { denom, amount } of DecCoins.sub(earned, paid)) {
            if (amount.gte(Dec.one))
              violations.push(`${name} owes ${d.delegatorAddress} ${amount}${denom} more than there is`);
          }
          left = DecCoins.sub(left, paid);
        });
      }
    });
  }
  return violations;
}

function attempt(violations: string[], what: string, call: () => void): void {
  try {
    call();
  } catch (e) {
    if (!(e instanceof ModelledError)) throw e;
    violations.push(`${what}: ${e.message}`);
  }
}

/** Historical records are referred to once by each validator, delegation and slash. */
export function referenceCount(
  k: DistributionKeeper,
  ctx: Context,
  delegations = k.stakingKeeper.getAllSDKDelegations(ctx),
): string[] {
  let expected = 0n;
  k.stakingKeeper.iterateValidators(ctx, () => {
    expected++;
    return false;
  });
  expected += BigInt(delegations.length);
  k.iterateValidatorSlashEvents(ctx, () => {
    expected++;
    return false;
  });
  const actual = k.getValidatorHistoricalReferenceCount(ctx);
  return actual === expected ? [] : [`historical rewards are referred to ${actual} times instead of ${expected}`];
}

/** The module account holds what is outstanding and the community pool, in whole units. */
export function moduleAccount(k: DistributionKeeper, ctx: Context): string[] {
  const [expected] = DecCoins.truncateDecimal(DecCoins.add(k.getTotalRewards(ctx), k.getFeePool(ctx).communityPool));
  const held = k.bankKeeper.getAllBalances(ctx, k.getDistributionAccount(ctx).getAddress());
  if (Coins.equal(held, expected)) return [];
  return [`the module account holds ${Coins.format(held)} instead of ${Coins.format(expected)}`];
}

/** Every delegation has a record of where its rewards begin, and there is no other. */
export function startingInfos(
  k: DistributionKeeper,
  ctx: Context,
  delegations = k.stakingKeeper.getAllSDKDelegations(ctx),
): string[] {
  const violations: string[] = [];
  for (const d of delegations) {
    const operator = valAddressCodec.toBytes(d.validatorAddress);
    if (!k.hasDelegatorStartingInfo(ctx, operator, accAddressCodec.toBytes(d.delegatorAddress))) {
      violations.push(`the delegation of ${d.delegatorAddress} to ${d.validatorAddress} has no starting info`);
    }
  }
  let records = 0;
  k.iterateDelegatorStartingInfos(ctx, () => {
    records++;
    return false;
  });
  if (records !== delegations.length) {
    violations.push(`there are ${records} starting infos for ${delegations.length} delegations`);
  }
  return violations;
}

/** All invariants of the module. */
export function distributionInvariants(k: DistributionKeeper, ctx: Context): string[] {
  const delegations = k.stakingKeeper.getAllSDKDelegations(ctx);
  return [
    ...nonNegativeOutstanding(k, ctx),
    ...moduleAccount(k, ctx),
    ...[referenceCount, startingInfos, canWithdraw].flatMap((check) => check(k, ctx, delegations)),
  ];
}
