import { CaseFolder, fromBase64 } from '../../src/replay/case.ts';
import { RequestInitChain } from '../../src/wire/gen/tendermint/abci/types.ts';

/**
 * Where recorded runs of the reference violate an invariant themselves, block by block; what is not named here holds after every block of
 * every run.
 */

/** The violations of a case, as `height: violation`, in the order in which they are found. */
type Known = (folder: CaseFolder) => string[];

const heights = ({ info }: CaseFolder): number[] =>
  Array.from({ length: info.blocks }, (_, i) => info.initial_height + i);

/**
 * A closed account of a bid cannot be imported: the hook that saving it runs takes deployments only, and the genesis panics. So these
 * geneses have none, and their bids that are over have no account, in every block.
 */
const bidsWithoutAccounts: Known = (folder) => {
  const { market, escrow } = genesisOf(folder) as {
    market: { bids: { id: BidId; state: string }[] };
    escrow: { accounts: { id: { scope: string; xid: string } }[] };
  };
  const accounts = new Set(escrow.accounts.filter((a) => a.id.scope === 'bid').map((a) => a.id.xid));
  const found = market.bids.flatMap(({ id, state }) => {
    const name = [id.owner, id.dseq, id.gseq, id.oseq, id.provider].join('/');
    const over = { lost: 3, closed: 4 }[state];
    if (accounts.has(name) || over === undefined) return [];
    return [`bid ${name} in state ${over} has an account in state undefined`];
  });
  return heights(folder).flatMap((height) => found.map((f) => `${height}: ${f}`));
};

interface BidId {
  readonly owner: string;
  readonly dseq: string;
  readonly gseq: number;
  readonly oseq: number;
  readonly provider: string;
}

const CASES: Readonly<Record<string, Known>> = {
  'market-import': bidsWithoutAccounts,
  'market-import-h1': bidsWithoutAccounts,
  // Its genesis brings evidence, with a text for an address that is none: nobody is tombstoned for it.
  'api-chain': (folder) => {
    const { evidence } = genesisOf(folder) as { evidence: { evidence: { consensus_address: string }[] } };
    const found = evidence.evidence.map((e) => `there is evidence against "${e.consensus_address}"`);
    return heights(folder).flatMap((height) => found.map((f) => `${height}: ${f}`));
  },
};

/** What is known of a case; nothing for all but a few. */
export function known(name: string, folder: string): string[] {
  return CASES[name]?.(new CaseFolder(folder)) ?? [];
}

function genesisOf(folder: CaseFolder): unknown {
  const { appStateBytes } = RequestInitChain.decode(fromBase64(folder.init().request));
  return JSON.parse(Buffer.from(appStateBytes).toString('utf8'));
}
