/**
 * A small chain for the tests of the modules around staking: the real keepers on stores in memory, without a base application.
 * Blocks are begin and end block of these modules; messages are called directly.
 */
import { MODULE_ACCOUNT_PERMISSIONS } from '../../src/app/accounts.ts';
import { Context, type Misbehavior, type VoteInfo } from '../../src/core/context.ts';
import type { CacheMultiStore, StoreKey } from '../../src/core/store.ts';
import { addDuration, type Time } from '../../src/core/time.ts';
import { accAddressToBech32, moduleAddress, valAddressToBech32 } from '../../src/crypto/address.ts';
import { sha256, sha256Truncated } from '../../src/crypto/hash.ts';
import * as Coins from '../../src/math/coin.ts';
import { Dec } from '../../src/math/dec.ts';
import { CacheMulti } from '../../src/store/cachemulti.ts';
import { MemoryKVStore } from '../../src/store/memory-store.ts';
import { PubKey } from '../../src/wire/gen/cosmos/crypto/ed25519/keys.ts';
import { packAny } from '../../src/wire/registry.ts';
import { AUTH_ACCOUNT_TYPES } from '../../src/x/auth/account.ts';
import { AccountKeeper } from '../../src/x/auth/keeper.ts';
import { DEFAULT_PARAMS as authParams } from '../../src/x/auth/params.ts';
import { BankKeeper } from '../../src/x/bank/keeper.ts';
import * as distribution from '../../src/x/distribution/abci.ts';
import { DistributionKeeper } from '../../src/x/distribution/keeper.ts';
import { defaultParams as distributionParams } from '../../src/x/distribution/params.ts';
import * as evidence from '../../src/x/evidence/abci.ts';
import { EvidenceKeeper } from '../../src/x/evidence/keeper.ts';
import * as mint from '../../src/x/mint/abci.ts';
import { MintKeeper } from '../../src/x/mint/keeper.ts';
import { defaultMinter } from '../../src/x/mint/minter.ts';
import { defaultParams as mintParams } from '../../src/x/mint/params.ts';
import * as slashing from '../../src/x/slashing/abci.ts';
import { slashingHooks } from '../../src/x/slashing/hooks.ts';
import { SlashingKeeper } from '../../src/x/slashing/keeper.ts';
import { defaultParams as slashingParams } from '../../src/x/slashing/params.ts';
import * as staking from '../../src/x/staking/abci.ts';
import { MultiStakingHooks } from '../../src/x/staking/hooks.ts';
import { StakingKeeper } from '../../src/x/staking/keeper.ts';
import { stakingMsgServer } from '../../src/x/staking/msg-server.ts';
import { defaultParams as stakingParams } from '../../src/x/staking/params.ts';

const SECOND = 1_000_000_000n;

/** A person, or a validator's operator. */
export function person(name: string): Uint8Array {
  return sha256Truncated(new TextEncoder().encode(name));
}

/** A validator's consensus key, by name. */
export function consensusPubKey(name: string): Uint8Array {
  return sha256(new TextEncoder().encode(name));
}

export function consAddr(name: string): Uint8Array {
  return sha256Truncated(consensusPubKey(name));
}

export interface Block {
  /** Names of validators that did not sign the last block. */
  readonly absent?: readonly string[];
  /** Votes that are neither commit nor absent, by validator. */
  readonly flags?: Readonly<Record<string, number>>;
  readonly misbehavior?: readonly Misbehavior[];
  readonly seconds?: bigint;
}

export class Chain {
  readonly authority: string = accAddressToBech32(moduleAddress('gov'));
  readonly accounts: AccountKeeper;
  readonly bank: BankKeeper;
  readonly staking: StakingKeeper;
  readonly distribution: DistributionKeeper;
  readonly slashing: SlashingKeeper;
  readonly mint: MintKeeper;
  readonly evidence: EvidenceKeeper;
  readonly validators: string[] = [];
  height = 1n;
  time: Time = { seconds: 1_767_225_600n, nanos: 0 };
  private readonly stores = new Map<StoreKey, MemoryKVStore>();
  private multiStore: CacheMultiStore = new CacheMulti((key) => this.store(key));

  constructor() {
    const key = (name: string): StoreKey => ({ name, kind: 'iavl' });
    const { authority } = this;
    this.accounts = new AccountKeeper({
      storeKey: key('acc'),
      accountTypes: AUTH_ACCOUNT_TYPES,
      modulePermissions: MODULE_ACCOUNT_PERMISSIONS,
      authority,
    });
    const bankKeeper = new BankKeeper({
      storeKey: key('bank'),
      accounts: this.accounts,
      blockedAddresses: [authority],
      authority,
    });
    const accountKeeper = this.accounts;
    const stakingKeeper = new StakingKeeper({ storeKey: key('staking'), accountKeeper, bankKeeper, authority });
    this.bank = bankKeeper;
    this.staking = stakingKeeper;
    this.distribution = new DistributionKeeper({
      storeKey: key('distribution'),
      accountKeeper,
      bankKeeper,
      stakingKeeper,
      feeCollectorName: 'fee_collector',
      authority,
    });
    this.slashing = new SlashingKeeper({ storeKey: key('slashing'), stakingKeeper, authority });
    this.mint = new MintKeeper({
      storeKey: key('mint'),
      stakingKeeper,
      bankKeeper,
      feeCollectorName: 'fee_collector',
      authority,
    });
    this.evidence = new EvidenceKeeper({ storeKey: key('evidence'), stakingKeeper, slashingKeeper: this.slashing });
    stakingKeeper.setHooks(new MultiStakingHooks(this.distribution.hooks(), slashingHooks(this.slashing)));

    const ctx = this.ctx();
    this.accounts.setParams(ctx, authParams);
    stakingKeeper.setParams(ctx, stakingParams());
    this.distribution.setParams(ctx, distributionParams());
    this.distribution.setFeePool(ctx, { communityPool: [] });
    this.slashing.setParams(ctx, slashingParams());
    this.mint.setParams(ctx, mintParams());
    this.mint.setMinter(ctx, defaultMinter());
    stakingKeeper.setLastTotalPower(ctx, 0n);
  }

