import { rpcUrl } from '../../server/comet-client.ts';
import { NODE_FLAG } from '../client.ts';
import { type CommandSpec, UsageError } from '../frame.ts';

/** Events of Akash are typed: their attributes are JSON. */
const AKASH_EVENT = /^akash\./;

interface Attribute {
  readonly key: string;
  readonly value: string;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function show(event: { type: string; attributes: readonly Attribute[] }): string {
  const fields = Object.fromEntries(event.attributes.map((a) => [a.key, parsed(a.value)]));
  return `${JSON.stringify({ type: event.type, ...fields }, null, 2)}\n`;
}

const events: CommandSpec = {
  path: ['events'],
  count: [0, 0],
  summary: "Print Akash's events as they happen, until interrupted",
  flags: [NODE_FLAG],
  async run(io, _args, flags) {
    const { WebSocket } = await import('ws');
    const url = `${rpcUrl(flags.text('node')).replace(/^http/, 'ws')}/websocket`;
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => socket.close();
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
      socket.on('open', () => {
        for (const [id, query] of ["tm.event='Tx'", "tm.event='NewBlockEvents'"].entries())
          socket.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'subscribe', params: { query } }));
      });
      socket.on('message', (data) => {
        const { value } = (JSON.parse(String(data)) as { result?: { data?: { value?: Record<string, never> } } }).result
          ?.data ?? { value: undefined };
        const list = (value as { TxResult?: { result?: { events?: [] } }; events?: [] } | undefined) ?? {};
        for (const e of list.TxResult?.result?.events ?? list.events ?? [])
          if (AKASH_EVENT.test((e as { type: string }).type)) io.out(show(e));
      });
      socket.on('error', (e) =>
        reject(new UsageError(`no node answers at ${url} (${e.message}). Name another with --node or AKASH_NODE.`)),
      );
      socket.on('close', () => resolve());
    });
  },
};

export const COMMANDS: readonly CommandSpec[] = [events];
