import type { Event } from '../../core/events.ts';
import { EventProviderCreated, EventProviderUpdated } from '../../wire/gen/akash/provider/v1beta4/event.ts';
import { typedEvent } from '../../wire/typed-event.ts';

export function providerCreated(owner: string): Event {
  return typedEvent(EventProviderCreated, { owner });
}

export function providerUpdated(owner: string): Event {
  return typedEvent(EventProviderUpdated, { owner });
}
