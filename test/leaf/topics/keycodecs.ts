import * as c from '../../../src/core/collections-codec.ts';
import { accAddressToBech32, consAddressToBech32, valAddressToBech32 } from '../../../src/crypto/address.ts';
import { Dec } from '../../../src/math/index.ts';
import { type Input, outcome, type Topic } from '../lib.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

/** A codec, and how the vectors write its keys. */
interface Codec<K> {
  codec: c.KeyCodec<K>;
  from(recorded: Input): K;
  to(key: K): unknown;
}

const integer = (x: bigint): unknown => (x <= 2n ** 53n && x >= -(2n ** 53n) ? Number(x) : x);
const plain = <K>(codec: c.KeyCodec<K>): Codec<K> => ({ codec, from: (x) => x, to: (x) => x });
const big = (codec: c.KeyCodec<bigint>): Codec<bigint> => ({ codec, from: BigInt, to: integer });
const raw = (codec: c.KeyCodec<Uint8Array>): Codec<Uint8Array> => ({ codec, from: bytes, to: hex });
const pair = <A, B>(a: Codec<A>, b: Codec<B>): Codec<readonly [A, B]> => ({
  codec: c.pairKey(a.codec, b.codec),
  from: (x) => [a.from(x[0]), b.from(x[1])],
  to: ([x, y]) => [a.to(x), b.to(y)],
});
const triple = <A, B, C>(x: Codec<A>, y: Codec<B>, z: Codec<C>): Codec<readonly [A, B, C]> => ({
  codec: c.tripleKey(x.codec, y.codec, z.codec),
  from: (k) => [x.from(k[0]), y.from(k[1]), z.from(k[2])],
  to: (k) => [x.to(k[0]), y.to(k[1]), z.to(k[2])],
});

const accKey = c.addressKey('sdk.AccAddress', accAddressToBech32);
const valKey = c.addressKey('sdk.ValAddress', valAddressToBech32);
const acc = raw(accKey);
const lpAcc = raw(c.lengthPrefixed(accKey));
const lpVal = raw(c.lengthPrefixed(valKey));
const string = plain(c.stringKey);
const uint64 = big(c.uint64Key);
const rawBytes = raw(c.bytesKey);
const time: Codec<{ seconds: bigint; nanos: number }> = {
  codec: c.timeKey,
  from: ([seconds, nanos]) => ({ seconds: BigInt(seconds), nanos }),
  to: (t) => [Number(t.seconds), t.nanos],
};

// biome-ignore lint/suspicious/noExplicitAny: codecs of many key types
const codecs: Record<string, Codec<any>> = {
  bool: plain(c.boolKey),
  uint16: plain(c.uint16Key),
  uint32: plain(c.uint32Key),
  uint64,
  int32: plain(c.int32Key),
  int64: big(c.int64Key),
  string,
  bytes: rawBytes,
  accAddress: acc,
  valAddress: raw(valKey),
  consAddress: raw(c.addressKey('sdk.ConsAddress', consAddressToBech32)),
  lengthPrefixedAccAddress: lpAcc,
  time,
  'pair(accAddress,string)': pair(acc, string),
  'pair(string,accAddress)': pair(string, acc),
  'pair(uint64,uint64)': pair(uint64, uint64),
  'pair(uint64,accAddress)': pair(uint64, acc),
  'pair(time,uint64)': pair(time, uint64),
  'pair(lpVal,lpAcc)': pair(lpVal, lpAcc),
  'pair(lpVal,uint64)': pair(lpVal, uint64),
  'triple(bytes,bytes,bytes)': triple(rawBytes, rawBytes, rawBytes),
  'triple(string,uint64,bytes)': triple(string, uint64, rawBytes),
};

const topic: Topic = {
  'collections.prefixInt': (n: number) => hex(c.newPrefix(n)),
  'collections.prefixString': (s: string) => hex(c.newPrefix(s)),
  'value.int': (s: string) => hex(c.intValue.encode(BigInt(s))),
  'value.int.decode': (h: string) => c.intValue.decode(bytes(h)) ?? '<nil>',
  'value.legacyDec': (s: string) => hex(c.legacyDecValue.encode(Dec.parse(s))),
  'value.legacyDec.decode': (h: string) => c.legacyDecValue.decode(bytes(h))?.toString() ?? '<nil>',
  'value.bool.decode': (h: string) => c.boolValue.decode(bytes(h)),
  'value.uint64.decode': (h: string) => integer(c.uint64Value.decode(bytes(h))),
};

for (const [name, { codec, from, to }] of Object.entries(codecs)) {
  topic[`key.${name}.encode`] = (input) => {
    const key = from(input);
    const terminal = hex(c.encodeKey(new Uint8Array(0), codec, key));
    const inner = outcome(() => hex(c.encodePartialKey(new Uint8Array(0), codec, key)));
    return {
      terminal,
      ...('out' in inner ? { nonTerminal: inner.out } : { nonTerminalErr: 'err' in inner ? inner.err : inner.panic }),
      json: codec.json(key),
      string: codec.text(key),
    };
  };
  const decode = (last: boolean) => (h: string) => {
    const [read, key] = codec.read(bytes(h), last);
    return [read, to(key)];
  };
  topic[`key.${name}.decode`] = decode(true);
  topic[`key.${name}.decodeNonTerminal`] = decode(false);
}
export default topic;
