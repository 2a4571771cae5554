/** An event as modules emit it. Attribute order is consensus. Whether attributes are indexed is decided when the response is built. */
export interface Event {
  readonly type: string;
  readonly attributes: readonly EventAttribute[];
}

export interface EventAttribute {
  readonly key: string;
  readonly value: string;
}

/** `event('transfer', ['recipient', a], ['sender', b])`. */
export function event(type: string, ...attributes: readonly (readonly [key: string, value: string])[]): Event {
  return { type, attributes: attributes.map(([key, value]) => ({ key, value })) };
}

/** Collects the events of one scope (a message, an ante handler, a block phase) in order. */
export class EventManager {
  private list: Event[] = [];

  emit(e: Event): void {
    this.list.push(e);
  }
  emitAll(events: readonly Event[]): void {
    for (const e of events) this.list.push(e);
  }
  events(): readonly Event[] {
    return this.list;
  }
}
