/**
 * What a signer signs, for each sign mode.
 *
 * Source: cosmossdk.io/x/tx signing/{direct,directaux,aminojson}; cosmos-sdk x/auth/tx/adapter.go.
 */
import { GoError, GoPanic, nilPointer } from '../core/errors.ts';
import { marshalJsonString } from '../core/go-json.ts';
import { quoteText } from '../core/go-text.ts';
import { toRfc3339Nano } from '../core/time.ts';
import { aminoJsonAny } from './amino-json.ts';
import { SignMode } from './gen/cosmos/tx/signing/v1beta1/signing.ts';
import { AuthInfo, SignDoc, SignDocDirectAux, TxBody } from './gen/cosmos/tx/v1beta1/tx.ts';
import type { Any } from './gen/google/protobuf/any.ts';
import { isNil } from './nil.ts';
import { signerAddresses, unpackInterfaces } from './registry.ts';
import { rejectUnknownBodyFields } from './strict.ts';
import { bytesFromText } from './utf8.ts';

/** The chain and the account that sign. */
export interface SignerData {
  /** bech32 text. */
  readonly address: string;
  readonly chainId: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
  readonly pubKey?: Any;
}

/** The parts of a transaction that are signed: what `decodeTx` answers has them. */
export interface SignableTx {
  readonly body: TxBody;
  readonly authInfo: AuthInfo;
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
  direct?: DirectSignBytes | undefined;
}

/** What one signer signs in SIGN_MODE_DIRECT, kept beside the transaction. */
export interface DirectSignBytes {
  readonly chainId: string;
  readonly accountNumber: bigint;
  readonly bytes: Uint8Array;
}

/** A signer named by an account's address, or a validator's, as the chain writes the account. Throws GoError. */
export type AddressText = (text: string, validator: boolean) => string;

/** Sign bytes of a mode. Throws GoError when the mode refuses, GoPanic where the reference panics. */
export function signBytes(mode: number, signer: SignerData, tx: SignableTx, addressText: AddressText): Uint8Array {
  switch (mode) {
    case SignMode.SIGN_MODE_DIRECT:
      return directSignBytes(signer, tx);
    case SignMode.SIGN_MODE_DIRECT_AUX:
      return directAuxSignBytes(signer, tx, addressText);
    case SignMode.SIGN_MODE_LEGACY_AMINO_JSON:
      return bytesFromText(aminoJsonSignDoc(signer, tx));
    default:
      // PARITY: x/tx signing/handler_map.go: spelled so.
      throw new GoError(`unsuppored sign mode ${modeName(mode)}`);
  }
}

function modeName(mode: number): string {
  return Object.entries(SignMode).find(([, n]) => n === mode)?.[0] ?? `${mode}`;
}

/** SIGN_MODE_DIRECT: the SignDoc. Asked again for the same signer, it answers the same array. */
export function directSignBytes(
  { chainId, accountNumber }: Pick<SignerData, 'chainId' | 'accountNumber'>,
  tx: Pick<SignableTx, 'bodyBytes' | 'authInfoBytes' | 'direct'>,
): Uint8Array {
  const made = tx.direct;
  if (made !== undefined && made.accountNumber === accountNumber && made.chainId === chainId) return made.bytes;
  const { bodyBytes, authInfoBytes } = tx;
  const bytes = SignDoc.encode({ bodyBytes, authInfoBytes, chainId, accountNumber });
  tx.direct = { chainId, accountNumber, bytes };
  return bytes;
}

/** SIGN_MODE_DIRECT_AUX: for signers who do not pay the fee. */
export function directAuxSignBytes(signer: SignerData, tx: SignableTx, addressText: AddressText): Uint8Array {
  if (tx.authInfo.fee === undefined) throw nilPointer();
  const payer = tx.authInfo.fee.payer !== '' ? tx.authInfo.fee.payer : firstSigner(tx.body, addressText);
  if (payer === signer.address) {
    throw new GoError(`fee payer ${payer} cannot sign with SIGN_MODE_DIRECT_AUX: unauthorized`);
  }
  return SignDocDirectAux.encode({
    bodyBytes: tx.bodyBytes,
    publicKey: signer.pubKey,
    chainId: signer.chainId,
    accountNumber: signer.accountNumber,
    sequence: signer.sequence,
    tip: undefined,
  });
}

