import type { IdentifiedClientState } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { GenesisMetadata } from '../../../wire/gen/ibc/core/client/v1/genesis.ts';
import { ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { compactText } from '../../../wire/text.ts';

/** Parts of a genesis section as Go prints them with `%v`: errors name what they refuse. */

const bytesText = (b: Uint8Array): string => `[${b.join(' ')}]`;

export function clientText({ clientId, clientState }: IdentifiedClientState): string {
  if (clientState === undefined) return `{${clientId} <nil>}`;
  const { typeUrl, value } = clientState;
  return `{${clientId} &Any{TypeUrl:${typeUrl},Value:${bytesText(value)},XXX_unrecognized:[]}}`;
}

export function consensusStateText(state: ConsensusState): string {
  return compactText(ConsensusState, state);
}

export function metadataText({ key, value }: GenesisMetadata): string {
  return `{${bytesText(key)} ${bytesText(value)}}`;
}
