import { QuerySubspacesResponse } from '../wire/gen/cosmos/params/v1beta1/query.ts';
import { type RequestQuery, ResponseQuery } from '../wire/gen/tendermint/abci/types.ts';
import { toHex } from './case.ts';
import { sameBytes } from './compare.ts';
import { compareJson } from './json-compare.ts';
import { normaliseLog, sameLog } from './normalise.ts';

/** Says what differs between a recorded answer and ours; undefined when nothing does. */
export function compareQuery(path: string, expected: ResponseQuery, actual: ResponseQuery): string | undefined {
  const wanted = comparable(path, expected);
  const got = comparable(path, actual);
  if (sameBytes(wanted.value, got.value) && sameLog(wanted.log, got.log)) {
    const [a, b] = [wanted, got].map((r) => ResponseQuery.encode({ ...r, log: '' }));
    if (a !== undefined && b !== undefined && sameBytes(a, b)) return undefined;
  }
  const json = path.startsWith('/app/') ? jsonDifference(wanted.value, got.value) : undefined;
  return `  expected ${show(wanted)}\n  actual   ${show(got)}${json === undefined ? '' : `\n  ${json}`}`;
}

/** The reference lists subspaces in the order of a Go map: compared as a set. */
function comparable(path: string, r: ResponseQuery): ResponseQuery {
  if (path !== '/cosmos.params.v1beta1.Query/Subspaces' || r.code !== 0) return r;
  const { subspaces } = QuerySubspacesResponse.decode(r.value);
  const sorted = subspaces
    .map((s) => ({ ...s, keys: [...s.keys].sort(compare) }))
    .sort((a, b) => compare(a.subspace, b.subspace));
  return { ...r, value: QuerySubspacesResponse.encode({ subspaces: sorted }) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function jsonDifference(a: Uint8Array, b: Uint8Array): string | undefined {
  try {
    return compareJson(JSON.parse(Buffer.from(a).toString()), JSON.parse(Buffer.from(b).toString()));
  } catch {
    return undefined;
  }
}

function show(r: ResponseQuery): string {
  const parts = [`code ${r.code}`];
  if (r.codespace !== '') parts.push(r.codespace);
  parts.push(`height ${r.height}`, `value ${short(r.value)}`);
  if (r.key.length > 0) parts.push(`key ${toHex(r.key)}`);
  if (r.log !== '') parts.push(`log ${normaliseLog(r.log)}`);
  for (const op of r.proofOps?.ops ?? []) parts.push(`proof ${op.type} ${toHex(op.data).slice(0, 64)}…`);
  return parts.join(' ');
}

function short(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  return hex.length > 2000 ? `${hex.slice(0, 2000)}… (${bytes.length} bytes)` : hex;
}

export function showRequest({ path, data, height, prove }: RequestQuery): string {
  return `${path} data ${toHex(data)} height ${height}${prove ? ' with proof' : ''}`;
}
