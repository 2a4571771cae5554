import { expect, test } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { splitAppState } from '../../src/app/app-state.ts';
import { ModuleManager } from '../../src/app/module-manager.ts';
import { CONSENSUS_VERSIONS } from '../../src/app/orders.ts';
import type { Context } from '../../src/core/context.ts';
import type { AppModule } from '../../src/core/module.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { MsgVerifyInvariant } from '../../src/wire/gen/cosmos/crisis/v1beta1/tx.ts';
import { MsgTransfer } from '../../src/wire/gen/ibc/applications/transfer/v1/tx.ts';
import { MsgAcknowledgement } from '../../src/wire/gen/ibc/core/channel/v1/tx.ts';
import { RequestInitChain, type ValidatorUpdate } from '../../src/wire/gen/tendermint/abci/types.ts';
import { PARAMS_KEY } from '../../src/x/consensus/keys.ts';
import { CHAIN_ID, msg, SimChain } from '../sim/chain.ts';
import { Random } from '../store/random.ts';

test('PARITY: a block ends in the order in which modules are made: bank before gov, whatever app.go lists', () => {
  const ended: string[] = [];
  const module = (name: string): AppModule => ({
    name,
    consensusVersion: CONSENSUS_VERSIONS.get(name)!,
    endBlock: () => {
      ended.push(name);
      return [];
    },
  });
  const modules = ['gov', 'staking', 'upgrade', 'bank', 'deployment', 'provider', 'cert', 'market'].map(module);
  new ModuleManager(modules).endBlock({} as Context);
  expect(ended).toEqual(['bank', 'gov', 'staking', 'upgrade', 'deployment', 'market', 'provider', 'cert']);
});

test('PARITY: validators that InitChain names come back sorted by key', async () => {
  let init: RequestInitChain | undefined;
  await SimChain.start(new Random(1), {
    validators: 4,
    users: 1,
    // By their power they come in another order than by their keys.
    edit: ({ staking }) => {
      const { validators } = staking as unknown as { validators: { consensus_pubkey: unknown }[] };
      const keys = validators.map((v) => v.consensus_pubkey).reverse();
      validators.forEach((v, i) => {
        v.consensus_pubkey = keys[i];
      });
    },
    watch: (r) => {
      if ('init' in r) init = r.init;
    },
  });
  const start = async (validators: ValidatorUpdate[]): Promise<string[]> => {
    const app = await createApp({ db: new MemoryDatabase(), node: { chainId: CHAIN_ID } });
    const { validators: answered } = app.base.initChain(RequestInitChain.create({ ...init!, validators }));
    named = answered;
    return answered.map((v) =>
      v.pubKey.sum?.$case === 'ed25519' ? Buffer.from(v.pubKey.sum.ed25519).toString('hex') : '',
    );
  };
  let named: ValidatorUpdate[] = [];
  const unasked = await start([]);
  const sorted = unasked.toSorted();
  expect(unasked).not.toEqual(sorted);
  expect(await start([...named].reverse())).toEqual(sorted);
});

test('PARITY: a section of the genesis that is null counts as none', () => {
  const names = (text: string): string[] => [...splitAppState(Buffer.from(text)).keys()];
  expect(names('{"bank":{}, "take" : null ,"gov":[]}')).toEqual(['bank', 'gov']);
  expect(names('null')).toEqual([]);
  expect(() => names('5')).toThrow();
});

test('PARITY: nobody handles MsgVerifyInvariant', async () => {
  const chain = await SimChain.start(new Random(1), { validators: 1, users: 1 });
  const [user] = chain.users;
  const verify = msg(MsgVerifyInvariant, { sender: user!.text, invariantModuleName: 'bank', invariantRoute: 'supply' });
  const { results } = await chain.block([chain.tx(user!, [verify])]);
  expect(results[0]).toMatchObject({ code: 6, codespace: 'sdk', gasWanted: 0n });
  expect(results[0]!.log).toContain('no message handler found');
});

test('PARITY: nothing of IBC is asked before the messages: what relays nothing passes CheckTx; a message that is wrong by itself costs nothing', async () => {
  const chain = await SimChain.start(new Random(1), { validators: 1, users: 1 });
  const user = chain.users[0]!;
  const balance = (): bigint => chain.app.keepers.bank.getBalance(chain.ctx(), user.address, 'uakt').amount;
  const sequence = (): bigint => chain.app.keepers.accounts.getAccount(chain.ctx(), user.address)!.getSequence();
  const ack = msg(MsgAcknowledgement, {
    packet: {
      sequence: 1n,
      sourcePort: 'transfer',
      sourceChannel: 'channel-9',
      destinationPort: 'transfer',
      destinationChannel: 'channel-9',
      data: Uint8Array.of(1),
      timeoutHeight: { revisionNumber: 0n, revisionHeight: 9n },
      timeoutTimestamp: 0n,
    },
    acknowledgement: Uint8Array.of(1),
    proofAcked: Uint8Array.of(1),
    proofHeight: { revisionNumber: 0n, revisionHeight: 1n },
    signer: user.text,
  });
  const relayed = chain.tx(user, [ack]);
  expect(chain.app.base.checkTx({ tx: relayed, type: 0 }).code).toBe(0);
  const before = balance();
  const { results } = await chain.block([relayed]);
  expect(results[0]).toMatchObject({ code: 3, codespace: 'channel' });
  expect([balance(), sequence()]).toEqual([before - 5_000n, 1n]);

  const wrong = chain.tx(user, [msg(MsgTransfer, { sourcePort: '(', sourceChannel: 'channel-0', sender: user.text })]);
  const { results: refused } = await chain.block([wrong]);
  expect(refused[0]).toMatchObject({ code: 2, codespace: 'host', gasWanted: 0n });
  expect([balance(), sequence()]).toEqual([before - 5_000n, 1n]);
});

test('PARITY: a simulation wants 2^64-1 of gas', async () => {
  const chain = await SimChain.start(new Random(1), { validators: 1, users: 1 });
  const user = chain.users[0]!;
  const send = msg(MsgSend, {
    fromAddress: user.text,
    toAddress: user.text,
    amount: [{ denom: 'uakt', amount: 1n }],
  });
  const { gasWanted, failure } = chain.app.base.simulate(chain.tx(user, [send]));
  expect(failure).toBeUndefined();
  expect(gasWanted).toBe(2n ** 64n - 1n);
});

test('PARITY: gas of what fails before the ante chain is that of reading the parameters of consensus', async () => {
  const chain = await SimChain.start(new Random(1), { validators: 1, users: 1 });
  const user = chain.users[0]!;
  const wrong = chain.tx(user, [msg(MsgTransfer, { sourcePort: '(', sourceChannel: 'channel-0', sender: user.text })]);
  const { results } = await chain.block([wrong, chain.tx(user, [])]);
  const stored = chain.ctx().kvStore(chain.app.keys.consensus).get(PARAMS_KEY)!;
  // 1,000 for a read, 3 for each byte of key and value.
  const gasUsed = 1000n + 3n * BigInt(PARAMS_KEY.length + stored.length);
  for (const r of results) expect(r).toMatchObject({ gasWanted: 0n, gasUsed });
});
