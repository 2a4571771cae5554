import { GasMeter } from '../../../src/core/gas.ts';
import { newBitArray, setBit } from '../../../src/crypto/bit-array.ts';
import * as ed25519 from '../../../src/crypto/ed25519.ts';
import type { SignatureData } from '../../../src/crypto/multisig.ts';
import {
  Ed25519PubKey,
  MultisigPubKey,
  type PubKey,
  Secp256k1PubKey,
  Secp256r1PubKey,
} from '../../../src/crypto/pubkey.ts';
import * as secp256k1 from '../../../src/crypto/secp256k1.ts';
import * as secp256r1 from '../../../src/crypto/secp256r1.ts';
import { chargeSignature } from '../../../src/x/auth/ante/signatures.ts';
import { DEFAULT_PARAMS } from '../../../src/x/auth/params.ts';
import type { Topic } from '../lib.ts';

const secret = secp256k1.privateKeyFromSecret(new TextEncoder().encode('secret'));
const account = new Secp256k1PubKey(secp256k1.publicKey(secret));
const multisig = new MultisigPubKey(3, Array(5).fill(account));
const single: SignatureData = { kind: 'single', signMode: 1, signature: new Uint8Array(64) };

function multi(...bits: number[]): SignatureData {
  const bitArray = newBitArray(5);
  for (const b of bits) setBit(bitArray, b, true);
  return { kind: 'multi', bitArray, signatures: bits.map(() => single) };
}

const cases: Record<string, [key: PubKey | undefined, data: SignatureData | undefined]> = {
  secp256k1: [account, undefined],
  ed25519: [new Ed25519PubKey(ed25519.publicKey(ed25519.privateKeyFromSecret(secret))), undefined],
  secp256r1: [new Secp256r1PubKey(secp256r1.publicKey(secret)), undefined],
  nil: [undefined, undefined],
  'multisig 3 of 5, bits 0 2 4': [multisig, multi(0, 2, 4)],
  'multisig 5 of 5': [multisig, multi(0, 1, 2, 3, 4)],
  'multisig none': [multisig, multi()],
  'multisig with single data': [multisig, single],
};

const topic: Topic = {
  sigGas: (name: string) => {
    const meter = GasMeter.infinite();
    const params = DEFAULT_PARAMS;
    chargeSignature(meter, ...cases[name]!, params);
    return Number(meter.gasConsumed());
  },
};
export default topic;
