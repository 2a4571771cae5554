import { GoPanic, nilPointer } from '../../core/errors.ts';
import { trimSpace } from '../../core/go-text.ts';
import { fromAny } from '../../crypto/pubkey.ts';
import { equalBytes } from '../../store/keys.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import type {
  ConsensusState,
  Header,
  Misbehaviour,
  SignatureAndData,
} from '../../wire/gen/ibc/lightclients/solomachine/v3/solomachine.ts';
import { ErrInvalidConsensus, ErrInvalidHeader, ErrInvalidMisbehaviour } from '../ibc/client/errors.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { ErrInvalidSignatureAndData } from './errors.ts';

/** Stateless checks of the solo machine client. Throw GoError. Source: ibc-go modules/light-clients/06-solomachine. */

/** Whether there is a key with any bytes. */
function isKey(any: Any | undefined): boolean {
  if (any?.$message === undefined) return false;
  return fromAny(any)!.bytes().length > 0;
}

function onlySpaces(text: string): boolean {
  return text !== '' && trimSpace(text) === '';
}

export function validateSoloConsensusState({ timestamp, diversifier, publicKey }: ConsensusState): void {
  if (timestamp === 0n) throw ErrInvalidConsensus.wrap('timestamp cannot be 0');
  if (onlySpaces(diversifier)) throw ErrInvalidConsensus.wrap('diversifier cannot contain only spaces');
  if (!isKey(publicKey)) throw ErrInvalidConsensus.wrap('public key cannot be empty');
}

export function validateSoloHeader({ timestamp, newDiversifier, signature, newPublicKey }: Header): void {
  if (timestamp === 0n) throw ErrInvalidHeader.wrap('timestamp cannot be zero');
  if (onlySpaces(newDiversifier)) throw ErrInvalidHeader.wrap('diversifier cannot contain only spaces');
  if (signature.length === 0) throw ErrInvalidHeader.wrap('signature cannot be empty');
  if (!isKey(newPublicKey)) throw ErrInvalidHeader.wrap('new public key cannot be empty');
}

export function validateSignatureAndData(s: SignatureAndData | undefined): void {
  if (s === undefined) throw nilPointer();
  if (s.signature.length === 0) throw ErrInvalidSignatureAndData.wrap('signature cannot be empty');
  if (s.data.length === 0) throw ErrInvalidSignatureAndData.wrap('data for signature cannot be empty');
  if (s.path.length === 0) throw ErrInvalidSignatureAndData.wrap('path for signature cannot be empty');
  if (s.timestamp === 0n) throw ErrInvalidSignatureAndData.wrap('timestamp cannot be 0');
}

export function validateSoloMisbehaviour({ sequence, signatureOne: one, signatureTwo: two }: Misbehaviour): void {
  if (sequence === 0n) throw ErrInvalidMisbehaviour.wrap('sequence cannot be 0');
  wrapped('signature one failed basic validation', () => validateSignatureAndData(one));
  wrapped('signature two failed basic validation', () => validateSignatureAndData(two));
  if (equalBytes(one!.signature, two!.signature)) {
    throw ErrInvalidMisbehaviour.wrap('misbehaviour signatures cannot be equal');
  }
  if (equalBytes(one!.path, two!.path) && equalBytes(one!.data, two!.data)) {
    throw ErrInvalidMisbehaviour.wrap('misbehaviour signature data must be signed over different messages');
  }
}

/** PARITY: ibc-go modules/light-clients/06-solomachine: the older version's own check only panics. */
export function validateFormerConsensusState(): never {
  throw new GoPanic('legacy solo machine is deprecated');
}
