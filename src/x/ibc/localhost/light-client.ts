import type { Context } from '../../../core/context.ts';
import { GoPanic } from '../../../core/errors.ts';
import type { KVStore, StoreKey } from '../../../core/store.ts';
import { unixNano } from '../../../core/time.ts';
import { equalBytes } from '../../../store/keys.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import {
  ErrClientExists,
  ErrFailedMembershipVerification,
  ErrFailedNonMembershipVerification,
  ErrInvalidUpgradeClient,
  ErrUpdateClientFailed,
} from '../client/errors.ts';
import { getSelfHeight } from '../client/height.ts';
import type { LightClientModule, Membership, Status } from '../client/light-client.ts';
import { ErrInvalidProof } from '../commitment/errors.ts';
import { keyPathString, merklePathString } from '../commitment/merkle-path.ts';
import { ErrInvalidPath } from '../host/errors.ts';

/** What stands for a proof: the chain looks into its own store. */
const SENTINEL_PROOF = Uint8Array.of(0x01);

/** The client of the chain to itself: always there, without state. Source: ibc-go modules/light-clients/09-localhost. */
export class LocalhostLightClient implements LightClientModule {
  private readonly storeKey: StoreKey;

  constructor(storeKey: StoreKey) {
    this.storeKey = storeKey;
  }

  initialize(): void {
    throw ErrClientExists.wrap('localhost is stateless and cannot be initialized');
  }

  verifyClientMessage(): void {
    throw ErrUpdateClientFailed.wrap('client message verification is unsupported by the localhost client');
  }

  checkForMisbehaviour(): boolean {
    return false;
  }

  updateStateOnMisbehaviour(): void {}

  updateState(ctx: Context): Height[] {
    return [getSelfHeight(ctx)];
  }

  verifyMembership(ctx: Context, _clientId: string, what: Membership, value: Uint8Array): void {
    const { store, key } = this.lookUp(ctx, what);
    const found = store.get(key);
    const path = merklePathString(what.path);
    if (found === undefined) throw ErrFailedMembershipVerification.wrap(`value not found for path ${path}`);
    if (!equalBytes(found, value)) {
      throw ErrFailedMembershipVerification.wrap(`value provided does not equal value stored at path: ${path}`);
    }
  }

  verifyNonMembership(ctx: Context, _clientId: string, what: Membership): void {
    const { store, key } = this.lookUp(ctx, what);
    if (store.has(key)) {
      throw ErrFailedNonMembershipVerification.wrap(`value found for path ${merklePathString(what.path)}`);
    }
  }

  /** The key behind the prefix of the store. */
  private lookUp(ctx: Context, { proof, path }: Membership): { store: KVStore; key: Uint8Array } {
    if (!equalBytes(proof, SENTINEL_PROOF)) {
      const [want, got] = [textFromBytes(SENTINEL_PROOF), textFromBytes(proof)];
      throw ErrInvalidProof.wrap(`expected ${want}, got ${got}`);
    }
    if (path.keyPath.length !== 2) {
      throw ErrInvalidPath.wrap(`path must be of length 2: ${keyPathString(path)}`);
    }
    const key = path.keyPath[1]!;
    if (key.length === 0) throw new GoPanic('key is nil or empty');
    return { store: ctx.kvStore(this.storeKey), key };
  }

  status(): Status {
    return 'Active';
  }

  latestHeight(ctx: Context): Height {
    return getSelfHeight(ctx);
  }

  timestampAtHeight(ctx: Context): bigint {
    return BigInt.asUintN(64, unixNano(ctx.blockTime));
  }

  recoverClient(): void {
    throw ErrUpdateClientFailed.wrap('cannot update localhost client with a proposal');
  }

  verifyUpgradeAndUpdateState(): void {
    throw ErrInvalidUpgradeClient.wrap('cannot upgrade localhost client');
  }
}
