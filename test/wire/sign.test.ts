import { expect, it } from 'vitest';
import { aminoJsonAny } from '../../src/wire/amino-json.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { MsgSoftwareUpgrade } from '../../src/wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import { packAny } from '../../src/wire/registry.ts';

it('amino-JSON of Any values thousands deep uses no stack', () => {
  const depth = 2000;
  let any = packAny(MsgSend, MsgSend.create());
  for (let i = 0; i < depth; i++) {
    const plan = { name: 'n', time: { seconds: 0n, nanos: 0 }, height: 1n, info: '', upgradedClientState: any };
    any = packAny(MsgSoftwareUpgrade, { authority: 'x', plan });
  }
  const text = aminoJsonAny(any);
  expect(text.split('"type":"cosmos-sdk/MsgSoftwareUpgrade"').length - 1).toBe(depth);
  expect(text).toContain('{"type":"cosmos-sdk/MsgSend","value":{"amount":[]}}');
});
