import { accAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import type { Coin } from '../../src/math/coin.ts';
import { MsgCreateDeployment } from '../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import type { Account as AccountID } from '../../src/wire/gen/akash/escrow/id/v1/id.ts';
import { State } from '../../src/wire/gen/akash/escrow/types/v1/state.ts';
import { MsgAccountDeposit } from '../../src/wire/gen/akash/escrow/v1/msg.ts';
import { MsgCreateBid } from '../../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import type { Event } from '../../src/wire/gen/tendermint/abci/types.ts';
import { deploymentAccountId } from '../../src/x/deployment/ids.ts';
import { escrowRecords } from '../../src/x/escrow/invariants.ts';
import { accountIdText, paymentIdText } from '../../src/x/escrow/keys.ts';
import { bidAccountId } from '../../src/x/market/ids.ts';
import type { AnyMsg, Block, SimChain } from './chain.ts';
import { withInner } from './kinds.ts';

/** What went in and out of the escrow module since the chain began, in one denomination. */
export interface Flow {
  deposited: bigint;
  /** By providers, with the share of it that the community took. */
  earned: bigint;
  /** By the community pool. */
  taken: bigint;
  refunded: bigint;
  /** Still there. */
  held: bigint;
}
export type Flows = Map<string, Flow>;

const ESCROW = accAddressToBech32(moduleAddress('escrow'));
const COMMUNITY = accAddressToBech32(moduleAddress('distribution'));

/** Percent. */
const ALL = 100n;

/** A deposit of one depositor into one account; what is left of it is given back when the account is over. */
interface Entry {
  readonly owner: string;
  readonly denom: string;
  left: bigint;
}

/** An account as the messages tell it. */
interface Page {
  entries: Entry[];
  /** What had been transferred to payments when the entries were last looked at. */
  transferred: bigint;
}

interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly coins: readonly Coin[];
  /** Which message of the transaction moved it. */
  readonly message: number;
}

/**
 * The escrow module's books, kept a second time from messages and transfers of coins. What is deposited by message is what moves in; what is
 * paid to whom is what the payments say, less the share of the community; and what is left of each deposit goes back to whoever made it.
 */
export class EscrowBook {
  readonly flows: Flows = new Map();
  private readonly chain: SimChain;
  private readonly pages = new Map<string, Page>();
  private readonly withdrawn = new Map<string, bigint>();
  private rates: (denom: string) => bigint;

  constructor(chain: SimChain) {
    this.chain = chain;
    this.rates = this.ratesNow();
  }

  /** Enters a committed block, with the messages of its transactions. Returns what does not agree. */
  enter(block: Block, txs: readonly (readonly AnyMsg[])[]): string[] {
    const found: string[] = [];
    const received = new Sums();
    block.results.forEach((r, i) => {
      if (r.code === 0) this.transaction(txs[i]!, transfersOf(r.events), received, found);
    });
    for (const { from, to } of transfersOf(block.events)) {
      if (from === ESCROW || to === ESCROW)
        found.push(`escrow coins move at the end of a block, from ${from} to ${to}`);
    }
    const expected = new Sums();
    this.accounts(expected, found);
    this.payments(expected);
    for (const key of new Set([...received.keys(), ...expected.keys()])) {
      if (received.of(key) === expected.of(key)) continue;
      found.push(`${key} was given ${received.of(key)} by escrow, due were ${expected.of(key)}`);
    }
    this.balance(found);
    this.rates = this.ratesNow();
    return found;
  }

  private flow(denom: string): Flow {
    let flow = this.flows.get(denom);
    if (flow === undefined) {
      flow = { deposited: 0n, earned: 0n, taken: 0n, refunded: 0n, held: 0n };
      this.flows.set(denom, flow);
    }
    return flow;
  }

