/** What a delegator does on a running chain with CosmJS as it comes, and what a gRPC client reads afterwards through reflection. */
import { spawnSync } from 'node:child_process';
import { assertIsDeliverTxSuccess, type DeliverTxResponse, GasPrice, SigningStargateClient } from '@cosmjs/stargate';
import { Comet38Client } from '@cosmjs/tendermint-rpc';
import { expect } from 'vitest';
import { ReflectionClient } from './reflection-client.ts';
import { wallet } from './support.ts';

export const MNEMONIC = 'test test test test test test test test test test test junk';

export interface Chain {
  readonly rpc: string;
  /** host:port */
  readonly grpc: string;
  /** The node's validator. */
  readonly validator: string;
}

/** What the chain holds after {@link delegateAndVote}. */
export interface Outcome {
  readonly delegator: string;
  readonly delegated: bigint;
  readonly proposalId: bigint;
}

/** Delegates, submits a proposal and votes for it, all signed and sent by an unmodified SigningStargateClient. */
export async function delegateAndVote(chain: Chain, signerIndex: number): Promise<Outcome> {
  const signer = await wallet(MNEMONIC, signerIndex);
  const [{ address }] = (await signer.getAccounts()) as unknown as [{ address: string }];
  const client = await SigningStargateClient.createWithSigner(await Comet38Client.connect(chain.rpc), signer, {
    gasPrice: GasPrice.fromString('0.025uakt'),
    broadcastPollIntervalMs: 200,
  });
  try {
    const delegated = 250_000_000n;
    assertIsDeliverTxSuccess(
      await client.delegateTokens(address, chain.validator, { denom: 'uakt', amount: `${delegated}` }, 'auto'),
    );
    const content = { title: 'A test', description: 'said by a test' };
    const submitted = await client.signAndBroadcast(
      address,
      [
        {
          typeUrl: '/cosmos.gov.v1beta1.MsgSubmitProposal',
          value: {
            content: { typeUrl: '/cosmos.gov.v1beta1.TextProposal', value: textProposal(content) },
            initialDeposit: [{ denom: 'uakt', amount: '1000000000' }],
            proposer: address,
          },
        },
      ],
      2,
    );
    assertIsDeliverTxSuccess(submitted);
    const proposalId = BigInt(attribute(submitted, 'submit_proposal', 'proposal_id'));
    const voted = await client.signAndBroadcast(
      address,
      [{ typeUrl: '/cosmos.gov.v1beta1.MsgVote', value: { proposalId, voter: address, option: 1 } }],
      2,
    );
    assertIsDeliverTxSuccess(voted);
    const delegation = await client.getDelegation(address, chain.validator);
    expect(delegation?.amount).toBe(`${delegated}`);
    return { delegator: address, delegated, proposalId };
  } finally {
    client.disconnect();
  }
}

function attribute(tx: DeliverTxResponse, type: string, key: string): string {
  const found = tx.events.find((e) => e.type === type && e.attributes.some((a) => a.key === key));
  const value = found?.attributes.find((a) => a.key === key)?.value;
  if (value === undefined) throw new Error(`the transaction has no ${type}.${key}`);
  return value;
}

/** TextProposal: title 1, description 2. */
function textProposal(c: { title: string; description: string }): Uint8Array {
  const field = (n: number, s: string): number[] => {
    const b = new TextEncoder().encode(s);
    return [(n << 3) | 2, b.length, ...b];
  };
  return Uint8Array.from([...field(1, c.title), ...field(2, c.description)]);
}

/** Reads the outcome back over gRPC, knowing nothing but what reflection tells. */
export async function readOverGrpc(chain: Chain, o: Outcome, version: 'v1' | 'v1alpha' = 'v1'): Promise<void> {
  const client = new ReflectionClient(chain.grpc, version);
  try {
    await readAll(client, chain, o);
  } finally {
    client.close();
  }
}

async function readAll(client: ReflectionClient, chain: Chain, o: Outcome): Promise<void> {
  expect(await client.services()).toEqual(
    expect.arrayContaining([
      'cosmos.staking.v1beta1.Query',
      'cosmos.gov.v1.Query',
      'cosmos.bank.v1beta1.Query',
      'cosmos.tx.v1beta1.Service',
    ]),
  );
  const call = (service: string, method: string, request: object): Promise<Record<string, unknown>> =>
    client.call(service, method, request);
  const staking = 'cosmos.staking.v1beta1.Query';
  const { validators } = (await call(staking, 'Validators', {})) as { validators: { operatorAddress: string }[] };
  expect(validators.map((v) => v.operatorAddress)).toContain(chain.validator);
  const delegation = (await call(staking, 'Delegation', {
    delegatorAddr: o.delegator,
    validatorAddr: chain.validator,
  })) as {
    delegationResponse: { balance: { amount: string } };
  };
  expect(BigInt(delegation.delegationResponse.balance.amount)).toBe(o.delegated);
  const { tally } = (await call('cosmos.gov.v1.Query', 'TallyResult', { proposalId: `${o.proposalId}` })) as {
    tally: { yesCount: string };
  };
  expect(BigInt(tally.yesCount)).toBeGreaterThanOrEqual(o.delegated);
  const { balance } = (await call('cosmos.bank.v1beta1.Query', 'Balance', { address: o.delegator, denom: 'uakt' })) as {
    balance: { amount: string };
  };
  expect(BigInt(balance.amount)).toBeGreaterThan(0n);
  const { inflation } = (await call('cosmos.mint.v1beta1.Query', 'Inflation', {})) as { inflation: Buffer | string };
  expect(String(inflation)).toMatch(/^1[23]\d{16}$|^0\.1[23]/);
  const { pool } = (await call('cosmos.distribution.v1beta1.Query', 'CommunityPool', {})) as {
    pool: { denom: string; amount: string }[];
  };
  expect(pool.find((c) => c.denom === 'uakt')).toBeDefined();
}

/** The same with grpcurl, a program that knows nothing of us. */
export function grpcurl(program: string, chain: Chain, method: string, request: object): unknown {
  const r = spawnSync(program, ['-plaintext', '-d', JSON.stringify(request), chain.grpc, method], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (r.status !== 0) throw new Error(`grpcurl ${method}: ${r.stderr}`);
  return JSON.parse(r.stdout);
}
