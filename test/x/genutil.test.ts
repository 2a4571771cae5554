import { describe, expect, it } from 'vitest';
import { GoError } from '../../src/core/errors.ts';
import type { ValidatorUpdate } from '../../src/core/module.ts';
import { AuthInfo, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { genutilModule } from '../../src/x/genutil/module.ts';
import { AppKit, refusal } from './app-kit.ts';

const update: ValidatorUpdate = { pubKeyType: 'ed25519', pubKey: new Uint8Array(32), power: 1n } as never;

function module(): { delivered: Uint8Array[]; init: (json: string) => unknown; validate: (json: string) => string } {
  const delivered: Uint8Array[] = [];
  const m = genutilModule({
    stakingKeeper: { applyAndReturnValidatorSetUpdates: () => [update] },
    deliverTx(tx) {
      delivered.push(tx);
      if (TxBody.decode(TxRaw.decode(tx).bodyBytes).memo === 'bad') throw new GoError('log');
    },
  });
  return {
    delivered,
    init: (json) => m.initGenesis?.(new AppKit().ctx(), json),
    validate(json) {
      try {
        m.validateGenesis?.(json);
        return 'ok';
      } catch {
        return refusal(() => m.validateGenesis?.(json));
      }
    },
  };
}

const tx = (memo: string): string =>
  `{"body":{"memo":"${memo}"},"auth_info":{"signer_infos":[]},"signatures":["AQI="]}`;

describe('genesis transactions', () => {
  it('are executed in order and make the validators', () => {
    const m = module();
    expect(m.init(`{"gen_txs":[${tx('a')},${tx('b')}]}`)).toEqual([update]);
    expect(m.delivered.map((b) => TxRaw.decode(b))).toEqual(
      ['a', 'b'].map((memo) => ({
        bodyBytes: TxBody.encode(TxBody.create({ memo })),
        authInfoBytes: AuthInfo.encode(AuthInfo.create()),
        signatures: [Uint8Array.of(1, 2)],
      })),
    );
    expect(module().init('{"gen_txs":[]}')).toEqual([]);
  });

  it('that fail stop the chain from starting', () => {
    const bad = tx('bad');
    expect(refusal(() => module().init(`{"gen_txs":[${bad}]}`))).toBe(
      `undefined/1: failed to execute DeliverTx for '${bad}': log`,
    );
    expect(refusal(() => module().init('{"gen_txs":[{"x":1}]}'))).toMatch(
      /^undefined\/1: failed to decode GenTx '\{"x":1\}': .*: tx parse error$/,
    );
  });

  it('without body or authentication are a panic', () => {
    for (const json of ['{}', '{"body":{}}', '{"auth_info":{}}']) {
      expect(refusal(() => module().init(`{"gen_txs":[${json}]}`))).toBe(
        'panic: runtime error: invalid memory address or nil pointer dereference',
      );
    }
  });

  it('must each create one validator', () => {
    const send =
      '{"body":{"messages":[{"@type":"/cosmos.bank.v1beta1.MsgSend","from_address":"","to_address":"","amount":[]}]}}';
    expect(module().validate(`{"gen_txs":[${send}]}`)).toBe(
      'undefined/1: unexpected GenTx message type; expected: MsgCreateValidator, got: *types.MsgSend',
    );
    for (const none of ['null', '{}', tx('a')]) {
      expect(module().validate(`{"gen_txs":[${none}]}`)).toBe(
        'undefined/1: unexpected number of GenTx messages; got: 0, expected: 1',
      );
    }
    expect(module().validate('{"gen_txs":[]}')).toBe('ok');
  });
});
