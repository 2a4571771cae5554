import { durationString } from '../../core/duration.ts';
import { GoError, GoErrorBase, nilPointer } from '../../core/errors.ts';
import { trimSpace } from '../../core/go-text.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';
import * as t from './param-types.ts';
import { type AnyParam, param } from './subspace.ts';

/**
 * The parameters that legacy proposals may set, module by module: names, types and bounds as the reference registers them.
 * What is set has no effect, but it is stored, and a bad value fails the proposal. Source: node app/types/app.go
 * initParamsKeeper, the ParamKeyTable of each module.
 */

type DecOrNil = Dec | undefined;

const fail = (text: string): never => {
  throw new GoError(text);
};
const nothing = (): void => {};

const positive64 = (key: string, what: string): AnyParam =>
  param({
    key,
    type: t.uint64Type,
    validate: (v) => {
      if (v === 0n) fail(`invalid ${what}: 0`);
    },
  });

const positive32 = (key: string, what: string): AnyParam =>
  param({
    key,
    type: t.uint32Type,
    validate: (v) => {
      if (v === 0) fail(`${what} must be positive: 0`);
    },
  });

const flag = (key: string): AnyParam => param({ key, type: t.boolType, validate: nothing });

/** A share of one: not nil, not negative, at most 1; the texts say it in each module's words. */
const share = (key: string, nil: string | undefined, negative: string, large: string): AnyParam =>
  param<DecOrNil>({
    key,
    type: t.decType,
    validate: (v) => {
      if (v === undefined) {
        if (nil === undefined) throw nilPointer();
        throw new GoError(nil);
      }
      if (v.isNegative()) fail(`${negative}: ${v}`);
      if (v.gt(Dec.one)) fail(`${large}: ${v}`);
    },
  });

const fraction = (key: string, what: string): AnyParam =>
  share(key, `${what} cannot be nil: <nil>`, `${what} cannot be negative`, `${what} too large`);

interface AminoCoin {
  readonly denom: string;
  readonly amount: bigint | undefined;
}
const coinType: t.ParamType<AminoCoin> = t.structType<AminoCoin>({
  denom: { json: 'denom', type: t.stringType, omitEmpty: true },
  amount: { json: 'amount', type: t.intType },
});
const toCoin = (c: AminoCoin): Coin =>
  c.amount === undefined ? { denom: c.denom, amount: 0n, $nil: ['amount'] } : { denom: c.denom, amount: c.amount };

const auth: AnyParam[] = [
  positive64('MaxMemoCharacters', 'max memo characters'),
  positive64('TxSigLimit', 'tx signature limit'),
  positive64('TxSizeCostPerByte', 'tx size cost per byte'),
  positive64('SigVerifyCostED25519', 'ED25519 signature verification cost'),
  positive64('SigVerifyCostSecp256k1', 'SECK256k1 signature verification cost'),
];

interface SendEnabled {
  readonly denom: string;
  readonly enabled: boolean;
}
const bank: AnyParam[] = [
  param<readonly (SendEnabled | undefined)[]>({
    key: 'SendEnabled',
    type: t.listType(
      t.pointerType(
        t.structType<SendEnabled>({
          denom: { json: 'denom', type: t.stringType, omitEmpty: true },
          enabled: { json: 'enabled', type: t.boolType, omitEmpty: true },
        }),
      ),
      'null',
    ),
    validate: (list) => {
      const seen = new Set<string>();
      for (const entry of list) {
        if (entry === undefined) throw nilPointer();
        if (seen.has(entry.denom)) fail(`duplicate send enabled parameter found: '${entry.denom}'`);
        Coins.validateDenom(entry.denom);
        seen.add(entry.denom);
      }
    },
  }),
  flag('DefaultSendEnabled'),
];

const staking: AnyParam[] = [
  param({
    key: 'UnbondingTime',
    type: t.durationType,
    validate: (v) => {
      if (v <= 0n) fail(`unbonding time must be positive: ${v}`);
    },
  }),
  positive32('MaxValidators', 'max validators'),
  positive32('MaxEntries', 'max entries'),
  param({ key: 'HistoricalEntries', type: t.uint32Type, validate: nothing }),
  param({
    key: 'BondDenom',
    type: t.stringType,
    validate: (v) => {
      if (trimSpace(v) === '') fail('bond denom cannot be blank');
      Coins.validateDenom(v);
    },
  }),
  share(
    'MinCommissionRate',
    'minimum commission rate cannot be nil: <nil>',
    'minimum commission rate cannot be negative',
    'minimum commission rate cannot be greater than 100%',
  ),
];

