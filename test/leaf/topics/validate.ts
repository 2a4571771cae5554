/** ValidateBasic of messages, and x/cert's certificates (validate.jsonl.gz). */
import { GoErrorBase, GoPanic } from '../../../src/core/errors.ts';
import { accAddressFromBech32 } from '../../../src/crypto/address.ts';
import { messageTypes } from '../../../src/wire/gen/all.ts';
import { fromJson } from '../../../src/wire/json.ts';
import { settleNilInts } from '../../../src/wire/nil.ts';
import { validateMetadata } from '../../../src/x/bank/validate.ts';
import { parseAndValidateCertificate } from '../../../src/x/cert/certificate.ts';
import { validateGroupSpec } from '../../../src/x/deployment/resources.ts';
import { validatePacket } from '../../../src/x/ibc/channel/validate-packet.ts';
import { validateClientState } from '../../../src/x/ibc/tendermint/client-state.ts';
import { validatePacketData } from '../../../src/x/transfer/packet-data.ts';
import { Documents, modulesAlone } from '../app.ts';
import type { Awaits, Topic } from '../lib.ts';

const { msgRouter } = modulesAlone();
const documents = new Documents();
const codecs = new Map(messageTypes.map((t) => [t.typeName, t]));

/** Checks of what is no message of its own. */
const OTHER_CHECKS: Record<string, (m: never) => void> = {
  'akash.deployment.v1beta4.GroupSpec': validateGroupSpec,
  'cosmos.bank.v1beta1.Metadata': validateMetadata,
  'ibc.applications.transfer.v1.FungibleTokenPacketData': validatePacketData,
  'ibc.core.channel.v1.Packet': validatePacket,
  'ibc.lightclients.tendermint.v1.ClientState': validateClientState,
};

/** Lists that are told from none at all by Go alone; what is read from protobuf is never an empty list. */
const EMPTY_LISTS = ['storage', 'min_deposits', 'proof_specs'];

export const awaits: Awaits = ({ in: { patch, mutation } }) => {
  if (mutation?.length === 0 && EMPTY_LISTS.includes(patch?.at(-1))) return 'an empty list and none are one here';
  return undefined;
};

const bytes = (b64: string): Uint8Array => Buffer.from(b64, 'base64');

/** What `f` gives, as the member `name`; its error as the member `nameErr`. */
function recorded(name: string, f: () => string): Record<string, string> {
  try {
    return { [name]: f() };
  } catch (e) {
    if (e instanceof GoPanic) return { [`${name}Err`]: `panic: ${e.message}` };
    if (e instanceof GoErrorBase) return { [`${name}Err`]: e.message };
    throw e;
  }
}

const topic: Topic = {
  validateBasic({ type, base, doc, patch, mutation, removed }) {
    const text = documents.changed(`${type} ${base}`, doc, patch, mutation, removed === true);
    const codec = codecs.get(type)!;
    let message: object | undefined;
    const read = recorded('bytes', () => {
      message = fromJson(codec, text) as object;
      return Buffer.from(codec.encode(message as never)).toString('base64');
    });
    if (message === undefined || read.bytes === undefined) return read;
    // The recording had written the message before it checked it, which makes nil numbers zero.
    settleNilInts(message);
    const check = OTHER_CHECKS[type] ?? msgRouter.validateBasic(`/${type}`);
    return {
      ...read,
      ...recorded('verdict', () => {
        if (check === undefined) return 'none';
        check(message as never);
        return 'ok';
      }),
    };
  },

  certificate({ owner, cert, pubkey }) {
    const c = parseAndValidateCertificate(accAddressFromBech32(owner), bytes(cert), bytes(pubkey));
    return {
      commonName: c.commonName,
      serial: c.serialNumber,
      notBefore: Number(c.notBefore.seconds),
      notAfter: Number(c.notAfter.seconds),
    };
  },
};
export default topic;
