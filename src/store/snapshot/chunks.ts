import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createInflate } from 'node:zlib';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { ZlibWriter } from './deflate/zlib.ts';

/** Bytes of a chunk, the last one excepted. Part of the format, as is the compression. */
export const CHUNK_SIZE = 10_000_000;
/** Input after which others get their turn. */
const SLICE = 1 << 17;

/** Compresses a stream and cuts it into chunks. */
export async function* toChunks(items: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const zlib = new ZlibWriter();
  let parts: Uint8Array[] = [];
  let size = 0;
  let input = 0;
  const whole = (): Uint8Array[] => {
    const all = Buffer.concat(parts);
    const count = Math.floor(all.length / CHUNK_SIZE);
    parts = [all.subarray(count * CHUNK_SIZE)];
    size = parts[0]!.length;
    return Array.from({ length: count }, (_, i) => all.subarray(i * CHUNK_SIZE, (i + 1) * CHUNK_SIZE));
  };
  for (const item of items) {
    const out = zlib.write(item);
    if (out.length > 0) parts.push(out);
    size += out.length;
    input += item.length;
    if (size >= CHUNK_SIZE) yield* whole();
    if (input >= SLICE) {
      input = 0;
      await setImmediate();
    }
  }
  const rest = zlib.finish();
  parts.push(rest);
  size += rest.length;
  if (size >= CHUNK_SIZE) yield* whole();
  if (size > 0) yield Buffer.concat(parts);
}

/** The stream that chunks hold. Throws GoError when they are not zlib data. */
export async function* fromChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflate();
  // Whatever goes wrong on the way in comes out of the loop below.
  pipeline(chunks, inflate).catch(() => {});
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) yield piece;
  } catch (e) {
    if (e instanceof GoErrorBase) throw e;
    throw new GoError(`zlib failure: ${e instanceof Error ? e.message : e}`);
  } finally {
    inflate.destroy();
  }
}
