/** Proto-JSON, both ways, as the node prints and reads it. */
import { fromJson, readJson } from './json-read.ts';
import { toJson } from './json-write.ts';
import type { MessageType } from './runtime.ts';

export { fromJson, readJson, toJson };

/** {@link toJson}, parsed. 64-bit integers are strings in it. */
export function toJsonValue<T extends object>(type: MessageType<T> | string, message: T): unknown {
  return JSON.parse(toJson(type, message)) as unknown;
}
