import { expect, it } from 'vitest';
import { accAddressToBech32, valAddressToBech32 } from '../../src/crypto/address.ts';
import { signerText } from '../../src/crypto/signers.ts';
import { aminoJsonAny } from '../../src/wire/amino-json.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { MsgUnjail } from '../../src/wire/gen/cosmos/slashing/v1beta1/tx.ts';
import { SignMode } from '../../src/wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { AuthInfo, Fee, TxBody } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { MsgSoftwareUpgrade } from '../../src/wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import { packAny } from '../../src/wire/registry.ts';
import { signBytes } from '../../src/wire/sign-modes.ts';

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

it('who pays the fee can not sign as an auxiliary, however its messages write its address', () => {
  const bytes = new Uint8Array(20).fill(7);
  const address = accAddressToBech32(bytes);
  const signer = { address, chainId: 'c', accountNumber: 1n, sequence: 2n };
  const none = new Uint8Array(0);
  const messages = [
    packAny(MsgSend, MsgSend.create({ fromAddress: address })),
    packAny(MsgSend, MsgSend.create({ fromAddress: address.toUpperCase() })),
    packAny(MsgUnjail, { validatorAddr: valAddressToBech32(bytes) }),
  ];
  const authInfo = AuthInfo.create({ fee: Fee.create() });
  for (const message of messages) {
    const tx = { body: TxBody.create({ messages: [message] }), authInfo, bodyBytes: none, authInfoBytes: none };
    expect(() => signBytes(SignMode.SIGN_MODE_DIRECT_AUX, signer, tx, signerText)).toThrow(
      `fee payer ${address} cannot sign with SIGN_MODE_DIRECT_AUX: unauthorized`,
    );
  }
});
