import type { AnteHandler } from '../../src/baseapp/ante.ts';
import { BaseApp } from '../../src/baseapp/base-app.ts';
import { MsgServiceRouter } from '../../src/baseapp/msg-router.ts';
import { DEFAULT_NODE_OPTIONS, type NodeOptions } from '../../src/baseapp/node-options.ts';
import { GrpcQueryRouter } from '../../src/baseapp/query-router.ts';
import type { AppTx, Lifecycle } from '../../src/baseapp/types.ts';
import type { Context } from '../../src/core/context.ts';
import { GoError } from '../../src/core/errors.ts';
import { GasMeter } from '../../src/core/gas.ts';
import { Item } from '../../src/core/item.ts';
import type { StoreKey } from '../../src/core/store.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { RootMultiStore } from '../../src/store/multistore.ts';
import {
  MsgMultiSend,
  MsgMultiSendResponse,
  MsgSend,
  MsgSendResponse,
} from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { RequestFinalizeBlock, RequestInitChain } from '../../src/wire/gen/tendermint/abci/types.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';

export const KEY: StoreKey = { name: 'bank', kind: 'iavl' };
export const text = (s: string): Uint8Array => new TextEncoder().encode(s);

/** A transaction of the tests: its messages' memos are scripts that the handler runs. `gas` is its limit. */
export interface TestTx extends AppTx {
  readonly gas: bigint;
  readonly ante?: (ctx: Context) => void;
}

type Script = (ctx: Context) => void;

/** A base application on a database in memory, with one store and two messages whose handler runs `scripts[fromAddress]`. */
export class Fixture {
  readonly scripts = new Map<string, Script>();
  readonly txs = new Map<string, TestTx>();
  readonly queries = new GrpcQueryRouter();
  readonly lifecycle: { -readonly [K in keyof Lifecycle]: Lifecycle[K] } = {
    initChain: () => [{ pubKeyType: 'ed25519', pubKey: new Uint8Array(32), power: 1n }],
    preBlock: () => false,
    beginBlock: () => undefined,
    endBlock: () => [],
  };
  readonly store = new RootMultiStore(new MemoryDatabase());
  app!: BaseApp<TestTx>;

  static async create(node: Partial<NodeOptions> = {}): Promise<Fixture> {
    const f = new Fixture();
    f.store.mount(KEY);
    await f.store.loadLatestVersion();
    const messages = new MsgServiceRouter();
    const run =
      (response: object) =>
      (ctx: Context, msg: MsgSend): object => {
        f.scripts.get(msg.fromAddress)?.(ctx);
        return response;
      };
    const service = {
      typeName: 'test.Msg',
      methods: {
        send: {
          name: 'Send',
          local: 'send',
          path: '/test.Msg/Send',
          requestType: MsgSend,
          responseType: MsgSendResponse,
        },
        multi: {
          name: 'Multi',
          local: 'multi',
          path: '/test.Msg/Multi',
          requestType: MsgMultiSend,
          responseType: MsgMultiSendResponse,
        },
      },
    };
    messages.registerService(service, { send: run(MsgSendResponse.create()) });
    messages.registerValidateBasic('cosmos.bank.v1beta1.MsgSend', (msg) => {
      if ((msg as MsgSend).toAddress === 'bad') throw new GoError('bad recipient');
    });
    const anteHandler: AnteHandler<TestTx> = (ctx, tx) => {
      const metered = ctx.with({ gasMeter: new GasMeter(tx.gas) });
      try {
        tx.ante?.(metered);
      } catch (e) {
        if (e instanceof GoError) return { ctx: metered, error: e };
        throw e;
      }
      return { ctx: metered };
    };
    f.app = new BaseApp<TestTx>({
      name: 'test',
      store: f.store,
      paramStore: new Item(KEY, text('params'), ConsensusParams),
      lifecycle: f.lifecycle,
      txDecoder: (bytes) => {
        const tx = f.txs.get(new TextDecoder().decode(bytes));
        if (tx === undefined) throw new GoError('no such tx');
        return tx;
      },
      anteHandler,
      msgRouter: messages,
      queryRouter: f.queries,
      firstSigner: () => 'signer',
      node: { ...DEFAULT_NODE_OPTIONS, chainId: 'test-1', version: 'v9', ...node },
    });
    return f;
  }

  /** Registers a transaction of one message that runs `script`. */
  tx(name: string, script: Script, options: Partial<TestTx> = {}): Uint8Array {
    this.scripts.set(name, script);
    const message = MsgSend.create({ fromAddress: name });
    this.txs.set(name, {
      gas: 1_000_000n,
      messages: [{ typeUrl: '/cosmos.bank.v1beta1.MsgSend', message }],
      ...options,
    });
    return text(name);
  }

  start(maxGas = -1n, initialHeight = 1n): void {
    const block = { maxBytes: 1000n, maxGas };
    this.app.initChain(
      RequestInitChain.create({
        chainId: 'test-1',
        initialHeight,
        consensusParams: ConsensusParams.create({ block }),
      }),
    );
  }

  finalize(height: bigint, ...txs: Uint8Array[]) {
    return this.app.finalizeBlock(
      RequestFinalizeBlock.create({ height, txs, time: { seconds: 100n + height, nanos: 0 } }),
    );
  }
}
