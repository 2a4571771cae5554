import type { Event } from '../../core/events.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { EventTrustedAuditorCreated, EventTrustedAuditorDeleted } from '../../wire/gen/akash/audit/v1/event.ts';
import { typedEvent } from '../../wire/typed-event.ts';
import type { ProviderId } from './keys.ts';

const texts = (id: ProviderId) => ({
  owner: accAddressToBech32(id.owner),
  auditor: accAddressToBech32(id.auditor),
});

export function trustedAuditorCreated(id: ProviderId): Event {
  return typedEvent(EventTrustedAuditorCreated, texts(id));
}

export function trustedAuditorDeleted(id: ProviderId): Event {
  return typedEvent(EventTrustedAuditorDeleted, texts(id));
}
