import type { Context } from '../../../src/core/context.ts';
import type { Msg } from '../../../src/core/module.ts';
import { getMsgSigners } from '../../../src/crypto/signers.ts';
import type { Coin } from '../../../src/math/coin.ts';
import { packAny } from '../../../src/wire/registry.ts';
import type { MessageType } from '../../../src/wire/runtime.ts';
import type { Random } from '../../store/random.ts';
import { type Account, type AnyMsg, type SimChain, USDC } from '../chain.ts';

/** A message and the account that signs it. */
export interface Made {
  readonly from: Account;
  readonly msg: AnyMsg;
}

/** A kind of message: how often it comes, and how one is made of what the chain is like; undefined when there is nothing to make it of. */
export interface Action {
  readonly weight: number;
  readonly name: string;
  make(w: World): Made | undefined;
}

export function action(weight: number, name: string, make: (w: World) => Made | undefined): Action {
  return { weight, name, make };
}

/** What random traffic is made of: chance, accounts, amounts, and the chain's committed state. */
export class World {
  readonly chain: SimChain;
  private readonly random: Random;
  private readonly byAddress: ReadonlyMap<string, Account>;
  private readonly seen = new Map<string, unknown>();
  private readonly bags = new Map<string, unknown[]>();
  private seenAt = -1n;

  constructor(chain: SimChain, random: Random) {
    this.chain = chain;
    this.random = random;
    this.byAddress = new Map([...chain.accounts, ...chain.newcomers].map((a) => [hex(a.address), a]));
  }

  // ---- chance

  /** 0 <= result < n */
  below(n: number): number {
    return this.random.below(n);
  }
  /** One time in n. */
  once(n: number): boolean {
    return this.random.below(n) === 0;
  }
  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.random.below(list.length)];
  }
  /** One of a list that is not empty. */
  one<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }
  /** One of a list that is not empty, each before any comes again. */
  next<T>(name: string, list: readonly T[]): T {
    let bag = this.bags.get(name) as T[] | undefined;
    if (bag === undefined || bag.length === 0) {
      bag = [...list];
      this.bags.set(name, bag);
    }
    return bag.splice(this.random.below(bag.length), 1)[0]!;
  }

  // ---- accounts and amounts

  anyone(): Account {
    return this.one(this.chain.accounts);
  }
  user(): Account {
    return this.one(this.chain.users);
  }
  operator(): Account {
    return this.one(this.chain.operators);
  }
  /** Undefined for an address that is nobody's here. */
  accountOf(address: Uint8Array): Account | undefined {
    return this.byAddress.get(hex(address));
  }
  /** Small, large, or at the border of a unit of power. */
  amount(): bigint {
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
  /** Mostly uakt, and now and then a denomination that does not exist. */
  coin(amount = this.amount()): Coin {
    return { denom: this.once(40) ? 'uother' : 'uakt', amount };
  }
  /** A denomination that is paid with. */
  currency(): string {
    return this.once(3) ? USDC : 'uakt';
  }
  /** Some seconds from now. */
  soon(seconds: number): { seconds: bigint; nanos: number } {
    return { seconds: this.chain.time.seconds + BigInt(this.below(seconds)), nanos: 0 };
  }

  // ---- messages

  /** Undefined when whoever has to sign is nobody here. */
  send<T extends object>(type: MessageType<T>, fields: Partial<T>): Made | undefined {
    const message = type.create(fields);
    const [signer] = getMsgSigners({ typeUrl: `/${type.typeName}`, message } as Msg);
    const from = signer === undefined ? undefined : this.accountOf(signer);
    return from === undefined ? undefined : { from, msg: packAny(type, message) };
  }

  // ---- the committed state

  ctx(): Context {
    return this.look('ctx', () => this.chain.ctx());
  }
  /** What is asked for more than once in a block is looked up once. */
  look<T>(name: string, make: () => T): T {
    if (this.seenAt !== this.chain.height) {
      this.seen.clear();
      this.seenAt = this.chain.height;
    }
    if (!this.seen.has(name)) this.seen.set(name, make());
    return this.seen.get(name) as T;
  }
}

/** Everything that a walk shows. */
export function all<T>(walk: (visit: (record: T) => boolean) => void): T[] {
  const found: T[] = [];
  walk((record) => {
    found.push(record);
    return false;
  });
  return found;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
