import {
  ACC_PREFIX,
  accAddressFromBech32,
  accAddressToBech32,
  CONS_PREFIX,
  consAddressFromBech32,
  consAddressToBech32,
  VAL_PREFIX,
  valAddressFromBech32,
  valAddressToBech32,
} from '../../crypto/address.ts';
import { decodeBech32, encodeBech32 } from '../../crypto/bech32.ts';
import { Ed25519PubKey, fromAny, type PubKey, Secp256k1PubKey } from '../../crypto/pubkey.ts';
import { type CommandSpec, UsageError } from '../frame.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

function failure(run: () => Uint8Array): Uint8Array | string {
  try {
    return run();
  } catch (e) {
    return e instanceof Error ? e.message : String(e);
  }
}

/** Why a text is not hex, as Go says it. */
function hexError(text: string): string | undefined {
  const bad = /[^0-9a-fA-F]/u.exec(text)?.[0];
  if (bad !== undefined) {
    const code = bad.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `encoding/hex: invalid byte: U+${code} '${bad}'`;
  }
  return text.length % 2 === 1 ? 'encoding/hex: odd length hex string' : undefined;
}

function addressBytes(text: string): Uint8Array {
  const notHex = hexError(text);
  if (notHex === undefined) return new Uint8Array(Buffer.from(text, 'hex'));
  const errors = [`hex: ${notHex}`];
  for (const [name, parse] of [
    ['acc', accAddressFromBech32],
    ['val', valAddressFromBech32],
    ['con', consAddressFromBech32],
  ] as const) {
    const r = failure(() => parse(text));
    if (typeof r !== 'string') return r;
    errors.push(`bech32 ${name}: ${r}`);
  }
  throw new UsageError(`expected hex or bech32. Got errors: ${errors.join(', ')}`);
}

const addr: CommandSpec = {
  path: ['debug', 'addr'],
  args: '[address]',
  count: [1, 1],
  summary: 'an address in all its forms',
  flags: [],
  run(io, [text]) {
    const bytes = addressBytes(text!);
    io.out(
      `Address: [${bytes.join(' ')}]\nAddress (hex): ${hex(bytes)}\nBech32 Acc: ${accAddressToBech32(bytes)}\nBech32 Val: ${valAddressToBech32(bytes)}\nBech32 Con: ${consAddressToBech32(bytes)}\n`,
    );
  },
};

const convert: CommandSpec = {
  path: ['debug', 'bech32-convert'],
  args: '[bech32 string]',
  count: [1, 1],
  summary: 'a bech32 text under another prefix',
  flags: [{ name: 'prefix', short: 'p', type: 'string', default: ACC_PREFIX, help: 'prefix to write' }],
  run(io, [text], flags) {
    io.out(`${encodeBech32(flags.text('prefix'), decodeBech32(text!)[1])}\n`);
  },
};

const pubkey: CommandSpec = {
  path: ['debug', 'pubkey'],
  args: '[pubkey]',
  count: [1, 1],
  summary: 'a public key from its JSON',
  flags: [],
  async run(io, [text]) {
    const { fromJson } = await import('../../wire/json.ts');
    const { messageType } = await import('../../wire/registry.ts');
    let doc: { '@type'?: string };
    try {
      doc = JSON.parse(text!) as typeof doc;
    } catch (e) {
      throw new UsageError(`the key is not JSON: ${e instanceof Error ? e.message : e}`);
    }
    const { '@type': url = '', ...rest } = doc;
    const type = messageType(url);
    const key = type && fromAny({ typeUrl: url, value: type.encode(fromJson(type, JSON.stringify(rest))) });
    if (!key)
      throw new UsageError(`"${url}" is not a type of public key: it is /cosmos.crypto.secp256k1.PubKey or the like`);
    io.out(`Address: ${hex(key.address())}\nPubKey Hex: ${hex(key.bytes()).toLowerCase()}\n`);
  },
};

