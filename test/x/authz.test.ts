import { describe, expect, it } from 'vitest';
import type { Time } from '../../src/core/time.ts';
import { accAddressToBech32, moduleAddress, valAddressToBech32 } from '../../src/crypto/address.ts';
import { GenericAuthorization } from '../../src/wire/gen/cosmos/authz/v1beta1/authz.ts';
import {
  QueryGranteeGrantsRequest,
  type QueryGranteeGrantsResponse,
  QueryGranterGrantsRequest,
  type QueryGranterGrantsResponse,
  QueryGrantsRequest,
  type QueryGrantsResponse,
} from '../../src/wire/gen/cosmos/authz/v1beta1/query.ts';
import { MsgExec, MsgExecResponse, MsgGrant, MsgRevoke } from '../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import { SendAuthorization } from '../../src/wire/gen/cosmos/bank/v1beta1/authz.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { PageRequest } from '../../src/wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { StakeAuthorization } from '../../src/wire/gen/cosmos/staking/v1beta1/authz.ts';
import { MsgDelegate } from '../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import type { Any } from '../../src/wire/gen/google/protobuf/any.ts';
import { packAny } from '../../src/wire/registry.ts';
import { genericAuthorization } from '../../src/x/authz/authorization.ts';
import { exportGenesis, initGenesis } from '../../src/x/authz/genesis.ts';
import { grantsAreIndexed } from '../../src/x/authz/invariants.ts';
import { granteeGranterKey, granteeTypeKey } from '../../src/x/authz/keys.ts';
import { authzQueryServer } from '../../src/x/authz/query-server.ts';
import { AppKit, address, bech32, refusal, START, uakt } from './app-kit.ts';

const SEND = `/${MsgSend.typeName}`;
const A = 1;
const B = 2;

const generic = (msg = SEND): Any => packAny(GenericAuthorization, { msg });
const after = (seconds: bigint): Time => ({ ...START, seconds: START.seconds + seconds });

/** A grants to B. */
function grant(kit: AppKit, authorization: Any = generic(), expiration?: Time, from = A, to = B): unknown {
  return kit.send(MsgGrant, { granter: bech32(from), grantee: bech32(to), grant: { authorization, expiration } });
}
const sendFrom = (n: number, amount: bigint, to = 3): Any =>
  packAny(MsgSend, { fromAddress: bech32(n), toAddress: bech32(to), amount: uakt(amount) });
const exec = (kit: AppKit, ...msgs: Any[]) => kit.send(MsgExec, { grantee: bech32(B), msgs });
const refusedExec = (kit: AppKit, ...msgs: Any[]): string => kit.refused(MsgExec, { grantee: bech32(B), msgs });
/** The first bytes of the keys of the store: 01 grants, 02 queue, 03 and 04 the indexes. */
const kinds = (kit: AppKit): string =>
  kit
    .pairs('authz')
    .map(([key]) => key.slice(0, 2))
    .join(' ');

function funded(): AppKit {
  const kit = new AppKit();
  kit.fund(address(A), 1_000n);
  kit.fund(address(B), 1_000n);
  return kit;
}

