/** Encodings that are not canonical, or wrong: of messages and of parts of transactions (reject.jsonl.gz). */
import { MsgExec } from '../../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import { TxBody, TxRaw } from '../../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { decodeAndUnpack, packAny } from '../../../src/wire/registry.ts';
import { rejectUnknownFields } from '../../../src/wire/strict.ts';
import { decodeTx } from '../../../src/wire/tx.ts';
import { fromBase64, member, toBase64, type } from '../encoding.ts';
import type { Topic } from '../lib.ts';
import { transaction, transactionHash } from '../transactions.ts';

/** A transaction of a MsgExec around another message, from which deeper ones are made. */
let nested: TxRaw | undefined;

/** The nested transaction with its message `depth` times around what its own innermost one holds. */
function deeper(depth: number): Uint8Array {
  let message = TxBody.decode(nested!.bodyBytes).messages[0]!;
  let grantee = '';
  while (message.typeUrl === `/${MsgExec.typeName}`) {
    const exec = MsgExec.decode(message.value);
    grantee = exec.grantee;
    message = exec.msgs[0]!;
  }
  for (let i = 0; i < depth; i++) message = packAny(MsgExec, { grantee, msgs: [message] });
  return TxRaw.encode({ ...nested!, bodyBytes: TxBody.encode(TxBody.create({ messages: [message] })) });
}

const topic: Topic = {
  decode(input: { type: string; bytes: string }) {
    const t = type(input.type);
    const bytes = fromBase64(input.bytes);
    const out: Record<string, string> = {};
    member(out, 'strict', () => {
      rejectUnknownFields(bytes, input.type, false);
      return 'ok';
    });
    member(out, 'lenient', () => `${rejectUnknownFields(bytes, input.type, true)}`);
    member(out, 'unmarshal', () => toBase64(t.encode(decodeAndUnpack(t, bytes))));
    return out;
  },
  'tx.depth': (input: { tx: string }, line) => {
    nested = TxRaw.decode(fromBase64(input.tx));
    return transaction(input, line);
  },
  'tx.depth.made': (depth: number) => {
    const bytes = deeper(depth);
    decodeTx(bytes);
    return transactionHash(bytes);
  },
};
for (const part of [
  'raw',
  'body',
  'authInfo',
  'message',
  'any',
  'signerInfo',
  'fee',
  'feeValue',
  'modeInfo',
  'pubKeySize',
]) {
  topic[`tx.${part}`] = transaction;
}
for (const part of ['', '.empty', '.nonCriticalExtension', '.extension', '.pubKey'])
  topic[`tx.typeUrl${part}`] = transaction;
export default topic;
