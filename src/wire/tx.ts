/**
 * Decoding transactions, with the reference's checks and errors.
 *
 * Source: cosmos-sdk x/auth/tx/decoder.go.
 */
import { GoErrorBase } from '../core/errors.ts';
import { ErrTxDecode } from '../core/sdk-errors.ts';
import { AuthInfo, type Tx, TxBody, TxRaw } from './gen/cosmos/tx/v1beta1/tx.ts';
import { unpacked, unpackInterfaces } from './registry.ts';
import { type Message, met } from './runtime.ts';
import type { DirectSignBytes } from './sign-modes.ts';
import { rejectNonAdr027TxRaw, rejectUnknownFields } from './strict.ts';

/** A decoded transaction. */
export interface DecodedTx {
  readonly tx: Tx;
  readonly body: TxBody;
  readonly authInfo: AuthInfo;
  readonly signatures: Uint8Array[];
  /** The body as it was signed. */
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
  /** The messages of the body with their type URLs, `/cosmos.bank.v1beta1.MsgSend` and the like. */
  readonly messages: readonly TxMessage[];
  /** The body has unknown fields, none of them critical. */
  readonly hasUnknownNonCritical: boolean;
  direct: DirectSignBytes | undefined;
}

/** One message of a transaction. */
export interface TxMessage {
  readonly typeUrl: string;
  readonly message: Message;
  /** Addresses that must sign it, once somebody asked. */
  signers: readonly Uint8Array[] | undefined;
}

function decodeRaw(bytes: Uint8Array): TxRaw {
  try {
    rejectNonAdr027TxRaw(bytes);
    rejectUnknownFields(bytes, TxRaw.typeName, false);
  } catch (e) {
    throw txDecodeError(e);
  }
  return TxRaw.decode(bytes);
}

function txDecodeError(e: unknown): unknown {
  return e instanceof GoErrorBase ? ErrTxDecode.wrap(e.message) : e;
}

function messagesOf(body: TxBody): TxMessage[] {
  // Every message is unpacked here: one without a type URL did not pass the check for unknown fields.
  return body.messages.map((m) => ({ typeUrl: m.typeUrl, message: m.$message!, signers: undefined }));
}

/**
 * One pass over usual transactions: when decoding meets nothing odd and every `Any` was unpacked, then the reference's
 * separate check for unknown fields has nothing to say. Undefined when in doubt.
 */
function decodePlain(bytes: Uint8Array): DecodedTx | undefined {
  met.oddities = 0;
  met.anys = 0;
  unpacked.count = 0;
  try {
    rejectNonAdr027TxRaw(bytes);
    const raw = TxRaw.decode(bytes);
    const body = TxBody.decode(raw.bodyBytes);
    unpackInterfaces(TxBody.typeName, body);
    const authInfo = AuthInfo.decode(raw.authInfoBytes);
    unpackInterfaces(AuthInfo.typeName, authInfo);
    if (met.oddities !== 0 || met.anys !== unpacked.count) return undefined;
    return result(raw, body, authInfo, false);
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}

function result(raw: TxRaw, body: TxBody, authInfo: AuthInfo, hasUnknownNonCritical: boolean): DecodedTx {
  return {
    tx: { body, authInfo, signatures: raw.signatures },
    body,
    authInfo,
    signatures: raw.signatures,
    bodyBytes: raw.bodyBytes,
    authInfoBytes: raw.authInfoBytes,
    messages: messagesOf(body),
    hasUnknownNonCritical,
    direct: undefined,
  };
}

/** Decodes a transaction. Throws SdkError (sdk/2) or GoError with the reference's text. */
export function decodeTx(bytes: Uint8Array): DecodedTx {
  return decodePlain(bytes) ?? decodeTxStepwise(bytes);
}

/** {@link decodeTx} in the reference's own order of checks: what it falls back to for exact errors. */
export function decodeTxStepwise(bytes: Uint8Array): DecodedTx {
  const raw = decodeRaw(bytes);
  try {
    const hasUnknownNonCritical = rejectUnknownFields(raw.bodyBytes, TxBody.typeName, true);
    const body = TxBody.decode(raw.bodyBytes);
    unpackInterfaces(TxBody.typeName, body);
    rejectUnknownFields(raw.authInfoBytes, AuthInfo.typeName, false);
    const authInfo = AuthInfo.decode(raw.authInfoBytes);
    unpackInterfaces(AuthInfo.typeName, authInfo);
    return result(raw, body, authInfo, hasUnknownNonCritical);
  } catch (e) {
    throw txDecodeError(e);
  }
}
