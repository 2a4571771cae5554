/** A chain's blocks, made once in memory by a node that is never killed, with the application hash that each leads to. */
import { readFileSync, writeFileSync } from 'node:fs';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { RequestFinalizeBlock, RequestInitChain } from '../../src/wire/gen/tendermint/abci/types.ts';
import { msg, SimChain } from '../sim/chain.ts';
import { type Sent, Traffic } from '../sim/traffic.ts';
import { Random } from '../store/random.ts';

export interface Stream {
  readonly init: RequestInitChain;
  /** Block of height i + 1 and the hash after it. */
  readonly blocks: readonly { readonly request: RequestFinalizeBlock; readonly appHash: string }[];
}

/** The hash that an application at `height` must have; 0: none yet. */
export function hashAt(stream: Stream, height: number): string | undefined {
  return height === 0 ? undefined : stream.blocks[height - 1]?.appHash;
}

/** Bank sends, and some of everything else that the simulator knows. */
export async function makeStream(seed: number, blocks: number): Promise<Stream> {
  const random = new Random(seed);
  let init: RequestInitChain | undefined;
  const made: { request: RequestFinalizeBlock; appHash: string }[] = [];
  const chain = await SimChain.start(random, {
    validators: 6,
    users: 8,
    watch: (r) => {
      if ('init' in r) init = r.init;
      else made.push({ request: r.block, appHash: r.appHash });
    },
  });
  const traffic = new Traffic(chain, random);
  while (made.length < blocks && chain.validators().length > 0) {
    const sends = Array.from({ length: random.below(8) }, () => {
      const [from, to] = [chain.users[random.below(8)]!, chain.users[random.below(8)]!];
      const amount = [{ denom: 'uakt', amount: BigInt(1 + random.below(1000)) }];
      return { from, msgs: [msg(MsgSend, { fromAddress: from.text, toAddress: to.text, amount })] };
    });
    const others = Array.from({ length: random.below(4) }, () => traffic.next());
    const sent: Omit<Sent, 'what'>[] = [...sends, ...others];
    await chain.block(sent.map((s) => chain.tx(s.from, s.msgs, s.granter)));
  }
  return { init: init!, blocks: made };
}

const base64 = (b: Uint8Array): string => Buffer.from(b).toString('base64');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

export function saveStream(stream: Stream, file: string): void {
  const lines = stream.blocks.map(
    ({ request, appHash }) => `${base64(RequestFinalizeBlock.encode(request))} ${appHash}`,
  );
  writeFileSync(file, `${[base64(RequestInitChain.encode(stream.init)), ...lines].join('\n')}\n`);
}

export function readStream(file: string): Stream {
  const [init, ...lines] = readFileSync(file, 'latin1').trimEnd().split('\n');
  const blocks = lines.map((line) => {
    const [request, appHash] = line.split(' ');
    return { request: RequestFinalizeBlock.decode(bytes(request!)), appHash: appHash! };
  });
  return { init: RequestInitChain.decode(bytes(init!)), blocks };
}
