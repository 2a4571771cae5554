import { expect, test } from 'vitest';
import { accAddressFromBech32 } from '../../src/crypto/address.ts';
import { mnemonicToBytes } from '../../src/crypto/bip39.ts';
import { Secp256r1PubKey } from '../../src/crypto/pubkey.ts';
import * as secp256r1 from '../../src/crypto/secp256r1.ts';

test('PARITY: a byte that no address may have is printed as the character of its number', () => {
  // Two bytes of UTF-8, the first of which is told.
  expect(() => accAddressFromBech32('akash1é234567')).toThrow("invalid character in string: 'Ã'");
});

test('PARITY: two spaces between words make a word too many', () => {
  const words = Array<string>(11).fill('abandon');
  expect(mnemonicToBytes(`${words.join(' ')} about`)).toHaveLength(17);
  expect(() => mnemonicToBytes(`${words.join(' ')}  about`)).toThrow(
    'Wrong entropy + checksum size - expected 132, got 143',
  );
});

test('PARITY: a key of P-256 has no type in amino-JSON', () => {
  const key = secp256r1.publicKey(new Uint8Array(32).fill(3));
  expect(new Secp256r1PubKey(key).aminoJson()).toBe(`{"key":"${Buffer.from(key).toString('base64')}"}`);
});
