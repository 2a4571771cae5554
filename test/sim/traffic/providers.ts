import type { AuditedProvider } from '../../../src/wire/gen/akash/audit/v1/audit.ts';
import { MsgDeleteProviderAttributes, MsgSignProviderAttributes } from '../../../src/wire/gen/akash/audit/v1/msg.ts';
import type { Attribute } from '../../../src/wire/gen/akash/base/attributes/v1/attribute.ts';
import { State } from '../../../src/wire/gen/akash/cert/v1/cert.ts';
import { MsgCreateCertificate, MsgRevokeCertificate } from '../../../src/wire/gen/akash/cert/v1/msg.ts';
import {
  MsgCreateProvider,
  MsgDeleteProvider,
  MsgUpdateProvider,
} from '../../../src/wire/gen/akash/provider/v1beta4/msg.ts';
import { certificateOf } from '../certificates.ts';
import { providers } from './records.ts';
import { type Action, action, all, type World } from './world.ts';

/** Providers, what auditors say of them, and certificates. */
export const PROVIDERS: readonly Action[] = [
  action(5, 'create provider', (w) => w.send(MsgCreateProvider, { owner: w.anyone().text, ...about(w) })),
  action(2, 'update provider', (w) =>
    w.send(MsgUpdateProvider, { owner: (w.pick(providers(w)) ?? { owner: w.anyone().text }).owner, ...about(w) }),
  ),
  action(1, 'delete provider', (w) =>
    w.send(MsgDeleteProvider, { owner: (w.pick(providers(w)) ?? { owner: w.anyone().text }).owner }),
  ),
  action(4, 'audit', (w) => {
    const p = w.pick(providers(w));
    return p && w.send(MsgSignProviderAttributes, { owner: p.owner, auditor: auditor(w), attributes: p.attributes });
  }),
  action(1, 'end audit', (w) => {
    const said = w.pick(
      w.look('audited', () => all<AuditedProvider>((visit) => w.chain.app.keepers.audit.withProviders(w.ctx(), visit))),
    );
    if (said === undefined) return undefined;
    const { owner, attributes } = said;
    const keys = w.once(2) ? [] : attributes.slice(0, 1).map((a) => a.key);
    return w.send(MsgDeleteProviderAttributes, { owner, auditor: w.once(4) ? auditor(w) : said.auditor, keys });
  }),
  action(4, 'publish certificate', (w) => {
    const a = w.anyone();
    const signer = w.once(10) ? w.anyone() : a;
    return w.send(MsgCreateCertificate, { owner: a.text, ...certificateOf(signer.text, BigInt(1 + w.below(3))) });
  }),
  action(2, 'revoke certificate', (w) => {
    const c = w.pick(w.look('certificates', () => published(w)));
    return w.send(MsgRevokeCertificate, { id: c ?? { owner: w.anyone().text, serial: '7' } });
  }),
];

/** The few who vouch for others. */
export const auditor = (w: World): string => w.chain.operators[w.below(3)]!.text;

export const REGIONS: readonly string[] = ['west', 'east'];
export const STORAGE: readonly Attribute[] = [
  { key: 'class', value: 'beta2' },
  { key: 'persistent', value: 'true' },
];

function about(w: World): { hostUri: string; attributes: Attribute[] } {
  const attributes = [{ key: 'region', value: w.one(REGIONS) }];
  if (w.once(2)) attributes.push(...STORAGE.map(({ key, value }) => ({ key: `capabilities/storage/1/${key}`, value })));
  return { hostUri: w.once(20) ? 'somewhere' : `https://p${w.below(100)}.example.com:8443`, attributes };
}

function published(w: World): { owner: string; serial: string }[] {
  const { cert } = w.chain.app.keepers;
  return w.chain.accounts.flatMap((a) =>
    all<{ serial: string }>((visit) => cert.withOwnerState(w.ctx(), a.address, State.valid, visit)).map(
      ({ serial }) => ({
        owner: a.text,
        serial,
      }),
    ),
  );
}