/** Raw bytes of a key: hex, base64, or bech32 of the legacy kind. */
function rawKey(text: string): { bytes: Uint8Array; hexShown: boolean } {
  if (hexError(text) === undefined) return { bytes: new Uint8Array(Buffer.from(text, 'hex')), hexShown: true };
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    return { bytes: new Uint8Array(Buffer.from(text, 'base64')), hexShown: true };
  throw new UsageError(`pubkey '${text}' invalid; expected hex or base64 of correct size`);
}

const pubkeyRaw: CommandSpec = {
  path: ['debug', 'pubkey-raw'],
  args: '[pubkey]',
  count: [1, 1],
  summary: 'a public key from hex or base64 of its bytes',
  flags: [
    {
      name: 'type',
      short: 't',
      type: 'string',
      default: 'ed25519',
      help: 'ed25519 or secp256k1',
      choices: ['ed25519', 'secp256k1'],
    },
  ],
  run(io, [text], flags) {
    const { bytes } = rawKey(text!);
    const ed = flags.text('type') === 'ed25519';
    const size = ed ? 32 : 33;
    if (bytes.length !== size)
      throw new UsageError(`a key of ${flags.text('type')} has ${size} bytes, not ${bytes.length}`);
    const key: PubKey = ed ? new Ed25519PubKey(bytes) : new Secp256k1PubKey(bytes);
    const lines = [
      ...(ed ? [`Hex: ${hex(bytes)}`] : []),
      `Parsed key as ${flags.text('type')}`,
      `Address: ${hex(key.address())}`,
      `JSON (base64): ${key.aminoJson()}`,
      `Bech32 Acc: ${encodeBech32(`${ACC_PREFIX}pub`, key.amino())}`,
      `Bech32 Validator Operator: ${encodeBech32(`${VAL_PREFIX}pub`, key.amino())}`,
      ...(ed ? [`Bech32 Validator Consensus: ${encodeBech32(`${CONS_PREFIX}pub`, key.amino())}`] : []),
    ];
    io.out(`${lines.join('\n')}\n`);
  },
};

const rawBytes: CommandSpec = {
  path: ['debug', 'raw-bytes'],
  args: '<raw-bytes>',
  count: [1, 1],
  summary: 'bytes such as [10 21 13 255] in hex',
  flags: [],
  run(io, [text]) {
    const numbers = text!
      .replace(/^\[|\]$/g, '')
      .split(/[\s,]+/)
      .filter((x) => x !== '');
    if (numbers.some((n) => !/^\d+$/.test(n) || Number(n) > 255))
      throw new UsageError(`"${text}" is not a list of bytes: numbers from 0 to 255`);
    io.out(`${hex(Uint8Array.from(numbers.map(Number)))}\n`);
  },
};

const prefixes: CommandSpec = {
  path: ['debug', 'prefixes'],
  count: [0, 0],
  summary: 'prefixes of addresses',
  flags: [],
  run(io) {
    io.out(`Bech32 Acc: ${ACC_PREFIX}\nBech32 Val: ${VAL_PREFIX}\nBech32 Con: ${CONS_PREFIX}\n`);
  },
};

const interfaces: CommandSpec = {
  path: ['debug', 'codec', 'list-interfaces'],
  count: [0, 0],
  summary: 'interfaces of messages',
  flags: [],
  async run(io) {
    const { listInterfaces } = await import('../../wire/registry.ts');
    io.out(`${listInterfaces().join('\n')}\n`);
  },
};

const implementations: CommandSpec = {
  path: ['debug', 'codec', 'list-implementations'],
  args: '[interface]',
  count: [1, 1],
  summary: 'types that an interface may hold',
  flags: [],
  async run(io, [name]) {
    const { listImplementations } = await import('../../wire/registry.ts');
    for (const url of listImplementations(name!)) io.out(`${url}\n`);
  },
};

export const COMMANDS: readonly CommandSpec[] = [
  addr,
  convert,
  pubkey,
  pubkeyRaw,
  rawBytes,
  prefixes,
  interfaces,
  implementations,
];
export const GROUPS = [{ path: ['debug', 'codec'], summary: 'Types of messages' }];
