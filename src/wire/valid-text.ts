/**
 * Where the reference does check that strings are UTF-8: when it reads a message through its descriptor.
 *
 * Source: cosmos-proto anyutil/unpack.go, x/tx signing.
 */
import { GoError } from '../core/errors.ts';
import { FieldType, type MessageInfo, messageInfo } from './descriptors.ts';
import { isPlaceholder, isPulsar } from './raw-message.ts';
import { Reader } from './runtime.ts';

/**
 * Throws GoError for the first string that is not UTF-8, at any depth, of a message whose type the reference knows by its descriptor
 * only. `bytes` is the message as `encode` writes it.
 *
 * PARITY: messages of Akash, of IBC and of gov v1beta1 are such, the SDK's others are not.
 */
export function checkText(typeName: string, bytes: Uint8Array): void {
  const info = messageInfo(typeName);
  if (isPulsar(info)) return;
  const field = invalidField(info, new Reader(bytes), bytes.length);
  if (field === undefined) return;
  throw new GoError(`cannot unmarshal msg /${typeName}: proto:\u00a0field ${field} contains invalid UTF-8`);
}

/** Full name of the first string field that is not UTF-8. */
function invalidField(info: MessageInfo, r: Reader, end: number): string | undefined {
  while (r.pos < end) {
    const tag = r.tag(end);
    const field = info.byNumber.get(Math.floor(tag / 8));
    if (field?.type === FieldType.STRING) {
      if (!r.string(end).isWellFormed()) return `${info.typeName}.${field.name}`;
    } else if (field?.type === FieldType.MESSAGE && !isPlaceholder(info, field)) {
      const inside = invalidField(field.message, r, r.field(end));
      if (inside !== undefined) return inside;
    } else r.skip(tag & 7, end);
  }
  return undefined;
}