describe('a grant', () => {
  it('stands under one key, in two indexes and, when it expires, in the queue', () => {
    const kit = funded();
    grant(kit);
    expect(kinds(kit)).toBe('01 03 04');
    grant(kit, generic(), after(10n));
    expect(kinds(kit)).toBe('01 02 03 04');
    kit.send(MsgRevoke, { granter: bech32(A), grantee: bech32(B), msgTypeUrl: SEND });
    // The entry of the queue is not found, see below.
    expect(kinds(kit)).toBe('02');
  });

  it('lets the grantee act for the granter', () => {
    const kit = funded();
    expect(refusedExec(kit, sendFrom(A, 10n))).toBe(
      `authz/2: failed to get grant with given granter: ${bech32(A)}, grantee: ${bech32(B)} & msgType: ${SEND} : authorization not found`,
    );
    grant(kit);
    const { response, events } = exec(kit, sendFrom(A, 10n), sendFrom(B, 5n));
    expect(kit.balance(address(3))).toBe(15n);
    const { value } = response as unknown as { value: Uint8Array };
    expect(MsgExecResponse.decode(value).results).toEqual([new Uint8Array(0), new Uint8Array(0)]);
    const indexes = events
      .filter((e) => e.type === 'transfer')
      .map((e) => e.attributes.find((a) => a.key === 'authz_msg_index')?.value);
    expect(indexes).toEqual(['0', '1']);
  });

  it('is over at the second after its expiration', () => {
    const kit = funded();
    grant(kit, generic(), after(10n));
    kit.pass(10n);
    exec(kit, sendFrom(A, 1n));
    kit.pass(1n);
    expect(refusedExec(kit, sendFrom(A, 1n))).toBe('authz/6: authorization expired');
  });

  const invalid: [string, (kit: AppKit) => string, string][] = [
    [
      'to oneself',
      (kit) => kit.refused(MsgGrant, { granter: bech32(A), grantee: bech32(A).toUpperCase() }),
      'authz/7: grantee and granter should be different',
    ],
    [
      'of the past',
      (kit) => refusal(() => grant(kit, generic(), after(0n))),
      'authz/3: expiration must be after the current block time (2026-01-01T00:00:00Z), got 2026-01-01T00:00:00Z: expiration time of authorization should be more than current time',
    ],
    [
      'of no known message',
      (kit) => refusal(() => grant(kit, generic('/x.Y'))),
      "sdk/29: /x.Y doesn't exist.: invalid type",
    ],
    [
      'of nothing',
      (kit) => kit.refused(MsgGrant, { granter: bech32(A), grantee: bech32(B) }),
      'sdk/29: authorization is nil: invalid type',
    ],
    [
      'of an empty value',
      (kit) => refusal(() => grant(kit, { typeUrl: '', value: new Uint8Array(0) })),
      'sdk/29: expected <nil>, got <nil>: invalid type',
    ],
  ];
  it.each(invalid)('%s is refused', (_name, run, text) => {
    expect(run(funded())).toBe(text);
  });

  it('to an address that may not receive names it by its bytes', () => {
    const kit = funded();
    const blocked = moduleAddress('transfer');
    const text = kit.refused(MsgGrant, {
      granter: bech32(A),
      grantee: accAddressToBech32(blocked),
      grant: { authorization: generic(), expiration: undefined },
    });
    expect(text.endsWith(' is not allowed to receive funds: unauthorized')).toBe(true);
    expect(text).not.toContain('akash1');
  });
});

describe('the queue of expirations', () => {
  it('keeps entries of grants that are gone, and they take a later grant with them', () => {
    const kit = funded();
    grant(kit, generic(), after(10n));
    // A longer grant of the same message takes the place of the first.
    grant(kit, generic(), after(100n));
    kit.pass(11n);
    kit.keepers.authz.dequeueAndDeleteExpiredGrants(kit.ctx());
    expect(kit.keepers.authz.getGrant(kit.ctx(), address(B), address(A), SEND)).toBeUndefined();
    expect(kinds(kit)).toBe('02 03 04');
  });

  it('leaves the indexes behind, which then find nothing', () => {
    const kit = funded();
    grant(kit, generic(), after(10n));
    kit.pass(11n);
    kit.keepers.authz.dequeueAndDeleteExpiredGrants(kit.ctx());
    expect(kinds(kit)).toBe('03 04');
    const found: Uint8Array[] = [];
    kit.keepers.authz.getGranteeGrantsByMsgType(kit.ctx(), address(B), SEND, (_ctx, granter) => {
      found.push(granter);
      return false;
    });
    expect(found).toEqual([]);
    expect(granteeGrants(kit, {}).grants).toEqual([]);
  });

  it('charges for every entry it looks at', () => {
    const kit = funded();
    grant(kit, generic(), after(10n));
    const cost = kit.send(MsgRevoke, { granter: bech32(A), grantee: bech32(B), msgTypeUrl: SEND }).gas;
    grant(kit, generic('/cosmos.bank.v1beta1.MsgMultiSend'), after(10n));
    grant(kit, generic(), after(10n));
    // Longer entry: one type more to read and to look at.
    expect(kit.send(MsgRevoke, { granter: bech32(A), grantee: bech32(B), msgTypeUrl: SEND }).gas).toBeGreaterThan(cost);
  });
});

