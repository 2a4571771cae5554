import type { Event } from '../../core/events.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { EventGrant, EventRevoke } from '../../wire/gen/cosmos/authz/v1beta1/event.ts';
import { typedEvent } from '../../wire/typed-event.ts';

export function grantEvent(msgTypeUrl: string, granter: Uint8Array, grantee: Uint8Array): Event {
  return typedEvent(EventGrant, {
    msgTypeUrl,
    granter: accAddressToBech32(granter),
    grantee: accAddressToBech32(grantee),
  });
}

export function revokeEvent(msgTypeUrl: string, granter: Uint8Array, grantee: Uint8Array): Event {
  return typedEvent(EventRevoke, {
    msgTypeUrl,
    granter: accAddressToBech32(granter),
    grantee: accAddressToBech32(grantee),
  });
}

/** An event of an executed message: it tells which of the messages it came from. */
export function dispatchedEvent(event: Event, index: number): Event {
  return { type: event.type, attributes: [...event.attributes, { key: 'authz_msg_index', value: `${index}` }] };
}
