import { type Condition, type EventMap, matchesEvents } from '../../server/rpc/event-query.ts';
import type { Event } from '../../wire/gen/tendermint/abci/types.ts';

/** Attribute values by `type.key`, indexed attributes only: what subscribers and searches see. */
export function eventMap(events: readonly Event[], extra: Readonly<Record<string, string>>): Map<string, string[]> {
  const map = new Map<string, string[]>();
  const add = (key: string, value: string): void => {
    const values = map.get(key);
    if (values) values.push(value);
    else map.set(key, [value]);
  };
  for (const e of events) {
    if (e.type === '') continue;
    for (const a of e.attributes) if (a.key !== '' && a.index) add(`${e.type}.${a.key}`, a.value);
  }
  for (const [key, value] of Object.entries(extra)) add(key, value);
  return map;
}

/** Finds things (transactions or blocks) by their events. An equality condition narrows by look-up, the rest is compared. */
export class EventIndex<T> {
  private readonly items: { readonly item: T; readonly events: EventMap }[] = [];
  private readonly byValue = new Map<string, number[]>();

  add(item: T, events: EventMap): void {
    const at = this.items.length;
    this.items.push({ item, events });
    for (const [key, values] of events) {
      for (const value of new Set(values)) {
        const id = `${key}=${value}`;
        const list = this.byValue.get(id);
        if (list) list.push(at);
        else this.byValue.set(id, [at]);
      }
    }
  }

  search(conditions: readonly Condition[]): T[] {
    let candidates: readonly number[] | undefined;
    for (const c of conditions) {
      if (c.op !== '=' || c.arg?.type !== 'string') continue;
      const list = this.byValue.get(`${c.tag}=${c.arg.text}`) ?? [];
      if (!candidates || list.length < candidates.length) candidates = list;
    }
    const pool = candidates ? candidates.map((i) => this.items[i]!) : this.items;
    return pool.filter((x) => matchesEvents(conditions, x.events)).map((x) => x.item);
  }
}
