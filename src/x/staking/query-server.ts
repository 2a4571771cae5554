import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import { newCoin } from '../../math/coin.ts';
import { concatBytes } from '../../store/keys.ts';
import { genericFilteredPaginate, paginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import type { PageResponse } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import type { QueryRedelegationsRequest, QueryServer } from '../../wire/gen/cosmos/staking/v1beta1/query.ts';
import {
  BondStatus,
  Delegation,
  type DelegationResponse,
  Redelegation,
  type RedelegationResponse,
  UnbondingDelegation,
} from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import type { StakingKeeper } from './keeper.ts';
import {
  delegationKey,
  delegationsByValidatorPrefix,
  delegationsPrefix,
  redelegationKeyOfSourceIndex,
  redelegationsFromPrefix,
  redelegationsPrefix,
  unbondingDelegationKeyOfIndex,
  unbondingDelegationsByValidatorPrefix,
  unbondingDelegationsPrefix,
  VALIDATORS_PREFIX,
} from './keys.ts';
import { Validator } from './validator.ts';

const invalid = (text: string): GrpcError => new GrpcError(GrpcCode.InvalidArgument, text);
const notFound = (text: string): GrpcError => new GrpcError(GrpcCode.NotFound, text);

/** What goes wrong inside becomes an Internal error with the same text. */
function internal<T>(fn: () => T): T {
  try {
    return fn();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.Internal, e.message);
    throw e;
  }
}

function delegatorBytes(text: string): Uint8Array {
  if (text === '') throw invalid('delegator address cannot be empty');
  return accAddressCodec.toBytes(text);
}
function operatorBytes(text: string): Uint8Array {
  if (text === '') throw invalid('validator address cannot be empty');
  return valAddressCodec.toBytes(text);
}
/** Both must be there before either is read. */
function pair(delegator: string, validator: string): [delegator: Uint8Array, operator: Uint8Array] {
  if (delegator === '') throw invalid('delegator address cannot be empty');
  if (validator === '') throw invalid('validator address cannot be empty');
  return [accAddressCodec.toBytes(delegator), valAddressCodec.toBytes(validator)];
}

/** The statuses a filter may name. */
const STATUSES: ReadonlyMap<string, BondStatus> = new Map(
  (['BOND_STATUS_BONDED', 'BOND_STATUS_UNBONDED', 'BOND_STATUS_UNBONDING'] as const).map((s) => [s, BondStatus[s]]),
);

/** Source: cosmos-sdk x/staking/keeper/grpc_query.go. */
export function stakingQueryServer(k: StakingKeeper): QueryServer<Context> {
  const part = (ctx: Context, prefix: Uint8Array): PrefixStore => new PrefixStore(ctx.kvStore(k.storeKey), prefix);

  return {
    validators(ctx, req) {
      const status = STATUSES.get(req.status);
      if (req.status !== '' && status === undefined) throw invalid(`invalid validator status ${req.status}`);
      const { results, pagination } = internal(() =>
        genericFilteredPaginate(part(ctx, VALIDATORS_PREFIX), req.pagination, Validator.decode, (_key, v) =>
          status === undefined || v.status === status ? v : undefined,
        ),
      );
      return { validators: results, pagination };
    },

    validator(ctx, req) {
      const v = k.findValidator(ctx, operatorBytes(req.validatorAddr));
      if (v === undefined) throw notFound(`validator ${req.validatorAddr} not found`);
      return { validator: v };
    },

    validatorDelegations(ctx, req) {
      const operator = operatorBytes(req.validatorAddr);
      const store = ctx.kvStore(k.storeKey);
      const delegations: Delegation[] = [];
      // The reference tries again with all delegations when this fails, which only a wrong page request can make it do.
      const pagination = internal(() =>
        paginate(part(ctx, delegationsByValidatorPrefix(operator)), req.pagination, (delegator) => {
          delegations.push(Delegation.decode(store.get(delegationKey(delegator, operator)) ?? EMPTY_BYTES));
        }),
      );
      return { delegationResponses: internal(() => responses(k, ctx, delegations)), pagination };
    },

    validatorUnbondingDelegations(ctx, req) {
      const prefix = unbondingDelegationsByValidatorPrefix(operatorBytes(req.validatorAddr));
      const store = ctx.kvStore(k.storeKey);
      const unbondingResponses: UnbondingDelegation[] = [];
      const pagination = internal(() =>
        paginate(part(ctx, prefix), req.pagination, (key) => {
          const value = store.get(unbondingDelegationKeyOfIndex(concatBytes(prefix, key)));
          unbondingResponses.push(UnbondingDelegation.decode(value ?? EMPTY_BYTES));
        }),
      );
      return { unbondingResponses, pagination };
    },

    delegation(ctx, req) {
      const d = k.findDelegation(ctx, ...pair(req.delegatorAddr, req.validatorAddr));
      if (d === undefined) {
        throw notFound(`delegation with delegator ${req.delegatorAddr} not found for validator ${req.validatorAddr}`);
      }
      return { delegationResponse: internal(() => response(k, ctx, d)) };
    },

    unbondingDelegation(ctx, req) {
      const unbond = k.findUnbondingDelegation(ctx, ...pair(req.delegatorAddr, req.validatorAddr));
      if (unbond === undefined) {
        throw notFound(
          `unbonding delegation with delegator ${req.delegatorAddr} not found for validator ${req.validatorAddr}`,
        );
      }
      return { unbond };
    },

    delegatorDelegations(ctx, req) {
      const store = part(ctx, delegationsPrefix(delegatorBytes(req.delegatorAddr)));
      const delegations: Delegation[] = [];
      const pagination = internal(() =>
        paginate(store, req.pagination, (_key, value) => {
          delegations.push(Delegation.decode(value));
        }),
      );
      return { delegationResponses: internal(() => responses(k, ctx, delegations)), pagination };
    },

    delegatorUnbondingDelegations(ctx, req) {
      const store = part(ctx, unbondingDelegationsPrefix(delegatorBytes(req.delegatorAddr)));
      const unbondingResponses: UnbondingDelegation[] = [];
      const pagination = internal(() =>
        paginate(store, req.pagination, (_key, value) => {
          unbondingResponses.push(UnbondingDelegation.decode(value));
        }),
      );
      return { unbondingResponses, pagination };
    },

    redelegations(ctx, req) {
      const { redelegations, pagination } = internal(() => redelegationsOf(k, ctx, req));
      return {
        redelegationResponses: internal(() => redelegations.map((r) => redelegationResponse(k, ctx, r))),
        pagination,
      };
    },

    delegatorValidators(ctx, req) {
      const store = part(ctx, delegationsPrefix(delegatorBytes(req.delegatorAddr)));
      const validators: Validator[] = [];
      const pagination = internal(() =>
        paginate(store, req.pagination, (_key, value) => {
          const operator = valAddressCodec.toBytes(Delegation.decode(value).validatorAddress);
          validators.push(k.getValidator(ctx, operator));
        }),
      );
      return { validators, pagination };
    },

    delegatorValidator(ctx, req) {
      const [delegator, operator] = pair(req.delegatorAddr, req.validatorAddr);
      return { validator: internal(() => k.getDelegatorValidator(ctx, delegator, operator)) };
    },

    historicalInfo(ctx, req) {
      if (req.height < 0n) throw invalid('height cannot be negative');
      const hist = k.findHistoricalInfo(ctx, req.height);
      if (hist === undefined) throw notFound(`historical info for height ${req.height} not found`);
      return { hist };
    },

    pool(ctx) {
      return { pool: k.pool(ctx) };
    },

    params(ctx) {
      return { params: k.getParams(ctx) };
    },
  };
}

