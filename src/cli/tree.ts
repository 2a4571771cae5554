import type { CommandSpec, GroupSpec } from './frame.ts';

/** What a part of the tree gives when it is loaded. */
interface Loaded {
  readonly COMMANDS: readonly CommandSpec[];
  readonly GROUPS?: readonly GroupSpec[];
}

interface Part {
  readonly summary: string;
  readonly aliases?: readonly string[];
  /** A command by itself, not a group of them. */
  readonly leaf?: true;
  load(): Promise<Loaded>;
}

/** Modules with transactions; the empty name has those that belong to no module. */
const TX: Readonly<Record<string, Part>> = {
  '': { summary: '', load: () => import('./commands/tx/files.ts') },
  audit: {
    summary: 'Attributes of providers that an auditor stands for',
    load: () => import('./commands/tx/audit.ts'),
  },
  authz: { summary: 'Let others act for an account', load: () => import('./commands/tx/authz.ts') },
  bank: { summary: 'Send coins', load: () => import('./commands/tx/bank.ts') },
  cert: { summary: 'Certificates of tenants and providers', load: () => import('./commands/tx/cert.ts') },
  crisis: { summary: 'Report a broken invariant', load: () => import('./commands/tx/crisis.ts') },
  deployment: { summary: 'Deployments and their groups', load: () => import('./commands/tx/deployment.ts') },
  distribution: { summary: 'Rewards and the community pool', load: () => import('./commands/tx/distribution.ts') },
  escrow: { summary: 'Deposits for deployments', load: () => import('./commands/tx/escrow.ts') },
  feegrant: { summary: 'Pay fees for others', load: () => import('./commands/tx/feegrant.ts') },
  gov: { summary: 'Proposals, deposits, votes', load: () => import('./commands/tx/gov.ts') },
  market: { summary: 'Bids and leases', load: () => import('./commands/tx/market.ts') },
  provider: { summary: 'Providers', load: () => import('./commands/tx/provider.ts') },
  slashing: { summary: 'Unjail a validator', load: () => import('./commands/tx/slashing.ts') },
  staking: { summary: 'Validators and delegations', load: () => import('./commands/tx/staking.ts') },
  upgrade: { summary: 'Propose upgrades', load: () => import('./commands/tx/upgrade.ts') },
  vesting: { summary: 'Accounts whose coins vest', load: () => import('./commands/tx/vesting.ts') },
};

/** Modules with queries; the empty name has those about blocks and transactions. */
const QUERY: Readonly<Record<string, Part>> = {
  '': { summary: '', load: () => import('./commands/query/chain.ts') },
  audit: { summary: 'Attributes that auditors stand for', load: () => import('./commands/query/audit.ts') },
  auth: { summary: 'Accounts', load: () => import('./commands/query/auth.ts') },
  authz: { summary: 'Grants', load: () => import('./commands/query/authz.ts') },
  bank: { summary: 'Balances and supply', load: () => import('./commands/query/bank.ts') },
  cert: { summary: 'Certificates', load: () => import('./commands/query/cert.ts') },
  deployment: { summary: 'Deployments and their groups', load: () => import('./commands/query/deployment.ts') },
  distribution: { summary: 'Rewards and the community pool', load: () => import('./commands/query/distribution.ts') },
  escrow: { summary: 'Escrow accounts and payments', load: () => import('./commands/query/escrow.ts') },
  evidence: { summary: 'Evidence', leaf: true, load: () => import('./commands/query/evidence.ts') },
  feegrant: { summary: 'Fee allowances', load: () => import('./commands/query/feegrant.ts') },
  gov: { summary: 'Proposals, deposits, votes', load: () => import('./commands/query/gov.ts') },
  market: { summary: 'Orders, bids, leases', load: () => import('./commands/query/market.ts') },
  mint: { summary: 'Inflation', load: () => import('./commands/query/mint.ts') },
  params: { summary: 'Parameters of old', load: () => import('./commands/query/params.ts') },
  provider: { summary: 'Providers', load: () => import('./commands/query/provider.ts') },
  slashing: { summary: 'Signing of validators', load: () => import('./commands/query/slashing.ts') },
  staking: { summary: 'Validators and delegations', load: () => import('./commands/query/staking.ts') },
  upgrade: { summary: 'Upgrades', load: () => import('./commands/query/upgrade.ts') },
};

