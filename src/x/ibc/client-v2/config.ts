import { GoError } from '../../../core/errors.ts';
import { tryAccAddress } from '../../../crypto/address.ts';
import { equalBytes } from '../../../store/keys.ts';
import type { Config } from '../../../wire/gen/ibc/core/client/v2/config.ts';
import { mustAddress } from '../signer.ts';

/** Source: ibc-go modules/core/02-client/v2/types/config.go. */

const MAX_ALLOWED_RELAYERS = 20;

/** Throws GoError. */
export function validateConfig({ allowedRelayers }: Config): void {
  if (allowedRelayers.length > MAX_ALLOWED_RELAYERS) {
    throw new GoError(`allowed relayers length must not exceed ${MAX_ALLOWED_RELAYERS} items`);
  }
  for (const relayer of allowedRelayers) {
    if (tryAccAddress(relayer) === undefined) throw new GoError(`invalid relayer address: ${relayer}`);
  }
}

/** Whether an address may relay; without a list anybody may. */
export function isAllowedRelayer({ allowedRelayers }: Config, relayer: Uint8Array): boolean {
  return allowedRelayers.length === 0 || allowedRelayers.some((r) => equalBytes(relayer, mustAddress(r)));
}