  /** Deposits go into the account that their message names; the community's share counts as received by who earned it. */
  private transaction(msgs: readonly AnyMsg[], transfers: readonly Transfer[], received: Sums, found: string[]): void {
    const deposits = msgs.map(depositOf);
    const wanted = deposits.map((d) => d?.amount.amount ?? 0n);
    let share: Coin | undefined;
    for (const { from, to, coins, message } of transfers) {
      for (const coin of coins) {
        const { denom, amount } = coin;
        if (to === ESCROW) {
          const deposit = deposits[message];
          if (deposit === undefined || deposit.amount.denom !== denom) {
            found.push(`${amount}${denom} of ${from} went into escrow, which no message asked for`);
            continue;
          }
          wanted[message]! -= amount;
          this.page(deposit.account).entries.push({ owner: from, denom, left: amount });
          this.flow(denom).deposited += amount;
        }
        if (from !== ESCROW) continue;
        if (to === COMMUNITY) {
          this.flow(denom).taken += amount;
          // When it takes all, nothing follows that would tell whose it was.
          if (this.rates(denom) === ALL) received.add(`${to} ${denom}`, amount);
          else share = coin;
          continue;
        }
        received.add(`${to} ${denom}`, amount);
        if (share !== undefined) {
          received.add(`${to} ${denom}`, share.amount);
          const right = ((amount + share.amount) * this.rates(denom)) / ALL;
          if (share.denom !== denom || share.amount !== right) {
            found.push(
              `of ${amount + share.amount}${denom} for ${to} the community took ${share.amount}${share.denom}`,
            );
          }
        }
        share = undefined;
      }
    }
    wanted.forEach((left, i) => {
      if (left !== 0n)
        found.push(`message ${i} deposits ${left}${deposits[i]!.amount.denom} more than went into escrow`);
    });
  }

  /** Payments take from the deposits in their order; what is left when an account is over is refunded. */
  private accounts(expected: Sums, found: string[]): void {
    const { accounts } = escrowRecords(this.chain.app.keepers.escrow, this.chain.ctx());
    for (const { id, state } of accounts) {
      const name = accountIdText(id);
      const page = this.page(id);
      const transferred = state.transferred[0]?.amount.truncateInt() ?? 0n;
      let used = transferred - page.transferred;
      page.transferred = transferred;
      for (const entry of page.entries) {
        const part = entry.left < used ? entry.left : used;
        entry.left -= part;
        used -= part;
      }
      if (used !== 0n) found.push(`account ${name} has transferred ${used} more than was deposited`);
      page.entries = page.entries.filter((e) => e.left > 0n);
      if (state.state === State.open) {
        const told = state.deposits.filter((d) => d.balance.amount.isPositive());
        const same =
          told.length === page.entries.length &&
          told.every((d, i) => {
            const e = page.entries[i]!;
            return d.owner === e.owner && d.balance.denom === e.denom && d.balance.amount.truncateInt() === e.left;
          });
        if (!same) found.push(`account ${name} has not the deposits that were made`);
        continue;
      }
      for (const { owner, denom, left } of page.entries) {
        expected.add(`${owner} ${denom}`, left);
        this.flow(denom).refunded += left;
      }
      page.entries = [];
    }
  }

  private payments(expected: Sums): void {
    const { payments } = escrowRecords(this.chain.app.keepers.escrow, this.chain.ctx());
    for (const { id, state } of payments) {
      const name = paymentIdText(id);
      const { denom, amount } = state.withdrawn;
      const paid = amount - (this.withdrawn.get(name) ?? 0n);
      this.withdrawn.set(name, amount);
      if (paid === 0n) continue;
      expected.add(`${this.rates(denom) === ALL ? COMMUNITY : state.owner} ${denom}`, paid);
      this.flow(denom).earned += paid;
    }
  }

