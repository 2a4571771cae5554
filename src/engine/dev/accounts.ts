import { deriveSecp256k1, FULL_PATH } from '../../crypto/hd.ts';
import * as secp256k1 from '../../crypto/secp256k1.ts';

/** A funded account of a development chain. Its phrase is public: never use it anywhere else. */
export interface DevAccount {
  readonly name: string;
  readonly mnemonic: string;
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly address: Uint8Array;
}

/**
 * The phrase that development tools of many chains share; everybody has its keys. Accounts are its indexes 0, 1, 2 ...
 * on the chain's own derivation path.
 */
export const DEV_MNEMONIC = 'test test test test test test test test test test test junk';

const NAMES = ['validator', 'alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan'];

/** The first `count` accounts of a phrase. */
export function devAccounts(count: number, mnemonic = DEV_MNEMONIC): DevAccount[] {
  return Array.from({ length: count }, (_, i) => {
    const privateKey = deriveSecp256k1(mnemonic, '', FULL_PATH.replace(/0$/, String(i)));
    const publicKey = secp256k1.publicKey(privateKey);
    return { name: NAMES[i] ?? `account${i}`, mnemonic, privateKey, publicKey, address: secp256k1.address(publicKey) };
  });
}
