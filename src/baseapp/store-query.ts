import { register } from '../core/errors.ts';
import type { RootMultiStore } from '../store/multistore.ts';
import type { RequestQuery, ResponseQuery } from '../wire/gen/tendermint/abci/types.ts';

const ErrTxDecode = register('store', 3, 'tx parse error');
const ErrUnknownRequest = register('store', 4, 'unknown request');
const ErrInvalidRequest = register('store', 7, 'invalid request');

/**
 * Answers `/<store>/key` and `/<store>/subspace`. Throws Go errors. Sources: cosmossdk.io/store rootmulti/store.go and
 * iavl/store.go, Query.
 */
export function storeQuery(store: RootMultiStore, path: string, request: RequestQuery): ResponseQuery {
  const [, name = '', ...rest] = path.split('/');
  const subPath = rest.length > 0 ? `/${rest.join('/')}` : '';
  if (!store.mountedKeys().some((key) => key.name === name)) throw ErrUnknownRequest.wrap(`no such store: ${name}`);
  if (request.data.length === 0) throw ErrTxDecode.wrap('query cannot be zero length');
  throw ErrInvalidRequest.wrap(`store queries are not built yet (${subPath})`);
}
