import { GoErrorBase, nilPointer } from '../../../core/errors.ts';
import { ErrLogic } from '../../../core/sdk-errors.ts';
import { accAddressCodec, mustAddress } from '../../../crypto/address.ts';
import type { SignatureData } from '../../../crypto/multisig.ts';
import { fromAny, type PubKey } from '../../../crypto/pubkey.ts';
import { getMsgSigners } from '../../../crypto/signers.ts';
import type { Coin } from '../../../math/coin.ts';
import type { Fee } from '../../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import type { DecodedTx } from '../../../wire/tx.ts';
import { at } from './panics.ts';
import { signatureData } from './signature-data.ts';

const NOBODY = new Uint8Array(0);

/** One signature of a transaction. Simulations leave the data out. */
export interface TxSignature {
  readonly data: SignatureData | undefined;
  readonly sequence: bigint;
}

/**
 * A transaction as the ante chain asks for it. What several decorators need is computed once. Source: cosmos-sdk
 * x/auth/tx/builder.go, types/tx/types.go.
 */
export class TxView {
  readonly decoded: DecodedTx;
  private signerList: Uint8Array[] | undefined;
  private keyList: (PubKey | undefined)[] | undefined;
  private signatureList: TxSignature[] | undefined;

  constructor(decoded: DecodedTx) {
    this.decoded = decoded;
  }

  /** PARITY: x/auth/tx/builder.go: a transaction without a fee is a nil dereference. */
  private get fee(): Fee {
    const { fee } = this.decoded.authInfo;
    if (fee === undefined) throw nilPointer();
    return fee;
  }
  get gas(): bigint {
    return this.fee.gasLimit;
  }
  get feeAmount(): readonly Coin[] {
    return this.fee.amount;
  }

  /** Every address that must sign: those of the messages, each once, then the fee payer's. Throws a Go error. */
  signers(): readonly Uint8Array[] {
    if (this.signerList !== undefined) return this.signerList;
    const all: Uint8Array[] = [];
    const add = (address: Uint8Array): void => {
      if (!all.some((a) => a === address || Buffer.compare(a, address) === 0)) all.push(address);
    };
    for (const message of this.decoded.messages) getMsgSigners(message).forEach(add);
    const { payer } = this.fee;
    if (payer !== '') add(accAddressCodec.toBytes(payer));
    this.signerList = all;
    return all;
  }

  /** Panics when the payer's text is no address. PARITY: x/auth/tx/builder.go: where a signer's is none, nobody pays. */
  feePayer(): Uint8Array {
    const { payer } = this.fee;
    if (payer !== '') return mustAddress(accAddressCodec.toBytes, payer);
    let signers: readonly Uint8Array[];
    try {
      signers = this.signers();
    } catch (e) {
      if (e instanceof GoErrorBase) return NOBODY;
      throw e;
    }
    return at(signers, 0);
  }

  /** Panics when the granter's text is no address. */
  feeGranter(): Uint8Array | undefined {
    const { granter } = this.fee;
    return granter === '' ? undefined : mustAddress(accAddressCodec.toBytes, granter);
  }

  /** The key of each signer info, undefined where it was left out. Throws ErrLogic for a packed key. */
  pubKeys(): readonly (PubKey | undefined)[] {
    this.keyList ??= this.decoded.authInfo.signerInfos.map(({ publicKey }) => {
      if (publicKey === undefined) return undefined;
      const key = fromAny(publicKey);
      if (key === undefined) throw ErrLogic.wrap('Expecting PubKey, got: <nil>');
      return key;
    });
    return this.keyList;
  }

  /** GetSignaturesV2: one for each signer info. Panics when there are fewer signatures. */
  signatures(): readonly TxSignature[] {
    if (this.signatureList !== undefined) return this.signatureList;
    this.pubKeys();
    const { authInfo, signatures } = this.decoded;
    this.signatureList = authInfo.signerInfos.map(({ modeInfo, sequence }, i) =>
      modeInfo === undefined
        ? { data: undefined, sequence: 0n }
        : { data: signatureData(modeInfo, at(signatures, i)), sequence },
    );
    return this.signatureList;
  }
}
