/** Random transactions: mostly sensible, some senseless. Everything is drawn from one seeded generator. */

import { valAddressCodec } from '../../src/crypto/address.ts';
import { toAny } from '../../src/crypto/pubkey.ts';
import type { Coin } from '../../src/math/coin.ts';
import { Dec } from '../../src/math/dec.ts';
import { GenericAuthorization } from '../../src/wire/gen/cosmos/authz/v1beta1/authz.ts';
import { MsgExec, MsgGrant, MsgRevoke } from '../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import { MsgMultiSend, MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import {
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
} from '../../src/wire/gen/cosmos/distribution/v1beta1/tx.ts';
import { MsgDeposit, MsgSubmitProposal, MsgVote } from '../../src/wire/gen/cosmos/gov/v1/tx.ts';
import { MsgUnjail } from '../../src/wire/gen/cosmos/slashing/v1beta1/tx.ts';
import { StakeAuthorization } from '../../src/wire/gen/cosmos/staking/v1beta1/authz.ts';
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
} from '../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import { packAny } from '../../src/wire/registry.ts';
import { DO_NOT_MODIFY } from '../../src/x/staking/description.ts';
import type { Random } from '../store/random.ts';
import { type Account, type AnyMsg, consensusKey, msg, type SimChain } from './chain.ts';

/** What is sent: by whom, and a line for the program that is printed when something is wrong. */
export interface Sent {
  readonly from: Account;
  readonly msgs: readonly AnyMsg[];
  readonly what: string;
}

type Make = (from: Account) => AnyMsg;

export class Traffic {
  private readonly chain: SimChain;
  private readonly random: Random;
  private readonly actions: readonly (readonly [weight: number, name: string, make: Make])[];
  private readonly total: number;

  constructor(chain: SimChain, random: Random) {
    this.chain = chain;
    this.random = random;
    this.actions = [
      [20, 'send', (a) => msg(MsgSend, { fromAddress: a.text, toAddress: this.anyone().text, amount: [this.coin()] })],
      [3, 'multisend', (a) => this.multiSend(a)],
      [20, 'delegate', (a) => msg(MsgDelegate, { ...this.pair(a), amount: this.coin() })],
      [12, 'undelegate', (a) => msg(MsgUndelegate, this.holding(a))],
      [10, 'redelegate', (a) => this.redelegate(a)],
      [5, 'cancel', (a) => this.cancel(a)],
      [3, 'create', (a) => this.create(a)],
      [3, 'edit', (a) => this.edit(a)],
      [8, 'reward', (a) => msg(MsgWithdrawDelegatorReward, this.pair(a))],
      [4, 'commission', (a) => msg(MsgWithdrawValidatorCommission, { validatorAddress: a.operator })],
      [1, 'fund', (a) => msg(MsgFundCommunityPool, { depositor: a.text, amount: [this.coin()] })],
      [
        2,
        'withdraw to',
        (a) => msg(MsgSetWithdrawAddress, { delegatorAddress: a.text, withdrawAddress: this.anyone().text }),
      ],
      [6, 'unjail', (a) => msg(MsgUnjail, { validatorAddr: a.operator })],
      [2, 'propose', (a) => this.propose(a)],
      [6, 'vote', (a) => msg(MsgVote, { proposalId: this.proposal(), voter: a.text, option: 1 + this.below(4) })],
      [2, 'deposit', (a) => msg(MsgDeposit, { proposalId: this.proposal(), depositor: a.text, amount: [this.coin()] })],
      [4, 'grant', (a) => this.grant(a)],
      [4, 'exec', (a) => this.exec(a)],
      [
        1,
        'revoke',
        (a) => msg(MsgRevoke, { granter: a.text, grantee: this.anyone().text, msgTypeUrl: `/${MsgSend.typeName}` }),
      ],
    ];
    this.total = this.actions.reduce((sum, [weight]) => sum + weight, 0);
  }

