import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { CaseFolder, fromBase64 } from '../../src/replay/case.ts';
import { nodeOptionsOf } from '../../src/replay/options.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { RequestFinalizeBlock, RequestInitChain } from '../../src/wire/gen/tendermint/abci/types.ts';

const folder = new CaseFolder(join(resolve(import.meta.dirname, '../vectors'), 'core-bank'));
const node = nodeOptionsOf(folder.info);

async function replayed(db = new MemoryDatabase()) {
  const app = await createApp({ db, node });
  const init = RequestInitChain.decode(fromBase64(folder.init().request));
  app.base.initChain(init);
  for (const { request } of folder.blocks()) {
    app.base.finalizeBlock(RequestFinalizeBlock.decode(fromBase64(request)));
    await app.base.commit();
  }
  return { app, init, db };
}

describe('exports', () => {
  it('opens the last version, or an older one, and exports it', async () => {
    const { app, db } = await replayed();
    const last = BigInt(folder.info.blocks);
    const again = await createApp({ db, node });
    expect(again.base.info()).toEqual(app.base.info());
    expect(again.exportAppState()).toEqual(app.exportAppState());
    expect(again.exportAppState().height).toBe(last + 1n);
    const older = await createApp({ db, node, version: last - 5n });
    expect(older.exportAppState().height).toBe(last - 4n);
    expect(older.exportAppState({ modules: ['bank'] }).appState).not.toBe(
      app.exportAppState({ modules: ['bank'] }).appState,
    );
    expect(() => app.exportAppState({ modules: ['nothing'] })).toThrow('module nothing does not exist');
  });

  it('begins a new chain from an export for height 0, and leaves the old one as it was', async () => {
    const { app, init } = await replayed();
    const before = app.exportAppState().appState;
    const zero = app.exportAppState({ forZeroHeight: true });
    expect(zero.height).toBe(0n);
    expect(zero.appState).not.toBe(before);
    expect(app.exportAppState().appState).toBe(before);

    const fresh = await createApp({ db: new MemoryDatabase(), node });
    const { validators } = fresh.base.initChain({ ...init, appStateBytes: new TextEncoder().encode(zero.appState) });
    expect(validators).toHaveLength(zero.validators.length);
    fresh.base.finalizeBlock(RequestFinalizeBlock.create({ height: 1n, time: init.time }));
    await fresh.base.commit();
    expect(fresh.base.lastBlockHeight()).toBe(1n);
  });
});
