import { accAddressToBech32, valAddressToBech32 } from '../../crypto/address.ts';
import { callRpc } from '../../server/comet-client.ts';
import { APP_TOML, COMET_TOML } from '../../server/config/files.ts';
import type { Section, TomlValue } from '../../server/config/toml.ts';
import { OWN_VERSION, REFERENCE_VERSION, versionReport } from '../../server/version.ts';
import { NODE_FLAG } from '../client.ts';
import { type CommandSpec, ExitError, type FlagSpec, type Flags, UsageError } from '../frame.ts';
import { homeOf } from '../home.ts';
import { logger } from '../logger.ts';
import { outputFlag, printJson } from '../output.ts';

/** Settings of the two files that are flags of `start` as well, named by their dotted path. */
function settingFlags(sections: readonly Section[], names: readonly string[]): FlagSpec[] {
  return sections.flatMap((section) =>
    section.settings.flatMap((s): FlagSpec[] => {
      const name = section.name === '' ? s.key : `${section.name}.${s.key}`;
      if (!names.includes(name)) return [];
      return [
        {
          name,
          type: typeof s.value === 'boolean' ? 'bool' : 'string',
          help: s.comment ?? `sets ${name}`,
        },
      ];
    }),
  );
}

const APP_SETTINGS = [
  'minimum-gas-prices',
  'query-gas-limit',
  'pruning',
  'pruning-keep-recent',
  'pruning-interval',
  'halt-height',
  'halt-time',
  'min-retain-blocks',
  'inter-block-cache',
  'iavl-disable-fastnode',
  'api.enable',
  'api.swagger',
  'api.address',
  'api.max-open-connections',
  'api.rpc-read-timeout',
  'api.rpc-write-timeout',
  'api.rpc-max-body-bytes',
  'api.enabled-unsafe-cors',
  'grpc.enable',
  'grpc.address',
  'grpc-web.enable',
  'state-sync.snapshot-interval',
  'state-sync.snapshot-keep-recent',
  'mempool.max-txs',
];
const COMET_SETTINGS = [
  'moniker',
  'db_backend',
  'db_dir',
  'priv_validator_laddr',
  'proxy_app',
  'rpc.laddr',
  'rpc.grpc_laddr',
  'rpc.unsafe',
  'rpc.pprof_laddr',
  'p2p.laddr',
  'p2p.external_address',
  'p2p.seeds',
  'p2p.persistent_peers',
  'p2p.unconditional_peer_ids',
  'p2p.pex',
  'p2p.seed_mode',
  'p2p.private_peer_ids',
  'consensus.create_empty_blocks',
  'consensus.create_empty_blocks_interval',
  'consensus.double_sign_check_height',
  'consensus.timeout_commit',
];

function given(flags: Flags, specs: readonly FlagSpec[]): Map<string, TomlValue> {
  const out = new Map<string, TomlValue>();
  for (const f of specs)
    if (flags.has(f.name)) out.set(f.name, f.type === 'bool' ? flags.bool(f.name) : flags.text(f.name));
  return out;
}

const APP_FLAGS = settingFlags(APP_TOML, APP_SETTINGS);
const COMET_FLAGS = settingFlags(COMET_TOML, COMET_SETTINGS);

/** Resolves on SIGINT or SIGTERM. */
function interrupted(): Promise<string> {
  return new Promise((resolve) => {
    for (const s of ['SIGINT', 'SIGTERM'] as const) process.once(s, () => resolve(s));
  });
}

const start: CommandSpec = {
  path: ['start'],
  count: [0, 0],
  summary: 'Run the node: the state machine, and CometBFT as a child',
  flags: [
    { name: 'with-comet', type: 'bool', default: true, help: 'start CometBFT as a child; false serves ABCI alone' },
    { name: 'cometbft', type: 'string', default: '', help: 'the CometBFT program; looked for on the PATH otherwise' },
    { name: 'transport', type: 'string', default: 'socket', help: 'transport of ABCI', choices: ['socket'] },
    {
      name: 'address',
      type: 'string',
      default: '',
      help: 'where ABCI is served, tcp://127.0.0.1:26658 or unix:///path',
    },
    { name: 'unsafe-skip-upgrades', type: 'ints', help: 'heights at which a due upgrade is passed over' },
    ...APP_FLAGS,
    ...COMET_FLAGS,
  ],
  async run(io, _args, flags) {
    const { startFullNode } = await import('../../engine/full-node.ts');
    const log = logger(io, flags);
    const withComet = flags.bool('with-comet');
    const address = flags.text('address');
    const node = await startFullNode({
      home: homeOf(flags, io).root,
      withComet,
      comet: flags.text('cometbft') || undefined,
      abciAddress: address === '' ? undefined : address,
      appFlags: given(flags, APP_FLAGS),
      cometFlags: given(flags, COMET_FLAGS),
      env: io.env,
      log,
      skipUpgradeHeights: new Set(flags.list('unsafe-skip-upgrades').map(BigInt)),
    });
    const code = await Promise.race([
      node.ended,
      interrupted().then(async (signal) => {
        log.info(`${signal}: stopping`);
        await node.stop();
        return 0;
      }),
    ]);
    if (code !== 0) throw new ExitError(code, 'the node has stopped; the log says why');
  },
};

