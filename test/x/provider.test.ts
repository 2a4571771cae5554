import { describe, expect, it } from 'vitest';
import { configurator } from '../../src/baseapp/configurator.ts';
import {
  MsgCreateProvider,
  MsgDeleteProvider,
  MsgUpdateProvider,
} from '../../src/wire/gen/akash/provider/v1beta4/msg.ts';
import { QueryProvidersRequest, QueryProvidersResponse } from '../../src/wire/gen/akash/provider/v1beta4/query.ts';
import { providersAreTheirOwners } from '../../src/x/provider/invariants.ts';
import { providerModule } from '../../src/x/provider/module.ts';
import { AppKit, address, attributes, bech32, refusal } from './app-kit.ts';

function newKit(): AppKit {
  const kit = new AppKit();
  providerModule(kit.keepers.provider).registerServices!(configurator(kit.router, kit.queries));
  return kit;
}

const provider = (n: number, change: Partial<MsgCreateProvider> = {}): Partial<MsgCreateProvider> => ({
  owner: bech32(n),
  hostUri: 'https://a.example:8443',
  attributes: [{ key: 'region', value: 'eu' }],
  info: { email: '', website: '' },
  ...change,
});

describe('what a provider may say of itself', () => {
  const kit = newKit();
  const said = (hostUri: string): string => {
    try {
      kit.router.validateBasic(`/${MsgCreateProvider.typeName}`)!(MsgCreateProvider.create(provider(1, { hostUri })));
      return 'ok';
    } catch (e) {
      return (e as Error).message;
    }
  };

  it.each(['https://a.b', 'HTTPS://a.b', 'https://a.b?q=1#frag', 'https://user:pw@[::1]:8443', 'https://:8443'])(
    '%s is a host',
    (uri) => {
      expect(said(uri)).toBe('ok');
    },
  );

  it.each([
    ['', 'validating "" for absolute URI: invalid provider: not absolute host uri'],
    ['http://a.b', 'scheme in "http://a.b" should be https: invalid provider: invalid host uri'],
    ['https://', 'validating "https://" for valid host: invalid provider: invalid host uri'],
    ['https:a.b', 'validating "https:a.b" for valid host: invalid provider: invalid host uri'],
    ['https://a.b/', 'path in "https://a.b/" should be empty: invalid provider: invalid host uri'],
    ['https://[::1', 'invalid provider: invalid host uri'],
    ['https://a b', 'invalid provider: invalid host uri'],
    ['https://a.b:port', 'invalid provider: invalid host uri'],
  ])('%j is refused', (uri, why) => {
    expect(said(uri)).toBe(why);
  });

  it('keys have no star, and each is there once', () => {
    const keys = (...names: string[]): string =>
      kit.refused(MsgCreateProvider, provider(1, { attributes: names.map((key) => ({ key, value: '1' })) }));
    expect(keys('region*')).toBe('akash/2: attribute key does not match regexp');
    expect(keys('region', 'region')).toBe('akash/1: attributes cannot have duplicate keys');
  });

  it('a website need not be absolute', () => {
    expect(kit.refused(MsgCreateProvider, provider(1, { info: { email: '', website: ':bad' } }))).toBe(
      'provider/8: invalid provider: invalid info website',
    );
    kit.send(MsgCreateProvider, provider(2, { info: { email: '', website: 'a/b' } }));
  });
});

describe('messages', () => {
  it('creates once, updates all of it', () => {
    const kit = newKit();
    const { events } = kit.send(MsgCreateProvider, provider(1));
    expect(events.map((e) => e.type)).toEqual(['akash.provider.v1beta4.EventProviderCreated']);
    expect(attributes(events[0])).toEqual({ owner: `"${bech32(1)}"` });
    expect(kit.refused(MsgCreateProvider, provider(1))).toBe(
      `provider/4: id: ${bech32(1)}: invalid provider: already exists`,
    );
    expect(kit.refused(MsgUpdateProvider, provider(2))).toBe(
      `provider/3: id: ${bech32(2)}: invalid provider: address not found`,
    );
    kit.send(MsgUpdateProvider, provider(1, { hostUri: 'https://b.example', attributes: [] }));
    expect(kit.keepers.provider.get(kit.ctx(), address(1))).toMatchObject({
      hostUri: 'https://b.example',
      attributes: [],
    });
  });

  it('asks whether there is one before it reads it', () => {
    const kit = newKit();
    const gas = (n: number): bigint => {
      const ctx = kit.ctx();
      kit.keepers.provider.get(ctx, address(n));
      return ctx.gasMeter.gasConsumed();
    };
    expect(gas(1)).toBe(1000n);
    kit.send(MsgCreateProvider, provider(1));
    expect(gas(1)).toBeGreaterThan(2000n);
  });

  it('PARITY nobody can be deleted', () => {
    const kit = newKit();
    expect(kit.refused(MsgDeleteProvider, { owner: bech32(1) })).toBe(
      'provider/3: invalid provider: address not found',
    );
    kit.send(MsgCreateProvider, provider(1));
    expect(kit.refused(MsgDeleteProvider, { owner: bech32(1) })).toBe('provider/10: NOTIMPLEMENTED: internal error');
    expect(refusal(() => kit.keepers.provider.delete(kit.ctx(), address(1)))).toBe('panic: TODO');
  });
});

describe('genesis and queries', () => {
  it('export is import', () => {
    const kit = newKit();
    kit.send(MsgCreateProvider, provider(2));
    kit.send(MsgCreateProvider, provider(1));
    const module = providerModule(kit.keepers.provider);
    const exported = module.exportGenesis!(kit.ctx());
    module.validateGenesis!(exported);
    const other = newKit();
    const ctx = other.ctx();
    providerModule(other.keepers.provider).initGenesis!(ctx, exported);
    expect(ctx.eventManager.events()).toEqual([]);
    expect(other.pairs('provider')).toEqual(kit.pairs('provider'));
    expect(providersAreTheirOwners(other.keepers.provider, other.ctx())).toEqual([]);
    expect(refusal(() => providerModule(other.keepers.provider).initGenesis!(other.ctx(), exported))).toBe(
      'panic: provider genesis init: invalid provider: already exists',
    );
  });

  it('pages', () => {
    const kit = newKit();
    for (const n of [1, 2, 3]) kit.send(MsgCreateProvider, provider(n));
    const page = (key: Uint8Array): QueryProvidersResponse => {
      const pagination = { key, offset: 0n, limit: 2n, countTotal: false, reverse: false };
      const request = QueryProvidersRequest.encode({ pagination });
      return QueryProvidersResponse.decode(
        kit.queries.route('/akash.provider.v1beta4.Query/Providers')!(kit.ctx(), request),
      );
    };
    const first = page(new Uint8Array(0));
    const second = page(first.pagination!.nextKey);
    expect([...first.providers, ...second.providers].map((p) => p.owner)).toEqual([1, 2, 3].map(bech32));
    expect(second.pagination!.nextKey).toHaveLength(0);
  });
});
