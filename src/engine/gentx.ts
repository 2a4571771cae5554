import { valAddressToBech32 } from '../crypto/address.ts';
import type { Coin } from '../math/coin.ts';
import type { Dec } from '../math/dec.ts';
import { PubKey as Ed25519PubKey } from '../wire/gen/cosmos/crypto/ed25519/keys.ts';
import type { Description } from '../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { MsgCreateValidator } from '../wire/gen/cosmos/staking/v1beta1/tx.ts';
import { AuthInfo, SignDoc, Tx, TxBody } from '../wire/gen/cosmos/tx/v1beta1/tx.ts';
import type { Any } from '../wire/gen/google/protobuf/any.ts';
import { packAny } from '../wire/registry.ts';

/** Whoever can sign: a key of a key ring, or one in memory. */
export interface Signer {
  readonly address: Uint8Array;
  readonly publicKey: Any;
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export interface GentxOptions {
  readonly chainId: string;
  /** The operator's account. */
  readonly signer: Signer;
  readonly description: Description;
  readonly commission: { readonly rate: Dec; readonly maxRate: Dec; readonly maxChangeRate: Dec };
  readonly minSelfDelegation: bigint;
  /** 32 bytes: the ed25519 key that signs blocks. */
  readonly consensusKey: Uint8Array;
  readonly stake: Coin;
  readonly fees: readonly Coin[];
  /** Where others reach the node: `id@host:port`. */
  readonly memo: string;
}

const GAS_LIMIT = 200_000n;
const SIGN_MODE_DIRECT = 1;

/** A signed genesis transaction that makes a validator. */
export async function makeGentx(o: GentxOptions): Promise<Tx> {
  const message = MsgCreateValidator.create({
    description: o.description,
    commission: o.commission,
    minSelfDelegation: o.minSelfDelegation,
    validatorAddress: valAddressToBech32(o.signer.address),
    pubkey: { typeUrl: '/cosmos.crypto.ed25519.PubKey', value: Ed25519PubKey.encode({ key: o.consensusKey }) },
    value: o.stake,
  });
  const body = TxBody.create({ messages: [packAny(MsgCreateValidator, message)], memo: o.memo });
  const authInfo = AuthInfo.create({
    signerInfos: [
      {
        publicKey: o.signer.publicKey,
        modeInfo: { sum: { $case: 'single', single: { mode: SIGN_MODE_DIRECT } } },
        sequence: 0n,
      },
    ],
    fee: { amount: [...o.fees], gasLimit: GAS_LIMIT, payer: '', granter: '' },
  });
  // Genesis transactions are signed with account number 0: the accounts have none yet.
  const doc = SignDoc.encode({
    bodyBytes: TxBody.encode(body),
    authInfoBytes: AuthInfo.encode(authInfo),
    chainId: o.chainId,
    accountNumber: 0n,
  });
  return Tx.create({ body, authInfo, signatures: [await o.signer.sign(doc)] });
}
