import { describe, expect, it } from 'vitest';
import { configurator } from '../../src/baseapp/configurator.ts';
import { encodePageKey } from '../../src/store/page-key.ts';
import { State } from '../../src/wire/gen/akash/cert/v1/cert.ts';
import type { CertificateFilter } from '../../src/wire/gen/akash/cert/v1/filters.ts';
import { MsgCreateCertificate, MsgRevokeCertificate } from '../../src/wire/gen/akash/cert/v1/msg.ts';
import { QueryCertificatesRequest, QueryCertificatesResponse } from '../../src/wire/gen/akash/cert/v1/query.ts';
import { PageRequest } from '../../src/wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { certificatesAreInOneState } from '../../src/x/cert/invariants.ts';
import { certModule } from '../../src/x/cert/module.ts';
import { AppKit, address, bech32, refusal } from './app-kit.ts';
import { der, integer, type Made, makeCertificate, type Options, pem } from './certificate-kit.ts';

function newKit(): AppKit {
  const kit = new AppKit();
  certModule(kit.keepers.cert).registerServices!(configurator(kit.router, kit.queries));
  return kit;
}

const owned = (change: Partial<Options> = {}): Made => makeCertificate({ commonName: bech32(1), ...change });
const create = (made: Pick<Made, 'cert' | 'pubkey'>, n = 1): Partial<MsgCreateCertificate> => ({
  owner: bech32(n),
  cert: made.cert,
  pubkey: made.pubkey,
});
const serial = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const concat = (...parts: (string | Uint8Array)[]): Uint8Array => Buffer.concat(parts.map((p) => Buffer.from(p)));

/** The verdict on a certificate: `ok`, or how it is refused. */
function verdict(made: Pick<Made, 'cert' | 'pubkey'>): string {
  const kit = newKit();
  try {
    kit.send(MsgCreateCertificate, create(made));
    return 'ok';
  } catch {
    return kit.refused(MsgCreateCertificate, create(made));
  }
}

describe('certificates', () => {
  it.each(['P-224', 'P-256', 'P-384', 'P-521'] as const)('PARITY %s: SHA-256 whatever the curve', (curve) => {
    expect(verdict(owned({ curve }))).toBe('ok');
    expect(verdict(owned({ curve, hash: 'sha384' }))).toBe(
      'undefined/1: invalid certificate value: invalid certificate signature',
    );
  });

  it('a key that is no point of its curve is told in one text', () => {
    const made = owned();
    const key = Buffer.from(Buffer.from(made.pubkey).toString('latin1').split('\n').slice(1, -2).join(''), 'base64');
    const changed = (at: number, by: number): Uint8Array => key.map((b, i) => (i === at ? b ^ by : b));
    const text = 'undefined/1: invalid pubkey value: x509: failed to unmarshal elliptic curve point';
    const compressed = 26;
    for (const bytes of [changed(compressed, 6), changed(key.length - 1, 1)]) {
      expect(verdict({ ...made, pubkey: pem('EC PUBLIC KEY', bytes) })).toBe(text);
    }
    const beyondP = key.map((b, i) => (i > compressed && i <= compressed + 32 ? 0xff : b));
    expect(verdict({ ...made, pubkey: pem('EC PUBLIC KEY', beyondP) })).toBe(text);
  });

  it('PARITY dates are not looked at, as long as they are dates', () => {
    expect(verdict(owned({ notAfter: '200101000000Z' }))).toBe('ok');
    expect(verdict(owned({ notAfter: '200101000000+0100' }))).toBe('ok');
    expect(verdict(owned({ notAfter: '200101000000+0000' }))).toBe('undefined/1: x509: malformed UTCTime');
    expect(verdict(owned({ notAfter: '210229000000Z' }))).toBe('undefined/1: x509: malformed UTCTime');
  });

  it('PARITY text before the block, headers and Windows line ends pass; nothing may follow', () => {
    const made = owned();
    expect(verdict({ ...made, cert: concat('text\n', made.cert) })).toBe('ok');
    expect(verdict({ ...made, cert: pem('CERTIFICATE', made.der, '\r\n') })).toBe('ok');
    const withHeader = Buffer.from(made.cert).toString().replace('-----\n', '-----\nA: b\n\n');
    expect(verdict({ ...made, cert: Buffer.from(withHeader) })).toBe('ok');
    expect(verdict({ ...made, cert: concat(made.cert, '\n') })).toBe('cert/6: invalid certificate value');
  });

  it('PARITY errors that tell more have no code', () => {
    const made = owned();
    expect(verdict({ ...made, pubkey: Buffer.from('x') })).toBe('cert/7: invalid pubkey value');
    expect(verdict({ ...made, cert: pem('X', made.der) })).toBe(
      'undefined/1: invalid certificate value: invalid pem block type',
    );
    expect(verdict({ ...made, pubkey: pem('EC PUBLIC KEY', der(0x30)) })).toBe(
      'undefined/1: invalid pubkey value: asn1: syntax error: sequence truncated',
    );
    expect(verdict({ ...made, cert: pem('CERTIFICATE', concat(made.der, 'x')) })).toBe(
      'undefined/1: x509: trailing data',
    );
    expect(verdict(makeCertificate({ commonName: bech32(2) }))).toBe(
      'undefined/1: invalid certificate value: CommonName does not match owner',
    );
    expect(verdict(makeCertificate({ commonName: '' }))).toBe(
      'undefined/1: invalid certificate value: empty address string is not allowed',
    );
  });

  it('an extension that cannot be read spoils the certificate', () => {
    const subjectAltName = '551d11';
    const named = (value: Uint8Array): string => verdict(owned({ extensions: [[subjectAltName, value]] }));
    expect(named(der(0x30, der(0x82, Buffer.from('a.b')), der(0x86, Buffer.from('https://a.b/c'))))).toBe('ok');
    expect(named(der(0x30, der(0x87, Uint8Array.of(1, 2, 3))))).toBe(
      'undefined/1: x509: cannot parse IP address of length 3',
    );
    expect(named(der(0x30, der(0x86, Buffer.from('https://a.b.'))))).toBe(
      'undefined/1: x509: cannot parse URI "https://a.b.": invalid domain',
    );
    expect(named(integer(Uint8Array.of(1)))).toBe('undefined/1: x509: invalid subject alternative names');
  });

  it('PARITY the largest version wraps around and passes', () => {
    expect(verdict(owned({ version: serial(0x7f, 255, 255, 255, 255, 255, 255, 255) }))).toBe('ok');
    expect(verdict(owned({ version: serial(3) }))).toBe('undefined/1: x509: invalid version');
    expect(verdict(owned({ version: serial(0xff) }))).toBe('undefined/1: x509: malformed version');
  });

  it('a serial number is not negative', () => {
    expect(verdict(owned({ serial: serial(0xff) }))).toBe('undefined/1: x509: negative serial number');
  });
});

