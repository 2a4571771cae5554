import { State } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';

const NAMES = new Map<number, string>(Object.entries(State).map(([name, value]) => [value, name]));

/** As Go prints a connection's state. */
export function stateString(state: number): string {
  return NAMES.get(state) ?? `${state}`;
}
