import type { SdkError } from '../core/errors.ts';
import { CommitmentProof, type InnerOp } from '../wire/gen/cosmos/ics23/v1/proofs.ts';
import { Pairs } from '../wire/gen/cosmos/store/internal/kv/v1beta1/kv.ts';
import type { ResponseQuery } from '../wire/gen/tendermint/abci/types.ts';
import type { ProofOp } from '../wire/gen/tendermint/crypto/proof.ts';
import { type ByteString, fromByteString, prefixEnd, toByteString } from './bytestring.ts';
import type { CommitInfo } from './commit-info.ts';
import { ErrInvalidRequest, ErrTxDecode, ErrUnknownRequest } from './errors.ts';
import type { MutableTree } from './iavl/mutable-tree.ts';
import { membershipProof, nonMembershipProof } from './iavl/proof.ts';
import { merkleRoot, splitPoint, storeLeafHash } from './merkle.ts';

/** ABCI store queries: `/<store>/key` and `/<store>/subspace`. Source: cosmossdk.io/store/{rootmulti,iavl}/store.go. */

export interface StoreQuery {
  /** `/<store>/key` or `/<store>/subspace`. */
  readonly path: string;
  readonly data: Uint8Array;
  /** 0: the version before the latest, of which the next header holds the application hash. */
  readonly height: bigint;
  readonly prove: boolean;
}

/** What queries are asked of. */
export interface QuerySource {
  /** The tree of a store; the Go type of a store without one; undefined when there is no such store. */
  storeFor(name: string): MutableTree | { readonly goType: string } | undefined;
  /** Throws GoError when there is none. */
  commitInfo(version: number): CommitInfo;
}

const PROOF_OF_TREE = 'ics23:iavl';
const PROOF_OF_STORE = 'ics23:simple';

/** Throws GoError. */
export function queryStore(source: QuerySource, query: StoreQuery): Partial<ResponseQuery> {
  const [name, subpath] = splitPath(query.path);
  const store = source.storeFor(name);
  if (store === undefined) throw ErrUnknownRequest.wrap(`no such store: ${name}`);
  if ('goType' in store) {
    throw ErrUnknownRequest.wrap(`store ${name} (type ${store.goType}) doesn't support queries`);
  }
  if (query.data.length === 0) {
    // PARITY: store/rootmulti/store.go Query: a failed query that wants a proof is said to lack the proof.
    if (query.prove && subpath === '/key') throw noProof();
    throw ErrTxDecode.wrap('query cannot be zero length');
  }
  if (subpath === '/subspace') return querySubspace(store, query);
  if (subpath !== '/key') throw ErrUnknownRequest.wrap(`unexpected query path: ${subpath}`);
  return queryKey(source, name, store, query);
}

function splitPath(path: string): [name: string, subpath: string] {
  if (!path.startsWith('/')) throw ErrUnknownRequest.wrap(`invalid path: ${path}`);
  const slash = path.indexOf('/', 1);
  return slash < 0 ? [path.slice(1), ''] : [path.slice(1, slash), path.slice(slash)];
}

function noProof(): SdkError {
  return ErrInvalidRequest.wrap('proof is unexpectedly empty; ensure height has not been pruned');
}

function heightOf(tree: MutableTree, query: StoreQuery): number {
  if (query.height !== 0n) return Number(query.height);
  return tree.versionExists(tree.version - 1) ? tree.version - 1 : tree.version;
}

function queryKey(source: QuerySource, name: string, tree: MutableTree, query: StoreQuery): Partial<ResponseQuery> {
  const height = heightOf(tree, query);
  const answer = { height: BigInt(height), key: query.data };
  if (!tree.versionExists(height)) {
    if (query.prove) throw noProof();
    return { ...answer, log: 'version does not exist' };
  }
  const version = tree.getImmutable(height);
  const key = toByteString(query.data);
  const value = version.get(key);
  const found = value === undefined ? answer : { ...answer, value: fromByteString(value) };
  if (!query.prove) return found;
  const proof = value === undefined ? nonMembershipProof(version, key) : membershipProof(version, key);
  const inStore: ProofOp = { type: PROOF_OF_TREE, key: query.data, data: CommitmentProof.encode(proof) };
  return { ...found, proofOps: { ops: [inStore, storeProof(source.commitInfo(height), name)] } };
}

/** PARITY: store/iavl/store.go Query: reads the working tree, whatever the height. */
function querySubspace(tree: MutableTree, query: StoreQuery): Partial<ResponseQuery> {
  const prefix = toByteString(query.data);
  const pairs: { key: Uint8Array; value: Uint8Array }[] = [];
  for (const it = tree.iterate(prefix, prefixEnd(prefix), true); it.leaf !== undefined; it.next()) {
    pairs.push({ key: fromByteString(it.leaf.key), value: fromByteString(it.leaf.value) });
  }
  return { height: BigInt(heightOf(tree, query)), key: query.data, value: Pairs.encode({ pairs }) };
}

const SHA256 = 1;
const NO_HASH = 0;
const VAR_PROTO = 1;
const LEAF_PREFIX = Uint8Array.of(0);
const INNER_PREFIX: ByteString = '\x01';
const NO_BYTES = new Uint8Array(0);

/** Proof that the application hash covers the root hash of a store. */
export function storeProof(info: CommitInfo, name: string): ProofOp {
  const index = info.stores.findIndex((s) => s.name === name);
  const leaves = info.stores.map((s) => storeLeafHash(s.name, s.hash));
  const path: InnerOp[] = [];
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      const right = fromByteString(merkleRoot(leaves, middle, to));
      path.push({ hash: SHA256, prefix: fromByteString(INNER_PREFIX), suffix: right });
      to = middle;
    } else {
      const left = merkleRoot(leaves, from, middle);
      path.push({ hash: SHA256, prefix: fromByteString(INNER_PREFIX + left), suffix: NO_BYTES });
      from = middle;
    }
  }
  const key = new Uint8Array(Buffer.from(name, 'utf8'));
  const exist = {
    key,
    value: fromByteString(info.stores[index]!.hash),
    leaf: { hash: SHA256, prehashKey: NO_HASH, prehashValue: SHA256, length: VAR_PROTO, prefix: LEAF_PREFIX },
    path: path.reverse(),
  };
  return { type: PROOF_OF_STORE, key, data: CommitmentProof.encode({ proof: { $case: 'exist', exist } }) };
}
