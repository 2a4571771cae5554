import { GoError, GoErrorBase, type RegisteredError } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import { type EcPublicKey, verifySha256 } from '../../crypto/x509/ecdsa.ts';
import { decodePem } from '../../crypto/x509/pem.ts';
import { parsePkixPublicKey } from '../../crypto/x509/pkix.ts';
import { equalBytes } from '../../store/keys.ts';
import { ErrInvalidCertificateValue, ErrInvalidPubkeyValue } from './errors.ts';

const CERTIFICATE = 'CERTIFICATE';
const EC_PUBLIC_KEY = 'EC PUBLIC KEY';

/** fmt.Errorf("%w: ..."): the text of a registered error without its code. */
function invalid(what: RegisteredError, why: string): GoError {
  return new GoError(`${what.description}: ${why}`, what.error());
}

function telling<T>(what: RegisteredError, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw invalid(what, e.message);
    throw e;
  }
}

/**
 * Reads a certificate and checks that `pubkey` signed it and that it is the owner's. Both are PEM texts. Throws Go errors.
 *
 * PARITY: chain-sdk go/node/cert/v1/cert.go: neither dates nor usage nor the certificate's own key are checked; the hash is
 * SHA-256 whatever the curve; and only the plain errors keep their code, those that tell more do not.
 */
export function parseAndValidateCertificate(owner: Uint8Array, crt: Uint8Array, pubkey: Uint8Array): Certificate {
  const key = readPublicKey(pubkey);
  const certificate = parseCertificate(readBlock(crt, CERTIFICATE, ErrInvalidCertificateValue));
  if (!verifySha256(key, certificate.signed, certificate.signature)) {
    throw invalid(ErrInvalidCertificateValue, 'invalid certificate signature');
  }
  const named = telling(ErrInvalidCertificateValue, () => accAddressFromBech32(certificate.commonName));
  if (!equalBytes(owner, named)) throw invalid(ErrInvalidCertificateValue, 'CommonName does not match owner');
  return certificate;
}

function readPublicKey(pem: Uint8Array): EcPublicKey {
  const der = readBlock(pem, EC_PUBLIC_KEY, ErrInvalidPubkeyValue);
  const key = telling(ErrInvalidPubkeyValue, () => parsePkixPublicKey(der));
  if (key.kind !== 'ecdsa') throw invalid(ErrInvalidPubkeyValue, 'invalid public key type');
  return key.ecdsa;
}

/** The one block of a PEM text. Text before it passes, nothing may follow it. */
function readBlock(pem: Uint8Array, type: string, what: RegisteredError): Uint8Array {
  const block = decodePem(pem);
  if (block === undefined || block.rest.length > 0) throw what.error();
  if (block.type !== type) throw invalid(what, 'invalid pem block type');
  return block.bytes;
}
