/** Sign bytes of all modes. */
import { createHash } from 'node:crypto';
import { signerText } from '../../../src/crypto/signers.ts';
import { Metadata } from '../../../src/wire/gen/cosmos/bank/v1beta1/bank.ts';
import { SignMode } from '../../../src/wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { AuthInfo, TxBody } from '../../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { Any } from '../../../src/wire/gen/google/protobuf/any.ts';
import { unpackInterfaces } from '../../../src/wire/registry.ts';
import { signBytes } from '../../../src/wire/sign-modes.ts';
import { textualSignBytes } from '../../../src/wire/textual/tx.ts';
import { fromBase64, member, toBase64 } from '../encoding.ts';
import type { Topic } from '../lib.ts';

const AKT = Metadata.create({
  base: 'uakt',
  display: 'akt',
  denomUnits: [
    { denom: 'uakt', exponent: 0, aliases: [] },
    { denom: 'akt', exponent: 6, aliases: [] },
  ],
});

const topic: Topic = {
  signbytes(input, line) {
    const bodyBytes = fromBase64(input.body);
    const authInfoBytes = fromBase64(input.auth_info);
    const body = TxBody.decode(bodyBytes);
    member({}, 'unpacked', () => {
      unpackInterfaces(TxBody.typeName, body);
      return '';
    });
    const signer = {
      address: input.address as string,
      chainId: input.chain_id as string,
      accountNumber: BigInt(input.account_number),
      sequence: BigInt(input.sequence),
      pubKey: Any.decode(fromBase64(input.pubkey)),
    };
    const tx = { body, authInfo: AuthInfo.decode(authInfoBytes), bodyBytes, authInfoBytes };
    const out: Record<string, string> = {};
    const wanted = (name: string): boolean => name in line.out || `${name}Err` in line.out;
    const long = (name: string): boolean => String(line.out[name] ?? '').startsWith('sha256:');
    for (const [name, mode] of [
      ['direct', SignMode.SIGN_MODE_DIRECT],
      ['directAux', SignMode.SIGN_MODE_DIRECT_AUX],
      ['amino', SignMode.SIGN_MODE_LEGACY_AMINO_JSON],
    ] as const) {
      if (!wanted(name)) continue;
      member(out, name, () => {
        const bytes = signBytes(mode, signer, tx, signerText);
        if (name === 'amino') return Buffer.from(bytes).toString();
        return long(name) ? `sha256:${createHash('sha256').update(bytes).digest('hex')}` : toBase64(bytes);
      });
    }
    if (wanted('textual'))
      member(out, 'textual', () =>
        toBase64(textualSignBytes(signer, { bodyBytes, authInfoBytes }, (d) => (d === 'uakt' ? AKT : undefined))),
      );
    return out;
  },
};
export default topic;
