/**
 * What the library of Go 1.25 says of random and damaged input (golib.jsonl.gz): URLs, path patterns, PEM, certificates, public keys, ECDSA.
 * `in` and `in2` are base64; of `ecdsa.verify` `in` is the key, `in2` the message behind its length, then the signature.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GoErrorBase } from '../../src/core/errors.ts';
import { matchPath } from '../../src/core/go-glob.ts';
import { parseUrl } from '../../src/core/go-url.ts';
import { parseCertificate } from '../../src/crypto/x509/certificate.ts';
import { verifySha256 } from '../../src/crypto/x509/ecdsa.ts';
import { decodePem } from '../../src/crypto/x509/pem.ts';
import { parsePkixPublicKey } from '../../src/crypto/x509/pkix.ts';
import { bytesFromText, textFromBytes } from '../../src/wire/utf8.ts';

interface Line {
  readonly op: string;
  readonly in: string;
  readonly in2?: string;
  readonly out?: string;
  readonly err?: string;
}

const lines: Line[] = gunzipSync(readFileSync(join(import.meta.dirname, '../vectors/golib/golib.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l) as Line);

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const CURVES_BY_SIZE: Record<number, string> = { 28: 'P-224', 32: 'P-256', 48: 'P-384', 66: 'P-521' };

const operations: Record<string, (a: Uint8Array, b: Uint8Array) => string> = {
  'url.parse'(a) {
    const { scheme, host, path } = parseUrl(textFromBytes(a));
    return `${scheme}|${host}|${path !== ''}`;
  },
  'filepath.match': (a, b) => `${matchPath(textFromBytes(a), textFromBytes(b))}`,
  'pem.decode'(a) {
    const block = decodePem(a);
    if (block === undefined) return 'none';
    return `${hex(Buffer.from(block.type, 'latin1'))}|${hex(block.bytes)}|${block.rest.length}`;
  },
  'x509.certificate'(a) {
    const c = parseCertificate(a);
    const signed = createHash('sha256').update(c.signed).digest('hex');
    return `${c.serialNumber}|${hex(bytesFromText(c.commonName))}|${signed}|${hex(c.signature)}`;
  },
  'x509.publicKey'(a) {
    const key = parsePkixPublicKey(a);
    return key.kind === 'ecdsa' ? `ecdsa ${CURVES_BY_SIZE[key.ecdsa.curve.size]}` : 'other';
  },
  'ecdsa.verify'(a, b) {
    const key = parsePkixPublicKey(a);
    if (key.kind !== 'ecdsa') throw new Error('not a key of this kind');
    const signatureAt = 1 + b[0]!;
    return `${verifySha256(key.ecdsa, b.subarray(1, signatureAt), b.subarray(signatureAt))}`;
  },
};

function answer(line: Line): Pick<Line, 'out' | 'err'> {
  const [a, b] = [line.in, line.in2 ?? ''].map((s) => new Uint8Array(Buffer.from(s, 'base64')));
  try {
    return { out: operations[line.op]!(a!, b!).toWellFormed() };
  } catch (e) {
    if (e instanceof GoErrorBase) return { err: e.message.toWellFormed() };
    throw e;
  }
}

describe('as in Go', () => {
  it.each(Object.keys(operations))('%s', (op) => {
    const cases = lines.filter((l) => l.op === op);
    expect(cases.length).toBeGreaterThan(100);
    const different = cases
      .map((line) => ({ line, ours: answer(line) }))
      .filter(({ line, ours }) => ours.out !== line.out || ours.err !== line.err);
    expect(different.slice(0, 3)).toEqual([]);
  });

  it('PARITY brackets count wherever they stand in a host', () => {
    expect(parseUrl('https://dropped[::1]:80').host).toBe('[::1]:80');
  });
});
