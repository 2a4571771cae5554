import { GoError } from '../../../core/errors.ts';
import { trimSpace } from '../../../core/go-text.ts';
import type { Params } from '../../../wire/gen/ibc/core/client/v1/client.ts';

/** Source: ibc-go modules/core/02-client/types/params.go. */

/** As the only allowed type: all are. */
export const ALLOW_ALL_CLIENTS = '*';
const MAX_ALLOWED_CLIENTS = 200;

export function isAllowedClient({ allowedClients }: Params, clientType: string): boolean {
  if (trimSpace(clientType) === '') return false;
  if (allowedClients.length === 1 && allowedClients[0] === ALLOW_ALL_CLIENTS) return true;
  return allowedClients.includes(clientType);
}

/** Throws GoError. */
export function validateParams({ allowedClients }: Params): void {
  if (allowedClients.length > MAX_ALLOWED_CLIENTS) {
    throw new GoError(`allowed clients length must not exceed ${MAX_ALLOWED_CLIENTS} items`);
  }
  if (allowedClients.length > 1 && allowedClients.includes(ALLOW_ALL_CLIENTS)) {
    throw new GoError(
      `allow list must have only one element because the allow all clients wildcard (${ALLOW_ALL_CLIENTS}) is present`,
    );
  }
  const seen = new Set<string>();
  allowedClients.forEach((clientType, i) => {
    if (trimSpace(clientType) === '') throw new GoError(`client type ${i} cannot be blank`);
    if (seen.has(clientType)) throw new GoError(`duplicate client type: ${clientType}`);
    seen.add(clientType);
  });
}
