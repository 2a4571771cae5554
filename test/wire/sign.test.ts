import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { aminoJsonAny } from '../../src/wire/amino-json.ts';
import { Metadata } from '../../src/wire/gen/cosmos/bank/v1beta1/bank.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { SignMode } from '../../src/wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { AuthInfo, TxBody } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { MsgSoftwareUpgrade } from '../../src/wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import { Any } from '../../src/wire/gen/google/protobuf/any.ts';
import { packAny, unpackInterfaces } from '../../src/wire/registry.ts';
import { signBytes } from '../../src/wire/sign-modes.ts';
import { textualSignBytes } from '../../src/wire/textual/tx.ts';
import { fromBase64, outcome, recorded, toBase64, vectors } from './lib.ts';

const MODES = {
  direct: SignMode.SIGN_MODE_DIRECT,
  directAux: SignMode.SIGN_MODE_DIRECT_AUX,
  amino: SignMode.SIGN_MODE_LEGACY_AMINO_JSON,
} as const;

it('sign bytes', () => {
  const counts = { direct: 0, directAux: 0, amino: 0 };
  for (const l of vectors('signbytes')) {
    const bodyBytes = fromBase64(l.in.body);
    const authInfoBytes = fromBase64(l.in.auth_info);
    const body = TxBody.decode(bodyBytes);
    outcome(() => {
      unpackInterfaces(TxBody.typeName, body);
      return '';
    });
    const signer = {
      address: l.in.address as string,
      chainId: l.in.chain_id as string,
      accountNumber: BigInt(l.in.account_number),
      sequence: BigInt(l.in.sequence),
      pubKey: Any.decode(fromBase64(l.in.pubkey)),
    };
    const tx = { body, authInfo: AuthInfo.decode(authInfoBytes), bodyBytes, authInfoBytes };
    for (const [name, mode] of Object.entries(MODES)) {
      const expected = recorded(l.out, name);
      if (expected === undefined) continue;
      counts[name as keyof typeof MODES]++;
      const got = outcome(() => {
        const bytes = signBytes(mode, signer, tx);
        if (name === 'amino') return Buffer.from(bytes).toString();
        if (expected.startsWith('sha256:')) return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
        return toBase64(bytes);
      });
      expect(got, `${name} ${l.in.msg} ${l.in.note}`).toBe(expected);
    }
  }
  for (const n of Object.values(counts)) expect(n).toBeGreaterThan(300);
});

it('textual screens', () => {
  const akt = Metadata.create({
    base: 'uakt',
    display: 'akt',
    denomUnits: [
      { denom: 'uakt', exponent: 0, aliases: [] },
      { denom: 'akt', exponent: 6, aliases: [] },
    ],
  });
  let n = 0;
  for (const l of vectors('signbytes')) {
    const expected = recorded(l.out, 'textual');
    if (expected === undefined) continue;
    n++;
    const signer = {
      address: l.in.address as string,
      chainId: l.in.chain_id as string,
      accountNumber: BigInt(l.in.account_number),
      sequence: BigInt(l.in.sequence),
      pubKey: Any.decode(fromBase64(l.in.pubkey)),
    };
    const tx = { bodyBytes: fromBase64(l.in.body), authInfoBytes: fromBase64(l.in.auth_info) };
    const got = outcome(() => toBase64(textualSignBytes(signer, tx, (d) => (d === 'uakt' ? akt : undefined))));
    expect(got, `${l.in.msg} ${l.in.note}`).toBe(expected);
  }
  expect(n).toBeGreaterThan(400);
});

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
