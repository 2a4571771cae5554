import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { accAddressFromBech32, accAddressToBech32, valAddressFromBech32 } from '../crypto/address.ts';
import type { SignatureData } from '../crypto/multisig.ts';
import { fromAny, MultisigPubKey, type PubKey } from '../crypto/pubkey.ts';
import { signerText } from '../crypto/signers.ts';
import { MultiSignature } from '../wire/gen/cosmos/crypto/multisig/v1beta1/multisig.ts';
import {
  SignatureDescriptor,
  type SignatureDescriptor_Data,
  SignatureDescriptors,
} from '../wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { type ModeInfo, type SignerInfo, Tx } from '../wire/gen/cosmos/tx/v1beta1/tx.ts';
import { fromJson, toJson } from '../wire/json.ts';
import { signerAddresses } from '../wire/registry.ts';
import { type SignerData, signBytes } from '../wire/sign-modes.ts';
import { decodeTx } from '../wire/tx.ts';
import { type Flags, type Io, UsageError } from './frame.ts';

/** Transactions in files, as `--generate-only` prints them: read, sign, check, write. */

function textOf(io: Io, path: string): string {
  if (path !== '-') {
    if (!existsSync(path)) throw new UsageError(`open ${path}: no such file or directory`);
    return readFileSync(path, 'utf8');
  }
  const lines: string[] = [];
  for (let line = io.line(false); line !== undefined; line = io.line(false)) lines.push(line);
  return lines.join('\n');
}

/** One transaction; `-` reads standard input. Throws UsageError, or GoError with what is wrong in it. */
export function readTxFile(io: Io, path: string): Tx {
  return parseTx(textOf(io, path));
}

/** Transactions one a line, of all files. */
export function readTxFiles(io: Io, paths: readonly string[]): Tx[] {
  return paths.flatMap((p) =>
    textOf(io, p)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(parseTx),
  );
}

function parseTx(text: string): Tx {
  const tx = fromJson(Tx, text);
  if (!tx.body || !tx.authInfo?.fee) throw new UsageError('the file is not a transaction: it has no body or no fee');
  return tx;
}

/** The signatures that `tx sign --signature-only` printed. */
export function readSignatures(io: Io, path: string): SignatureDescriptor[] {
  return fromJson(SignatureDescriptors, textOf(io, path)).signatures;
}

/** Prints to standard output, or to the file of `--output-document`. */
export function writeDocument(io: Io, flags: Flags, text: string): void {
  const path = flags.text('output-document');
  if (path === '') io.out(text);
  else writeFileSync(path, text);
}

/** Addresses that must sign, each once, with an extra fee payer last. */
export function signersOf(tx: Tx): Uint8Array[] {
  const seen = new Map<string, Uint8Array>();
  const add = (address: Uint8Array): void => {
    const id = Buffer.from(address).toString('hex');
    if (!seen.has(id)) seen.set(id, address);
  };
  for (const { typeUrl, message } of decodeTx(Tx.encode(tx)).messages)
    for (const s of signerAddresses(typeUrl, message))
      add(s.validator ? valAddressFromBech32(s.text) : accAddressFromBech32(s.text));
  const payer = tx.authInfo?.fee?.payer ?? '';
  if (payer !== '') add(accAddressFromBech32(payer));
  return [...seen.values()];
}

/** What a key signs of a transaction in a mode. */
export function txSignBytes(tx: Tx, mode: number, signer: SignerData): Uint8Array {
  return signBytes(mode, signer, decodeTx(Tx.encode(tx)), signerText);
}

/** A signature with its key, as it stands in a transaction. */
export interface Signature {
  readonly info: SignerInfo;
  readonly bytes: Uint8Array;
}

export function signaturesOf(tx: Tx): Signature[] {
  return (tx.authInfo?.signerInfos ?? []).map((info, i) => ({
    info,
    bytes: tx.signatures[i] ?? new Uint8Array(0),
  }));
}

export function withSignatures(tx: Tx, list: readonly Signature[]): Tx {
  return {
    ...tx,
    authInfo: { ...tx.authInfo!, signerInfos: list.map((s) => s.info) },
    signatures: list.map((s) => s.bytes),
  };
}

/** The transaction, or only its signatures, as JSON with a line end. */
export function printed(tx: Tx, signatureOnly: boolean): string {
  if (!signatureOnly) return `${toJson(Tx, tx)}\n`;
  const signatures = signaturesOf(tx).map((s) =>
    SignatureDescriptor.create({
      publicKey: s.info.publicKey,
      data: descriptorData(s.info.modeInfo!, s.bytes),
      sequence: s.info.sequence,
    }),
  );
  return `${toJson(SignatureDescriptors, { signatures })}\n`;
}

function descriptorData(mode: ModeInfo, bytes: Uint8Array): SignatureDescriptor_Data {
  const sum = mode.sum!;
  if (sum.$case === 'single') return { sum: { $case: 'single', single: { mode: sum.single.mode, signature: bytes } } };
  const parts = MultiSignature.decode(bytes).signatures;
  return {
    sum: {
      $case: 'multi',
      multi: {
        bitarray: sum.multi.bitarray,
        signatures: sum.multi.modeInfos.map((m, i) => descriptorData(m, parts[i] ?? new Uint8Array(0))),
      },
    },
  };
}

/** A signature of a transaction as keys verify it. */
export function dataOf(s: Signature): SignatureData {
  if (s.info.modeInfo?.sum === undefined) throw new UsageError('a signature has no mode');
  return signatureData(descriptorData(s.info.modeInfo, s.bytes));
}

/** A descriptor's data as keys verify it. */
export function signatureData(data: SignatureDescriptor_Data): SignatureData {
  const { sum } = data;
  if (sum === undefined) throw new UsageError('a signature is missing in the file');
  if (sum.$case === 'single') return { kind: 'single', signMode: sum.single.mode, signature: sum.single.signature };
  return { kind: 'multi', bitArray: sum.multi.bitarray, signatures: sum.multi.signatures.map(signatureData) };
}

/** The mode and the bytes of a signature as a transaction has them. */
export function modeAndBytes(data: SignatureData): { modeInfo: ModeInfo; bytes: Uint8Array } {
  if (data.kind === 'single')
    return { modeInfo: { sum: { $case: 'single', single: { mode: data.signMode } } }, bytes: data.signature };
  const parts = data.signatures.map((s) => modeAndBytes(s!));
  return {
    modeInfo: {
      sum: { $case: 'multi', multi: { bitarray: data.bitArray, modeInfos: parts.map((p) => p.modeInfo) } },
    },
    bytes: MultiSignature.encode(MultiSignature.create({ signatures: parts.map((p) => p.bytes) })),
  };
}

/** The public key of an `Any`. Throws UsageError when there is none. */
export function keyOf(any: SignerInfo['publicKey']): PubKey {
  const key = fromAny(any);
  if (!key) throw new UsageError('a signature has no public key');
  return key;
}

/** Whether a key is in a multisig, or in a multisig of it. */
export function isMember(multisig: MultisigPubKey, key: PubKey): boolean {
  return multisig.pubKeys().some((m) => m.equals(key) || (m instanceof MultisigPubKey && isMember(m, key)));
}

export const addressText = (key: PubKey): string => accAddressToBech32(key.address());
