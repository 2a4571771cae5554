import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ExportedApp } from '../../app/export.ts';
import { findComet } from '../../engine/comet-process.ts';
import { withApplicationDb } from '../../engine/offline.ts';
import { REFERENCE_VERSION } from '../../server/version.ts';
import { PRUNING, type PruningOptions, validatePruning } from '../../store/pruning.ts';
import { type CommandSpec, type Flags, UsageError } from '../frame.ts';
import { type Home, homeOf } from '../home.ts';
import { outputFlag, printJson } from '../output.ts';

/** Commands on the data of a node that does not run. */

function needGenesis(home: Home): void {
  if (!existsSync(home.genesis))
    throw new UsageError(`stat ${home.genesis}: no such file or directory; "akash genesis init" makes a home`);
}

/** The genesis document of an export, as Go's encoder writes it: no white space, markup escaped. */
async function document(home: Home, exported: ExportedApp): Promise<string> {
  const { readGenesis } = await import('../../engine/genesis.ts');
  const old = readGenesis(readFileSync(home.genesis, 'utf8'), home.genesis);
  const { consensusParams: p } = exported;
  const validators = exported.validators.map((v) => ({
    address: Buffer.from(v.address).toString('hex').toUpperCase(),
    pub_key: {
      type: v.pubKey.sum?.$case === 'secp256k1' ? 'tendermint/PubKeySecp256k1' : 'tendermint/PubKeyEd25519',
      value: Buffer.from(v.pubKey.sum?.$case === 'secp256k1' ? v.pubKey.sum.secp256k1 : v.pubKey.sum!.ed25519).toString(
        'base64',
      ),
    },
    power: `${v.power}`,
    name: v.name,
  }));
  const params = {
    block: { max_bytes: `${p.block?.maxBytes ?? 0n}`, max_gas: `${p.block?.maxGas ?? 0n}` },
    evidence: {
      max_age_num_blocks: `${p.evidence?.maxAgeNumBlocks ?? 0n}`,
      max_age_duration: `${p.evidence?.maxAgeDuration ?? 0n}`,
      max_bytes: `${p.evidence?.maxBytes ?? 0n}`,
    },
    validator: { pub_key_types: p.validator?.pubKeyTypes ?? [] },
    version: { app: `${p.version?.app ?? 0n}` },
    abci: { vote_extensions_enable_height: `${p.abci?.voteExtensionsEnableHeight ?? 0n}` },
  };
  const head = JSON.stringify({
    app_name: 'akash',
    app_version: REFERENCE_VERSION,
    genesis_time: old.genesis_time,
    chain_id: old.chain_id,
    initial_height: Number(exported.height),
    app_hash: old.app_hash,
  });
  const text = `${head.slice(0, -1)},"app_state":${exported.appState},"consensus":${JSON.stringify({
    ...(validators.length > 0 ? { validators } : {}),
    params,
  })}}`;
  return text.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const exportState: CommandSpec = {
  path: ['export'],
  count: [0, 0],
  summary: 'Print the state as a genesis for a chain that goes on from it',
  flags: [
    { name: 'height', type: 'int', default: '-1', help: 'height to export; -1 for the latest' },
    { name: 'for-zero-height', type: 'bool', help: 'for a new chain that begins at height 0' },
    {
      name: 'jail-allowed-addrs',
      type: 'strings',
      help: 'operators that are not to be jailed, with --for-zero-height',
    },
    { name: 'modules-to-export', type: 'strings', help: 'modules; all when it is left out' },
    { name: 'output-document', type: 'string', default: '', help: 'file to write to, instead of standard output' },
  ],
  async run(io, _args, flags) {
    const home = homeOf(flags, io);
    needGenesis(home);
    const { createApp } = await import('../../app/app.ts');
    const height = flags.integer('height') ?? -1n;
    const text = await withApplicationDb(home.data, async (db) => {
      const app = await createApp({ db, node: {}, ...(height === -1n ? {} : { version: height }) }).catch(
        (e: unknown) => {
          throw new UsageError(
            `error exporting state: failed to load version ${height}: ${e instanceof Error ? e.message : e}`,
          );
        },
      );
      if (app.base.lastBlockHeight() === 0n)
        throw new UsageError('error exporting state: there is no state yet: the node has made no block');
      const exported = app.exportAppState({
        modules: flags.list('modules-to-export'),
        forZeroHeight: flags.bool('for-zero-height'),
        jailAllowed: flags.list('jail-allowed-addrs'),
      });
      return document(home, exported);
    });
    if (flags.text('output-document') === '') io.out(text);
    else writeFileSync(flags.text('output-document'), text);
  },
};

/** CometBFT goes back first, with its own program; then the application goes to the same height. */
const rollback: CommandSpec = {
  path: ['rollback'],
  count: [0, 0],
  summary: 'Go back by one height, to execute the last block again',
  help: 'The node must not run. Needed after a block went wrong: start a program that is right on the state before it.',
  flags: [
    { name: 'hard', type: 'bool', help: 'remove the last block too' },
    { name: 'cometbft', type: 'string', default: '', help: 'the CometBFT program; looked for on the PATH otherwise' },
  ],
  async run(io, _args, flags) {
    const home = homeOf(flags, io);
    const program = findComet(flags.text('cometbft') || undefined, io.env);
    const { createApp } = await import('../../app/app.ts');
    await withApplicationDb(home.data, async (db) => {
      const { store } = await createApp({ db, node: {} });
      const args = ['rollback', '--home', home.root, ...(flags.bool('hard') ? ['--hard'] : [])];
      const r = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000, env: { ...process.env } });
      const done = /Rolled back .*height (\d+) and hash ([0-9A-Fa-f]+)/.exec(r.stdout ?? '');
      if (r.status !== 0 || !done)
        throw new UsageError(`failed to rollback CometBFT state: ${(r.stderr || r.stdout || String(r.error)).trim()}`);
      await store.rollbackToVersion(BigInt(done[1]!));
      io.out(`Rolled back state to height ${done[1]} and hash ${done[2]!.toUpperCase()}\n`);
    });
  },
};

