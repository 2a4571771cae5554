import { describe, expect, it } from 'vitest';
import { textBytes } from '../../src/core/go-text.ts';
import { TransferAuthorization } from '../../src/wire/gen/ibc/applications/transfer/v1/authz.ts';
import { QueryDenomRequest } from '../../src/wire/gen/ibc/applications/transfer/v1/query.ts';
import { MsgTransfer } from '../../src/wire/gen/ibc/applications/transfer/v1/tx.ts';
import { encodeAbi } from '../../src/x/transfer/abi.ts';
import { transferAuthorization, UNBOUNDED_SPEND_LIMIT } from '../../src/x/transfer/authorization.ts';
import { escrowAddress } from '../../src/x/transfer/keys.ts';
import { packetDataJson, unmarshalPacketData } from '../../src/x/transfer/packet-data.ts';
import { upperCase } from '../../src/x/transfer/upper-case.ts';
import { address, attributes, refusal } from './app-kit.ts';
import { answerIn, IbcKit, RECEIVER, SIGNER } from './ibc-kit.ts';

function opened(): IbcKit {
  const kit = new IbcKit();
  kit.fund(address(1), 1000n);
  kit.openChannel();
  return kit;
}

describe('coins', () => {
  it('go into escrow, arrive as vouchers, and come home', () => {
    const kit = opened();
    const { events } = kit.receive(kit.sendCoins());
    const { denom_hash: hash } = attributes(events.find((e) => e.type === 'denomination'));
    const voucher = `ibc/${hash}`;
    expect(kit.balance(address(2), voucher)).toBe(10n);
    expect(kit.balance(escrowAddress('transfer', 'channel-0'))).toBe(10n);
    expect(kit.transfer.getTotalEscrowForDenom(kit.ctx(), 'uakt').amount).toBe(10n);
    expect(kit.keepers.bank.getDenomMetaData(kit.ctx(), voucher)).toMatchObject({
      display: 'transfer/channel-1/uakt',
      symbol: 'UAKT',
    });
    const home = kit.sendCoins({
      sourceChannel: 'channel-1',
      token: { denom: voucher, amount: 10n },
      sender: RECEIVER,
      receiver: SIGNER,
    });
    expect(kit.keepers.bank.getSupply(kit.ctx(), voucher).amount).toBe(0n);
    kit.receive(home);
    expect(kit.balance(address(1))).toBe(1000n);
    expect(kit.transfer.getAllTotalEscrowed(kit.ctx())).toEqual([]);
  });

  it('are all sent for the largest amount there is', () => {
    const kit = opened();
    kit.sendCoins({ token: { denom: 'uakt', amount: UNBOUNDED_SPEND_LIMIT } });
    expect(kit.balance(address(1))).toBe(0n);
    expect(kit.refused(MsgTransfer, kit.transferMsg({ token: { denom: 'uakt', amount: UNBOUNDED_SPEND_LIMIT } }))).toBe(
      'transfer/5: empty spendable balance for uakt: invalid token amount',
    );
  });

  it('come back when the other side refuses', () => {
    const kit = opened();
    const packet = kit.sendCoins({ receiver: 'nobody' });
    expect(kit.balance(address(1))).toBe(990n);
    kit.acknowledge(packet, answerIn(kit.receive(packet).events));
    expect(kit.balance(address(1))).toBe(1000n);
  });
});