const distribution: AnyParam[] = [
  share('communitytax', 'community tax must be not nil', 'community tax must be positive', 'community tax too large'),
  flag('withdrawaddrenabled'),
];

const slashing: AnyParam[] = [
  param({
    key: 'SignedBlocksWindow',
    type: t.int64Type,
    validate: (v) => {
      if (v <= 0n) fail(`signed blocks window must be positive: ${v}`);
    },
  }),
  fraction('MinSignedPerWindow', 'min signed per window'),
  param({
    key: 'DowntimeJailDuration',
    type: t.durationType,
    validate: (v) => {
      if (v <= 0n) fail(`downtime jail duration must be positive: ${durationString(v)}`);
    },
  }),
  fraction('SlashFractionDoubleSign', 'double sign slash fraction'),
  fraction('SlashFractionDowntime', 'downtime slash fraction'),
];

interface DepositParams {
  readonly minDeposit: readonly AminoCoin[];
  readonly maxDepositPeriod: bigint | undefined;
}
interface VotingParams {
  readonly votingPeriod: bigint | undefined;
}
interface TallyParams {
  readonly quorum: string;
  readonly threshold: string;
  readonly vetoThreshold: string;
}

function decimal(text: string, what: string): Dec {
  try {
    return Dec.parse(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`invalid ${what} string: ${e.message}`, e);
    throw e;
  }
}

const gov: AnyParam[] = [
  param<DepositParams>({
    key: 'depositparams',
    type: t.structType<DepositParams>({
      minDeposit: { json: 'min_deposit', type: t.listType(coinType, 'null'), omitEmpty: true },
      maxDepositPeriod: { json: 'max_deposit_period', type: t.pointerType(t.durationType), omitEmpty: true },
    }),
    validate: (v) => {
      const min = v.minDeposit.map(toCoin);
      if (!Coins.isValid(min)) fail(`invalid minimum deposit: ${Coins.format(min)}`);
      if (v.maxDepositPeriod === undefined || v.maxDepositPeriod <= 0n) {
        fail(`maximum deposit period must be positive: ${v.maxDepositPeriod ?? 0n}`);
      }
    },
  }),
  param<VotingParams>({
    key: 'votingparams',
    type: t.structType<VotingParams>({
      votingPeriod: { json: 'voting_period', type: t.pointerType(t.durationType), omitEmpty: true },
    }),
    validate: ({ votingPeriod }) => {
      if (votingPeriod === undefined) throw new GoError('voting period must not be nil');
      if (votingPeriod <= 0n) fail(`voting period must be positive: ${durationString(votingPeriod)}`);
    },
  }),
  param<TallyParams>({
    key: 'tallyparams',
    type: t.structType<TallyParams>({
      quorum: { json: 'quorum', type: t.stringType, omitEmpty: true },
      threshold: { json: 'threshold', type: t.stringType, omitEmpty: true },
      vetoThreshold: { json: 'veto_threshold', type: t.stringType, omitEmpty: true },
    }),
    validate: (v) => {
      const quorum = decimal(v.quorum, 'quorum');
      if (quorum.isNegative()) fail(`quorom cannot be negative: ${quorum}`);
      if (quorum.gt(Dec.one)) fail(`quorom too large: ${tallyParamsText(v)}`);
      const threshold = decimal(v.threshold, 'threshold');
      if (!threshold.isPositive()) fail(`vote threshold must be positive: ${threshold}`);
      if (threshold.gt(Dec.one)) fail(`vote threshold too large: ${tallyParamsText(v)}`);
      const veto = decimal(v.vetoThreshold, 'vetoThreshold');
      if (!veto.isPositive()) fail(`veto threshold must be positive: ${veto}`);
      if (veto.gt(Dec.one)) fail(`veto threshold too large: ${tallyParamsText(v)}`);
    },
  }),
];

/** A struct value printed with %s. */
const tallyParamsText = (v: TallyParams): string => `{${v.quorum} ${v.threshold} ${v.vetoThreshold}}`;

const crisis: AnyParam[] = [
  param({
    key: 'ConstantFee',
    type: coinType,
    validate: (v) => {
      const coin = toCoin(v);
      if (Coins.coinProblem(coin) !== undefined) fail(`invalid constant fee: ${Coins.coinString(coin)}`);
    },
  }),
];

