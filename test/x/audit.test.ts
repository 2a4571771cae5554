import { describe, expect, it } from 'vitest';
import { configurator } from '../../src/baseapp/configurator.ts';
import { MsgDeleteProviderAttributes, MsgSignProviderAttributes } from '../../src/wire/gen/akash/audit/v1/msg.ts';
import {
  QueryAllProvidersAttributesRequest,
  QueryAuditorAttributesRequest,
  QueryProvidersResponse,
} from '../../src/wire/gen/akash/audit/v1/query.ts';
import type { Attribute } from '../../src/wire/gen/akash/base/attributes/v1/attribute.ts';
import { Attribute as AttributeType } from '../../src/wire/gen/akash/base/attributes/v1/attribute.ts';
import { bytesFromText } from '../../src/wire/utf8.ts';
import { auditModule } from '../../src/x/audit/module.ts';
import { AppKit, address, attributes, bech32, refusal } from './app-kit.ts';

const OWNER = 1;
const AUDITOR = 2;
const parties = { owner: bech32(OWNER), auditor: bech32(AUDITOR) };
const id = { owner: address(OWNER), auditor: address(AUDITOR) };
const attrs = (...pairs: [string, string][]): Attribute[] => pairs.map(([key, value]) => ({ key, value }));

function newKit(): AppKit {
  const kit = new AppKit();
  auditModule(kit.keepers.audit).registerServices!(configurator(kit.router, kit.queries));
  return kit;
}

function said(kit: AppKit): Attribute[] | undefined {
  return kit.keepers.audit.getProviderByAuditor(kit.ctx(), id)?.attributes;
}

describe('signing', () => {
  it('adds, and takes the new value of a key', () => {
    const kit = newKit();
    const first = kit.send(MsgSignProviderAttributes, { ...parties, attributes: attrs(['b', '1'], ['a', '2']) });
    expect(first.events[0]!.type).toBe('akash.audit.v1.EventTrustedAuditorCreated');
    expect(attributes(first.events[0])).toEqual({ auditor: `"${parties.auditor}"`, owner: `"${parties.owner}"` });
    kit.send(MsgSignProviderAttributes, { ...parties, attributes: attrs(['c', '3'], ['b', '4']) });
    expect(said(kit)).toEqual(attrs(['a', '2'], ['b', '4'], ['c', '3']));
    expect(kit.keepers.audit.getProviderAttributes(kit.ctx(), address(OWNER))).toHaveLength(1);
    expect(kit.keepers.audit.getProviderAttributes(kit.ctx(), address(AUDITOR))).toEqual([]);
  });

  it('PARITY nothing is checked: duplicates and empty keys stay until something is merged', () => {
    const kit = newKit();
    kit.send(MsgSignProviderAttributes, {
      ...parties,
      attributes: attrs(['b', '1'], ['', '0'], ['b', '2'], ['b', '1']),
    });
    expect(said(kit)).toEqual(attrs(['', '0'], ['b', '1'], ['b', '2'], ['b', '1']));
    kit.send(MsgSignProviderAttributes, { ...parties, attributes: attrs(['a', '9']) });
    expect(said(kit)).toEqual(attrs(['', '0'], ['a', '9'], ['b', '1']));
  });

  it('PARITY an empty record is stored as an empty value', () => {
    const kit = newKit();
    kit.send(MsgSignProviderAttributes, { ...parties, attributes: [] });
    expect(kit.pairs('audit').map(([, value]) => value)).toEqual(['']);
    expect(said(kit)).toEqual([]);
    kit.send(MsgDeleteProviderAttributes, { ...parties, keys: [] });
    expect(kit.pairs('audit')).toEqual([]);
  });

  it('PARITY both messages speak of MsgCreate', () => {
    const kit = newKit();
    for (const type of [MsgSignProviderAttributes, MsgDeleteProviderAttributes]) {
      const check = kit.router.validateBasic(`/${type.typeName}`)!;
      const refused = (msg: object): string => refusal(() => check(msg));
      expect(refused({ ...parties, owner: 'x' })).toMatch(/^sdk\/7: MsgCreate: Invalid Owner Address/);
      expect(refused({ ...parties, auditor: 'x' })).toMatch(/^sdk\/7: MsgCreate: Invalid Auditor Address/);
    }
  });
});

describe('taking back', () => {
  it('takes keys one by one, and the record with the last one', () => {
    const kit = newKit();
    expect(kit.refused(MsgDeleteProviderAttributes, { ...parties, keys: ['a'] })).toBe(
      'audit/1: invalid provider: address not found',
    );
    kit.send(MsgSignProviderAttributes, { ...parties, attributes: attrs(['a', '1'], ['b', '2']) });
    expect(kit.refused(MsgDeleteProviderAttributes, { ...parties, keys: ['a', 'a'] })).toBe(
      `audit/3: trying to delete non-existing attribute "a" for auditor/provider "${parties.auditor}/${parties.owner}": attribute not found`,
    );
    const { events } = kit.send(MsgDeleteProviderAttributes, { ...parties, keys: ['a'] });
    expect(events[0]!.type).toBe('akash.audit.v1.EventTrustedAuditorDeleted');
    expect(said(kit)).toEqual(attrs(['b', '2']));
    kit.send(MsgDeleteProviderAttributes, { ...parties, keys: ['b'] });
    expect(said(kit)).toBeUndefined();
  });
});

describe('queries and genesis', () => {
  const kit = newKit();
  kit.send(MsgSignProviderAttributes, { ...parties, attributes: attrs(['a', '1'], ['b', '2']) });
  const ask = (method: string, request: Uint8Array): QueryProvidersResponse =>
    QueryProvidersResponse.decode(kit.queries.route(`/akash.audit.v1.Query/${method}`)!(kit.ctx(), request));

  it('PARITY the listing reads attributes as another type, so the last one stands for the owner', () => {
    const [found] = ask(
      'AllProvidersAttributes',
      QueryAllProvidersAttributesRequest.encode({ pagination: undefined }),
    ).providers;
    expect(bytesFromText(found!.owner)).toEqual(AttributeType.encode({ key: 'b', value: '2' }));
    expect(found!.auditor).toBe('');
    expect(found!.attributes).toEqual([]);
  });

  it('PARITY the listing of one auditor is that of all', () => {
    const request = QueryAuditorAttributesRequest.encode({ auditor: bech32(99), pagination: undefined });
    expect(ask('AuditorAttributes', request).providers).toHaveLength(1);
  });

  it('export is import', () => {
    const module = auditModule(kit.keepers.audit);
    const exported = module.exportGenesis!(kit.ctx());
    const other = newKit();
    auditModule(other.keepers.audit).initGenesis!(other.ctx(), exported);
    expect(other.pairs('audit')).toEqual(kit.pairs('audit'));
  });
});
