import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { certificateFile } from '../../src/cli/certificate.ts';
import type { SignerKey } from '../../src/cli/keyring.ts';
import { accAddressToBech32 } from '../../src/crypto/address.ts';
import * as secp256k1 from '../../src/crypto/secp256k1.ts';
import { certificateBody, pemEncode, publicKeyDer } from '../../src/crypto/x509-create.ts';
import { devAccounts } from '../../src/engine/dev/accounts.ts';

const home = mkdtempSync(join(tmpdir(), 'akash-cert-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const [account, other] = devAccounts(2);
const address = accAddressToBech32(account!.address);
const signer = (a: typeof account): SignerKey =>
  ({ address: account!.address, sign: (bytes: Uint8Array) => secp256k1.sign(a!.privateKey, bytes) }) as SignerKey;
const dates = { notBefore: 1_767_225_600n, notAfter: 2_398_377_600n, serial: 1_795_389_123_456_789n };

/** Content of the first element inside a DER sequence, with its head. */
function firstElement(der: Buffer): Buffer {
  const head = der[1]! < 0x80 ? 2 : 2 + (der[1]! & 0x7f);
  const inner = der.subarray(head);
  const size = inner[1]! < 0x80 ? 2 + inner[1]! : 4 + inner.readUInt16BE(2);
  return inner.subarray(0, size);
}

test('a certificate is laid out as the reference lays it out: byte for byte, but for key and signature', () => {
  const lines = readFileSync(resolve(import.meta.dirname, '../vectors/api/cli/cli.jsonl'), 'utf8').split('\n');
  const call = lines.map((l) => JSON.parse(l || '{}')).find((c) => c.line === 154);
  const { owner, cert } = JSON.parse(call.stdout).body.messages[0];
  const x509 = new X509Certificate(Buffer.from(cert, 'base64'));
  const body = certificateBody(new Uint8Array(x509.publicKey.export({ type: 'spki', format: 'der' })), {
    commonName: owner,
    serial: BigInt(`0x${x509.serialNumber}`),
    notBefore: BigInt(x509.validFromDate.getTime() / 1000),
    notAfter: BigInt(x509.validToDate.getTime() / 1000),
    names: [],
    ips: [],
    server: false,
  });
  expect(Buffer.from(body).toString('hex')).toBe(firstElement(x509.raw).toString('hex'));
});

test('a server certificate names its hosts and addresses, and is signed by its own key', () => {
  const file = certificateFile(home, address, signer(account));
  file.generate({ ...dates, domains: ['p.example.org', '10.1.2.3', '2001:db8::7', '*.q.example.org'] });
  const { x509 } = file.read();
  expect(x509.verify(x509.publicKey)).toBe(true);
  expect(x509.subject).toContain(`CN=${address}`);
  expect(x509.issuer).toBe(x509.subject);
  expect(x509.checkHost('p.example.org')).toBe('p.example.org');
  expect(x509.checkHost('a.q.example.org')).toBe('*.q.example.org');
  expect(x509.checkHost('example.org')).toBeUndefined();
  expect(x509.checkIP('10.1.2.3')).toBe('10.1.2.3');
  expect(x509.checkIP('2001:db8:0:0:0:0:0:7')).toBeDefined();
  expect(BigInt(`0x${x509.serialNumber}`)).toBe(dates.serial);
  expect(x509.validToDate.toISOString()).toBe('2046-01-01T00:00:00.000Z');
  expect(x509.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1']);
});

test('dates from 2050 on have four digits of the year', () => {
  const file = certificateFile(home, address, signer(account));
  file.generate({ ...dates, notAfter: 4_102_444_800n, domains: [] });
  expect(file.read().x509.validToDate.toISOString()).toBe('2100-01-01T00:00:00.000Z');
});

test("the private key opens with the account's signature only, of the address's text or, in old files, of its bytes", () => {
  const file = certificateFile(home, address, signer(account));
  file.generate({ ...dates, domains: [] });
  expect(() => certificateFile(home, address, signer(other)).read()).toThrow('failed decrypting x509 block');
  const text = readFileSync(file.path, 'utf8');
  expect(() => createPrivateKey({ key: text.slice(text.indexOf('-----BEGIN ENC')), passphrase: 'test' })).toThrow();

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const old = privateKey.export({
    type: 'sec1',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: Buffer.from(signer(account).sign(account!.address) as Uint8Array) as never,
  });
  writeFileSync(file.path, text.slice(0, text.indexOf('-----BEGIN ENC')) + old);
  expect(file.read().publicKey).toBe(pemEncode('EC PUBLIC KEY', publicKeyDer(privateKey)));
  writeFileSync(file.path, 'nothing');
  expect(() => file.read()).toThrow('certificate not found in PEM');
});
