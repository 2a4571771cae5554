import { accAddressToBech32 } from '../crypto/address.ts';

/** A hint of what a store key is about: its readable text, and addresses that it seems to hold. */
export function describeKey(_store: string, keyHex: string): string {
  const key = Buffer.from(keyHex, 'hex');
  const hints: string[] = [];
  const text = key.toString('latin1').replace(/[^\x20-\x7e]+/g, '·');
  if (text.replaceAll('·', '').length >= 3) hints.push(JSON.stringify(text));
  for (let i = 0; i + 21 <= key.length; i++) {
    if (key[i] !== 20) continue;
    hints.push(accAddressToBech32(new Uint8Array(key.subarray(i + 1, i + 21))));
    i += 20;
  }
  return hints.length === 0 ? '' : `(${hints.join(' ')})`;
}
