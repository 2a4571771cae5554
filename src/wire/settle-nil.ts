import { FieldType, type MessageInfo, messageInfo } from './descriptors.ts';
import { NIL_MESSAGE } from './nil.ts';

interface WithNil {
  $nil?: string[];
}

/** The type of Akash whose price is a decimal of Akash's own, from before the reference had a library for it; and types that can hold it. */
const OWN_DEC = 'akash.deployment.v1beta3.ResourceUnit';
const HOLDS_OWN_DEC = /^akash\.(deployment\.v1beta3|market\.v1beta4)\./;

/**
 * Nil numbers in a message, and in those inside it, become zero as they do when it is written.
 *
 * PARITY: cosmossdk.io/math int.go, chain-sdk go/node/types/sdk decimal.go MarshalTo: writing a nil Int sets it to zero in the
 * message that is written, and writing a nil Dec of Akash's own kind does. Any other nil Dec stays nil.
 */
export function settleNil(typeName: string, message: object): void {
  if (HOLDS_OWN_DEC.test(typeName)) settleOwnDecs(messageInfo(typeName), message);
  settleInts(message);
}

function settleInts(message: object): void {
  const m = message as WithNil & Record<string, unknown>;
  const left = m.$nil?.filter((field) => typeof m[field] !== 'bigint');
  if (left !== undefined) {
    if (left.length === 0) delete m.$nil;
    else m.$nil = left;
  }
  for (const value of Object.values(m)) {
    if (typeof value !== 'object' || value === null || value === NIL_MESSAGE || ArrayBuffer.isView(value)) continue;
    settleInts(value);
  }
}

function settleOwnDecs(info: MessageInfo, message: object): void {
  const m = message as Record<string, unknown>;
  if (info.typeName === OWN_DEC) delete (m.price as WithNil).$nil;
  for (const f of info.fields) {
    if (f.type !== FieldType.MESSAGE || f.representation !== 'plain') continue;
    const value = m[f.property];
    for (const inside of Array.isArray(value) ? value : [value]) {
      if (inside !== undefined) settleOwnDecs(f.message, inside as object);
    }
  }
}
