import { GoError } from '../../core/errors.ts';
import { Any } from '../../wire/gen/google/protobuf/any.ts';
import { Writer } from '../../wire/runtime.ts';
import type { AccountI, AccountType } from './account.ts';

/** Slots of the cache: a power of two. */
const SLOTS = 1 << 14;

/**
 * Reads and writes accounts as the store holds them: an Any.
 *
 * Reading keeps the account beside the bytes it was read from, one per slot. Only the same bytes give it back, so what is
 * saved is the decoding alone. The many reads of one transaction mostly hand out the very same array.
 */
export class AccountCodec {
  private readonly types = new Map<string, AccountType>();
  private readonly arrays: (Uint8Array | undefined)[] = new Array(SLOTS).fill(undefined);
  private readonly accounts: (AccountI | undefined)[] = new Array(SLOTS).fill(undefined);

  constructor(types: readonly AccountType[]) {
    for (const t of types) this.types.set(t.typeUrl, t);
  }

  /** Throws GoError when the bytes are no account. */
  decode(bytes: Uint8Array, address: Uint8Array): AccountI {
    const slot = slotOf(address);
    const known = this.arrays[slot];
    if (known === bytes || (known !== undefined && Buffer.compare(known, bytes) === 0)) return this.accounts[slot]!;
    const account = this.unpack(Any.decode(bytes));
    this.arrays[slot] = bytes;
    this.accounts[slot] = account;
    return account;
  }

  encode(account: AccountI, address: Uint8Array): Uint8Array {
    const bytes = encodeAny(account);
    const slot = slotOf(address);
    this.arrays[slot] = bytes;
    this.accounts[slot] = account;
    return bytes;
  }

  pack(account: AccountI): Any {
    return Any.decode(encodeAny(account));
  }

  /** Throws GoError for an unknown type. */
  unpack(any: Any): AccountI {
    const type = this.types.get(any.typeUrl);
    if (type === undefined) {
      throw new GoError(`no concrete type registered for type URL ${any.typeUrl} against interface *types.AccountI`);
    }
    return type.decode(any.value);
  }
}

const TYPE_URL = 10;
const VALUE = 18;
const writer = new Writer();

/** The account as an Any, in one pass: it is written in every transaction. */
function encodeAny(account: AccountI): Uint8Array {
  writer.reset();
  writer.stringField(TYPE_URL, account.typeUrl);
  const before = writer.pos;
  const start = writer.fork(VALUE);
  account.writeTo(writer);
  // As in any message, an empty field is left out.
  if (writer.pos === start) writer.pos = before;
  else writer.join(start);
  return writer.finish();
}

/** Addresses are hashes: their first bytes spread well enough. */
function slotOf(address: Uint8Array): number {
  return (((address[0] ?? 0) << 8) ^ (address[1] ?? 0) ^ ((address[2] ?? 0) << 6)) & (SLOTS - 1);
}
