import { existsSync, readFileSync } from 'node:fs';
import { accAddressFromBech32, valAddressFromBech32 } from '../../../crypto/address.ts';
import type { Coin } from '../../../math/coin.ts';
import { Dec } from '../../../math/dec.ts';
import { parseCoinNormalized } from '../../../math/parse-coin.ts';
import { type CommandSpec, type FlagSpec, type Flags, type Io, UsageError } from '../../frame.ts';
import { type MsgToSend, type Sender, senderOf, sendTx, TX_FLAGS } from '../../tx.ts';

/** One transaction of a module. */
export interface TxSpec {
  readonly path: string;
  readonly args?: string;
  readonly count: readonly [number, number];
  readonly summary: string;
  readonly flags?: readonly FlagSpec[];
  /** Flags that must be given. */
  readonly required?: readonly string[];
  /** Which key signs, when it is not `--from`. */
  sender?(args: readonly string[]): string | undefined;
  build(args: readonly string[], sender: Sender, flags: Flags, io: Io): MsgToSend[] | Promise<MsgToSend[]>;
}

export function coin(text: string): Coin {
  return parseCoinNormalized(text);
}

export function account(text: string): string {
  accAddressFromBech32(text);
  return text;
}

export function validator(text: string): string {
  valAddressFromBech32(text);
  return text;
}

export function proposalId(text: string): bigint {
  if (!/^\d+$/.test(text))
    throw new UsageError(`proposal-id ${text} not a valid int, please input a valid proposal-id`);
  return BigInt(text);
}

export function readJsonFile(path: string, what: string): Record<string, unknown> {
  if (!existsSync(path)) throw new UsageError(`open ${path}: no such file or directory; give the path of ${what}`);
  try {
    const v: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof v === 'object' && v !== null && !Array.isArray(v)) return v as Record<string, unknown>;
  } catch (e) {
    throw new UsageError(`${path} is not JSON: ${e instanceof Error ? e.message : e}`);
  }
  throw new UsageError(`${path} must hold a JSON object`);
}

export function field(doc: Record<string, unknown>, name: string, otherwise?: string): string {
  const v = doc[name] ?? otherwise;
  if (typeof v !== 'string') throw new UsageError(`the field "${name}" is missing or not a text`);
  return v;
}

export function rate(doc: Record<string, unknown>, name: string, otherwise: string): Dec {
  try {
    return Dec.parse(field(doc, name, otherwise));
  } catch (e) {
    throw new UsageError(`${name}: ${e instanceof Error ? e.message : e}`);
  }
}

export const flag = (name: string, help: string, standard = ''): FlagSpec => ({
  name,
  type: 'string',
  default: standard,
  help,
});

export function minSelfDelegation(text: string): bigint {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError('minimum self delegation must be a positive integer');
  return BigInt(text);
}

export function positive(list: Coin[]): Coin[] {
  if (list.length === 0) throw new UsageError('must send positive amount');
  return list;
}

/** The commands of a list of transactions. */
export function txCommands(txs: readonly TxSpec[]): readonly CommandSpec[] {
  return txs.map((t) => ({
    path: ['tx', ...t.path.split(' ')],
    ...(t.args ? { args: t.args } : {}),
    ...(t.required ? { required: t.required } : {}),
    count: t.count,
    summary: t.summary,
    flags: [...TX_FLAGS, ...(t.flags ?? [])],
    async run(io, args, flags) {
      const sender = await senderOf(io, flags, t.sender?.(args) ?? flags.text('from'));
      await sendTx(io, flags, sender, await t.build(args, sender, flags, io));
    },
  }));
}
