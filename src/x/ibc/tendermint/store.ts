import type { Context } from '../../../core/context.ts';
import { Decoded } from '../../../core/decoded.ts';
import { GoErrorBase, GoPanic } from '../../../core/errors.ts';
import { textBytes } from '../../../core/go-text.ts';
import type { KVStore } from '../../../core/store.ts';
import { unixNano } from '../../../core/time.ts';
import { concatBytes, equalBytes, readU64be, u64be } from '../../../store/keys.ts';
import { PrefixStore, prefixIterator } from '../../../store/prefix.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import { decodeClientState, decodeConsensusState, encodeClientState, encodeConsensusState } from '../client/codec.ts';
import { getSelfHeight, heightString, newHeight, parseHeight } from '../client/height.ts';
import { CLIENT_STATE_KEY, consensusStateKey } from '../client/keys.ts';

/**
 * What a client of this kind keeps in its store, which is the client's part of the `ibc` store.
 *
 * Source: ibc-go modules/light-clients/07-tendermint/store.go.
 */

// "consensusStates/<height>/processedTime" -> u64be, nanoseconds since 1970
const processedTimeKey = (height: Height): Uint8Array =>
  textBytes(`consensusStates/${heightString(height)}/processedTime`);
// "consensusStates/<height>/processedHeight" -> height of this chain, text
const processedHeightKey = (height: Height): Uint8Array =>
  textBytes(`consensusStates/${heightString(height)}/processedHeight`);
const ITERATION_PREFIX = textBytes('iterateConsensusStates');
// revision u64be | height u64be: sorts by height, as the texts do not
const heightBytes = (height: Height): Uint8Array =>
  concatBytes(u64be(height.revisionNumber), u64be(height.revisionHeight));
// "iterateConsensusStates" | revision u64be | height u64be -> key of the consensus state
const iterationKey = (height: Height): Uint8Array => concatBytes(ITERATION_PREFIX, heightBytes(height));

// An update reads the client state five times and its trusted consensus state as often.
const clientStates = new Decoded((bytes) => decodeClientState(bytes), 1);
const consensusStates = new Decoded((bytes) => decodeConsensusState(bytes), 1);

/** The client's state, or undefined. It is shared: copy before changing. */
export function getClientState(store: KVStore): ClientState | undefined {
  const bytes = store.get(CLIENT_STATE_KEY);
  if (bytes === undefined || bytes.length === 0) return undefined;
  return mustDecode('client', () => clientStates.decode(bytes));
}

export function setClientState(store: KVStore, state: ClientState): void {
  store.set(CLIENT_STATE_KEY, encodeClientState(state));
}

/** The consensus state at a height, or undefined. It is shared: copy before changing. */
export function getConsensusState(store: KVStore, height: Height): ConsensusState | undefined {
  const bytes = store.get(consensusStateKey(height));
  if (bytes === undefined || bytes.length === 0) return undefined;
  return mustDecode('consensus', () => consensusStates.decode(bytes));
}

export function setConsensusState(store: KVStore, state: ConsensusState, height: Height): void {
  store.set(consensusStateKey(height), encodeConsensusState(state));
}

function mustDecode<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`failed to decode ${what} state: ${e.message}`);
    throw e;
  }
}

/** When this chain took in the consensus state at a height: nanoseconds since 1970. */
export function getProcessedTime(store: KVStore, height: Height): bigint | undefined {
  const bytes = store.get(processedTimeKey(height));
  return bytes === undefined || bytes.length === 0 ? undefined : readU64be(bytes);
}

/** The height of this chain at which it took in the consensus state at a height. */
export function getProcessedHeight(store: KVStore, height: Height): Height | undefined {
  const bytes = store.get(processedHeightKey(height));
  if (bytes === undefined || bytes.length === 0) return undefined;
  try {
    return parseHeight(textFromBytes(bytes));
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}

/** Notes that a consensus state came in now. */
export function setConsensusMetadata(ctx: Context, store: KVStore, height: Height): void {
  const now = BigInt.asUintN(64, unixNano(ctx.blockTime));
  setConsensusMetadataWithValues(store, height, getSelfHeight(ctx), now);
}

export function setConsensusMetadataWithValues(
  store: KVStore,
  height: Height,
  processedHeight: Height,
  processedTime: bigint,
): void {
  store.set(processedTimeKey(height), u64be(processedTime));
  store.set(processedHeightKey(height), textBytes(heightString(processedHeight)));
  store.set(iterationKey(height), consensusStateKey(height));
}

/** Drops a consensus state and what was noted of it. */
export function deleteConsensusState(store: KVStore, height: Height): void {
  store.delete(consensusStateKey(height));
  store.delete(processedTimeKey(height));
  store.delete(processedHeightKey(height));
  store.delete(iterationKey(height));
}

/** The lowest height that has a consensus state, looked at while the iterator over them is open. */
export function withLowestHeight(store: KVStore, f: (height: Height) => void): void {
  const it = prefixIterator(store, ITERATION_PREFIX);
  try {
    if (!it.valid()) return;
    const key = it.key();
    const at = ITERATION_PREFIX.length;
    f(newHeight(readU64be(key, at), readU64be(key, at + 8)));
  } finally {
    it.close();
  }
}

/** The lowest consensus state above a height, or undefined. */
export function getNextConsensusState(store: KVStore, height: Height): ConsensusState | undefined {
  const it = new PrefixStore(store, ITERATION_PREFIX).iterator(heightBytes(height), undefined);
  try {
    if (!it.valid()) return undefined;
    if (equalBytes(it.value(), consensusStateKey(height))) {
      it.next();
      if (!it.valid()) return undefined;
    }
    return consensusStateAt(store, it.value());
  } finally {
    it.close();
  }
}

/** The highest consensus state below a height, or undefined. */
export function getPreviousConsensusState(store: KVStore, height: Height): ConsensusState | undefined {
  const it = new PrefixStore(store, ITERATION_PREFIX).reverseIterator(undefined, heightBytes(height));
  try {
    return it.valid() ? consensusStateAt(store, it.value()) : undefined;
  } finally {
    it.close();
  }
}

function consensusStateAt(store: KVStore, key: Uint8Array): ConsensusState | undefined {
  const bytes = store.get(key);
  if (bytes === undefined || bytes.length === 0) return undefined;
  try {
    return consensusStates.decode(bytes);
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}
