import type { Random } from '../store/random.ts';
import type { Account, AnyMsg, SimChain } from './chain.ts';
import { BANK } from './traffic/bank.ts';
import { DEPLOYMENTS } from './traffic/deployments.ts';
import { GOVERNANCE } from './traffic/governance.ts';
import { allowances, GRANTS } from './traffic/grants.ts';
import { LEASES } from './traffic/leases.ts';
import { PROVIDERS } from './traffic/providers.ts';
import { STAKING } from './traffic/staking.ts';
import { type Action, type Made, World } from './traffic/world.ts';

/** What is sent: by whom, and a line for the program that is printed when something is wrong. */
export interface Sent {
  readonly from: Account;
  readonly msgs: readonly AnyMsg[];
  readonly what: string;
  /** Bech32 text of the account whose allowance pays the fee. */
  readonly granter?: string;
}

const ACTIONS: readonly Action[] = [
  ...BANK,
  ...STAKING,
  ...GOVERNANCE,
  ...GRANTS,
  ...PROVIDERS,
  ...DEPLOYMENTS,
  ...LEASES,
];
const TOTAL = ACTIONS.reduce((sum, { weight }) => sum + weight, 0);

/** Random transactions over all modules: mostly sensible, some senseless. Everything is drawn from one seeded generator. */
export class Traffic {
  private readonly chain: SimChain;
  private readonly world: World;

  constructor(chain: SimChain, random: Random) {
    this.chain = chain;
    this.world = new World(chain, random);
  }

  /** One transaction of one or two messages. */
  next(): Sent {
    const { world } = this;
    const first = this.make();
    const second = world.once(8) ? this.make() : undefined;
    const both = second?.made.from === first.made.from ? [first, second] : [first];
    const { from } = first.made;
    const sent = {
      from,
      msgs: both.map(({ made }) => made.msg),
      what: `${[...this.chain.accounts, ...this.chain.newcomers].indexOf(from)} ${both.map(({ name }) => name).join(' + ')}`,
    };
    const payer = world.once(2) ? world.pick(allowances(world).filter((a) => a.grantee === from.text)) : undefined;
    return payer === undefined ? sent : { ...sent, granter: payer.granter };
  }

  /** Changes who is absent, less than a third of the power, and now and then reports double signing. */
  disturb(): void {
    const { world } = this;
    const { absent, height, misbehavior, time } = this.chain;
    const validators = this.chain.validators();
    const one = world.one(validators);
    const totalVotingPower = validators.reduce((sum, v) => sum + v.power, 0n);
    if (world.once(10)) absent.clear();
    if (world.once(6)) absent.add(Buffer.from(one.address).toString('hex'));
    const missing = validators.filter((v) => absent.has(Buffer.from(v.address).toString('hex')));
    if (missing.reduce((sum, v) => sum + v.power, 0n) * 3n >= totalVotingPower) absent.clear();
    if (world.once(50) && validators.length > 3 && height > 2n) {
      misbehavior.push({ type: 1, validator: one, height: height - 1n, time, totalVotingPower });
    }
  }

  /** Something that can be made of what there is. */
  private make(): { name: string; made: Made } {
    for (;;) {
      const { name, make } = this.pick();
      const made = make(this.world);
      if (made !== undefined) return { name, made };
    }
  }

  private pick(): Action {
    let at = this.world.below(TOTAL);
    for (const action of ACTIONS) {
      if (at < action.weight) return action;
      at -= action.weight;
    }
    throw new Error('the weights do not add up');
  }
}