  /** One transaction of one or two messages. */
  next(): Sent {
    const from = this.anyone();
    const msgs: AnyMsg[] = [];
    const names: string[] = [];
    for (let n = this.below(8) === 0 ? 2 : 1; n > 0; n--) {
      const [name, make] = this.pick();
      msgs.push(make(from));
      names.push(name);
    }
    return { from, msgs, what: `${this.chain.accounts.indexOf(from)} ${names.join(' + ')}` };
  }

  /** Changes who is absent, less than a third of the power, and now and then reports double signing. */
  disturb(): void {
    const { absent, height, misbehavior, time } = this.chain;
    const validators = this.chain.validators();
    const one = validators[this.below(validators.length)]!;
    const totalVotingPower = validators.reduce((sum, v) => sum + v.power, 0n);
    if (this.below(10) === 0) absent.clear();
    if (this.below(6) === 0) absent.add(Buffer.from(one.address).toString('hex'));
    const missing = validators.filter((v) => absent.has(Buffer.from(v.address).toString('hex')));
    if (missing.reduce((sum, v) => sum + v.power, 0n) * 3n >= totalVotingPower) absent.clear();
    if (this.below(50) === 0 && validators.length > 3 && height > 2n) {
      misbehavior.push({ type: 1, validator: one, height: height - 1n, time, totalVotingPower });
    }
  }

  private below(n: number): number {
    return this.random.below(n);
  }
  private pick(): [string, Make] {
    let at = this.below(this.total);
    for (const [weight, name, make] of this.actions) {
      if (at < weight) return [name, make];
      at -= weight;
    }
    throw new Error('the weights do not add up');
  }
  private anyone(): Account {
    return this.chain.accounts[this.below(this.chain.accounts.length)]!;
  }
  private operator(): Account {
    return this.chain.operators[this.below(this.chain.operators.length)]!;
  }
  /** Small, large, or at the border of a unit of power. */
  private amount(): bigint {
    const units = BigInt(1 + this.below(50)) * 1_000_000n;
    switch (this.below(5)) {
      case 0:
        return BigInt(this.below(10));
      case 1:
        return units;
      case 2:
        return units - 1n;
      default:
        return BigInt(1 + this.below(300_000_000));
    }
  }
  private coin(amount = this.amount()): Coin {
    return { denom: this.below(40) === 0 ? 'uother' : 'uakt', amount };
  }
  private pair(a: Account): { delegatorAddress: string; validatorAddress: string } {
    return { delegatorAddress: a.text, validatorAddress: this.operator().operator };
  }

  /** A delegation of the account and a part of it, sometimes all; anything when it has none. */
  private holding(a: Account): { delegatorAddress: string; validatorAddress: string; amount: Coin } {
    const { staking } = this.chain.app.keepers;
    const ctx = this.chain.ctx();
    const held = staking.getAllDelegatorDelegations(ctx, a.address);
    if (held.length === 0) return { ...this.pair(a), amount: this.coin() };
    const d = held[this.below(held.length)]!;
    const validator = staking.getValidator(ctx, valAddressCodec.toBytes(d.validatorAddress));
    const worth = validator.tokensFromShares(d.shares).truncateInt();
    const part = this.below(3) === 0 ? worth : (worth * BigInt(this.below(1000))) / 1000n;
    return { delegatorAddress: a.text, validatorAddress: d.validatorAddress, amount: this.coin(part) };
  }