interface RedelegationPage {
  readonly redelegations: Redelegation[];
  readonly pagination: PageResponse | undefined;
}

/** One redelegation, those from a validator, or those of a delegator: by what the request names. */
function redelegationsOf(k: StakingKeeper, ctx: Context, req: QueryRedelegationsRequest): RedelegationPage {
  const { delegatorAddr, srcValidatorAddr, dstValidatorAddr } = req;
  if (delegatorAddr !== '' && srcValidatorAddr !== '' && dstValidatorAddr !== '') {
    const r = k.findRedelegation(
      ctx,
      accAddressCodec.toBytes(delegatorAddr),
      valAddressCodec.toBytes(srcValidatorAddr),
      valAddressCodec.toBytes(dstValidatorAddr),
    );
    if (r === undefined) {
      throw notFound(
        `redelegation not found for delegator address ${delegatorAddr} from validator address ${srcValidatorAddr}`,
      );
    }
    return { redelegations: [r], pagination: undefined };
  }
  const store = ctx.kvStore(k.storeKey);
  const redelegations: Redelegation[] = [];
  if (delegatorAddr === '' && srcValidatorAddr !== '' && dstValidatorAddr === '') {
    const prefix = redelegationsFromPrefix(valAddressCodec.toBytes(srcValidatorAddr));
    const pagination = paginate(new PrefixStore(store, prefix), req.pagination, (key) => {
      const value = store.get(redelegationKeyOfSourceIndex(concatBytes(prefix, key)));
      redelegations.push(Redelegation.decode(value ?? EMPTY_BYTES));
    });
    return { redelegations, pagination };
  }
  const prefix = redelegationsPrefix(accAddressCodec.toBytes(delegatorAddr));
  const pagination = paginate(new PrefixStore(store, prefix), req.pagination, (_key, value) => {
    redelegations.push(Redelegation.decode(value));
  });
  return { redelegations, pagination };
}

function response(k: StakingKeeper, ctx: Context, delegation: Delegation): DelegationResponse {
  const v = k.getValidator(ctx, valAddressCodec.toBytes(delegation.validatorAddress));
  accAddressCodec.toBytes(delegation.delegatorAddress);
  const denom = k.bondDenom(ctx);
  return { delegation, balance: newCoin(denom, v.tokensFromShares(delegation.shares).truncateInt()) };
}

function responses(k: StakingKeeper, ctx: Context, delegations: readonly Delegation[]): DelegationResponse[] {
  return delegations.map((d) => response(k, ctx, d));
}

function redelegationResponse(k: StakingKeeper, ctx: Context, r: Redelegation): RedelegationResponse {
  valAddressCodec.toBytes(r.validatorSrcAddress);
  const destination = valAddressCodec.toBytes(r.validatorDstAddress);
  accAddressCodec.toBytes(r.delegatorAddress);
  const v = k.getValidator(ctx, destination);
  return {
    redelegation: { ...r, entries: [] },
    entries: r.entries.map((e) => ({
      // PARITY: x/staking/types/delegation.go NewRedelegationEntryResponse: what holds an entry is not told.
      redelegationEntry: { ...e, unbondingOnHoldRefCount: 0n },
      balance: v.tokensFromShares(e.sharesDst).truncateInt(),
    })),
  };
}
