import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic, nilPointer } from '../../core/errors.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { decodePem } from '../../crypto/x509/pem.ts';
import { Certificate } from '../../wire/gen/akash/cert/v1/cert.ts';
import type { GenesisCertificate, GenesisState } from '../../wire/gen/akash/cert/v1/genesis.ts';
import { parseAndValidateCertificate } from './certificate.ts';
import { ErrCertificateExists } from './errors.ts';
import type { CertKeeper } from './keeper.ts';
import { certificateKey } from './keys.ts';
import { validateGenesisCertificate } from './validate.ts';

/** Source: node x/cert/genesis.go. */
export function initGenesis(k: CertKeeper, ctx: Context, genesis: GenesisState): void {
  const store = ctx.kvStore(k.storeKey);
  for (const { owner: text, certificate } of genesis.certificates) {
    const owner = panicking('error init certificate from genesis: ', () => accAddressFromBech32(text));
    const { cert, pubkey, state } = certificate;
    const { serialNumber: serial } = panicking('', () => parseAndValidateCertificate(owner, cert, pubkey));
    const key = certificateKey(state, { owner, serial });
    if (store.has(key)) throw new GoPanic(ErrCertificateExists.description);
    store.set(key, Certificate.encode(certificate));
  }
}

function panicking<T>(detail: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw e instanceof GoErrorBase ? new GoPanic(`${detail}${e.message}`) : e;
  }
}

/** Every certificate is read once more. Panics when one cannot be. */
export function exportGenesis(k: CertKeeper, ctx: Context): GenesisState {
  const certificates: GenesisCertificate[] = [];
  k.withCertificates(ctx, (id, { certificate }) => {
    const block = decodePem(certificate.cert);
    if (block === undefined) {
      throw certificate.cert.length > 0 ? new GoPanic('unable to decode certificate') : nilPointer();
    }
    if (block.rest.length > 0) throw new GoPanic('unable to decode certificate');
    const { serialNumber } = panicking('', () => parseCertificate(block.bytes));
    if (serialNumber !== id.serial) throw new GoPanic('certificate id does not match');
    certificates.push({ owner: accAddressToBech32(id.owner), certificate });
    return false;
  });
  return { certificates };
}

export function defaultGenesis(): GenesisState {
  return { certificates: [] };
}

/** Throws a Go error when the state is not acceptable. */
export function validateGenesis(genesis: GenesisState): void {
  for (const record of genesis.certificates) validateGenesisCertificate(record);
}