it('a grant is indexed and queued as long as it is there', () => {
  const kit = funded();
  const { authz } = kit.keepers;
  grant(kit, generic(), after(10n));
  grant(kit, generic(), after(100n));
  grant(kit, packAny(SendAuthorization, { spendLimit: uakt(10n), allowList: [] }), after(10n), 4);
  kit.send(MsgRevoke, { granter: bech32(4), grantee: bech32(B), msgTypeUrl: SEND });
  grant(kit, generic(), after(10n), 4);
  expect(grantsAreIndexed(authz, kit.ctx())).toEqual([]);
  kit
    .ctx()
    .kvStore(kit.keys.authz)
    .delete(granteeTypeKey(address(B), SEND, address(4)));
  expect(grantsAreIndexed(authz, kit.ctx())).toEqual([
    `the grant of ${SEND} from ${bech32(4)} to ${bech32(B)} is not under its type`,
  ]);
});

describe('grants to a grantee, by type', () => {
  it('come in order of granter, until one is enough', () => {
    const kit = funded();
    for (const from of [9, 4, 7]) grant(kit, generic(), undefined, from);
    grant(kit, generic('/cosmos.bank.v1beta1.MsgMultiSend'), undefined, 5);
    const found: number[] = [];
    kit.keepers.authz.getGranteeGrantsByMsgType(kit.ctx(), address(B), SEND, (_ctx, granter) => {
      found.push(granter[0]!);
      return granter[0] === 7;
    });
    expect(found).toEqual([4, 7]);
  });
});

describe('limits', () => {
  it('of sending are used up', () => {
    const kit = funded();
    grant(kit, packAny(SendAuthorization, { spendLimit: uakt(10n), allowList: [] }));
    exec(kit, sendFrom(A, 4n));
    expect(refusedExec(kit, sendFrom(A, 7n))).toBe(
      'sdk/5: requested amount is more than spend limit: insufficient funds',
    );
    exec(kit, sendFrom(A, 6n));
    expect(kinds(kit)).toBe('');
  });

  it('of delegating hold for the validators named', () => {
    const kit = funded();
    kit.createValidator(8, 1_000_000n);
    kit.createValidator(9, 1_000_000n);
    const delegate = (to: number, amount: bigint): Any =>
      packAny(MsgDelegate, {
        delegatorAddress: bech32(A),
        validatorAddress: valAddressToBech32(address(to)),
        amount: uakt(amount)[0]!,
      });
    grant(
      kit,
      packAny(StakeAuthorization, {
        validators: { $case: 'allowList', allowList: { address: [valAddressToBech32(address(8))] } },
        maxTokens: uakt(10n)[0],
        authorizationType: 1,
      } as never),
    );
    expect(refusedExec(kit, delegate(9, 1n))).toBe(
      `sdk/4: cannot delegate/undelegate to ${valAddressToBech32(address(9))} validator: unauthorized`,
    );
    exec(kit, delegate(8, 10n));
    expect(kinds(kit)).toBe('');
  });

  it('may be nested: B acts for A, who acts for C', () => {
    const kit = funded();
    kit.fund(address(5), 100n);
    grant(kit, generic(), undefined, 5, A);
    grant(kit, generic(`/${MsgExec.typeName}`));
    exec(kit, packAny(MsgExec, { grantee: bech32(A), msgs: [sendFrom(5, 7n)] }));
    expect(kit.balance(address(3))).toBe(7n);
  });

  it('a failing message is shown in protobuf text form', () => {
    const kit = funded();
    grant(kit);
    expect(refusedExec(kit, sendFrom(A, 5_000n))).toBe(
      `sdk/5: failed to execute message; message from_address:"${bech32(A)}" to_address:"${bech32(3)}" amount:<denom:"uakt" amount:"5000" > : spendable balance 1000uakt is smaller than 5000uakt: insufficient funds`,
    );
  });
});

