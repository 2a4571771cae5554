import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { consAddressToBech32 } from '../../crypto/address.ts';
import { sha256Truncated } from '../../crypto/hash.ts';
import { FRESH_VALIDATOR_STATE, newNodeKey, nodeId, readKeyJson, validatorKeyJson } from '../../engine/key-files.ts';
import { callRpc } from '../../server/comet-client.ts';
import { COMET_VERSION } from '../../server/rpc/methods.ts';
import { NODE_FLAG } from '../client.ts';
import { type CommandSpec, type Flags, type Io, UsageError } from '../frame.ts';
import { type Home, homeOf } from '../home.ts';
import { outputFlag, printJson } from '../output.ts';

function readKey(path: string): Uint8Array {
  if (!existsSync(path))
    throw new UsageError(`open ${path}: no such file or directory; "akash genesis init" makes a home`);
  return readKeyJson(readFileSync(path, 'utf8'), path);
}

const consensusKey = (flags: Flags, io: Io): Uint8Array => readKey(homeOf(flags, io).validatorKey).subarray(32);

/** A command that prints one line about a key file. */
const show = (name: string, summary: string, line: (flags: Flags, io: Io) => string): CommandSpec => ({
  path: ['comet', name],
  count: [0, 0],
  summary,
  flags: [],
  run(io, _args, flags) {
    io.out(`${line(flags, io)}\n`);
  },
});

/** What CometBFT keeps in `data`, but for the state of the validator's key. */
const COMET_DATA = ['blockstore.db', 'state.db', 'cs.wal', 'evidence.db', 'tx_index.db'] as const;

function resetState(io: Io, home: Home): void {
  for (const name of COMET_DATA) {
    const path = join(home.data, name);
    if (!existsSync(path)) continue;
    rmSync(path, { recursive: true });
    io.err(`Removed all ${name} dir=${path}\n`);
  }
}

const reset: CommandSpec = {
  path: ['comet', 'reset-state'],
  aliases: ['reset_state'],
  count: [0, 0],
  summary: 'remove what CometBFT knows of the chain; the application and the keys stay',
  flags: [],
  run(io, _args, flags) {
    resetState(io, homeOf(flags, io));
  },
};

const resetAll: CommandSpec = {
  path: ['comet', 'unsafe-reset-all'],
  aliases: ['unsafe_reset_all'],
  count: [0, 0],
  summary: 'remove all data, the application too, and make the validator forget what it has signed (dangerous)',
  flags: [{ name: 'keep-addr-book', type: 'bool', help: 'keep the addresses of peers' }],
  run(io, _args, flags) {
    const home = homeOf(flags, io);
    const book = join(home.config, 'addrbook.json');
    if (flags.bool('keep-addr-book')) io.err('The address book remains intact\n');
    else if (existsSync(book)) {
      rmSync(book);
      io.err(`Removed existing address book file=${book}\n`);
    }
    rmSync(home.data, { recursive: true, force: true });
    mkdirSync(home.data, { recursive: true, mode: 0o700 });
    io.err(`Removed all blockchain history dir=${home.data}\n`);
    if (existsSync(home.validatorKey)) {
      writeFileSync(home.validatorState, FRESH_VALIDATOR_STATE, { mode: 0o600 });
      io.err(
        `Reset private validator file to genesis state keyFile=${home.validatorKey} stateFile=${home.validatorState}\n`,
      );
      return;
    }
    mkdirSync(home.config, { recursive: true });
    writeFileSync(home.validatorKey, validatorKeyJson(newNodeKey()), { mode: 0o600 });
    writeFileSync(home.validatorState, FRESH_VALIDATOR_STATE, { mode: 0o600 });
    io.err(`Generated private validator file keyFile=${home.validatorKey} stateFile=${home.validatorState}\n`);
  },
};

/** As the reference asks for it: one page of validators at a height. */
const validatorSet: CommandSpec = {
  path: ['comet', 'validator-set'],
  args: '[height]',
  count: [0, 1],
  summary: 'the validators of CometBFT at a height',
  flags: [
    NODE_FLAG,
    { name: 'page', type: 'int', default: '1', help: 'page to show' },
    { name: 'limit', type: 'int', default: '100', help: 'validators a page' },
    outputFlag('text'),
  ],
  async run(io, [height], flags) {
    if (height !== undefined && !/^\d+$/.test(height)) throw new UsageError(`"${height}" is not a height`);
    const r = await callRpc(flags.text('node'), 'validators', {
      ...(height === undefined ? {} : { height }),
      page: `${flags.unsigned('page') ?? 1n}`,
      per_page: `${flags.unsigned('limit') ?? 100n}`,
    });
    const validators = (r.validators as Record<string, unknown>[]).map((v) => ({
      address: consAddressToBech32(new Uint8Array(Buffer.from(String(v.address), 'hex'))),
      pub_key: v.pub_key,
      proposer_priority: v.proposer_priority,
      voting_power: v.voting_power,
    }));
    printJson(io, flags, JSON.stringify({ block_height: r.block_height, validators, total: r.total }));
  },
};

export const COMMANDS: readonly CommandSpec[] = [
  show('show-node-id', "print this node's id", (flags, io) => nodeId(readKey(homeOf(flags, io).nodeKey))),
  show('show-validator', "print this node's consensus public key", (flags, io) =>
    JSON.stringify({
      '@type': '/cosmos.crypto.ed25519.PubKey',
      key: Buffer.from(consensusKey(flags, io)).toString('base64'),
    }),
  ),
  show('show-address', "print this node's consensus address", (flags, io) =>
    consAddressToBech32(sha256Truncated(consensusKey(flags, io))),
  ),
  show(
    'version',
    'print the versions of CometBFT and its protocols',
    () => `cometbft: ${COMET_VERSION}\nabci: 2.0.0\nblockprotocol: 11\np2pprotocol: 8\n`,
  ),
  reset,
  resetAll,
  validatorSet,
];
