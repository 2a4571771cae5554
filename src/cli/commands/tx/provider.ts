import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { MsgCreateProvider, MsgUpdateProvider } from '../../../wire/gen/akash/provider/v1beta4/msg.ts';
import { validateProvider } from '../../../x/provider/validate.ts';
import { UsageError } from '../../frame.ts';
import { msg } from '../../tx.ts';
import { type TxSpec, txCommands } from './spec.ts';

interface ProviderConfig {
  readonly hostUri: string;
  readonly info: { readonly email: string; readonly website: string };
  readonly attributes: { readonly key: string; readonly value: string }[];
}

/** A provider's YAML file: `host`, `info` (`email`, `website`) and `attributes` (a list of `key` and `value`). */
function readConfig(path: string): ProviderConfig {
  if (!existsSync(path)) throw new UsageError(`open ${path}: no such file or directory: ReadConfigPath err: "${path}"`);
  let doc: unknown;
  try {
    doc = parse(readFileSync(path, 'utf8'));
  } catch (e) {
    throw new UsageError(`${path} is not YAML: ${e instanceof Error ? e.message : e}`);
  }
  if (typeof doc !== 'object' || doc === null || Array.isArray(doc))
    throw new UsageError(`${path} must hold host, info and attributes`);
  const { host, info, attributes } = doc as Record<string, unknown>;
  const text = (v: unknown, name: string): string => {
    if (v === undefined || v === null) return '';
    if (typeof v === 'object') throw new UsageError(`${path}: "${name}" must be a text`);
    return String(v);
  };
  if (attributes !== undefined && attributes !== null && !Array.isArray(attributes))
    throw new UsageError(`${path}: "attributes" must be a list of key and value`);
  const about = (info ?? {}) as Record<string, unknown>;
  const seen = new Set<string>();
  return {
    hostUri: text(host, 'host'),
    info: { email: text(about.email, 'info.email'), website: text(about.website, 'info.website') },
    attributes: ((attributes ?? []) as unknown[]).map((a) => {
      const { key, value } = (a ?? {}) as Record<string, unknown>;
      const name = text(key, 'key');
      if (seen.has(name)) throw new UsageError(`provider: duplicated attribute: ${name}`);
      seen.add(name);
      return { key: name, value: text(value, 'value') };
    }),
  };
}

const TXS: readonly TxSpec[] = (
  [
    ['create', MsgCreateProvider, 'MsgCreate', 'register the account as a provider, from a YAML file'],
    ['update', MsgUpdateProvider, 'MsgUpdate', 'change what the provider says of itself'],
  ] as const
).map(([name, type, action, summary]) => ({
  path: `provider ${name}`,
  args: '[config-file]',
  count: [1, 1],
  summary,
  build([path], sender) {
    const message = { owner: sender.text, ...readConfig(path!) };
    validateProvider(action, message);
    return [msg(type, message)];
  },
}));

export const COMMANDS = txCommands(TXS);