describe('a transfer', () => {
  it('to what is no channel goes to a client', () => {
    const kit = opened();
    const msg = kit.transferMsg({ sourceChannel: 'channel-9', timeoutTimestamp: 1n });
    expect(kit.refused(MsgTransfer, msg)).toMatch(/^clientv2\/35: /);
    expect(kit.refused(MsgTransfer, { ...msg, timeoutTimestamp: 0n })).toMatch(/^channelv2\/8: /);
  });

  it('over a channel is JSON whatever encoding is asked for; over a client the encoding counts', () => {
    const kit = opened();
    const packet = kit.sendCoins({ encoding: 'xml' });
    expect(new TextDecoder().decode(packet.data)).toMatch(/^\{"denom":"uakt","amount":"10"/);
    expect(kit.refused(MsgTransfer, kit.transferMsg({ sourceChannel: 'channel-9', encoding: 'xml' }))).toBe(
      'ibc/12: invalid encoding provided, must be either empty or one of ["application/json", "application/x-protobuf"], got xml: invalid type',
    );
  });
});

describe('packet data', () => {
  const data = { denom: 'uakt', amount: '10', sender: 'a', receiver: 'b', memo: '' };

  it('is written as encoding/json does', () => {
    expect(packetDataJson({ ...data, memo: '<\udc80&' })).toBe(
      '{"denom":"uakt","amount":"10","sender":"a","receiver":"b","memo":"\\u003c\\ufffd\\u0026"}',
    );
  });

  it('is read as encoding/json does', () => {
    const read = (json: string): unknown => unmarshalPacketData(textBytes(json), 'ics20-1');
    expect(read('{"DENOM":"x","denom":"uakt","Amount":"010","sender":"a","receiver":"b","memo":null}')).toEqual({
      token: { denom: { base: 'uakt', trace: [] }, amount: '010' },
      sender: 'a',
      receiver: 'b',
      memo: '',
    });
    const refused = (json: string): string => refusal(() => read(json));
    expect(refused('{"x":1}')).toBe(
      'ibc/12: cannot unmarshal ICS20-V1 transfer packet data: json: unknown field "x": invalid type',
    );
    expect(refused('{"amount":1,"x":1}')).toContain(
      'json: cannot unmarshal number into Go struct field ftpdAlias.amount of type string',
    );
    expect(refused('null')).toContain('cannot convert proto message into FungibleTokenPacketData');
    expect(refused('[]')).toContain('json: cannot unmarshal array into Go value of type types.ftpdAlias');
  });

  it('has a form for Solidity', () => {
    const words = Buffer.from(encodeAbi(data)).toString('hex').match(/.{64}/g)!;
    expect(words.map((w) => Number.parseInt(w.slice(0, 16), 16) || Number.parseInt(w.slice(48), 16))).toEqual([
      32, 160, 224, 288, 10, 352, 4, 0x75616b7400000000, 1, 0x6100000000000000, 1, 0x6200000000000000, 0,
    ]);
  });
});

describe('an authorization', () => {
  const allocation = {
    sourcePort: 'transfer',
    sourceChannel: 'channel-0',
    spendLimit: [{ denom: 'uakt', amount: 10n }],
    allowList: [],
    allowedPacketData: [] as string[],
  };
  const accept = (allowedPacketData: string[], memo: string, amount = 4n): unknown => {
    const kit = opened();
    const message = MsgTransfer.create(kit.transferMsg({ memo, token: { denom: 'uakt', amount } }));
    const authorization = TransferAuthorization.create({ allocations: [{ ...allocation, allowedPacketData }] });
    return transferAuthorization.accept(kit.ctx(), authorization, { typeUrl: `/${MsgTransfer.typeName}`, message });
  };

  it('refuses the empty memo when its list lacks it', () => {
    expect(refusal(() => accept(['a'], ''))).toBe('transfer/10: not allowed memo: : invalid transfer authorization');
    expect(refusal(() => accept(['*', 'a'], ''))).toMatch(/^transfer\/10: /);
    expect(refusal(() => accept([], 'a'))).toMatch(/^transfer\/10: /);
    expect(accept(['*'], 'anything')).toMatchObject({ accept: true });
    expect(accept([' a '], 'a')).toMatchObject({ accept: true });
  });

  it('is used up', () => {
    expect(accept([], '')).toMatchObject({
      delete: false,
      updated: { allocations: [{ spendLimit: [{ amount: 6n }] }] },
    });
    expect(accept([], '', 10n)).toEqual({ accept: true, delete: true });
    expect(refusal(() => accept([], '', 11n))).toMatch(/^ibc\/3: /);
  });
});

describe('queries', () => {
  it('tell an unreadable hash as nothing', () => {
    const kit = opened();
    const request = QueryDenomRequest.encode(QueryDenomRequest.create({ hash: 'ibc/xy' }));
    const ask = kit.queries.route('/ibc.applications.transfer.v1.Query/Denom')!;
    expect(refusal(() => ask(kit.ctx(), request))).toContain(
      "invalid denom trace hash: , error: encoding/hex: invalid byte: U+0078 'x'",
    );
  });
});

describe('symbols', () => {
  it('are upper case as Go has it', () => {
    expect(['uakt', 'straße', 'ŉ', 'ᾳ', 'ᾀ'].map(upperCase)).toEqual(['UAKT', 'STRAßE', 'ŉ', 'ᾼ', 'ᾈ']);
  });
});
