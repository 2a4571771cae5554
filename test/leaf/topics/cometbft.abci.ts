import { FrameError, FrameReader, frameHeader } from '../../../src/abci/frame.ts';
import { GoError } from '../../../src/core/errors.ts';
import { Request } from '../../../src/wire/gen/tendermint/abci/types.ts';
import type { Topic } from '../lib.ts';

const LIMIT = 104_857_600;
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

/** The first message of a stream, and how many bytes it took. */
function readRequest(stream: Uint8Array): { kind: string; read: number } {
  const reader = new FrameReader(LIMIT);
  let read = 0;
  if (stream.length === 0) throw new GoError('EOF');
  for (const byte of stream) {
    read++;
    for (const message of reader.push(Uint8Array.of(byte))) {
      const kind = Request.decode(message).value?.$case;
      return { kind: kind === undefined ? '<nil>' : `*types.Request_${kind[0]!.toUpperCase()}${kind.slice(1)}`, read };
    }
  }
  reader.end();
  throw new Error('a stream that ends inside a message');
}

const topic: Topic = {
  'abci.frame': ({ message }: { message: string }) => {
    const bytes = Buffer.from(message, 'base64');
    return hex(Buffer.concat([frameHeader(bytes.length), bytes]));
  },
  'abci.uvarint': (n: number) => hex(frameHeader(n)),
  'abci.readRequest': (stream: string) => {
    try {
      return readRequest(Buffer.from(stream, 'hex'));
    } catch (e) {
      throw e instanceof FrameError ? new GoError(e.message) : e;
    }
  },
};
export default topic;
