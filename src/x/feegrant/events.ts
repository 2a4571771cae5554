import { type Event, event } from '../../core/events.ts';

const grantEvent = (type: string, granter: string, grantee: string): Event =>
  event(type, ['granter', granter], ['grantee', grantee]);

/** Addresses are bech32 text. */
export const setEvent = (granter: string, grantee: string): Event => grantEvent('set_feegrant', granter, grantee);
export const useEvent = (granter: string, grantee: string): Event => grantEvent('use_feegrant', granter, grantee);
export const updateEvent = (granter: string, grantee: string): Event => grantEvent('update_feegrant', granter, grantee);
export const revokeEvent = (granter: string, grantee: string): Event => grantEvent('revoke_feegrant', granter, grantee);
export const pruneEvent = (pruner: string): Event => event('prune_feegrant', ['pruner', pruner]);
