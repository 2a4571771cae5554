import { newKeepers } from '../../src/app/keepers.ts';
import { ModuleManager } from '../../src/app/module-manager.ts';
import { appModules } from '../../src/app/modules.ts';
import { newStoreKeys } from '../../src/app/store-keys.ts';
import { configurator } from '../../src/baseapp/configurator.ts';
import { MsgServiceRouter } from '../../src/baseapp/msg-router.ts';
import { GrpcQueryRouter } from '../../src/baseapp/query-router.ts';
import { LongNumber } from './lib.ts';

/** The application's modules and their stateless checks, without stores. */
export function modulesAlone(): { modules: ModuleManager; msgRouter: MsgServiceRouter } {
  const msgRouter = new MsgServiceRouter();
  const keys = newStoreKeys();
  const upgradeHost = { setProtocolVersion: () => {}, dumpUpgradeInfo: () => {} };
  const keepers = newKeepers({ keys, msgRouter, upgradeHost, skipUpgradeHeights: new Set() });
  const modules = new ModuleManager(appModules(keepers, () => {}));
  modules.registerServices(configurator(msgRouter, new GrpcQueryRouter()));
  return { modules, msgRouter };
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
type Json = any;

/** A document that lines of vectors change in one place each. */
export class Documents {
  private readonly documents = new Map<string, Json>();

  /** The document that a line is about, as JSON text with sorted keys. */
  changed(id: string, whole: Json, patch: (string | number)[] | undefined, mutation: Json, removed: boolean): string {
    if (whole !== undefined) this.documents.set(id, whole);
    const document = structuredClone(this.documents.get(id));
    if (patch === undefined) return sortedJson(document);
    return sortedJson(patched(document, patch, mutation, removed));
  }
}

function patched(document: Json, path: (string | number)[], value: Json, removed: boolean): Json {
  if (path.length === 0) return value;
  const last = path[path.length - 1]!;
  let at = document;
  for (const step of path.slice(0, -1)) at = at[step];
  if (removed) delete at[last];
  else at[last] = value;
  return document;
}

/** As Go's encoder writes it: U+2028 and U+2029 are escaped. */
function text(v: Json): string {
  return JSON.stringify(v).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

function sortedJson(v: Json): string {
  if (v instanceof LongNumber) return v.text;
  if (v === null || typeof v !== 'object') return text(v);
  if (Array.isArray(v)) return `[${v.map(sortedJson).join(',')}]`;
  const members = Object.keys(v)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((k) => `${text(k)}:${sortedJson(v[k])}`);
  return `{${members.join(',')}}`;
}
