import { Order, State } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';

const namesOf = (values: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(values).map(([name, value]) => [value, name]));

const STATES = namesOf(State);
const ORDERS = namesOf(Order);

/** As Go prints a channel's state and order. */
export const stateString = (state: number): string => STATES.get(state) ?? `${state}`;
export const orderString = (order: number): string => ORDERS.get(order) ?? `${order}`;
