import { GoError, GoErrorBase } from '../../core/errors.ts';
import { equalFold } from '../../core/fold.ts';
import { checkJson, jsonKind, marshalJsonString, unmarshalJsonString } from '../../core/go-json.ts';
import { quoteText, textBytes, textLength, trimSpace } from '../../core/go-text.ts';
import { objectMembers } from '../../core/json-raw.ts';
import * as Int from '../../math/int.ts';
import { FungibleTokenPacketData } from '../../wire/gen/ibc/applications/transfer/v1/packet.ts';
import type { Token } from '../../wire/gen/ibc/applications/transfer/v1/token.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { ErrInvalidAddress, ErrInvalidType } from '../ibc/errors.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { encodeAbi } from './abi.ts';
import { extractDenomFromPath, validateDenom } from './denom.ts';
import { ErrInvalidAmount, ErrInvalidMemo, ErrInvalidVersion } from './errors.ts';
import { VERSION } from './keys.ts';

/** What a packet says. Source: ICS-20; ibc-go modules/apps/transfer/types/packet.go. */
export interface Transfer {
  readonly token: Token;
  readonly sender: string;
  readonly receiver: string;
  readonly memo: string;
}

/** What events show of a packet that could not be read. */
export const NO_TRANSFER: Transfer = {
  token: { denom: { base: '', trace: [] }, amount: '' },
  sender: '',
  receiver: '',
  memo: '',
};

export const MAX_MEMO_LENGTH = 32768;
const JSON_ENCODING = 'application/json';
const PROTOBUF_ENCODING = 'application/x-protobuf';
const ABI_ENCODING = 'application/x-solidity-abi';
const FIELDS = ['denom', 'amount', 'sender', 'receiver', 'memo'] as const;

/** Throws SdkError. */
export function validatePacketData(data: FungibleTokenPacketData): void {
  checkAmount(data.amount);
  if (trimSpace(data.sender) === '') throw ErrInvalidAddress.wrap('sender address cannot be blank');
  if (trimSpace(data.receiver) === '') throw ErrInvalidAddress.wrap('receiver address cannot be blank');
  validateDenom(extractDenomFromPath(data.denom));
}

/** As {@link validatePacketData}, in another order and with the memo's length. */
export function validateTransfer({ token, sender, receiver, memo }: Transfer): void {
  if (trimSpace(sender) === '') throw ErrInvalidAddress.wrap('sender address cannot be blank');
  if (trimSpace(receiver) === '') throw ErrInvalidAddress.wrap('receiver address cannot be blank');
  wrapped('invalid token denom', () => validateDenom(token.denom));
  checkAmount(token.amount);
  if (textLength(memo) > MAX_MEMO_LENGTH) throw ErrInvalidMemo.wrap(`memo must not exceed ${MAX_MEMO_LENGTH} bytes`);
}

function checkAmount(text: string): void {
  const amount = Int.parse(text);
  if (amount === undefined) {
    throw ErrInvalidAmount.wrap(`unable to parse transfer amount (${text}) into math.Int`);
  }
  // The reference prints the address of its number here, which no two runs share.
  if (amount <= 0n) throw ErrInvalidAmount.wrap('amount must be strictly positive: got {0}');
}

/** The JSON that packets carry; an empty memo is left out, as other empty fields are. */
export function packetDataJson(data: FungibleTokenPacketData): string {
  const members = FIELDS.filter((f) => data[f] !== '').map((f) => `"${f}":${marshalJsonString(data[f])}`);
  return `{${members.join(',')}}`;
}

/** The bytes of a packet of version 2. Throws SdkError when the encoding is not known. */
export function marshalPacketData(data: FungibleTokenPacketData, encoding: string): Uint8Array {
  if (encoding === JSON_ENCODING) return textBytes(packetDataJson(data));
  if (encoding === PROTOBUF_ENCODING) return FungibleTokenPacketData.encode(data);
  if (encoding === ABI_ENCODING) return encodeAbi(data);
  throw ErrInvalidType.wrap(
    `invalid encoding provided, must be either empty or one of ["${JSON_ENCODING}", "${PROTOBUF_ENCODING}"], got ${encoding}`,
  );
}

/** Reads and checks the data of a packet on a channel of some version. Throws SdkError. */
export function unmarshalPacketData(bytes: Uint8Array, version: string): Transfer {
  if (version !== VERSION) throw ErrInvalidVersion.wrap(version);
  const data = readJson(textFromBytes(bytes));
  wrapped('invalid packet data', () => validatePacketData(data));
  const { sender, receiver, memo } = data;
  return { token: { denom: extractDenomFromPath(data.denom), amount: data.amount }, sender, receiver, memo };
}

function readJson(json: string): FungibleTokenPacketData {
  let data: FungibleTokenPacketData | undefined;
  try {
    data = unmarshalJson(json);
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    throw ErrInvalidType.wrap(`cannot unmarshal ICS20-V1 transfer packet data: ${e.message}`);
  }
  if (data === undefined) throw ErrInvalidType.wrap('cannot convert proto message into FungibleTokenPacketData');
  return data;
}

/**
 * encoding/json with unknown fields refused: names may differ in case, null leaves a field as it is, the last of equal names wins,
 * and the first mistake in a value is told once everything was read. Undefined for null. Throws GoError.
 */
function unmarshalJson(json: string): FungibleTokenPacketData | undefined {
  checkJson(json);
  const kind = jsonKind(json);
  if (kind === 'null') return undefined;
  if (kind !== 'object') throw new GoError(`json: cannot unmarshal ${kind} into Go value of type types.ftpdAlias`);
  const data = FungibleTokenPacketData.create();
  let mistake: GoError | undefined;
  for (const [name, value] of objectMembers(json)) {
    const field = FIELDS.find((f) => f === name) ?? FIELDS.find((f) => equalFold(f, name));
    if (field === undefined) mistake ??= new GoError(`json: unknown field ${quoteText(name)}`);
    else if (jsonKind(value) === 'string') data[field] = unmarshalJsonString(value)!;
    else if (jsonKind(value) !== 'null') {
      const what = `${jsonKind(value)} into Go struct field ftpdAlias.${field} of type string`;
      mistake ??= new GoError(`json: cannot unmarshal ${what}`);
    }
  }
  if (mistake !== undefined) throw mistake;
  return data;
}
