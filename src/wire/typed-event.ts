import type { Event } from '../core/events.ts';
import { compareText } from '../core/go-text.ts';
import { objectMembers } from '../core/json-raw.ts';
import { toJson } from './json.ts';
import type { MessageType } from './runtime.ts';

/**
 * A message as an event: its type is the message's name, its attributes the fields in the order of their JSON names, each
 * with its JSON as value (so texts stand in quotes). Source: cosmos-sdk types/events.go TypedEventToEvent.
 */
export function typedEvent<T extends object>(type: MessageType<T>, message: T): Event {
  const attributes = objectMembers(toJson(type, message))
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => compareText(a.key, b.key));
  return { type: type.typeName, attributes };
}
