import { accAddressFromBech32, valAddressFromBech32 } from '../../../crypto/address.ts';
import { toJson } from '../../../wire/json.ts';
import type { Message, MessageType, MethodType } from '../../../wire/runtime.ts';
import { PAGE_FLAGS, pageRequest, QUERY_FLAGS, queryState } from '../../client.ts';
import { type CommandSpec, type FlagSpec, type Flags, UsageError } from '../../frame.ts';
import { outputFlag, printJson } from '../../output.ts';

/** The part of an answer that is shown: a field and its type, or the whole when there is none. */
type Shown = readonly [field: string, type: { readonly typeName: string }];

/** One query of a module. */
export interface QuerySpec {
  readonly path: string;
  readonly args?: string;
  readonly count?: readonly [number, number];
  readonly summary: string;
  readonly flags?: readonly FlagSpec[];
  /** Flags that must be given. */
  readonly required?: readonly string[];
  readonly paged?: true;
  /** Which query to ask, made from arguments and flags: checks them on the way. */
  ask(args: readonly string[], flags: Flags): { method: MethodType; request: object; show?: Shown | undefined };
  /** Prints one bare text instead of JSON. */
  text?(response: Record<string, unknown>): string;
}

export const acc = (text: string): string => checked(text, accAddressFromBech32);
export const val = (text: string): string => checked(text, valAddressFromBech32);

export function checked(text: string, parse: (t: string) => Uint8Array): string {
  parse(text);
  return text;
}

export function proposalId(text: string): bigint {
  if (!/^\d+$/.test(text))
    throw new UsageError(`proposal-id ${text} not a valid uint, please input a valid proposal-id`);
  return BigInt(text);
}

export function number(text: string, what: string): bigint {
  if (!/^-?\d+$/.test(text)) throw new UsageError(`${what} ${text} is not a whole number`);
  return BigInt(text);
}

export const page = (flags: Flags): { pagination: ReturnType<typeof pageRequest> } => ({
  pagination: pageRequest(flags),
});
export const text = (name: string, help: string): FlagSpec => ({ name, type: 'string', default: '', help });

/** The commands of a list of queries. */
export function queryCommands(queries: readonly QuerySpec[]): readonly CommandSpec[] {
  return queries.map((q) => {
    const wanted = q.args?.match(/\[/g)?.length ?? 0;
    return {
      path: ['query', ...q.path.split(' ')],
      ...(q.args ? { args: q.args } : {}),
      ...(q.required ? { required: q.required } : {}),
      count: q.count ?? [wanted, wanted],
      summary: q.summary,
      flags: [...QUERY_FLAGS, ...(q.paged ? PAGE_FLAGS : []), ...(q.flags ?? []), outputFlag('text')],
      async run(io, args, flags) {
        const { method, request, show } = q.ask(args, flags);
        const type = method.requestType as MessageType<Message>;
        const response = await queryState<Message, Message>(flags, method, type.create(request));
        const record = response as Record<string, unknown>;
        if (q.text) {
          io.out(`${q.text(record)}\n`);
          return;
        }
        const shownType = show ? (show[1] as MessageType<Message>) : method.responseType;
        printJson(io, flags, toJson(shownType, (show ? record[show[0]] : response) as Message));
      },
    } satisfies CommandSpec;
  });
}