const STRATEGIES = ['default', 'everything', 'nothing', 'custom'] as const;

function pruningOf(method: string, flags: Flags): PruningOptions {
  if (method === 'default' || method === 'everything' || method === 'nothing') return PRUNING[method];
  if (method !== 'custom') throw new UsageError(`invalid pruning option: ${method}: use ${STRATEGIES.join(', ')}`);
  const options = {
    keepRecent: Number(flags.unsigned('pruning-keep-recent') ?? 0n),
    interval: Number(flags.unsigned('pruning-interval') ?? 0n),
  };
  validatePruning(options);
  return options;
}

const prune: CommandSpec = {
  path: ['prune'],
  args: '[pruning-method]',
  count: [0, 1],
  summary: 'Delete old versions of the state: default, nothing, everything or custom',
  help: 'The node must not run. "custom" takes --pruning-keep-recent and --pruning-interval.',
  flags: [
    {
      name: 'app-db-backend',
      type: 'string',
      default: '',
      help: 'accepted for compatibility: goleveldb',
      choices: ['goleveldb'],
    },
    { name: 'pruning-interval', type: 'int', default: '10', help: 'heights between prunings (custom)' },
    { name: 'pruning-keep-recent', type: 'int', default: '0', help: 'heights to keep (custom)' },
  ],
  async run(io, [method = 'default'], flags) {
    const options = pruningOf(method, flags);
    io.out(
      `get pruning options from command flags, strategy: ${STRATEGIES.indexOf(method as (typeof STRATEGIES)[number])}, keep-recent: ${options.keepRecent}, interval: ${options.interval}\n`,
    );
    const { createApp } = await import('../../app/app.ts');
    await withApplicationDb(homeOf(flags, io).data, async (db) => {
      const { base, store } = await createApp({ db, node: {} });
      const latest = base.lastBlockHeight();
      if (latest <= 0n)
        throw new UsageError(`the database has no valid heights to prune, the latest height: ${latest}`);
      const target = latest - BigInt(options.keepRecent);
      if (method === 'nothing' || target <= 0n) {
        io.out('nothing to prune\n');
        return;
      }
      io.out(`pruning heights up to ${target}\n`);
      // The latest version itself is what the node goes on from.
      await store.pruneUpTo(target < latest ? target : latest - 1n);
      io.out('successfully pruned the application root multi stores\n');
    });
  },
};

const moduleHashes: CommandSpec = {
  path: ['module-hash-by-height'],
  args: '[height]',
  count: [1, 1],
  summary: 'Show the root hashes of all stores at a height',
  flags: [outputFlag('text')],
  async run(io, [height], flags) {
    if (!/^-?\d+$/.test(height!)) throw new UsageError(`invalid height: "${height}" is not a number`);
    const { readCommitInfo } = await import('../../store/commit-info.ts');
    const { fromByteString } = await import('../../store/bytestring.ts');
    const { CommitInfo } = await import('../../wire/gen/cosmos/store/v1beta1/commit_info.ts');
    const { toJson } = await import('../../wire/json.ts');
    await withApplicationDb(homeOf(flags, io).data, async (db) => {
      const info = readCommitInfo(db, Number(height));
      if (!info) throw new UsageError('no commit info found');
      // As in the reference: what is printed is base64 of the hash in upper-case hex.
      const storeInfos = info.stores
        .map((s) => ({
          name: s.name,
          commitId: {
            version: BigInt(s.version),
            hash: new Uint8Array(Buffer.from(Buffer.from(fromByteString(s.hash)).toString('hex').toUpperCase())),
          },
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      printJson(io, flags, toJson(CommitInfo, { version: BigInt(info.version), storeInfos, timestamp: info.time }));
    });
  },
};

export const COMMANDS: readonly CommandSpec[] = [exportState, rollback, prune, moduleHashes];
