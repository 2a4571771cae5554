import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Dec } from '../../src/math/dec.ts';
import { Deposit } from '../../src/wire/gen/akash/base/deposit/v1/deposit.ts';
import { MsgAccountDeposit } from '../../src/wire/gen/akash/escrow/v1/msg.ts';
import { Grant } from '../../src/wire/gen/cosmos/authz/v1beta1/authz.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { Coin, DecCoin } from '../../src/wire/gen/cosmos/base/v1beta1/coin.ts';
import { Params } from '../../src/wire/gen/cosmos/staking/v1beta1/staking.ts';
import { fromJson } from '../../src/wire/json.ts';
import { isNil } from '../../src/wire/nil.ts';
import { msgSigners, unpackAny } from '../../src/wire/registry.ts';
import { Reader, Writer } from '../../src/wire/runtime.ts';
import { compactText } from '../../src/wire/text.ts';
import { bytesFromText, textFromBytes, textLength } from '../../src/wire/utf8.ts';
import { outcome } from './lib.ts';

it('any bytes survive being a string', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = textFromBytes(bytes);
      expect([...bytesFromText(text)]).toEqual([...bytes]);
      expect(textLength(text)).toBe(bytes.length);
    }),
  );
});

it('any valid text is the text that it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const bytes = new TextEncoder().encode(text);
      expect(textFromBytes(bytes)).toBe(text);
      expect([...bytesFromText(text)]).toEqual([...bytes]);
    }),
  );
});

it('64-bit numbers keep all their bits', () => {
  fc.assert(
    fc.property(fc.bigInt(-(1n << 63n), (1n << 63n) - 1n), (v) => {
      const w = new Writer();
      w.int64Field(0, v);
      const bytes = w.finish();
      expect(new Reader(bytes).int64(bytes.length)).toBe(v);
      expect(new Reader(bytes).uint64(bytes.length)).toBe(BigInt.asUintN(64, v));
    }),
  );
});

