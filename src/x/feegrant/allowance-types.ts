import { InternalError } from '../../core/errors.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { packAny } from '../../wire/registry.ts';
import type { Allowance, AllowanceType } from './allowance.ts';
import { allowedMsgAllowance } from './allowed-msg.ts';
import { basicAllowance } from './basic.ts';
import { periodicAllowance } from './periodic.ts';

const hidden = <T extends object>(kind: AllowanceType<T>): AllowanceType<object> =>
  kind as unknown as AllowanceType<object>;

const types: ReadonlyMap<string, AllowanceType<object>> = new Map(
  [
    hidden(basicAllowance),
    hidden(periodicAllowance),
    hidden(allowedMsgAllowance({ kindOf: allowanceType, pack: packAllowance })),
  ].map((kind) => [`/${kind.type.typeName}`, kind]),
);

/** How an allowance works. Every registered one is known. */
export function allowanceType(allowance: Allowance): AllowanceType<object> {
  const kind = types.get(allowance.typeUrl);
  if (kind === undefined) throw new InternalError(`${allowance.typeUrl} is no known allowance`);
  return kind;
}

export function packAllowance(allowance: Allowance): Any {
  return packAny(allowanceType(allowance).type, allowance.message);
}
