import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../core/errors.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import { timeString } from '../../core/time.ts';
import { accAddressCodec, valAddressCodec, valAddressToBech32 } from '../../crypto/address.ts';
import * as Coins from '../../math/coin.ts';
import type { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';
import type { GenesisState } from '../../wire/gen/cosmos/staking/v1beta1/genesis.ts';
import {
  BondStatus,
  type Delegation,
  type Validator as ValidatorMessage,
} from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { isNil, present } from '../../wire/nil.ts';
import type { AccountKeeper, BankKeeper, ModuleAccount } from './expected-keepers.ts';
import type { StakingKeeper } from './keeper.ts';
import { defaultParams, validateParams } from './params.ts';
import { Validator } from './validator.ts';

/** The other keepers that genesis needs. */
export interface GenesisDeps {
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
}

/**
 * Writes a genesis state and returns the validator set. An exported state is taken as it is: without hooks, and with the powers of
 * its last block. Go errors in it panic. Source: cosmos-sdk x/staking/keeper/genesis.go.
 *
 * PARITY: x/staking/keeper/genesis.go InitGenesis: the unbonding ids in it are kept, but neither their index nor their counter is
 * made, so ids begin at 1 again.
 */
export function initGenesis(
  k: StakingKeeper,
  deps: GenesisDeps,
  outer: Context,
  data: GenesisState,
): ValidatorUpdate[] {
  // What genesis makes counts as of the block before the first one.
  const ctx = outer.with({ header: { ...outer.header, height: 0n } });
  k.setParams(ctx, data.params);
  k.setLastTotalPower(ctx, data.lastTotalPower);

  let bonded = 0n;
  let notBonded = 0n;
  for (const m of data.validators) {
    const v = new Validator(m);
    initValidator(k, ctx, v, data.exported);
    if (v.isBonded()) bonded = Int.add(bonded, v.tokens);
    else notBonded = Int.add(notBonded, v.tokens);
  }
  for (const d of data.delegations) initDelegation(k, ctx, d, data.exported);
  for (const u of data.unbondingDelegations) {
    k.setUnbondingDelegation(ctx, u);
    for (const e of u.entries) {
      k.insertUBDQueue(ctx, u, e.completionTime);
      notBonded = Int.add(notBonded, e.balance);
    }
  }
  for (const r of data.redelegations) {
    k.setRedelegation(ctx, r);
    for (const e of r.entries) k.insertRedelegationQueue(ctx, r, e.completionTime);
  }

  const { bondDenom } = data.params;
  const bondedCoins = Coins.of(bondDenom, bonded);
  const notBondedCoins = Coins.of(bondDenom, notBonded);
  checkPool(deps, ctx, k.getBondedPool(ctx), bondedCoins, 'bonded pool balance is different from bonded coins');
  checkPool(
    deps,
    ctx,
    k.getNotBondedPool(ctx),
    notBondedCoins,
    'not bonded pool balance is different from not bonded coins',
  );

  if (!data.exported) return k.applyAndReturnValidatorSetUpdates(ctx);
  return data.lastValidatorPowers.map(({ address, power }) => {
    const operator = valAddressCodec.toBytes(address);
    k.setLastValidatorPower(ctx, operator, power);
    const v = k.findValidator(ctx, operator);
    if (v === undefined) throw new GoPanic(`validator ${address} not found`);
    return v.abciValidatorUpdate(power);
  });
}

function initValidator(k: StakingKeeper, ctx: Context, v: Validator, exported: boolean): void {
  k.setValidator(ctx, v);
  k.setValidatorByConsAddr(ctx, v);
  k.setValidatorByPowerIndex(ctx, v);
  if (!exported) k.hooks.afterValidatorCreated(ctx, v.operatorBytes());
  if (v.isUnbonding()) k.insertUnbondingValidatorQueue(ctx, v);
  if (v.status === BondStatus.BOND_STATUS_UNSPECIFIED) throw new GoPanic('invalid validator status');
}

function initDelegation(k: StakingKeeper, ctx: Context, d: Delegation, exported: boolean): void {
  const delegator = delegatorOf(d);
  const operator = valAddressCodec.toBytes(d.validatorAddress);
  if (!exported) k.hooks.beforeDelegationCreated(ctx, delegator, operator);
  k.setDelegation(ctx, d);
  if (!exported) k.hooks.afterDelegationModified(ctx, delegator, operator);
}

function delegatorOf(d: Delegation): Uint8Array {
  try {
    return accAddressCodec.toBytes(d.delegatorAddress);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`invalid delegator address: ${e.message}`);
    throw e;
  }
}

