/** ValidateBasic of messages, and x/cert's certificates (validate.jsonl.gz). */
import { accAddressFromBech32 } from '../../../src/crypto/address.ts';
import { fromJson } from '../../../src/wire/json.ts';
import { settleNil } from '../../../src/wire/settle-nil.ts';
import { parseAndValidateCertificate } from '../../../src/x/cert/certificate.ts';
import { Documents } from '../app.ts';
import { anyCheck } from '../checks.ts';
import { fromBase64, member, toBase64, type } from '../encoding.ts';
import type { Topic } from '../lib.ts';

const documents = new Documents();

const topic: Topic = {
  validateBasic({ type: typeName, base, doc, patch, mutation, removed }) {
    const text = documents.changed(`${typeName} ${base}`, doc, patch, mutation, removed === true);
    const t = type(typeName);
    const out: Record<string, string> = {};
    let message: object | undefined;
    member(out, 'bytes', () => {
      message = fromJson(t, text);
      return toBase64(t.encode(message));
    });
    if (message === undefined || out.bytes === undefined) return out;
    // The recording had written the message before it checked it.
    settleNil(typeName, message);
    const check = anyCheck(typeName);
    member(out, 'verdict', () => {
      if (check === undefined) return 'none';
      check(message!);
      return 'ok';
    });
    return out;
  },

  certificate({ owner, cert, pubkey }) {
    const c = parseAndValidateCertificate(accAddressFromBech32(owner), fromBase64(cert), fromBase64(pubkey));
    return {
      commonName: c.commonName,
      serial: c.serialNumber,
      notBefore: Number(c.notBefore.seconds),
      notAfter: Number(c.notAfter.seconds),
    };
  },
};
export default topic;
