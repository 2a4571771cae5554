import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { createCertificate, pemEncode, publicKeyDer } from '../crypto/x509-create.ts';
import { UsageError } from './frame.ts';
import type { SignerKey } from './keyring.ts';

/**
 * The certificate of an account and its key, kept in `<home>/<address>.pem` as the Go command line keeps it: the private key is
 * encrypted with the account's signature of its own address, so that only who has the account's key can use it.
 */
export interface CertificateFile {
  readonly path: string;
  exists(): boolean;
  generate(o: { notBefore: bigint; notAfter: bigint; serial: bigint; domains: readonly string[] }): void;
  /** PEM texts of the certificate and its public key, and the certificate itself. Throws UsageError. */
  read(): { cert: string; publicKey: string; x509: X509Certificate };
}

const CERTIFICATE = 'CERTIFICATE';
const PUBLIC_KEY = 'EC PUBLIC KEY';

/** The certificate file of an account in a home folder. */
export function certificateFile(home: string, address: string, key: SignerKey): CertificateFile {
  const path = join(home, `${address}.pem`);
  const passphrase = (): Buffer => Buffer.from(key.sign(new Uint8Array(Buffer.from(address))) as Uint8Array);
  // Files of old were encrypted with a signature of the address's bytes, not of its text.
  const legacyPassphrase = (): Buffer => Buffer.from(key.sign(key.address) as Uint8Array);
  return {
    path,
    exists: () => existsSync(path),
    generate({ notBefore, notAfter, serial, domains }) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const cert = createCertificate(privateKey, {
        commonName: address,
        serial,
        notBefore,
        notAfter,
        names: domains.filter((d) => ipBytes(d) === undefined),
        ips: domains.flatMap((d) => ipBytes(d) ?? []),
        server: domains.length > 0,
      });
      const encrypted = privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: passphrase() as never,
      });
      writeFileSync(path, pemEncode(CERTIFICATE, cert) + encrypted, { mode: 0o600 });
    },
    read() {
      if (!existsSync(path))
        throw new UsageError(
          `could not open certificate PEM file: open ${path}: no such file or directory; "akash tx cert generate client" makes one`,
        );
      const [cert, secret] =
        readFileSync(path, 'utf8').match(/-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----\n?/g) ?? [];
      if (cert === undefined) throw new UsageError(`certificate error: certificate not found in PEM: ${path}`);
      if (secret === undefined) throw new UsageError(`certificate error: private key not found in PEM: ${path}`);
      const x509 = parse(cert, path);
      const privateKey = decrypted(secret, [passphrase, legacyPassphrase]);
      if (!privateKey)
        throw new UsageError(
          `certificate error: failed decrypting x509 block with private key: ${path} was made with another key of the account`,
        );
      return {
        cert: pemEncode(CERTIFICATE, new Uint8Array(x509.raw)),
        publicKey: pemEncode(PUBLIC_KEY, publicKeyDer(privateKey)),
        x509,
      };
    },
  };
}

function decrypted(pem: string, passphrases: readonly (() => Buffer)[]): KeyObject | undefined {
  for (const passphrase of passphrases) {
    try {
      return createPrivateKey({ key: pem, passphrase: passphrase() as never });
    } catch {
      // the next one, then
    }
  }
  return undefined;
}

function parse(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new UsageError(`certificate error: ${path} does not hold an X.509 certificate`);
  }
}

/** 4 or 16 bytes of an IP address; undefined for a host name. */
function ipBytes(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split('.').map(Number));
  if (!isIPv6(text)) return undefined;
  const [head = '', tail] = text.split('::');
  const words = (s: string): string[] => (s === '' ? [] : s.split(':'));
  const expand = (s: string): number[] =>
    words(s).flatMap((w) =>
      w.includes('.') ? w.split('.').map(Number) : [Number.parseInt(w, 16) >> 8, Number.parseInt(w, 16) & 0xff],
    );
  const [a, b] = [expand(head), tail === undefined ? [] : expand(tail)];
  return Uint8Array.from([...a, ...new Array<number>(16 - a.length - b.length).fill(0), ...b]);
}