/** The pool must hold what the records say. */
function checkPool(
  deps: GenesisDeps,
  ctx: Context,
  pool: ModuleAccount,
  expected: readonly Coins.Coin[],
  problem: string,
): void {
  const balance = deps.bankKeeper.getAllBalances(ctx, pool.getAddress());
  if (Coins.isZero(balance)) deps.accountKeeper.setModuleAccount(ctx, pool);
  if (!Coins.equal(balance, expected)) {
    throw new GoPanic(`${problem}: ${Coins.format(balance)} <-> ${Coins.format(expected)}`);
  }
}

/** The order of reads is the reference's, for its trace. */
export function exportGenesis(k: StakingKeeper, ctx: Context): GenesisState {
  const unbondingDelegations: GenesisState['unbondingDelegations'] = [];
  k.iterateUnbondingDelegations(ctx, (_index, u) => {
    unbondingDelegations.push(u);
  });
  const redelegations: GenesisState['redelegations'] = [];
  k.iterateRedelegations(ctx, (_index, r) => {
    redelegations.push(r);
  });
  const lastValidatorPowers: GenesisState['lastValidatorPowers'] = [];
  k.iterateLastValidatorPowers(ctx, (operator, power) => {
    lastValidatorPowers.push({ address: valAddressToBech32(operator), power });
  });
  return {
    params: k.getParams(ctx),
    lastTotalPower: k.getLastTotalPower(ctx),
    lastValidatorPowers,
    delegations: k.getAllDelegations(ctx),
    validators: k.getAllValidators(ctx),
    unbondingDelegations,
    redelegations,
    exported: true,
  };
}

export function defaultGenesis(): GenesisState {
  return {
    params: defaultParams(),
    lastTotalPower: 0n,
    lastValidatorPowers: [],
    validators: [],
    delegations: [],
    unbondingDelegations: [],
    redelegations: [],
    exported: false,
  };
}

/** Throws GoError when the state is not acceptable. Source: cosmos-sdk x/staking/genesis.go. */
export function validateGenesis(data: GenesisState): void {
  const known = new Set<string>();
  for (const m of data.validators) {
    const v = new Validator(m);
    const key = String.fromCharCode(...v.consPubKey().bytes());
    const name = (): string => `moniker ${m.description.moniker}, address ${consAddressBytes(v)}`;
    if (known.has(key)) throw new GoError(`duplicate validator in genesis state: ${name()}`);
    if (v.jailed && v.isBonded()) throw new GoError(`validator is bonded and jailed in genesis state: ${name()}`);
    if (present(m, 'delegatorShares').isZero() && !v.isUnbonding()) {
      throw new GoError(
        `bonded/unbonded genesis validator cannot have zero delegator shares, validator: ${validatorText(m)}`,
      );
    }
    known.add(key);
  }
  validateParams(data.params);
}

const numberText = (holder: object, field: string, value: bigint | Dec): string =>
  isNil(holder, field) ? '<nil>' : value.toString();

function statusText(status: number): string {
  return Object.entries(BondStatus).find(([, value]) => value === status)?.[0] ?? `${status}`;
}

/** A validator as Go prints the struct with `%v`. */
function validatorText(v: ValidatorMessage): string {
  const { moniker, identity, website, securityContact, details } = v.description;
  const { commissionRates: rates, updateTime } = v.commission;
  const { typeUrl, value, $unrecognized = [] } = v.consensusPubkey!;
  const fields = [
    v.operatorAddress,
    `&Any{TypeUrl:${typeUrl},Value:[${value.join(' ')}],XXX_unrecognized:[${$unrecognized.join(' ')}]}`,
    v.jailed,
    statusText(v.status),
    numberText(v, 'tokens', v.tokens),
    v.delegatorShares,
    `{${[moniker, identity, website, securityContact, details].join(' ')}}`,
    v.unbondingHeight,
    timeString(v.unbondingTime),
    `{{${(['rate', 'maxRate', 'maxChangeRate'] as const).map((f) => numberText(rates, f, rates[f])).join(' ')}} ${timeString(updateTime)}}`,
    numberText(v, 'minSelfDelegation', v.minSelfDelegation),
    v.unbondingOnHoldRefCount,
    `[${v.unbondingIds.join(' ')}]`,
  ];
  return `{${fields.join(' ')}}`;
}

/** A consensus address as Go prints a byte slice. */
function consAddressBytes(v: Validator): string {
  return `[${v.getConsAddr().join(' ')}]`;
}
