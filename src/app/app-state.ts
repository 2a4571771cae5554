import { GoPanic } from '../core/errors.ts';
import type { JsonText } from '../core/module.ts';
import { firstValue, objectMembers } from '../wire/json-scan.ts';

/** The sections of an `app_state` by module, each as it stands in the text. Panics with a Go error's text when it is no object. */
export function splitAppState(appState: Uint8Array): Map<string, JsonText> {
  const members = objectMembers(appState, firstValue(appState), 'GenesisState');
  if (members === undefined) throw new GoPanic('app_state is null');
  return new Map([...members].map(([name, { start, end }]) => [name, appState.subarray(start, end)]));
}