  /** What was deposited is what was earned, with the community's share in it, what was refunded, and what is there. */
  private balance(found: string[]): void {
    const { bank } = this.chain.app.keepers;
    for (const [denom, flow] of this.flows) {
      flow.held = bank.getBalance(this.chain.ctx(), moduleAddress('escrow'), denom).amount;
      if (flow.deposited !== flow.earned + flow.refunded + flow.held) {
        found.push(
          `of ${flow.deposited}${denom} deposited, ${flow.earned} were earned, ${flow.refunded} refunded, ${flow.held} are there`,
        );
      }
    }
  }

  private page(id: AccountID): Page {
    const name = accountIdText(id);
    let page = this.pages.get(name);
    if (page === undefined) {
      page = { entries: [], transferred: 0n };
      this.pages.set(name, page);
    }
    return page;
  }

  /** Shares in percent. New ones are voted in at the end of a block, and hold from the next. */
  private ratesNow(): (denom: string) => bigint {
    const { defaultTakeRate, denomTakeRates } = this.chain.app.keepers.take.getParams(this.chain.ctx());
    return (denom) => BigInt(denomTakeRates.find((r) => r.denom === denom)?.rate ?? defaultTakeRate);
  }
}

/** Amounts by address and denomination. */
class Sums {
  private readonly amounts = new Map<string, bigint>();
  add(key: string, amount: bigint): void {
    this.amounts.set(key, this.of(key) + amount);
  }
  of(key: string): bigint {
    return this.amounts.get(key) ?? 0n;
  }
  keys(): Iterable<string> {
    return this.amounts.keys();
  }
}

/** What a message deposits into which account, itself or by the one message that it executes for another. */
function depositOf(msg: AnyMsg): { account: AccountID; amount: Coin } | undefined {
  const found = withInner([msg]).flatMap(({ typeUrl, value }) => {
    switch (typeUrl) {
      case `/${MsgCreateDeployment.typeName}`: {
        const { id, deposit } = MsgCreateDeployment.decode(value);
        return [{ account: deploymentAccountId(id), amount: deposit.amount }];
      }
      case `/${MsgCreateBid.typeName}`: {
        const { id, deposit } = MsgCreateBid.decode(value);
        return [{ account: bidAccountId(id), amount: deposit.amount }];
      }
      case `/${MsgAccountDeposit.typeName}`: {
        const { id, deposit } = MsgAccountDeposit.decode(value);
        return [{ account: id, amount: deposit.amount }];
      }
      default:
        return [];
    }
  });
  if (found.length > 1) throw new Error('a message with several deposits in it');
  return found[0];
}

function transfersOf(events: readonly Event[]): Transfer[] {
  return events.flatMap(({ type, attributes }) => {
    if (type !== 'transfer') return [];
    const value = (key: string): string => attributes.find((a) => a.key === key)?.value ?? '';
    return [
      {
        from: value('sender'),
        to: value('recipient'),
        coins: coinsOf(value('amount')),
        message: Number(value('msg_index')),
      },
    ];
  });
}

function coinsOf(text: string): Coin[] {
  if (text === '') return [];
  return text.split(',').map((coin) => {
    const [, amount, denom] = /^(\d+)(.+)$/.exec(coin)!;
    return { amount: BigInt(amount!), denom: denom! };
  });
}

export function addFlows(to: Flows, more: Flows): void {
  for (const [denom, flow] of more) {
    const sum = to.get(denom);
    if (sum === undefined) to.set(denom, { ...flow });
    else for (const field of FIELDS) sum[field] += flow[field];
  }
}

const FIELDS = ['deposited', 'earned', 'taken', 'refunded', 'held'] as const;

export function describeFlows(flows: Flows): string {
  return [...flows]
    .map(([denom, { deposited, earned, taken, refunded, held }]) => {
      const name = denom.startsWith('ibc/') ? denom.slice(0, 8) : denom;
      return `${deposited} ${name} deposited = ${earned - taken} to providers + ${taken} taken + ${refunded} refunded + ${held} held`;
    })
    .join(', ');
}