  private store(key: StoreKey): MemoryKVStore {
    let store = this.stores.get(key);
    if (store === undefined) {
      store = new MemoryKVStore();
      this.stores.set(key, store);
    }
    return store;
  }

  /** A context in the current block. */
  ctx(block: Block = {}): Context {
    const votes: VoteInfo[] = [];
    for (const name of this.validators) {
      const power = this.lastPowers.get(name) ?? 0n;
      if (power === 0n) continue;
      const blockIdFlag = block.flags?.[name] ?? (block.absent?.includes(name) ? 1 : 2);
      votes.push({ validator: { address: consAddr(name), power }, blockIdFlag });
    }
    return Context.create({
      multiStore: this.multiStore,
      consensusParams: {
        block: undefined,
        evidence: { maxAgeNumBlocks: 100n, maxAgeDuration: 600n * SECOND, maxBytes: 0n },
        validator: undefined,
        version: undefined,
        abci: undefined,
      },
      header: {
        chainId: 'test',
        height: this.height,
        time: this.time,
        proposerAddress: consAddr(this.validators[0] ?? 'nobody'),
        nextValidatorsHash: new Uint8Array(32),
        appHash: new Uint8Array(32),
      },
      cometInfo: {
        misbehavior: block.misbehavior ?? [],
        validatorsHash: new Uint8Array(0),
        proposerAddress: new Uint8Array(0),
        lastCommit: { round: 0, votes },
      },
    });
  }

  /** Powers of the validator set that signs the next block's last commit. */
  private lastPowers = new Map<string, bigint>();

  /** Ends the block and begins the next one. Returns that one's context, with its begin-block events. */
  next(block: Block = {}): Context {
    staking.endBlocker(this.ctx(), this.staking);
    this.lastPowers = new Map();
    const ctx = this.ctx();
    for (const name of this.validators) {
      const power = this.staking.getLastValidatorPower(ctx, person(name));
      if (power !== 0n) this.lastPowers.set(name, power);
    }
    this.height++;
    this.time = addDuration(this.time, (block.seconds ?? 6n) * SECOND);
    const next = this.ctx(block);
    mint.beginBlocker(this.mint, next);
    distribution.beginBlocker(this.distribution, next);
    slashing.beginBlocker(this.slashing, next);
    evidence.beginBlocker(this.evidence, next);
    return next;
  }

  /** Runs `act` on a branch, which is kept when it returns true. */
  transaction(act: () => boolean): void {
    const parent = this.multiStore;
    const branch = parent.cacheMultiStore();
    this.multiStore = branch;
    try {
      if (act()) branch.write();
    } finally {
      this.multiStore = parent;
    }
  }

  fund(address: Uint8Array, amount: bigint, denom = 'uakt'): void {
    const ctx = this.ctx();
    this.bank.mintCoins(ctx, 'mint', Coins.of(denom, amount));
    this.bank.sendCoinsFromModuleToAccount(ctx, 'mint', address, Coins.of(denom, amount));
  }

  /** Coins that the next block will distribute. */
  collectFees(amount: bigint, denom = 'uakt'): void {
    const ctx = this.ctx();
    this.bank.mintCoins(ctx, 'mint', Coins.of(denom, amount));
    this.bank.sendCoinsFromModuleToModule(ctx, 'mint', 'fee_collector', Coins.of(denom, amount));
  }

  balance(address: Uint8Array, denom = 'uakt'): bigint {
    return this.bank.getBalance(this.ctx(), address, denom).amount;
  }

  /** Creates a validator that delegates `amount` to itself. */
  createValidator(name: string, amount: bigint, rate: Dec = Dec.withPrec(1n, 1)): void {
    const operator = person(name);
    this.fund(operator, amount);
    stakingMsgServer(this.staking).createValidator(this.ctx(), {
      description: { moniker: name, identity: '', website: '', securityContact: '', details: '' },
      commission: { rate, maxRate: Dec.one, maxChangeRate: Dec.one },
      minSelfDelegation: 1n,
      delegatorAddress: '',
      validatorAddress: valAddressToBech32(operator),
      pubkey: packAny(PubKey, { key: consensusPubKey(name) }),
      value: { denom: 'uakt', amount },
    });
    this.validators.push(name);
  }

  delegate(delegator: Uint8Array, validator: string, amount: bigint): void {
    stakingMsgServer(this.staking).delegate(this.ctx(), {
      delegatorAddress: accAddressToBech32(delegator),
      validatorAddress: valAddressToBech32(person(validator)),
      amount: { denom: 'uakt', amount },
    });
  }

  undelegate(delegator: Uint8Array, validator: string, amount: bigint): void {
    stakingMsgServer(this.staking).undelegate(this.ctx(), {
      delegatorAddress: accAddressToBech32(delegator),
      validatorAddress: valAddressToBech32(person(validator)),
      amount: { denom: 'uakt', amount },
    });
  }
}
