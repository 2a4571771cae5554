import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { managedSnapshots } from '../../src/abci/snapshots.ts';
import type { SnapshotService } from '../../src/baseapp/snapshots.ts';
import { NO_SNAPSHOTS } from '../../src/baseapp/snapshots.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { SnapshotManager } from '../../src/store/snapshot/manager.ts';
import { SnapshotStore } from '../../src/store/snapshot/store.ts';
import {
  ResponseApplySnapshotChunk_Result as Apply,
  ResponseOfferSnapshot_Result as Offer,
  RequestApplySnapshotChunk,
  RequestOfferSnapshot,
} from '../../src/wire/gen/tendermint/abci/types.ts';
import { Fixture, KEY, text } from '../baseapp/fixture.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'akash-snapshots-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function service(f: Fixture, name: string, errors: unknown[]): SnapshotService {
  const store = new SnapshotStore(new MemoryDatabase(), join(folder, name));
  return managedSnapshots(new SnapshotManager(store, f.store, { interval: 2, keepRecent: 0 }), (e) => errors.push(e));
}

describe('state sync', () => {
  it('carries a state from one application to another', async () => {
    const errors: unknown[] = [];
    const from = await Fixture.create();
    from.start();
    const tx = from.tx('t', (ctx) => ctx.kvStore(KEY).set(text('k'), text('v')));
    from.finalize(1n, tx);
    await from.app.commit();
    from.finalize(2n);
    await from.app.commit();
    const source = service(from, 'from', errors);
    source.committed(2n);
    let { snapshots } = await source.list();
    while (snapshots.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      ({ snapshots } = await source.list());
    }
    const [snapshot] = snapshots;
    expect(snapshot).toMatchObject({ height: 2n, format: 3 });
    if (snapshot === undefined) return;

    const to = await Fixture.create();
    const target = service(to, 'to', errors);
    const reject = { ...snapshot, format: 9 };
    expect(await target.offer(RequestOfferSnapshot.create({ snapshot: reject }))).toEqual({
      result: Offer.REJECT_FORMAT,
    });
    expect(await target.offer(RequestOfferSnapshot.create({ snapshot: { ...snapshot, chunks: 0 } }))).toEqual({
      result: Offer.REJECT,
    });
    expect(await target.offer(RequestOfferSnapshot.create())).toEqual({ result: Offer.REJECT });
    expect(await target.offer(RequestOfferSnapshot.create({ snapshot }))).toEqual({ result: Offer.ACCEPT });
    const bad = RequestApplySnapshotChunk.create({ index: 0, chunk: text('junk'), sender: 'peer' });
    expect(await target.apply(bad)).toEqual({ result: Apply.RETRY, refetchChunks: [0], rejectSenders: ['peer'] });
    for (let index = 0; index < snapshot.chunks; index++) {
      const { chunk } = await source.load({ height: 2n, format: 3, chunk: index });
      expect(await target.apply(RequestApplySnapshotChunk.create({ index, chunk }))).toMatchObject({
        result: Apply.ACCEPT,
      });
    }
    expect(to.app.info()).toMatchObject({
      lastBlockHeight: 2n,
      lastBlockAppHash: from.app.info().lastBlockAppHash,
    });
    expect(errors).toHaveLength(4);
  });

  it('is refused where no snapshots are configured', async () => {
    expect(await NO_SNAPSHOTS.list()).toEqual({ snapshots: [] });
    expect(await NO_SNAPSHOTS.offer(RequestOfferSnapshot.create())).toEqual({ result: Offer.ABORT });
    expect(await NO_SNAPSHOTS.apply(RequestApplySnapshotChunk.create())).toMatchObject({ result: Apply.ABORT });
  });
});
