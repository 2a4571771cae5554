import { InternalError } from '../core/errors.ts';
import type { Time } from '../core/time.ts';
import { CommitInfo as CommitInfoMessage } from '../wire/gen/cosmos/store/v1beta1/commit_info.ts';
import { Int64Value } from '../wire/gen/google/protobuf/wrappers.ts';
import { type ByteString, fromByteString, toByteString } from './bytestring.ts';
import type { Batch, Database } from './database.ts';
import { merkleRoot, storeLeafHash } from './merkle.ts';

/** One store of a commit. */
export interface StoreInfo {
  readonly name: string;
  readonly version: number;
  readonly hash: ByteString;
}

/** What a commit consisted of, stores by name. */
export interface CommitInfo {
  readonly version: number;
  readonly stores: readonly StoreInfo[];
  readonly time: Time;
}

/** Go's zero time: what commit infos carry that no block made (restore, rollback). */
export const ZERO_TIME: Time = { seconds: -62135596800n, nanos: 0 };

// "s/<version>", decimal -> CommitInfo
const infoKey = (version: number): Uint8Array => Buffer.from(`s/${version}`, 'latin1');
// "s/latest" -> Int64Value
const LATEST_KEY: Uint8Array = Buffer.from('s/latest', 'latin1');

/** The application hash: root of the Merkle tree over the stores' root hashes. */
export function appHash(stores: readonly { readonly name: string; readonly hash: ByteString }[]): ByteString {
  return merkleRoot(stores.map((s) => storeLeafHash(s.name, s.hash)));
}

export function encodeCommitInfo(info: CommitInfo): Uint8Array {
  return CommitInfoMessage.encode({
    version: BigInt(info.version),
    storeInfos: info.stores.map((s) => ({
      name: s.name,
      commitId: { version: BigInt(s.version), hash: fromByteString(s.hash) },
    })),
    timestamp: info.time,
  });
}

/** The commit info of a version, undefined when there is none. Throws InternalError when it cannot be read. */
export function readCommitInfo(db: Database, version: number): CommitInfo | undefined {
  const bytes = db.get(infoKey(version));
  if (bytes === undefined) return undefined;
  try {
    const info = CommitInfoMessage.decode(bytes);
    return {
      version: Number(info.version),
      stores: info.storeInfos.map((s) => ({
        name: s.name,
        version: Number(s.commitId.version),
        hash: toByteString(s.commitId.hash),
      })),
      time: info.timestamp,
    };
  } catch (e) {
    throw new InternalError(`commit info of version ${version} is broken: ${e instanceof Error ? e.message : e}`);
  }
}

/** The version committed last, 0 when there is none. */
export function readLatestVersion(db: Database): number {
  const bytes = db.get(LATEST_KEY);
  return bytes === undefined ? 0 : Number(Int64Value.decode(bytes).value);
}

/** Puts commit info and latest version. */
export function putCommitInfo(batch: Batch, info: CommitInfo): void {
  batch.putLast(infoKey(info.version), encodeCommitInfo(info));
  batch.putLast(LATEST_KEY, Int64Value.encode({ value: BigInt(info.version) }));
}
