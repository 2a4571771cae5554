import { GoError, GoPanic } from '../../core/errors.ts';
import { ErrInvalidAddress, ErrUnknownAddress } from '../../core/sdk-errors.ts';
import { verifyAddressFormat } from '../../crypto/address.ts';
import { addressKey, concatBytes } from '../../store/keys.ts';
import { State } from '../../wire/gen/akash/cert/v1/cert.ts';

/** Layout of the `cert` store. Source: node x/cert/keeper/key.go. */
export const MODULE_NAME = 'cert';
export const STORE_KEY = MODULE_NAME;

// 0x11 | state: 0x01 valid, 0x02 revoked | length, owner | length, serial big endian -> Certificate
// PARITY: node x/cert/keeper/key.go: of serial 0 nothing is written, not even its length, and such a key cannot be read back.
export const CERT_PREFIX: Uint8Array = Uint8Array.of(0x11);

const MAX_SERIAL_LENGTH = 40;
const NOTHING = new Uint8Array(0);

/** Owner as raw address; the sign of a serial number is not kept. */
export interface CertId {
  readonly owner: Uint8Array;
  readonly serial: bigint;
}

/** All certificates in a state. Panics for any other state than valid and revoked. */
export function statePrefix(state: State): Uint8Array {
  if (state !== State.valid && state !== State.revoked) throw new GoPanic('unknown certificate state');
  return concatBytes(CERT_PREFIX, Uint8Array.of(state));
}

/** Panics when the serial number is longer than 40 bytes. */
export function certificateKey(state: State, { owner, serial }: CertId): Uint8Array {
  if (owner.length === 0) throw new GoPanic(ErrInvalidAddress.wrap('owner address is empty').message);
  const serialBytes = bigEndian(serial);
  const why = serialProblem(serialBytes);
  if (why !== undefined) throw new GoPanic(why.message);
  return ownerPrefix(state, owner, withLength(serialBytes));
}

/** An owner's certificates in a state, or one of them with `serial`, length and all. */
export function ownerPrefix(state: State, owner: Uint8Array, serial: Uint8Array = NOTHING): Uint8Array {
  return addressKey(statePrefix(state), owner, serial);
}

/** A serial number as it stands in keys. Throws ErrUnknownAddress beyond 40 bytes. */
export function serialPrefix(serial: bigint): Uint8Array {
  const bytes = bigEndian(serial);
  const why = serialProblem(bytes);
  if (why !== undefined) throw why;
  return withLength(bytes);
}

function serialProblem(serial: Uint8Array) {
  if (serial.length <= MAX_SERIAL_LENGTH) return undefined;
  return ErrUnknownAddress.wrap(`serial length should be max ${MAX_SERIAL_LENGTH} bytes, got ${serial.length}`);
}

function withLength(serial: Uint8Array): Uint8Array {
  return serial.length === 0 ? NOTHING : concatBytes(Uint8Array.of(serial.length), serial);
}

/** PARITY: node x/cert/keeper/key.go: the absolute value, so that -7 finds 7. As few bytes as possible: none for 0. */
function bigEndian(n: bigint): Uint8Array {
  if (n === 0n) return NOTHING;
  const hex = (n < 0n ? -n : n).toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

/** The reverse of {@link certificateKey}. Throws GoError for what is not a key. */
export function parseCertKey(key: Uint8Array): CertId {
  let rest = key;
  const take = (n: number): Uint8Array => {
    if (rest.length < n) throw new GoError(`expected key of length at least ${n}, got ${rest.length}`);
    const taken = rest.subarray(0, n);
    rest = rest.subarray(n);
    return taken;
  };
  take(CERT_PREFIX.length + 1);
  const owner = take(take(1)[0]!).slice();
  verifyAddressFormat(owner);
  const length = take(1)[0]!;
  if (rest.length !== length) throw new GoError(`unexpected key length; got: ${rest.length}, expected: ${length}`);
  return { owner, serial: rest.length === 0 ? 0n : BigInt(`0x${Buffer.from(rest).toString('hex')}`) };
}
