import { expect, it } from 'vitest';
import { MsgExec } from '../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { Fee, Tx, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { packAny, unpackInterfaces } from '../../src/wire/registry.ts';
import { rejectUnknownFields } from '../../src/wire/strict.ts';
import { type DecodedTx, decodeTx, decodeTxStepwise } from '../../src/wire/tx.ts';
import { fromBase64, type Line, outcome, recorded, toBase64, type, vectors } from './lib.ts';

const lines = vectors('reject');
const decode = lines.filter((l: Line) => l.op === 'decode');

it('unknown fields are rejected with the same texts', () => {
  expect(decode.length).toBeGreaterThan(2500);
  for (const l of decode) {
    const bytes = fromBase64(l.in.bytes);
    const name = `${l.in.type} ${l.in.variant}`;
    const strict = outcome(() => {
      rejectUnknownFields(bytes, l.in.type, false);
      return 'ok';
    });
    expect(strict, name).toBe(recorded(l.out, 'strict'));
    const lenient = outcome(() => String(rejectUnknownFields(bytes, l.in.type, true)));
    expect(lenient, name).toBe(recorded(l.out, 'lenient'));
  }
});

it('odd encodings are read and written as gogoproto does', () => {
  for (const l of decode) {
    const t = type(l.in.type);
    const got = outcome(() => {
      const m = t.decode(fromBase64(l.in.bytes));
      unpackInterfaces(t.typeName, m);
      return toBase64(t.encode(m));
    });
    expect(got, `${l.in.type} ${l.in.variant}`).toBe(recorded(l.out, 'unmarshal'));
  }
});

function wire(d: DecodedTx): string {
  return toBase64(TxRaw.encode({ bodyBytes: d.bodyBytes, authInfoBytes: d.authInfoBytes, signatures: d.signatures }));
}

/** The part of the outcome that does not depend on which of the two decoders ran. */
function whole(d: DecodedTx): string {
  return `${toBase64(Tx.encode(d.tx))} ${d.hasUnknownNonCritical} ${wire(d)}`;
}

it('transactions are decoded or refused as the node does, by one pass as by many', () => {
  let n = 0;
  for (const l of [...lines, ...vectors('txs')]) {
    if (l.in?.tx === undefined) continue;
    n++;
    const bytes = fromBase64(l.in.tx);
    const name = `${l.op} ${l.in.name}`;
    expect(
      outcome(() => whole(decodeTx(bytes))),
      name,
    ).toBe(outcome(() => whole(decodeTxStepwise(bytes))));
    const got = outcome(() => wire(decodeTx(bytes)));
    if (l.err !== undefined) expect(got, name).toBe(`error: ${l.err}`);
    else expect(got, name).toBe(l.out.reencoded === 'same' ? l.in.tx : (l.out.reencoded ?? got));
  }
  expect(n).toBeGreaterThan(1400);
});

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
    expect(outcome(() => whole(decodeTx(nested(depth))))).toBe('error: max depth exceeded: tx parse error');
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