const MAX_ALLOWED_CLIENTS = 200;
const ibc: AnyParam[] = [
  param<readonly string[]>({
    key: 'AllowedClients',
    type: t.listType(t.stringType, 'null'),
    validate: (clients) => {
      if (clients.length > MAX_ALLOWED_CLIENTS) {
        fail(`allowed clients length must not exceed ${MAX_ALLOWED_CLIENTS} items`);
      }
      if (clients.includes('*') && clients.length > 1) {
        fail('allow list must have only one element because the allow all clients wildcard (*) is present');
      }
      const seen = new Set<string>();
      clients.forEach((client, i) => {
        if (trimSpace(client) === '') fail(`client type ${i} cannot be blank`);
        if (seen.has(client)) fail(`duplicate client type: ${client}`);
        seen.add(client);
      });
    },
  }),
  param({ key: 'MaxExpectedTimePerBlock', type: t.uint64Type, validate: nothing }),
];

const MAX_INT32 = 0x7fffffffn;
const deployment: AnyParam[] = [
  param<readonly AminoCoin[]>({
    key: 'MinDeposits',
    type: t.listType(coinType, '[]'),
    validate: (list) => {
      const seen = new Set<string>();
      for (const { denom, amount } of list) {
        if (amount === undefined) throw nilPointer();
        if (seen.has(denom)) fail(`duplicate Min Deposit for denom (${denom})`);
        seen.add(denom);
        if (Int.toUint64(amount) >= MAX_INT32) fail(`Min Deposit (${denom}) - too large: ${amount}: parameter invalid`);
      }
      if (!seen.has('uakt')) fail('Min Deposits - uakt not given: parameter invalid');
    },
  }),
];

const MAX_ORDER_BIDS = 500;
const market: AnyParam[] = [
  param({ key: 'BidMinDeposit', type: coinType, validate: nothing }),
  param({
    key: 'OrderMaxBids',
    type: t.uint32Type,
    validate: (v) => {
      if (v === 0) fail('order max bids too low: parameter invalid');
      if (v > MAX_ORDER_BIDS) fail('order max bids too high: parameter invalid');
    },
  }),
];

const astaking: AnyParam[] = [
  share('MinCommissionRate', undefined, 'min commission rate cannot be negative', 'min commission rate is too large'),
];

interface MinInitialDeposit {
  readonly rate: DecOrNil;
}
const agov: AnyParam[] = [
  param<MinInitialDeposit>({
    key: 'depositparams',
    type: t.structType<MinInitialDeposit>({ rate: { json: 'min_initial_deposit_rate', type: t.decType } }),
    validate: ({ rate }) => {
      if (rate === undefined) throw nilPointer();
      if (rate.isNegative()) fail(`min deposit on proposal create cannot be negative: ${rate}`);
      if (rate.gt(Dec.one)) fail(`min deposit on proposal create is too large: ${rate}`);
    },
  }),
];

interface DenomTakeRate {
  readonly denom: string;
  readonly rate: number;
}
const take: AnyParam[] = [
  param({
    key: 'DefaultTakeRate',
    type: t.uint32Type,
    validate: (v) => {
      if (v > 100) fail(`invalid Take Rate (0x${v.toString(16)})`);
    },
  }),
  param<readonly DenomTakeRate[]>({
    key: 'DenomTakeRates',
    type: t.listType(
      t.structType<DenomTakeRate>({
        denom: { json: 'denom', type: t.stringType },
        rate: { json: 'rate', type: t.uint32Type },
      }),
      'null',
    ),
    validate: (rates) => {
      const seen = new Set<string>();
      rates.forEach(({ denom, rate }, i) => {
        if (seen.has(denom)) fail(`duplicate Denom Take Rate (${denom})`);
        seen.add(denom);
        if (rate > 100) fail(`invalid Denom Take Rate (${i}=${denom})`);
      });
      if (!seen.has('uakt')) fail('invalid Denom Take Rate - uakt must be present');
    },
  }),
];

/** Subspaces in the reference's order of registration; two of them have no parameters. */
export const LEGACY_PARAM_TABLES: readonly (readonly [name: string, params: readonly AnyParam[]])[] = [
  ['auth', auth],
  ['bank', bank],
  ['staking', staking],
  ['distribution', distribution],
  ['slashing', slashing],
  ['gov', gov],
  ['crisis', crisis],
  ['transfer', [flag('SendEnabled'), flag('ReceiveEnabled')]],
  ['ibc', ibc],
  ['icacontroller', []],
  ['icahost', []],
  ['deployment', deployment],
  ['market', market],
  ['astaking', astaking],
  ['agov', agov],
  ['take', take],
];