describe('messages', () => {
  it('PARITY there are no events', () => {
    const kit = newKit();
    expect(kit.send(MsgCreateCertificate, create(owned())).events).toEqual([]);
    expect(kit.send(MsgRevokeCertificate, { id: { owner: bech32(1), serial: '7' } }).events).toEqual([]);
  });

  it('a serial number is used once, revoked or not', () => {
    const kit = newKit();
    kit.send(MsgCreateCertificate, create(owned()));
    expect(kit.refused(MsgCreateCertificate, create(owned()))).toBe('cert/3: certificate exists');
    const id = { owner: bech32(1), serial: '7' };
    kit.send(MsgRevokeCertificate, { id });
    expect(kit.refused(MsgRevokeCertificate, { id })).toBe('cert/4: certificate already revoked');
    expect(kit.refused(MsgCreateCertificate, create(owned()))).toBe('cert/3: certificate exists');
    expect(kit.refused(MsgRevokeCertificate, { id: { ...id, serial: '8' } })).toBe('cert/1: certificate not found');
    const found = kit.keepers.cert.getCertificateByID(kit.ctx(), { owner: address(1), serial: 7n });
    expect(found?.certificate.state).toBe(State.revoked);
  });

  it.each(['7', '+7', '-7', '007'])('PARITY %s revokes 7', (text) => {
    const kit = newKit();
    kit.send(MsgCreateCertificate, create(owned()));
    kit.send(MsgRevokeCertificate, { id: { owner: bech32(1), serial: text } });
  });

  it.each(['', '+', '0x7', '7 ', '1_0'])('%j is no serial number', (text) => {
    expect(newKit().refused(MsgRevokeCertificate, { id: { owner: bech32(1), serial: text } })).toBe(
      'cert/5: invalid serial number',
    );
  });

  it('PARITY a serial number of more than 40 bytes is a panic', () => {
    const kit = newKit();
    const long = owned({ serial: new Uint8Array(41).fill(1) });
    expect(kit.refused(MsgCreateCertificate, create(long))).toBe(
      'panic: serial length should be max 40 bytes, got 41: unknown address',
    );
    kit.send(MsgCreateCertificate, create(owned({ serial: new Uint8Array(40).fill(1) })));
  });
});

