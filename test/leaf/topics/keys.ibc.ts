import { accAddressToBech32, consAddressToBech32, valAddressToBech32 } from '../../../src/crypto/address.ts';
import {
  denomHash,
  denomPath,
  extractDenomFromPath,
  hexBytes,
  ibcDenom,
  isNative,
  parseHexHash,
  validateDenom,
} from '../../../src/x/transfer/denom.ts';
import { escrowAddress } from '../../../src/x/transfer/keys.ts';
import { outcome, type Topic } from '../lib.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

const topic: Topic = {
  'ibc.escrowAddress'([portId, channelId]: [string, string]) {
    const b = escrowAddress(portId, channelId);
    return { hex: hex(b), acc: accAddressToBech32(b), val: valAddressToBech32(b), cons: consAddressToBech32(b) };
  },
  'ibc.denom'(path: string) {
    const denom = extractDenomFromPath(path);
    const valid = outcome(() => validateDenom(denom));
    return {
      base: denom.base,
      hash: hexBytes(denomHash(denom)),
      ibcDenom: ibcDenom(denom),
      native: isNative(denom),
      path: denomPath(denom),
      trace: isNative(denom) ? null : denom.trace.map(({ portId, channelId }) => `${portId}/${channelId}`),
      ...('err' in valid ? { validateErr: valid.err } : { validate: 'ok' }),
    };
  },
  'ibc.parseHexHash': (text: string) => hex(parseHexHash(text)),
};
export default topic;
