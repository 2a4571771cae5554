import { GoError, GoPanic, nilPointer } from '../../../core/errors.ts';
import type { SignatureData } from '../../../crypto/multisig.ts';
import { MultiSignature } from '../../../wire/gen/cosmos/crypto/multisig/v1beta1/multisig.ts';
import { SignMode } from '../../../wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import type { ModeInfo } from '../../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import { at } from './panics.ts';

/**
 * Joins how a signature was made with its bytes. Panics where the two do not fit each other; throws GoError when the bytes of a
 * multisignature are none. Source: cosmos-sdk x/auth/tx/sigs.go.
 */
export function signatureData(modeInfo: ModeInfo, signature: Uint8Array): SignatureData {
  const { sum } = modeInfo;
  if (sum === undefined) throw new GoPanic('unexpected ModeInfo data type <nil>');
  if (sum.$case === 'single') return { kind: 'single', signMode: sum.single.mode, signature };
  const parts = decodeMultisignature(signature);
  const signatures: (SignatureData | undefined)[] = parts.map(() => undefined);
  sum.multi.modeInfos.forEach((m, i) => {
    signatures[i] = signatureData(m, at(parts, i));
  });
  return { kind: 'multi', bitArray: sum.multi.bitarray, signatures };
}

/** Unknown fields are refused: they would let anyone make a transaction longer. */
function decodeMultisignature(bytes: Uint8Array): Uint8Array[] {
  const m = MultiSignature.decode(bytes);
  if (m.$unrecognized !== undefined) throw new GoError('rejecting unrecognized fields found in MultiSignature');
  return m.signatures;
}

/**
 * The raw signatures within, each multisignature after its parts. Throws GoError when one is left out.
 * Source: cosmos-sdk x/auth/ante/sigverify.go signatureDataToBz.
 */
export function rawSignatures(data: SignatureData | undefined): Uint8Array[] {
  if (data === undefined) throw new GoError('got empty SignatureData');
  if (data.kind === 'single') return [data.signature];
  const signatures = data.signatures.flatMap(rawSignatures);
  return [...signatures, MultiSignature.encode(MultiSignature.create({ signatures }))];
}

/** Whether a signature, or a part of it, is left out, as in simulations. */
export function isIncomplete(data: SignatureData | undefined): boolean {
  if (data === undefined) return true;
  if (data.kind === 'single') return data.signature.length === 0;
  return data.signatures.length === 0 || data.signatures.some(isIncomplete);
}

/** Whether all of it was signed as amino JSON, where a wrong sequence shows only as a wrong signature. */
export function isOnlyAmino(data: SignatureData | undefined): boolean {
  if (data === undefined) return false;
  if (data.kind === 'single') return data.signMode === SignMode.SIGN_MODE_LEGACY_AMINO_JSON;
  return data.signatures.every(isOnlyAmino);
}

/**
 * PARITY: x/auth/tx/adapter.go: before a signature is verified, all signer infos are copied; a missing public key or bit array is
 * a nil dereference there.
 */
export function checkModeInfo(modeInfo: ModeInfo | undefined): void {
  if (modeInfo?.sum?.$case !== 'multi') return;
  const { modeInfos, bitarray } = modeInfo.sum.multi;
  modeInfos.forEach(checkModeInfo);
  if (bitarray === undefined) throw nilPointer();
}

const modeNames = new Map<number, string>(Object.entries(SignMode).map(([name, mode]) => [mode, name]));

/** The name of a sign mode, or its number when it has none. */
export function signModeName(mode: number): string {
  return modeNames.get(mode) ?? `${mode}`;
}
