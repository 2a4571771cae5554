import { GoErrorBase } from '../../core/errors.ts';
import { checkJson } from '../../core/go-json.ts';
import { objectMembers } from '../../core/json-raw.ts';

/** Fields of the recommended metadata form, and whether the value is a list of strings. */
const FIELDS: ReadonlyMap<string, 'text' | 'texts'> = new Map([
  ['title', 'text'],
  ['authors', 'texts'],
  ['summary', 'text'],
  ['details', 'text'],
  ['proposal_forum_url', 'text'],
  ['vote_option_context', 'text'],
]);

export interface ProposalMetadata {
  readonly title: string;
  readonly summary: string;
}

/**
 * Reads metadata of the recommended form as encoding/json does into a struct; undefined when it is not of that form.
 *
 * PARITY: cosmos-sdk x/gov/keeper/msg_server.go: keys match in any case, of several the last wins, null leaves a field
 * empty, and `null` alone is empty metadata; one value of a wrong type makes the whole count as free text.
 */
export function parseProposalMetadata(text: string): ProposalMetadata | undefined {
  try {
    checkJson(text);
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
  const json = text.trim();
  if (json === 'null') return { title: '', summary: '' };
  if (!json.startsWith('{')) return undefined;
  const found = new Map<string, string>();
  for (const [key, raw] of objectMembers(json)) {
    const field = fold(key);
    const kind = FIELDS.get(field);
    if (kind === undefined) continue;
    const value = JSON.parse(raw) as unknown;
    if (value === null) continue;
    if (!(kind === 'text' ? typeof value === 'string' : isTexts(value))) return undefined;
    if (typeof value === 'string') found.set(field, value.toWellFormed());
  }
  return { title: found.get('title') ?? '', summary: found.get('summary') ?? '' };
}

const isTexts = (v: unknown): boolean => Array.isArray(v) && v.every((x) => x === null || typeof x === 'string');

/** Case folding of encoding/json: ASCII, the long s and the Kelvin sign. */
function fold(key: string): string {
  return key
    .replaceAll('\u017f', 's')
    .replaceAll('\u212a', 'k')
    .replace(/[A-Z]/g, (c) => c.toLowerCase());
}