function granteeGrants(kit: AppKit, page: Partial<PageRequest>, grantee = B): QueryGranteeGrantsResponse {
  const pagination = PageRequest.create(page);
  return authzQueryServer(kit.keepers.authz).granteeGrants(
    kit.ctx(),
    QueryGranteeGrantsRequest.create({ grantee: bech32(grantee), pagination }),
  );
}

describe('queries', () => {
  function many(): AppKit {
    const kit = funded();
    for (const from of [3, 4, 5]) grant(kit, generic(), undefined, from);
    return kit;
  }

  it('do not count unless they are asked', () => {
    const kit = many();
    expect(granteeGrants(kit, {}).pagination).toEqual({ nextKey: new Uint8Array(0), total: 0n });
    expect(granteeGrants(kit, { countTotal: true }).pagination?.total).toBe(3n);
  });

  it('of a grantee know no next page, and find nothing behind an offset', () => {
    const kit = many();
    const page = granteeGrants(kit, { limit: 1n, countTotal: true });
    expect(page.grants.map((g) => g.granter)).toEqual([bech32(3)]);
    expect(page.pagination).toEqual({ nextKey: new Uint8Array(0), total: 1n });
    expect(granteeGrants(kit, { offset: 1n }).grants).toEqual([]);
  });

  it('of a grantee take a page key without looking at the grantee', () => {
    const kit = many();
    grant(kit, generic(), undefined, 3, 6);
    const key = granteeGranterKey(address(B), address(4), SEND).subarray(1);
    const { grants } = granteeGrants(kit, { key }, 9);
    expect(grants.map((g) => [g.granter, g.grantee])).toEqual([
      [bech32(4), bech32(B)],
      [bech32(5), bech32(B)],
      [bech32(3), bech32(6)],
    ]);
  });

  it('of a granter, and of both', () => {
    const kit = many();
    const server = authzQueryServer(kit.keepers.authz);
    const byGranter: QueryGranterGrantsResponse = server.granterGrants(
      kit.ctx(),
      QueryGranterGrantsRequest.create({ granter: bech32(4) }),
    );
    expect(byGranter.grants.map((g) => g.grantee)).toEqual([bech32(B)]);
    const both = (msgTypeUrl: string): QueryGrantsResponse =>
      server.grants(kit.ctx(), QueryGrantsRequest.create({ granter: bech32(4), grantee: bech32(B), msgTypeUrl }));
    expect(both('').grants).toHaveLength(1);
    expect(both(SEND).grants).toHaveLength(1);
    expect(refusal(() => both('/x'))).toBe('authz/2: authorization not found for /x type: authorization not found');
  });
});

it('genesis gives back what it is given, except what expired', () => {
  const kit = funded();
  grant(kit, generic(), after(10n));
  grant(kit, packAny(SendAuthorization, { spendLimit: uakt(10n), allowList: [] }), after(100n), 4);
  const state = exportGenesis(kit.keepers.authz, kit.ctx());
  const other = new AppKit();
  initGenesis(other.keepers.authz, other.ctx(), state);
  expect(other.pairs('authz')).toEqual(kit.pairs('authz'));
  const late = new AppKit();
  late.pass(50n);
  initGenesis(late.keepers.authz, late.ctx(), state);
  expect(exportGenesis(late.keepers.authz, late.ctx()).authorization.map((g) => g.granter)).toEqual([bech32(4)]);
});

it('generic authorizations accept whatever they are of', () => {
  const kit = funded();
  const msg = { typeUrl: SEND, message: MsgSend.create() };
  expect(genericAuthorization.accept(kit.ctx(), { msg: SEND }, msg)).toEqual({ accept: true, delete: false });
});
