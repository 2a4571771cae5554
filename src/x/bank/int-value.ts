import { GoError } from '../../core/errors.ts';
import * as Int from '../../math/int.ts';
import { Coin } from '../../wire/gen/cosmos/base/v1beta1/coin.ts';

/** Digits whose value is a safe integer whatever they are. */
const SAFE_DIGITS = 15;

/** An amount as it is stored: decimal text. */
export function encodeInt(x: bigint): Uint8Array {
  const text = x.toString();
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** Reads a stored amount; short ones, which is nearly all, without a string. */
export function decodeInt(b: Uint8Array): bigint {
  const n = b.length;
  if (n > 0 && n <= SAFE_DIGITS && b[0] !== 0x30) {
    let x = 0;
    let i = 0;
    for (; i < n; i++) {
      const digit = b[i]! - 0x30;
      if (digit < 0 || digit > 9) break;
      x = x * 10 + digit;
    }
    if (i === n) return BigInt(x);
  }
  return Int.unmarshal(String.fromCharCode(...b)) ?? 0n;
}

/**
 * Reads a stored balance.
 *
 * PARITY: x/bank/types/keys.go: balances written before amounts stood alone are whole coins.
 */
export function decodeBalance(b: Uint8Array): bigint {
  try {
    return decodeInt(b);
  } catch (e) {
    if (e instanceof GoError) return Coin.decode(b).amount;
    throw e;
  }
}
