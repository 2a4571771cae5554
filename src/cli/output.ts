import { stringify } from 'yaml';
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

/** Prints a JSON text as it is, or as YAML with sorted keys for reading. */
export function printJson(io: Io, flags: Flags, json: string): void {
  if (flags.text('output') !== 'text') {
    io.out(`${json}\n`);
    return;
  }
  // Numbers that do not fit a double stay as they are: the chain prints 64-bit numbers as strings.
  io.out(
    `${stringify(JSON.parse(json), { sortMapEntries: true, lineWidth: 0, indentSeq: false, defaultStringType: 'PLAIN', defaultKeyType: 'PLAIN' })}`,
  );
}
