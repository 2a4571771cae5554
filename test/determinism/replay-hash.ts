/**
 * Replays recorded cases and prints a hash over everything that the application answers and every application hash.
 * `node replay-hash.ts FOLDER...`; with `--disk FOLDER` the state is in LevelDB there and hardly anything is kept in memory.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AbciApplication } from '../../src/abci/handler.ts';
import { createApp } from '../../src/app/app.ts';
import { CaseFolder, fromBase64 } from '../../src/replay/case.ts';
import { nodeOptionsOf } from '../../src/replay/options.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import {
  type Request,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestQuery,
  Response,
} from '../../src/wire/gen/tendermint/abci/types.ts';

async function replay(folder: string, disk: string | undefined): Promise<string> {
  const recorded = new CaseFolder(folder);
  const db = disk === undefined ? new MemoryDatabase() : await LevelDatabase.open(join(disk, recorded.name));
  const store = disk === undefined ? {} : { cacheBytes: 1 << 16 };
  const app = await createApp({ db, node: nodeOptionsOf(recorded.info), store });
  const abci = new AbciApplication(app.base);
  const hash = createHash('sha256');
  let answers = 0;
  const send = async (value: NonNullable<Request['value']>): Promise<void> => {
    const { response, fatal, bug } = await abci.handle({ value });
    if (fatal ?? bug) throw fatal ?? bug;
    hash.update(Response.encode(response));
    answers++;
  };
  await send({ $case: 'initChain', initChain: RequestInitChain.decode(fromBase64(recorded.init().request)) });
  const queries = [...recorded.queries()];
  for (const { height, request } of recorded.blocks()) {
    await send({ $case: 'finalizeBlock', finalizeBlock: RequestFinalizeBlock.decode(fromBase64(request)) });
    await send({ $case: 'commit', commit: {} });
    hash.update(app.base.info().lastBlockAppHash);
    for (const q of queries.filter((q) => q.after_height === height)) {
      const { path, prove } = q;
      const query = RequestQuery.create({ path, data: fromBase64(q.data), height: BigInt(q.height), prove });
      await send({ $case: 'query', query });
    }
  }
  hash.update(app.exportAppState().appState);
  await db.close();
  return `${recorded.name} ${answers} answers ${hash.digest('hex')}`;
}

const args = process.argv.slice(2);
const disk = args[0] === '--disk' ? args.splice(0, 2)[1] : undefined;
for (const folder of args) console.log(await replay(folder, disk));