const dev: CommandSpec = {
  path: ['dev'],
  count: [0, 0],
  summary: 'Run a whole chain in this process, with funded accounts and instant blocks',
  help: 'Everything is in memory unless --home is given. Never use the printed phrase for real coins: everybody knows it.',
  flags: [
    { name: 'chain-id', type: 'string', default: 'akash-dev', help: 'chain id' },
    { name: 'accounts', type: 'int', default: '10', help: 'number of funded accounts' },
    { name: 'balance', type: 'int', default: '1000000000000', help: 'uakt of each account' },
    { name: 'mnemonic', type: 'string', default: '', help: 'phrase that the accounts are derived from' },
    {
      name: 'block-time',
      type: 'int',
      default: '1000',
      help: 'milliseconds between blocks; 0 makes blocks for transactions only',
    },
    { name: 'instant', type: 'bool', default: true, help: 'make a block as soon as a transaction arrives' },
    { name: 'voting-period', type: 'int', default: '30', help: 'seconds of a governance vote' },
    { name: 'minimum-gas-prices', type: 'string', default: '', help: 'lowest gas prices accepted' },
    { name: 'genesis', type: 'string', default: '', help: 'genesis file to start from instead' },
    { name: 'host', type: 'string', default: '127.0.0.1', help: 'address to listen on' },
    { name: 'rpc-port', type: 'int', default: '26657', help: 'port of the RPC' },
    { name: 'grpc-port', type: 'int', default: '9090', help: 'port of gRPC' },
  ],
  async run(io, _args, flags) {
    const { startDevNode } = await import('../../engine/dev/dev-node.ts');
    const { readFileSync, existsSync } = await import('node:fs');
    const genesis = flags.text('genesis');
    if (genesis !== '' && !existsSync(genesis)) throw new UsageError(`--genesis: there is no file ${genesis}`);
    const number = (name: string, most: number): number => {
      const n = Number(flags.unsigned(name) ?? 0n);
      if (n > most) throw new UsageError(`--${name} is at most ${most}, not ${n}`);
      return n;
    };
    const accounts = number('accounts', 1000);
    if (accounts < 1) throw new UsageError('--accounts is at least 1: the first account is the validator');
    const balance = flags.unsigned('balance') ?? 0n;
    if (balance < 100_000_000_000n)
      throw new UsageError('--balance is at least 100000000000: the validator bonds that much');
    let fatal: (e: unknown) => void = () => {};
    const failed = new Promise<unknown>((resolve) => {
      fatal = resolve;
    });
    const node = await startDevNode({
      chainId: flags.text('chain-id'),
      accounts,
      balance,
      ...(flags.text('mnemonic') === '' ? {} : { mnemonic: flags.text('mnemonic') }),
      blockTime: number('block-time', 86_400_000),
      instant: flags.bool('instant'),
      votingPeriod: number('voting-period', 100_000_000),
      minGasPrices: flags.text('minimum-gas-prices'),
      ...(genesis === '' ? {} : { genesis: readFileSync(genesis, 'utf8') }),
      ...(flags.has('home') ? { folder: homeOf(flags, io).root } : {}),
      host: flags.text('host'),
      rpcPort: number('rpc-port', 65535),
      grpcPort: number('grpc-port', 65535),
      onFatal: fatal,
    }).catch((e: unknown) => {
      if ((e as { code?: string }).code === 'EADDRINUSE' || /EADDRINUSE|address already in use/.test(String(e)))
        throw new UsageError(
          `a port is taken (${e instanceof Error ? e.message : e}): stop what uses it, or choose others with --rpc-port and --grpc-port`,
        );
      throw e;
    });
    const lines = [
      `chain     ${node.chain.chainId}, at block ${node.chain.height()}${flags.has('home') ? `, kept in ${homeOf(flags, io).root}` : ', in memory'}`,
      `RPC       ${node.rpcUrl}`,
      `gRPC      ${node.grpcAddress}`,
      '',
      `phrase    ${node.accounts[0]!.mnemonic}   (public: for development only)`,
      'accounts  index, address, uakt',
      ...node.accounts.map(
        (a, i) =>
          `  ${String(i).padStart(2)}  ${accAddressToBech32(a.address)}  ${i === 0 ? balance - 100_000_000_000n : balance}${i === 0 ? `  (validator ${valAddressToBech32(a.address)})` : ''}`,
      ),
      '',
      'try       npm run akash -- query bank balances ' +
        accAddressToBech32(node.accounts[1 % node.accounts.length]!.address),
      '          stop with Ctrl-C',
    ];
    io.out(`${lines.join('\n')}\n`);
    const outcome = await Promise.race([interrupted().then(() => undefined), failed.then((e) => ({ e }))]);
    await node.stop();
    if (outcome) throw outcome.e instanceof Error ? outcome.e : new Error(String(outcome.e));
  },
};

const status: CommandSpec = {
  path: ['status'],
  count: [0, 0],
  summary: 'Show the status of a node',
  flags: [NODE_FLAG, outputFlag('json')],
  async run(io, _args, flags) {
    printJson(io, flags, JSON.stringify(await callRpc(flags.text('node'), 'status', {})));
  },
};

const version: CommandSpec = {
  path: ['version'],
  count: [0, 0],
  summary: 'Print the version',
  flags: [{ name: 'long', type: 'bool', help: 'print everything about this build' }, outputFlag('text')],
  run(io, _args, flags) {
    if (!flags.bool('long')) {
      io.out(`${REFERENCE_VERSION}\n`);
      return;
    }
    const v = versionReport();
    printJson(
      io,
      flags,
      JSON.stringify({
        name: v.name,
        server_name: v.appName,
        version: v.version,
        implementation: `akash-ts ${OWN_VERSION}`,
        node: process.version,
        cosmos_sdk_version: v.cosmosSdkVersion,
        build_deps: v.buildDeps.map((d) => `${d.path}@${d.version}`),
      }),
    );
  },
};

export const COMMANDS: readonly CommandSpec[] = [start, dev, status, version];
