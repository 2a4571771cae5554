import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AbciApplication } from '../../src/abci/handler.ts';
import { createApp } from '../../src/app/app.ts';
import { CaseFolder, fromBase64 } from '../../src/replay/case.ts';
import { nodeOptionsOf } from '../../src/replay/options.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { type Request, RequestFinalizeBlock, RequestInitChain } from '../../src/wire/gen/tendermint/abci/types.ts';
import { violations } from '../sim/invariants.ts';

/** Blocks between two looks at everything. */
const EVERY = 7n;

/** Violations found while a recorded run is replayed. */
async function replayWatched(name: string): Promise<string[]> {
  const folder = new CaseFolder(join(import.meta.dirname, '../vectors', name));
  const app = await createApp({ db: new MemoryDatabase(), node: nodeOptionsOf(folder.info) });
  const abci = new AbciApplication(app.base);
  const send = async (value: NonNullable<Request['value']>): Promise<void> => {
    const { fatal, bug } = await abci.handle({ value });
    if (fatal !== undefined || bug !== undefined) throw fatal ?? bug;
  };
  await send({ $case: 'initChain', initChain: RequestInitChain.decode(fromBase64(folder.init().request)) });
  const found: string[] = [];
  for (const { request } of folder.blocks()) {
    const finalizeBlock = RequestFinalizeBlock.decode(fromBase64(request));
    await send({ $case: 'finalizeBlock', finalizeBlock });
    await send({ $case: 'commit', commit: {} });
    const { height } = finalizeBlock;
    if (height % EVERY !== 0n) continue;
    for (const v of violations(app, app.base.queryContext(height))) found.push(`height ${height}: ${v}`);
  }
  return found;
}

describe('the invariants hold throughout recorded runs', () => {
  it.each(['marketplace', 'market', 'escrow', 'deployment', 'market-sim-1'])(
    '%s',
    { timeout: 300_000 },
    async (name) => {
      expect((await replayWatched(name)).slice(0, 10)).toEqual([]);
    },
  );
});