  private multiSend(a: Account): AnyMsg {
    const [x, y] = [this.amount(), this.amount()];
    return msg(MsgMultiSend, {
      inputs: [{ address: a.text, coins: [{ denom: 'uakt', amount: x + y }] }],
      outputs: [x, y].map((amount) => ({ address: this.anyone().text, coins: [{ denom: 'uakt', amount }] })),
    });
  }
  private redelegate(a: Account): AnyMsg {
    const { delegatorAddress, validatorAddress, amount } = this.holding(a);
    const validatorDstAddress = this.operator().operator;
    return msg(MsgBeginRedelegate, {
      delegatorAddress,
      validatorSrcAddress: validatorAddress,
      validatorDstAddress,
      amount,
    });
  }
  private cancel(a: Account): AnyMsg {
    const all = this.chain.app.keepers.staking.getAllUnbondingDelegations(this.chain.ctx(), a.address);
    const u = all[this.below(Math.max(all.length, 1))];
    const entry = u?.entries[this.below(u.entries.length)];
    if (u === undefined || entry === undefined) {
      return msg(MsgCancelUnbondingDelegation, {
        ...this.pair(a),
        amount: this.coin(),
        creationHeight: this.chain.height,
      });
    }
    const amount = this.below(2) === 0 ? entry.balance : this.amount();
    return msg(MsgCancelUnbondingDelegation, {
      delegatorAddress: a.text,
      validatorAddress: u.validatorAddress,
      amount: { denom: 'uakt', amount },
      creationHeight: entry.creationHeight,
    });
  }
  private create(a: Account): AnyMsg {
    const rate = Dec.withPrec(BigInt(this.below(30)), 2);
    const description = { moniker: `of ${a.text}`, identity: '', website: '', securityContact: '', details: '' };
    return msg(MsgCreateValidator, {
      description,
      commission: { rate, maxRate: Dec.withPrec(30n, 2), maxChangeRate: Dec.withPrec(BigInt(this.below(40)), 2) },
      minSelfDelegation: BigInt(this.below(3)),
      validatorAddress: a.operator,
      // Sometimes a key that is used already.
      pubkey: toAny(consensusKey(this.below(5) === 0 ? this.below(this.chain.keys) : this.chain.keys++)),
      value: this.coin(),
    });
  }
  private edit(a: Account): AnyMsg {
    const keep = DO_NOT_MODIFY;
    return msg(MsgEditValidator, {
      description: {
        moniker: `n${this.below(9)}`,
        identity: keep,
        website: keep,
        securityContact: keep,
        details: keep,
      },
      validatorAddress: a.operator,
      commissionRate: this.below(2) === 0 ? Dec.withPrec(BigInt(this.below(60)), 2) : undefined,
      minSelfDelegation: this.below(2) === 0 ? this.amount() : undefined,
    });
  }
  private propose(a: Account): AnyMsg {
    const initialDeposit = [{ denom: 'uakt', amount: BigInt(this.below(3)) * 10_000_000n }];
    return msg(MsgSubmitProposal, {
      initialDeposit,
      proposer: a.text,
      title: 'a title',
      summary: 'a summary',
      metadata: '',
    });
  }
  private proposal(): bigint {
    return BigInt(1 + this.below(4 + Number(this.chain.height / 20n)));
  }
  private grant(a: Account): AnyMsg {
    const authorization =
      this.below(2) === 0
        ? packAny(GenericAuthorization, { msg: `/${MsgSend.typeName}` })
        : packAny(StakeAuthorization, {
            maxTokens: { denom: 'uakt', amount: this.amount() },
            validators: {
              $case: 'allowList',
              allowList: { address: [this.operator().operator, this.operator().operator] },
            },
            authorizationType: 1 + this.below(4),
          });
    const expiration = { seconds: this.chain.time.seconds + BigInt(this.below(200)), nanos: 0 };
    return msg(MsgGrant, { granter: a.text, grantee: this.anyone().text, grant: { authorization, expiration } });
  }
  private exec(a: Account): AnyMsg {
    const granter = this.anyone();
    const inner =
      this.below(2) === 0
        ? msg(MsgSend, { fromAddress: granter.text, toAddress: a.text, amount: [this.coin()] })
        : msg(MsgDelegate, { ...this.pair(granter), amount: this.coin() });
    return msg(MsgExec, { grantee: a.text, msgs: [inner] });
  }
}