function firstSigner(body: TxBody, addressText: AddressText): string {
  const first = body.messages[0];
  if (first === undefined) throw new GoError('no signer found');
  if (first.$message === undefined) throw nilPointer();
  const signers = signerAddresses(first.typeUrl, first.$message).map(({ text, validator, label }) => {
    try {
      return addressText(text, validator);
    } catch (e) {
      if (!(e instanceof GoError) || label === undefined) throw e;
      throw new GoError(`error decoding ${label} address ${quoteText(text)}: ${e.message}`);
    }
  });
  // A list without members has no first one.
  if (signers[0] === undefined) throw new GoPanic('runtime error: index out of range [0] with length 0');
  return signers[0];
}

/** SIGN_MODE_LEGACY_AMINO_JSON as text. */
export function aminoJsonSignDoc(signer: SignerData, tx: SignableTx): string {
  const { body, authInfo } = tx;
  rejectUnknownBodyFields(tx.bodyBytes);
  if (body.extensionOptions.length > 0 || body.nonCriticalExtensionOptions.length > 0) {
    throw new GoError('SIGN_MODE_LEGACY_AMINO_JSON does not support protobuf extension options: invalid request');
  }
  if (signer.address === '') {
    throw new GoError('got empty address in SIGN_MODE_LEGACY_AMINO_JSON handler: invalid request');
  }
  const fee = authInfo.fee;
  if (fee === undefined) throw nilPointer();
  const coins = fee.amount.map((c) => {
    // PARITY: cosmos-sdk x/auth/tx/adapter.go: a nil amount is printed as Go prints a nil big.Int.
    const amount = isNil(c, 'amount') ? '<nil>' : c.amount.toString();
    return `{"amount":${marshalJsonString(amount)}${c.denom === '' ? '' : `,"denom":${marshalJsonString(c.denom)}`}}`;
  });
  const feeParts = [`"amount":[${coins.join(',')}]`, `"gas":"${fee.gasLimit}"`];
  if (fee.granter !== '') feeParts.push(`"granter":${marshalJsonString(fee.granter)}`);
  if (fee.payer !== '') feeParts.push(`"payer":${marshalJsonString(fee.payer)}`);
  const msgs = body.messages.length === 0 ? 'null' : `[${body.messages.map(aminoJsonAny).join(',')}]`;
  const parts = [
    `"account_number":"${signer.accountNumber}"`,
    `"chain_id":${marshalJsonString(signer.chainId)}`,
    `"fee":{${feeParts.join(',')}}`,
    `"memo":${marshalJsonString(body.memo)}`,
    `"msgs":${msgs}`,
    `"sequence":"${signer.sequence}"`,
  ];
  if (body.timeoutHeight !== 0n) parts.push(`"timeout_height":"${body.timeoutHeight}"`);
  if (body.timeoutTimestamp !== undefined) {
    parts.push(`"timeout_timestamp":"${toRfc3339Nano(body.timeoutTimestamp)}"`);
  }
  if (body.unordered) parts.push('"unordered":true');
  return `{${parts.join(',')}}`;
}

/** SIGN_MODE_LEGACY_AMINO_JSON of encoded parts, for whoever makes a transaction. */
export function aminoJsonSignBytes(
  o: SignerData & { readonly bodyBytes: Uint8Array; readonly authInfoBytes: Uint8Array },
): Uint8Array {
  const body = TxBody.decode(o.bodyBytes);
  unpackInterfaces(TxBody.typeName, body);
  const authInfo = AuthInfo.decode(o.authInfoBytes);
  return bytesFromText(aminoJsonSignDoc(o, { ...o, body, authInfo }));
}
