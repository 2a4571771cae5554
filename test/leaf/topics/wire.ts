/** Every message type: protobuf, both kinds of JSON, signers, stateless checks (wire.jsonl.gz). */
import { getMsgSigners } from '../../../src/crypto/signers.ts';
import { aminoJsonOfBytes } from '../../../src/wire/amino-json.ts';
import { fromJson, toJson } from '../../../src/wire/json.ts';
import { decodeAndUnpack, listImplementations, listInterfaces } from '../../../src/wire/registry.ts';
import { settleNil } from '../../../src/wire/settle-nil.ts';
import { basicCheck } from '../checks.ts';
import { fromBase64, member, toBase64, type } from '../encoding.ts';
import type { Topic } from '../lib.ts';

const messages = new Set(listImplementations('cosmos.base.v1beta1.Msg'));
/** The types that are printed as amino-JSON: those of the interface registry, and one more. */
const registered = new Set(listInterfaces().flatMap(listImplementations));
registered.add('/akash.base.offchain.sign.v1.MsgSignData');

interface Input {
  type: string;
  bytes: string;
  raw?: string;
}

const topic: Topic = {
  interface: (name: string) => [...listImplementations(name)],

  message(input: Input) {
    const t = type(input.type);
    const typeUrl = `/${input.type}`;
    const message = decodeAndUnpack(t, fromBase64(input.raw ?? input.bytes));
    const bytes = toBase64(t.encode(message));
    if (bytes !== input.bytes) throw new Error(`written as ${bytes}`);
    // The recording had written the message before it looked at it.
    settleNil(input.type, message);

    const out: Record<string, string> = {};
    member(out, 'json', () => toJson(t, message));
    if (out.json !== undefined) {
      member(out, 'fromJSON', () => toBase64(t.encode(fromJson(t, out.json!))));
      if (out.fromJSON === input.bytes) delete out.fromJSON;
    }
    if (registered.has(typeUrl)) member(out, 'amino', () => aminoJsonOfBytes(input.type, fromBase64(input.bytes)));
    if (messages.has(typeUrl)) {
      member(out, 'signers', () =>
        getMsgSigners({ typeUrl, message })
          .map((s) => Buffer.from(s).toString('hex'))
          .join(','),
      );
    }
    const check = basicCheck(input.type);
    if (check !== undefined) {
      member(out, 'validateBasic', () => {
        check(message);
        return 'ok';
      });
    }
    return out;
  },
};
export default topic;
