import type { JsonText } from '../core/module.ts';
import { firstValue, objectMembers } from '../wire/json-scan.ts';

const NULL = Buffer.from('null');

/**
 * The sections of an `app_state` by module, each as it stands in the text. Panics with a Go error's text when it is no object.
 *
 * PARITY: node app/app.go: sections are read by cometbft libs/json, for which null is nothing: a module whose section is null has none.
 */
export function splitAppState(appState: Uint8Array): Map<string, JsonText> {
  const sections = new Map<string, JsonText>();
  for (const [name, { start, end }] of objectMembers(appState, firstValue(appState), 'GenesisState') ?? []) {
    const section = appState.subarray(start, end);
    if (!NULL.equals(section)) sections.set(name, section);
  }
  return sections;
}
