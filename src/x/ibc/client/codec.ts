import { InternalError } from '../../../core/errors.ts';
import { Any } from '../../../wire/gen/google/protobuf/any.ts';
import {
  ClientState,
  ConsensusState,
  Header,
  Misbehaviour,
} from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { packAny, unpackAny } from '../../../wire/registry.ts';
import type { Message } from '../../../wire/runtime.ts';
import { ErrUnpackAny } from '../errors.ts';
import type { ClientMessage } from './light-client.ts';

/**
 * States and messages of light clients as they stand in messages and in the store: packed. This chain knows one kind of client that
 * has them. Source: ibc-go modules/core/02-client/types/codec.go, encoding.go.
 */

const CLIENT_STATE = 'ibc.core.client.v1.ClientState';
const CONSENSUS_STATE = 'ibc.core.client.v1.ConsensusState';
const CLIENT_MESSAGE = 'ibc.core.client.v1.Header';

/** An `Any` without a type holds nothing and passes decoding. */
function unpack(any: Any | undefined, interfaceName: string, goName: string): Message {
  if (any === undefined) throw ErrUnpackAny.wrap('protobuf Any message cannot be nil');
  const message = unpackAny(any, interfaceName);
  if (message === undefined) throw ErrUnpackAny.wrap(`cannot unpack Any into ${goName} *types.Any`);
  return message;
}

/** The client state in a message. Throws SdkError. */
export function unpackClientState(any: Any | undefined): ClientState {
  return unpack(any, CLIENT_STATE, 'ClientState') as ClientState;
}

/** The consensus state in a message. Throws SdkError. */
export function unpackConsensusState(any: Any | undefined): ConsensusState {
  return unpack(any, CONSENSUS_STATE, 'ConsensusState') as ConsensusState;
}

/** The header or misbehaviour in a message. Throws SdkError. */
export function unpackClientMessage(any: Any | undefined): ClientMessage {
  const message = unpack(any, CLIENT_MESSAGE, 'Header');
  if (any!.typeUrl === `/${Header.typeName}`) return { $case: 'header', header: message as Header };
  if (any!.typeUrl === `/${Misbehaviour.typeName}`) {
    return { $case: 'misbehaviour', misbehaviour: message as Misbehaviour };
  }
  throw new InternalError(`ibc: no client message ${any!.typeUrl}`);
}

/** A stored client state. Throws GoError. */
export function decodeClientState(bytes: Uint8Array): ClientState {
  return unpackClientState(Any.decode(bytes));
}

/** A stored consensus state. Throws GoError. */
export function decodeConsensusState(bytes: Uint8Array): ConsensusState {
  return unpackConsensusState(Any.decode(bytes));
}

export function encodeClientState(state: ClientState): Uint8Array {
  return Any.encode(packAny(ClientState, state));
}

export function encodeConsensusState(state: ConsensusState): Uint8Array {
  return Any.encode(packAny(ConsensusState, state));
}
