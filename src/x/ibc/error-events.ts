import type { Event } from '../../core/events.ts';

const PREFIX = 'ibccallbackerror-';

/** Events of an application whose changes are dropped: told under other names. Source: ibc-go modules/core/internal/errors/errors.go. */
export function toErrorEvents(events: readonly Event[]): Event[] {
  return events.map(({ type, attributes }) => ({
    type: PREFIX + type,
    attributes: attributes.map(({ key, value }) => ({ key: PREFIX + key, value })),
  }));
}
