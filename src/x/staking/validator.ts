import { GoPanic } from '../../core/errors.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import type { Time } from '../../core/time.ts';
import { unixEpoch } from '../../core/time.ts';
import { valAddressCodec } from '../../crypto/address.ts';
import type { PubKey } from '../../crypto/pubkey.ts';
import { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';
import {
  BondStatus,
  type Commission,
  type Description,
  Validator as ValidatorMessage,
} from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { consensusKey, toCometKey } from './consensus-key.ts';
import { ErrInsufficientShares } from './errors.ts';

/** uakt per unit of consensus power. */
export const POWER_REDUCTION = 1_000_000n;

/** Consensus power that tokens give. Panics beyond int64. */
export function tokensToConsensusPower(tokens: bigint, powerReduction: bigint = POWER_REDUCTION): bigint {
  return Int.toInt64(tokens / powerReduction);
}

/** Tokens that a consensus power stands for. */
export function tokensFromConsensusPower(power: bigint, powerReduction: bigint = POWER_REDUCTION): bigint {
  return Int.mul(power, powerReduction);
}

/** What is derived from fields that never change in a validator's life. */
interface Identity {
  operator: Uint8Array | undefined;
  key: PubKey | undefined;
}

/**
 * A validator: the stored message and its arithmetic. Immutable; {@link with} and the methods that change something return
 * a new one. Source: cosmos-sdk x/staking/types/validator.go.
 */
export class Validator implements ValidatorMessage {
  readonly operatorAddress: string;
  readonly consensusPubkey: Any | undefined;
  readonly jailed: boolean;
  readonly status: BondStatus;
  readonly tokens: bigint;
  readonly delegatorShares: Dec;
  readonly description: Description;
  readonly unbondingHeight: bigint;
  readonly unbondingTime: Time;
  readonly commission: Commission;
  readonly minSelfDelegation: bigint;
  readonly unbondingOnHoldRefCount: bigint;
  readonly unbondingIds: bigint[];
  private readonly identity: Identity;
  private encoded: Uint8Array | undefined;

  constructor(m: ValidatorMessage, identity: Identity = { operator: undefined, key: undefined }) {
    this.operatorAddress = m.operatorAddress;
    this.consensusPubkey = m.consensusPubkey;
    this.jailed = m.jailed;
    this.status = m.status;
    this.tokens = m.tokens;
    this.delegatorShares = m.delegatorShares;
    this.description = m.description;
    this.unbondingHeight = m.unbondingHeight;
    this.unbondingTime = m.unbondingTime;
    this.commission = m.commission;
    this.minSelfDelegation = m.minSelfDelegation;
    this.unbondingOnHoldRefCount = m.unbondingOnHoldRefCount;
    this.unbondingIds = m.unbondingIds;
    this.identity = identity;
  }

  /** A new, unbonded validator without tokens. */
  static create(operatorAddress: string, consensusPubkey: Any, description: Description): Validator {
    return new Validator(
      ValidatorMessage.create({
        operatorAddress,
        consensusPubkey,
        status: BondStatus.BOND_STATUS_UNBONDED,
        description,
        unbondingTime: unixEpoch,
        commission: {
          commissionRates: { rate: Dec.zero, maxRate: Dec.zero, maxChangeRate: Dec.zero },
          updateTime: unixEpoch,
        },
        minSelfDelegation: 1n,
      }),
    );
  }

  /** `bytes` are what {@link encode} wrote. */
  static decode(bytes: Uint8Array): Validator {
    const v = new Validator(ValidatorMessage.decode(bytes));
    v.encoded = bytes;
    return v;
  }

  encode(): Uint8Array {
    this.encoded ??= ValidatorMessage.encode(this);
    return this.encoded;
  }

  /** A copy with changes. Operator and consensus key stay what they are. */
  with(changes: Partial<Omit<ValidatorMessage, 'operatorAddress' | 'consensusPubkey'>>): Validator {
    return new Validator({ ...(this as ValidatorMessage), ...changes }, this.identity);
  }

  // ---- reading

  isJailed(): boolean {
    return this.jailed;
  }
  isBonded(): boolean {
    return this.status === BondStatus.BOND_STATUS_BONDED;
  }
  isUnbonded(): boolean {
    return this.status === BondStatus.BOND_STATUS_UNBONDED;
  }
  isUnbonding(): boolean {
    return this.status === BondStatus.BOND_STATUS_UNBONDING;
  }
  getMoniker(): string {
    return this.description.moniker;
  }
  getStatus(): BondStatus {
    return this.status;
  }
  getOperator(): string {
    return this.operatorAddress;
  }
  /** The operator's address. Throws a Go error when its text is not one. */
  operatorBytes(): Uint8Array {
    this.identity.operator ??= valAddressCodec.toBytes(this.operatorAddress);
    return this.identity.operator;
  }
  getTokens(): bigint {
    return this.tokens;
  }
  bondedTokens(): bigint {
    return this.isBonded() ? this.tokens : 0n;
  }
  getBondedTokens(): bigint {
    return this.bondedTokens();
  }
  getCommission(): Dec {
    return this.commission.commissionRates.rate;
  }
  getMinSelfDelegation(): bigint {
    return this.minSelfDelegation;
  }
  getDelegatorShares(): Dec {
    return this.delegatorShares;
  }
  /** The consensus key. Throws a Go error when there is none. */
  consPubKey(): PubKey {
    this.identity.key ??= consensusKey(this.consensusPubkey);
    return this.identity.key;
  }
  /** The consensus address: what CometBFT names the validator by. */
  getConsAddr(): Uint8Array {
    return this.consPubKey().address();
  }
  consensusPower(powerReduction: bigint = POWER_REDUCTION): bigint {
    return this.isBonded() ? this.potentialConsensusPower(powerReduction) : 0n;
  }
  getConsensusPower(powerReduction: bigint): bigint {
    return this.consensusPower(powerReduction);
  }
  /** The power it would have if it were bonded. */
  potentialConsensusPower(powerReduction: bigint = POWER_REDUCTION): bigint {
    return tokensToConsensusPower(this.tokens, powerReduction);
  }
  abciValidatorUpdate(power: bigint): ValidatorUpdate {
    return { ...toCometKey(this.consPubKey()), power };
  }

  // ---- shares and tokens

  /** No tokens are left but shares are: nobody can delegate to it. */
  invalidExRate(): boolean {
    return this.tokens === 0n && this.delegatorShares.isPositive();
  }
  tokensFromShares(shares: Dec): Dec {
    return shares.mulInt(this.tokens).quo(this.delegatorShares);
  }
  tokensFromSharesTruncated(shares: Dec): Dec {
    return shares.mulInt(this.tokens).quoTruncate(this.delegatorShares);
  }
  tokensFromSharesRoundUp(shares: Dec): Dec {
    return shares.mulInt(this.tokens).quoRoundUp(this.delegatorShares);
  }
  /**
   * Throws ErrInsufficientShares when it has no tokens. PARITY: x/staking/types/validator.go SharesFromTokens: the product is made before
   * the amount is compared with what there is, so 1e76 is a panic.
   */
  sharesFromTokens(amount: bigint): Dec {
    if (this.tokens === 0n) throw ErrInsufficientShares.error();
    return this.delegatorShares.mulInt(amount).quoInt(this.tokens);
  }
  sharesFromTokensTruncated(amount: bigint): Dec {
    if (this.tokens === 0n) throw ErrInsufficientShares.error();
    return this.delegatorShares.mulInt(amount).quoTruncate(Dec.fromInt(this.tokens));
  }

  /** Adds a delegation. The first one sets the exchange rate to one. */
  addTokensFromDel(amount: bigint): { validator: Validator; shares: Dec } {
    const shares = this.delegatorShares.isZero() ? Dec.fromInt(amount) : this.issuedShares(amount);
    const validator = this.with({
      tokens: Int.add(this.tokens, amount),
      delegatorShares: this.delegatorShares.add(shares),
    });
    return { validator, shares };
  }

  private issuedShares(amount: bigint): Dec {
    if (this.tokens === 0n) throw new GoPanic(ErrInsufficientShares.description);
    return this.sharesFromTokens(amount);
  }

  /** Takes tokens away and leaves the shares: a slash. */
  removeTokens(tokens: bigint): Validator {
    if (tokens < 0n) throw new GoPanic(`should not happen: trying to remove negative tokens ${tokens}`);
    if (this.tokens < tokens) {
      throw new GoPanic(`should not happen: only have ${this.tokens} tokens, trying to remove ${tokens}`);
    }
    return this.with({ tokens: this.tokens - tokens });
  }

  /**
   * Takes shares away and the whole tokens they are worth. The last shares take all tokens.
   *
   * PARITY: x/staking/types/validator.go RemoveDelShares: the worth is truncated and the fraction stays with the validator,
   * so tokens per share can rise above 1 and a validator can be left with dust shares and no tokens.
   */
  removeDelShares(shares: Dec): { validator: Validator; tokens: bigint } {
    const delegatorShares = this.delegatorShares.sub(shares);
    if (delegatorShares.isZero()) {
      return { validator: this.with({ tokens: 0n, delegatorShares }), tokens: this.tokens };
    }
    const tokens = this.tokensFromShares(shares).truncateInt();
    const left = Int.sub(this.tokens, tokens);
    if (left < 0n) throw new GoPanic('attempting to remove more tokens than available in validator');
    return { validator: this.with({ tokens: left, delegatorShares }), tokens };
  }
}
