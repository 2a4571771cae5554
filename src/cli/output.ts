import { Document, visit } from 'yaml';
import type { FlagSpec, Flags, Io } from './frame.ts';

/** `-o json|text`. */
export function outputFlag(standard: 'json' | 'text'): FlagSpec {
  return {
    name: 'output',
    short: 'o',
    type: 'string',
    default: standard,
    help: 'json or text',
    choices: ['json', 'text'],
  };
}

/** Texts that YAML would read as something else: Go's printer puts them in double quotes, and others that need quotes in single ones. */
const NOT_TEXT =
  /^(|~|null|true|false|yes|no|on|off|y|n|[-+]?(\d[\d_]*)?\.?\d+(e[-+]?\d+)?|[-+]?\d+\.|0x[0-9a-f]+|0o?[0-7]+|[-+]?\.(inf|nan)|\d{4}-\d\d?-\d\d?([Tt ].*)?)$/i;

function yaml(value: unknown): string {
  const doc = new Document(value, { sortMapEntries: true });
  visit(doc, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && NOT_TEXT.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return doc.toString({ lineWidth: 0, indentSeq: false, singleQuote: true });
}

/** Prints a JSON text as it is, or as YAML with sorted keys for reading. */
export function printJson(io: Io, flags: Flags, json: string): void {
  // Numbers that do not fit a double stay as they are: the chain prints 64-bit numbers as strings.
  io.out(flags.text('output') === 'text' ? yaml(JSON.parse(json)) : `${json}\n`);
}
