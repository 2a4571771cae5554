import { MsgExec } from '../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import type { Event } from '../../src/wire/gen/tendermint/abci/types.ts';
import type { AnyMsg, SimChain } from './chain.ts';

/** How often messages of one kind were executed, and how often with success. */
export interface Count {
  readonly tried: number;
  readonly taken: number;
}
export type Counts = Map<string, Count>;

export function count(counts: Counts, typeUrl: string, success: boolean): void {
  const { tried, taken } = counts.get(typeUrl) ?? { tried: 0, taken: 0 };
  counts.set(typeUrl, { tried: tried + 1, taken: taken + (success ? 1 : 0) });
}

export function addCounts(to: Counts, more: ReadonlyMap<string, Count>): void {
  for (const [kind, { tried, taken }] of more) {
    const before = to.get(kind) ?? { tried: 0, taken: 0 };
    to.set(kind, { tried: before.tried + tried, taken: before.taken + taken });
  }
}

/** The messages of a transaction and those within them. */
export function withInner(msgs: readonly AnyMsg[]): AnyMsg[] {
  return msgs.flatMap((m) =>
    m.typeUrl === `/${MsgExec.typeName}` ? [m, ...withInner(MsgExec.decode(m.value).msgs)] : [m],
  );
}

/** The messages of the proposals that a block decided, and whether they were executed. */
export function decided(chain: SimChain, events: readonly Event[]): { typeUrl: string; success: boolean }[] {
  return events.flatMap(({ type, attributes }) => {
    if (type !== 'active_proposal') return [];
    const value = (key: string): string => attributes.find((a) => a.key === key)?.value ?? '';
    const result = value('proposal_result');
    if (result !== 'proposal_passed' && result !== 'proposal_failed') return [];
    const proposal = chain.app.keepers.gov.findProposal(chain.ctx(), BigInt(value('proposal_id')));
    return (proposal?.messages ?? []).map(({ typeUrl }) => ({ typeUrl, success: result === 'proposal_passed' }));
  });
}

/** `MsgSend 10/12, ...`: successes of attempts, by name; with the package where several have the name. */
export function describeCounts(counts: ReadonlyMap<string, Count>): string {
  const short = (kind: string): string => kind.slice(kind.lastIndexOf('.') + 1);
  const kinds = [...counts.keys()];
  const names = kinds.map((kind) =>
    kinds.filter((k) => short(k) === short(kind)).length === 1 ? short(kind) : kind.slice(1),
  );
  return kinds
    .map((kind, i) => `${names[i]} ${counts.get(kind)!.taken}/${counts.get(kind)!.tried}`)
    .sort()
    .join(', ');
}
