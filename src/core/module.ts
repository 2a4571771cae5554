import type { Context } from './context.ts';
import type { Event } from './events.ts';

/** JSON text, as genesis sections arrive: bytes, or a string. Read with `fromJson` of src/wire. */
export type JsonText = string | Uint8Array;

/** A parsed JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A decoded message with its type URL (`/cosmos.bank.v1beta1.MsgSend`). */
export interface Msg {
  readonly typeUrl: string;
  readonly message: object;
}

/** What executing one message gives: its response as an Any, and its events in order. */
export interface MsgResult {
  readonly response: { readonly typeUrl: string; readonly value: Uint8Array };
  readonly events: readonly Event[];
}

/** Runs one message on a context. The router gives it an event manager of its own; the caller re-emits what it wants. */
export type MsgHandler = (ctx: Context, msg: object) => MsgResult;

/** Finds the handler of a message: what gov, authz and baseapp execute messages through. */
export interface MsgRouter {
  handler(typeUrl: string): MsgHandler | undefined;
}

/** A change of a validator's consensus power, for CometBFT. `pubKey` is the raw ed25519 (or secp256k1) key. */
export interface ValidatorUpdate {
  readonly pubKeyType: 'ed25519' | 'secp256k1';
  readonly pubKey: Uint8Array;
  readonly power: bigint;
}

/** A protobuf service as generated in `src/wire/gen`: what routers need of it. */
export interface ServiceDescriptor {
  readonly typeName: string;
  readonly methods: Readonly<Record<string, ServiceMethod>>;
}

export interface ServiceMethod {
  /** Name in the .proto file, e.g. `Send`. */
  readonly name: string;
  /** Name of the method that implements it, e.g. `send`. */
  readonly local: string;
  /** `/cosmos.bank.v1beta1.Msg/Send`. */
  readonly path: string;
  readonly requestType: Codec;
  readonly responseType: Codec;
}

/** The part of a generated message type that routers use. */
export interface Codec {
  readonly typeName: string;
  encode(message: never): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/**
 * Where a module puts its handlers. A service implementation is an object with one method per RPC, named in lowerCamelCase:
 * `send(ctx, request): response`. Methods that are missing are refused with "not built yet" and never pretend.
 */
export interface Configurator {
  msgServer(service: ServiceDescriptor, implementation: object): void;
  queryServer(service: ServiceDescriptor, implementation: object): void;
  /**
   * Stateless checks of one message type (ValidateBasic), run on every message before the ante chain. `typeName` is the full
   * protobuf name without slash.
   */
  validateBasic<M>(type: { readonly typeName: string; decode(bytes: Uint8Array): M }, check: (msg: M) => void): void;
}

/** One module as the application sees it. Every hook is optional; a module has those that the reference's has. */
export interface AppModule {
  readonly name: string;
  readonly consensusVersion: bigint;
  /** What moves the module's store from a version to the next, by the version it starts from. */
  readonly migrations?: ReadonlyMap<bigint, (ctx: Context) => void>;
  registerServices?(cfg: Configurator): void;
  /** Genesis section of the module → state. Returns validator updates (only staking and genutil do). */
  initGenesis?(ctx: Context, genesis: JsonText): ValidatorUpdate[];
  /** State → genesis JSON text, exactly as the reference prints it. */
  exportGenesis?(ctx: Context): string;
  /** The genesis section of a new chain, as JSON text. */
  defaultGenesis?(): string;
  /** Throws a Go error when the section is not acceptable. */
  validateGenesis?(genesis: JsonText): void;
  /** Returns whether the consensus parameters changed. */
  preBlock?(ctx: Context): boolean;
  beginBlock?(ctx: Context): void;
  endBlock?(ctx: Context): ValidatorUpdate[];
}