it('amounts are read in the base that they are written in', () => {
  const amount = (text: string) => {
    const w = new Writer();
    w.stringField(18, text);
    return outcome(() => Coin.decode(w.finish()).amount.toString());
  };
  for (const [text, value] of [
    ['0x10', '16'],
    ['010', '8'],
    ['0b11', '3'],
    ['0o17', '15'],
    ['1_000', '1000'],
    ['+5', '5'],
    ['-7', '-7'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
  ] as const) {
    expect(amount(text)).toBe(value);
  }
  expect(amount('08')).toBe('error: math/big: cannot unmarshal "08" into a *big.Int');
  expect(amount((1n << 256n).toString())).toBe('error: integer out of range; got: 257, max: 256');
});

it('a nil amount reads as zero and is told apart', () => {
  const nil = Coin.decode(new Uint8Array(0));
  expect(nil.amount).toBe(0n);
  expect(isNil(nil, 'amount')).toBe(true);
  expect(isNil(Coin.decode(Coin.encode(nil)), 'amount')).toBe(false);
  // A later, empty amount leaves an earlier one alone.
  expect(Coin.decode(Uint8Array.of(0x12, 1, 0x35, 0x12, 0)).amount).toBe(5n);
  expect(isNil(DecCoin.decode(new Uint8Array(0)), 'amount')).toBe(true);
  expect(isNil(Params.decode(new Uint8Array(0)), 'minCommissionRate')).toBe(true);
});

it('embedded messages merge, lists grow, the last scalar wins', () => {
  const a = MsgSend.encode(MsgSend.create({ fromAddress: 'a', amount: [{ denom: 'x', amount: 1n }] }));
  const b = MsgSend.encode(MsgSend.create({ fromAddress: 'b', amount: [{ denom: 'y', amount: 2n }] }));
  const both = MsgSend.decode(Uint8Array.from([...a, ...b]));
  expect(both.fromAddress).toBe('b');
  expect(both.amount.map((c) => c.denom)).toEqual(['x', 'y']);
});

it('errors have the texts of gogoproto', () => {
  const read = (...bytes: number[]) =>
    outcome(() => {
      MsgSend.decode(Uint8Array.from(bytes));
      return 'ok';
    });
  expect(read(0x0a, 5, 0x61)).toBe('error: unexpected EOF');
  expect(read(0x08, 1)).toBe('error: proto: wrong wireType = 0 for field FromAddress');
  expect(read(0x0c)).toBe('error: proto: MsgSend: wiretype end group for non-group');
  expect(read(0x02, 1)).toBe('error: proto: MsgSend: illegal tag 0 (wire type 2)');
  expect(read(0x9f, 0x06)).toBe('error: proto: illegal wireType 7');
  expect(read(...Array<number>(10).fill(0x80), 1)).toBe('error: proto: integer overflow');
  expect(read(0x0a, ...Array<number>(9).fill(0xff), 1)).toBe('error: proto: negative length found during unmarshaling');
  // An unknown group that never ends, and one that does.
  expect(read(0xa3, 0x06, 0x08, 1)).toBe('error: unexpected EOF');
  expect(read(0xa3, 0x06, 0x08, 1, 0xa4, 0x06)).toBe('ok');
});

it('times and durations out of range are refused', () => {
  const expiration = (seconds: bigint) =>
    outcome(() => {
      const w = new Writer();
      const at = w.fork(18);
      w.int64Field(8, seconds);
      w.join(at);
      return String(Grant.decode(w.finish()).expiration?.seconds);
    });
  expect(expiration(253402300799n)).toBe('253402300799');
  expect(expiration(253402300800n)).toMatch(/^error: timestamp: .* after 10000-01-01$/s);
  expect(expiration(-62135596801n)).toMatch(/^error: timestamp: .* before 0001-01-01$/s);
});

it('the text form of messages', () => {
  const send = MsgSend.create({ fromAddress: 'a"\n\udcff', amount: [{ denom: 'uakt', amount: 5n }] });
  expect(compactText(MsgSend, send)).toBe('from_address:"a\\"\\n\\377" amount:<denom:"uakt" amount:"5" > ');
  const coin = DecCoin.create({ denom: 'uakt', amount: Dec.parse('1.5') });
  expect(compactText(DecCoin, coin)).toBe('denom:"uakt" amount:"1500000000000000000" ');
});

it('PARITY: a negative value in a packed list of an enum garbles the whole message', () => {
  const amount = { denom: 'uakt', amount: 1n };
  const good = Deposit.encode({ amount, sources: [1] });
  const bad = Deposit.encode({ amount, sources: [-1] });
  expect(bad.length).toBe(good.length);
  expect([...bad]).toEqual([...new Uint8Array(9), ...good.subarray(0, good.length - 9)]);
  // It can be decoded, and from then on nobody can tell who signs it.
  const deposit = { amount, sources: [1] };
  const encoded = MsgAccountDeposit.encode(MsgAccountDeposit.create({ signer: 'a', deposit }));
  encoded[encoded.length - 1] = 0x7f;
  const negative = Uint8Array.from([...encoded.subarray(0, -1), ...Array<number>(9).fill(0xff), 1]);
  // The lengths of the list, of the deposit and so of the message have grown by nine.
  negative[encoded.length - 2] = 10;
  negative[negative.indexOf(0x1a) + 1]! += 9;
  const any = { typeUrl: `/${MsgAccountDeposit.typeName}`, value: negative };
  const message = unpackAny(any, 'cosmos.base.v1beta1.Msg')!;
  expect((message as MsgAccountDeposit).deposit.sources).toEqual([-1]);
  expect(outcome(() => msgSigners(any.typeUrl, message).join())).toBe(
    `error: cannot unmarshal msg ${any.typeUrl}: proto:\u00a0cannot parse invalid wire-format data`,
  );
});

it('PARITY: the name of an enum value cannot stand for a list of them', () => {
  const read = (sources: string) => outcome(() => String(fromJson(Deposit, `{"sources":${sources}}`).sources));
  expect(read('["balance"]')).toBe('1');
  expect(read('"balance"')).toBe('error: invalid target "slice" for enum akash.base.deposit.v1.Source');
  expect(read('"x"')).toBe('error: unknown value "x" for enum akash.base.deposit.v1.Source');
  expect(read('[true]')).toBe('error: json: cannot unmarshal bool into Go value of type v1.Source');
});
