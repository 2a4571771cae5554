import { expect, it } from 'vitest';
import { MsgExec } from '../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { Fee, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { packAny } from '../../src/wire/registry.ts';
import { rejectUnknownFields } from '../../src/wire/strict.ts';
import { decodeTx } from '../../src/wire/tx.ts';
import { toBase64, type } from '../leaf/encoding.ts';
import { outcome } from './lib.ts';

/** A transaction with MsgExec nested around a send. */
function nested(depth: number): Uint8Array {
  let inner = packAny(MsgSend, MsgSend.create());
  for (let i = 0; i < depth; i++) inner = packAny(MsgExec, { grantee: '', msgs: [inner] });
  const bodyBytes = TxBody.encode(TxBody.create({ messages: [inner] }));
  return TxRaw.encode({ bodyBytes, authInfoBytes: new Uint8Array(0), signatures: [] });
}

it('Any values nest nine deep', () => {
  expect(outcome(() => String(decodeTx(nested(9)).messages.length))).toBe('1');
  for (const depth of [10, 1000]) {
    expect(outcome(() => String(decodeTx(nested(depth)).messages.length))).toBe(
      'error: max depth exceeded: tx parse error',
    );
  }
});

/** A ModeInfo that holds others, `depth` deep. */
function deepModeInfo(depth: number): Uint8Array {
  let inner = new Uint8Array(0);
  const length = (n: number): number[] => {
    const out: number[] = [];
    for (; n > 0x7f; n >>>= 7) out.push((n & 0x7f) | 0x80);
    return [...out, n];
  };
  for (let i = 0; i < depth; i++) {
    const multi = [0x12, ...length(inner.length)];
    const infos = new Uint8Array(multi.length + inner.length);
    infos.set(multi);
    infos.set(inner, multi.length);
    const head = [0x12, ...length(infos.length)];
    inner = new Uint8Array(head.length + infos.length);
    inner.set(head);
    inner.set(infos, head.length);
  }
  return inner;
}

it('deep messages use no stack, and more than 10,000 levels are refused', () => {
  const t = type('cosmos.tx.v1beta1.ModeInfo');
  const deep = deepModeInfo(4500);
  expect(toBase64(t.encode(t.decode(deep)))).toBe(toBase64(deep));
  rejectUnknownFields(deep, t.typeName, false);
  expect(
    outcome(() => {
      rejectUnknownFields(deepModeInfo(5001), t.typeName, false);
      return 'ok';
    }),
  ).toBe('error: recursion limit reached');
});

it('a fee is a view of the bytes it came from', () => {
  const fee = Fee.create({ amount: [{ denom: 'uakt', amount: 5000n }], gasLimit: 200000n });
  expect(Fee.decode(Fee.encode(fee))).toEqual(fee);
});
