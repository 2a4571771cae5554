import { consAddressFromBech32, consAddressToBech32 } from '../../../crypto/address.ts';
import { sha256Truncated } from '../../../crypto/hash.ts';
import { Query as SlashingQuery } from '../../../wire/gen/cosmos/slashing/v1beta1/query.ts';
import { Params, ValidatorSigningInfo } from '../../../wire/gen/cosmos/slashing/v1beta1/slashing.ts';
import { UsageError } from '../../frame.ts';

import { checked, page, type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'slashing params',
    summary: 'parameters',
    ask: () => ({
      method: SlashingQuery.methods.Params,
      request: {},
      show: ['params', Params],
    }),
  },
  {
    path: 'slashing signing-info',
    args: '[validator-conspub]',
    summary: 'signing of a validator',
    ask: ([key]) => ({
      method: SlashingQuery.methods.SigningInfo,
      request: { consAddress: consensus(key!) },
      show: ['valSigningInfo', ValidatorSigningInfo],
    }),
  },
  {
    path: 'slashing signing-infos',
    summary: 'signing of all validators',
    paged: true,
    ask: (_, f) => ({ method: SlashingQuery.methods.SigningInfos, request: page(f) }),
  },
];

/** A consensus address, or the JSON of a consensus public key. */
function consensus(given: string): string {
  if (given.startsWith('{')) {
    let key: string;
    try {
      key = (JSON.parse(given) as { key: string }).key;
    } catch {
      throw new UsageError(
        `${given} is not the JSON of a public key: it looks like {"@type":"/cosmos.crypto.ed25519.PubKey","key":"..."}`,
      );
    }
    const bytes = new Uint8Array(Buffer.from(key ?? '', 'base64'));
    if (bytes.length !== 32) throw new UsageError('an ed25519 public key has 32 bytes');
    return consAddressToBech32(sha256Truncated(bytes));
  }
  return checked(given, consAddressFromBech32);
}

export const COMMANDS = queryCommands(QUERIES);
