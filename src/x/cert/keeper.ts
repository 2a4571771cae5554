import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import type { StoreKey } from '../../core/store.ts';
import { prefixIterator } from '../../store/prefix.ts';
import { Certificate, State } from '../../wire/gen/akash/cert/v1/cert.ts';
import type { CertificateResponse } from '../../wire/gen/akash/cert/v1/query.ts';
import { parseAndValidateCertificate } from './certificate.ts';
import { ErrCertificateAlreadyRevoked, ErrCertificateExists, ErrCertificateNotFound } from './errors.ts';
import { CERT_PREFIX, type CertId, certificateKey, ownerPrefix, parseCertKey, statePrefix } from './keys.ts';

export interface CertKeeperDeps {
  readonly storeKey: StoreKey;
}

/** The certificates with which tenants and providers show each other who they are. No events. Source: node x/cert/keeper. */
export class CertKeeper {
  readonly storeKey: StoreKey;

  constructor(deps: CertKeeperDeps) {
    this.storeKey = deps.storeKey;
  }

  /** Throws what is wrong with the certificate, or ErrCertificateExists, also when the one there is revoked. */
  createCertificate(ctx: Context, owner: Uint8Array, cert: Uint8Array, pubkey: Uint8Array): void {
    const { serialNumber: serial } = parseAndValidateCertificate(owner, cert, pubkey);
    const id = { owner, serial };
    if (this.findCertificate(ctx, id) !== undefined) throw ErrCertificateExists.error();
    const value = Certificate.encode({ state: State.valid, cert, pubkey });
    ctx.kvStore(this.storeKey).set(certificateKey(State.valid, id), value);
  }

  /** Throws ErrCertificateNotFound, ErrCertificateAlreadyRevoked. */
  revokeCertificate(ctx: Context, id: CertId): void {
    const store = ctx.kvStore(this.storeKey);
    const key = this.findCertificate(ctx, id);
    if (key === undefined) throw ErrCertificateNotFound.error();
    const cert = Certificate.decode(store.get(key)!);
    if (cert.state === State.revoked) throw ErrCertificateAlreadyRevoked.error();
    store.delete(key);
    store.set(certificateKey(State.revoked, id), Certificate.encode({ ...cert, state: State.revoked }));
  }

  getCertificateByID(ctx: Context, id: CertId): CertificateResponse | undefined {
    const key = this.findCertificate(ctx, id);
    if (key === undefined) return undefined;
    const certificate = Certificate.decode(ctx.kvStore(this.storeKey).get(key)!);
    return { certificate, serial: `${id.serial}` };
  }

  /** Calls `fn` for each certificate, valid ones first, by owner and length of the serial number, until it returns true. */
  withCertificates(ctx: Context, fn: (id: CertId, certificate: CertificateResponse) => boolean): void {
    this.iterate(ctx, CERT_PREFIX, fn);
  }

  withCertificatesState(ctx: Context, state: State, fn: (certificate: CertificateResponse) => boolean): void {
    this.iterate(ctx, statePrefix(state), (_id, certificate) => fn(certificate));
  }

  /** PARITY: node x/cert/keeper/keeper.go: `fn` stops one state only; the revoked ones follow. */
  withOwner(ctx: Context, owner: Uint8Array, fn: (certificate: CertificateResponse) => boolean): void {
    for (const state of [State.valid, State.revoked]) this.withOwnerState(ctx, owner, state, fn);
  }

  withOwnerState(
    ctx: Context,
    owner: Uint8Array,
    state: State,
    fn: (certificate: CertificateResponse) => boolean,
  ): void {
    this.iterate(ctx, ownerPrefix(state, owner), (_id, certificate) => fn(certificate));
  }

  private iterate(
    ctx: Context,
    prefix: Uint8Array,
    fn: (id: CertId, certificate: CertificateResponse) => boolean,
  ): void {
    const it = prefixIterator(ctx.kvStore(this.storeKey), prefix);
    for (; it.valid(); it.next()) {
      const { id, certificate } = mustUnmarshal(it.key(), it.value());
      if (fn(id, certificate)) break;
    }
    it.close();
  }

  private findCertificate(ctx: Context, id: CertId): Uint8Array | undefined {
    const store = ctx.kvStore(this.storeKey);
    const keys = [certificateKey(State.valid, id), certificateKey(State.revoked, id)];
    return keys.find((key) => store.has(key));
  }
}

/** The serial number is taken from the key. Throws GoError when the key cannot be read. */
export function unmarshalCertificate(
  key: Uint8Array,
  value: Uint8Array,
): { id: CertId; certificate: CertificateResponse } {
  const id = parseCertKey(key);
  return { id, certificate: { serial: `${id.serial}`, certificate: Certificate.decode(value) } };
}

function mustUnmarshal(key: Uint8Array, value: Uint8Array): ReturnType<typeof unmarshalCertificate> {
  try {
    return unmarshalCertificate(key, value);
  } catch (e) {
    throw e instanceof GoErrorBase ? new GoPanic(e.message) : e;
  }
}