describe('listings', () => {
  const kit = newKit();
  for (const n of [1, 2, 3]) {
    for (const s of [1, 2]) {
      kit.send(MsgCreateCertificate, create(makeCertificate({ commonName: bech32(n), serial: serial(s) }), n));
    }
    kit.send(MsgRevokeCertificate, { id: { owner: bech32(n), serial: '1' } });
  }
  const ask = (
    filter: Partial<CertificateFilter>,
    page: Partial<PageRequest> = {},
    from = kit,
  ): QueryCertificatesResponse => {
    const request = { filter: { owner: '', serial: '', state: '', ...filter }, pagination: PageRequest.create(page) };
    const bytes = QueryCertificatesRequest.encode(request);
    return QueryCertificatesResponse.decode(
      from.queries.route('/akash.cert.v1.Query/Certificates')!(from.ctx(), bytes),
    );
  };
  const refused = (filter: Partial<CertificateFilter>, page: Partial<PageRequest> = {}, from = kit): string =>
    refusal(() => ask(filter, page, from));

  it('goes from valid to revoked across pages; PARITY the total is that of the page', () => {
    let key: Uint8Array = new Uint8Array(0);
    const states: number[] = [];
    const totals: bigint[] = [];
    do {
      const { certificates, pagination } = ask({}, { limit: 2n, key });
      states.push(...certificates.map((c) => c.certificate.state));
      totals.push(pagination!.total);
      key = pagination!.nextKey;
    } while (key.length > 0);
    expect(states).toEqual([State.valid, State.valid, State.valid, State.revoked, State.revoked, State.revoked]);
    expect(totals).toEqual([2n, 2n, 2n]);
  });

  it('filters by owner, serial number and state', () => {
    expect(ask({ owner: bech32(2) }).certificates).toHaveLength(2);
    expect(ask({ owner: bech32(2), serial: '1' }).certificates).toHaveLength(1);
    expect(ask({ state: 'revoked' }).certificates).toHaveLength(3);
    expect(refused({ state: 'lost' })).toBe(
      'undefined/1: rpc error: code = InvalidArgument desc = invalid state value',
    );
    expect(refused({}, { offset: 1n })).toMatch(/if offset is set, filter.state must be provided$/);
  });

  it('PARITY a serial number that is none is a panic', () => {
    expect(refused({ owner: bech32(1), serial: 'x' })).toBe(
      'panic: runtime error: invalid memory address or nil pointer dereference',
    );
  });

  it('PARITY a page key may name states that are none', () => {
    const prefix = serial(0x11, 1);
    const key = encodePageKey({ states: serial(1, 9), prefix, key: serial(20), extra: serial() });
    expect(refused({}, { key })).toBe('panic: unknown certificate state');
    expect(refused({}, { key: serial(1, 2, 3, 4, 5) })).toMatch(/pagination: invalid key: invalid checksum/);
  });

  it('PARITY a certificate of serial number 0 cannot be listed', () => {
    const other = newKit();
    other.send(MsgCreateCertificate, create(owned({ serial: serial(0) })));
    expect(refused({}, {}, other)).toBe(
      'undefined/1: rpc error: code = Internal desc = expected key of length at least 1, got 0',
    );
    expect(refusal(() => certModule(other.keepers.cert).exportGenesis!(other.ctx()))).toBe(
      'panic: expected key of length at least 1, got 0',
    );
  });

  it('an owner has those of both states; PARITY whoever stops is asked again for the other state', () => {
    const seen: number[] = [];
    kit.keepers.cert.withOwner(kit.ctx(), address(2), ({ certificate }) => {
      seen.push(certificate.state);
      return true;
    });
    expect(seen).toEqual([State.valid, State.revoked]);
  });

  it('export is import; PARITY but does not pass as a genesis once something is revoked', () => {
    const module = certModule(kit.keepers.cert);
    const exported = module.exportGenesis!(kit.ctx());
    expect(refusal(() => module.validateGenesis!(exported))).toBe('cert/8: invalid state');
    const other = newKit();
    certModule(other.keepers.cert).initGenesis!(other.ctx(), exported);
    expect(other.pairs('cert')).toEqual(kit.pairs('cert'));
    expect(certificatesAreInOneState(other.keepers.cert, other.ctx())).toEqual([]);
  });
});