const node = (): Promise<Loaded> => import('./commands/node.ts');
const data = (): Promise<Loaded> => import('./commands/data.ts');

/** First words of the command line. */
const TOP: Readonly<Record<string, Part & { readonly modules?: Readonly<Record<string, Part>> }>> = {
  comet: {
    summary: 'Files and version of CometBFT',
    aliases: ['cometbft', 'tendermint'],
    load: () => import('./commands/comet.ts'),
  },
  debug: { summary: 'Addresses, keys and types in all their forms', load: () => import('./commands/debug.ts') },
  dev: { summary: '', leaf: true, load: node },
  events: { summary: '', leaf: true, load: () => import('./commands/events.ts') },
  export: { summary: '', leaf: true, load: data },
  genesis: { summary: 'Make and check a genesis file', load: () => import('./commands/genesis.ts') },
  init: { summary: '', leaf: true, load: () => import('./commands/genesis.ts') },
  keys: { summary: 'Manage keys', load: () => import('./commands/keys.ts') },
  'module-hash-by-height': { summary: '', leaf: true, load: data },
  prune: { summary: '', leaf: true, load: data },
  query: { summary: 'Query the state', aliases: ['q'], modules: QUERY, load: QUERY['']!.load },
  rollback: { summary: '', leaf: true, load: data },
  snapshots: { summary: 'Snapshots of the state', load: () => import('./commands/snapshots.ts') },
  start: { summary: '', leaf: true, load: node },
  status: { summary: '', leaf: true, load: node },
  tx: { summary: 'Make, sign and send transactions', modules: TX, load: TX['']!.load },
  version: { summary: '', leaf: true, load: node },
};

/**
 * The part of the command tree that a command line needs: only that is loaded, so that commands start fast. A word that is not known
 * loads what could hold it, for its error and the help.
 */
export async function commandTree(
  argv: readonly string[],
): Promise<{ groups: readonly GroupSpec[]; commands: readonly CommandSpec[] }> {
  const words = argv.filter((a) => !a.startsWith('-'));
  const top = words.map(topName).find((name) => name !== undefined);
  const groups: GroupSpec[] = [];
  const parts = new Set<() => Promise<Loaded>>();
  for (const [name, part] of Object.entries(TOP)) {
    if (!part.leaf)
      groups.push({ path: [name], summary: part.summary, ...(part.aliases ? { aliases: part.aliases } : {}) });
    else if (top === undefined) parts.add(part.load);
    if (name !== top) continue;
    parts.add(part.load);
    if (part.modules) addModules(name, part.modules, words, groups, parts);
  }
  const commands: CommandSpec[] = [];
  for (const load of parts) {
    const loaded = await load();
    groups.push(...(loaded.GROUPS ?? []));
    commands.push(...loaded.COMMANDS);
  }
  return { groups, commands };
}

function topName(word: string): string | undefined {
  if (TOP[word]) return word;
  return Object.keys(TOP).find((name) => TOP[name]!.aliases?.includes(word));
}

function addModules(
  top: string,
  modules: Readonly<Record<string, Part>>,
  words: readonly string[],
  groups: GroupSpec[],
  parts: Set<() => Promise<Loaded>>,
): void {
  for (const [name, part] of Object.entries(modules)) {
    if (name === '') continue;
    const wanted = words.includes(name);
    if (wanted) parts.add(part.load);
    if (!(wanted && part.leaf)) groups.push({ path: [top, name], summary: part.summary });
  }
}
