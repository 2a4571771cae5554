import type { Event } from '../core/events.ts';
import { jsonFields } from './json-write.ts';
import type { MessageType } from './runtime.ts';

/**
 * A message as an event: its type is the message's name, its attributes the fields in the order of their names, each with its
 * JSON as value (so texts stand in quotes). Source: cosmos-sdk types/events.go TypedEventToEvent.
 */
export function typedEvent<T extends object>(type: MessageType<T>, message: T): Event {
  const attributes = jsonFields(type, message).map(({ name, json }) => ({ key: name, value: json }));
  return { type: type.typeName, attributes };
}
