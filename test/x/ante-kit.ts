/** Signed transactions and a chain of accounts to run them on. */

import type { Context } from '../../src/core/context.ts';
import { GasMeter } from '../../src/core/gas.ts';
import { ErrNotFound } from '../../src/core/sdk-errors.ts';
import type { Time } from '../../src/core/time.ts';
import { accAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import { newBitArray, setBit } from '../../src/crypto/bit-array.ts';
import * as ed25519 from '../../src/crypto/ed25519.ts';
import {
  Ed25519PubKey,
  MultisigPubKey,
  type PubKey,
  Secp256k1PubKey,
  Secp256r1PubKey,
  toAny,
} from '../../src/crypto/pubkey.ts';
import * as secp256k1 from '../../src/crypto/secp256k1.ts';
import * as secp256r1 from '../../src/crypto/secp256r1.ts';
import type { Coin } from '../../src/math/coin.ts';
import { Dec } from '../../src/math/dec.ts';
import { concatBytes } from '../../src/store/keys.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { MultiSignature } from '../../src/wire/gen/cosmos/crypto/multisig/v1beta1/multisig.ts';
import { AuthInfo, type ModeInfo, SignDoc, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';
import { packAny } from '../../src/wire/registry.ts';
import { type DecodedTx, decodeTx } from '../../src/wire/tx.ts';
import { anteHandler, type GetSignBytes } from '../../src/x/auth/ante/index.ts';
import { BankKit } from './bank-kit.ts';

const DIRECT = 1;
const AMINO = 127;
/** What stands for the amino-JSON of any transaction here. */
const AMINO_BYTES = new Uint8Array(0);

/** Whoever signs. */
export interface Signer {
  readonly key: PubKey;
  readonly address: Uint8Array;
  readonly text: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** For a multisig: which of its members sign. */
  readonly members?: readonly boolean[] | undefined;
  /** And how each of them does. */
  readonly modes?: readonly number[];
}

function signer(key: PubKey, sign: Signer['sign']): Signer {
  const address = key.address();
  return { key, address, text: accAddressToBech32(address), sign };
}

export function secpKey(n: number): Signer {
  const secret = secp256k1.privateKeyFromSecret(Uint8Array.of(n));
  return signer(new Secp256k1PubKey(secp256k1.publicKey(secret)), (bytes) => secp256k1.sign(secret, bytes));
}

export function edKey(n: number): Signer {
  const secret = ed25519.privateKeyFromSecret(Uint8Array.of(n));
  return signer(new Ed25519PubKey(ed25519.publicKey(secret)), (bytes) => ed25519.sign(secret, bytes));
}

export function p256Key(n: number): Signer {
  const secret = new Uint8Array(32).fill(n);
  return signer(new Secp256r1PubKey(secp256r1.publicKey(secret)), (bytes) => secp256r1.sign(secret, bytes));
}

/** The first `signing` members (the threshold, when not told) sign. */
export function multisigKey(
  threshold: number,
  of: readonly Signer[],
  signing = threshold,
  modes: readonly number[] = of.map(() => DIRECT),
): Signer {
  const key = MultisigPubKey.create(
    threshold,
    of.map((s) => s.key),
  );
  const address = key.address();
  return {
    key,
    address,
    text: accAddressToBech32(address),
    sign: (bytes) =>
      MultiSignature.encode({
        signatures: of.slice(0, signing).map((s, i) => s.sign(modes[i] === AMINO ? AMINO_BYTES : bytes)),
      }),
    members: of.map((_, i) => i < signing),
    modes,
  };
}

export interface TxOptions {
  readonly chainId?: string;
  readonly sequence?: bigint;
  readonly memo?: string;
  readonly timeoutHeight?: bigint;
  readonly timeout?: Time;
  readonly unordered?: boolean;
  readonly gas?: bigint;
  readonly fee?: Coin[];
  readonly payer?: string;
  readonly granter?: string;
  readonly mode?: number;
  readonly signatures?: Uint8Array[];
  /** Follows the auth info: protobuf merges it. */
  readonly more?: Uint8Array;
  /** Bits of a multisig that there are no keys for. */
  readonly extraBits?: number;
  /** How often the first signer info stands there. */
  readonly infos?: number;
  readonly omit?: 'info' | 'key' | 'mode' | 'sum' | 'fee';
}

function modeInfo(signer: Signer, options: TxOptions): ModeInfo | undefined {
  if (options.omit === 'mode') return undefined;
  if (options.omit === 'sum') return { sum: undefined };
  const single: ModeInfo = { sum: { $case: 'single', single: { mode: options.mode ?? DIRECT } } };
  if (signer.members === undefined) return single;
  const bitarray = newBitArray(signer.members.length + (options.extraBits ?? 0));
  signer.members.forEach((s, i) => {
    setBit(bitarray, i, s);
  });
  const modeInfos = signer.members
    .filter((s) => s)
    .map((_, i): ModeInfo => ({ sum: { $case: 'single', single: { mode: signer.modes?.[i] ?? DIRECT } } }));
  return { sum: { $case: 'multi', multi: { bitarray, modeInfos } } };
}

/** A transfer of 1uakt by the first signer, signed by all. */
export function signedTx(chain: TestChain, signers: readonly Signer[], options: TxOptions = {}): DecodedTx {
  const first = signers[0]!;
  const send = { fromAddress: first.text, toAddress: first.text, amount: [{ denom: 'uakt', amount: 1n }] };
  const bodyBytes = TxBody.encode(
    TxBody.create({
      messages: [packAny(MsgSend, send)],
      memo: options.memo ?? '',
      timeoutHeight: options.timeoutHeight ?? 0n,
      unordered: options.unordered ?? false,
      timeoutTimestamp: options.timeout,
    }),
  );
  const infos = signers.map((s) => ({
    publicKey: options.omit === 'key' ? undefined : toAny(s.key),
    modeInfo: modeInfo(s, options),
    sequence: options.sequence ?? chain.sequence(s.address),
  }));
  for (let i = 1; i < (options.infos ?? 1); i++) infos.push(infos[0]!);
  const authInfo = AuthInfo.encode({
    signerInfos: options.omit === 'info' ? [] : infos,
    fee:
      options.omit === 'fee'
        ? undefined
        : {
            amount: options.fee ?? [{ denom: 'uakt', amount: 100n }],
            gasLimit: options.gas ?? 200_000n,
            payer: options.payer ?? '',
            granter: options.granter ?? '',
          },
    tip: undefined,
  });
  const authInfoBytes = concatBytes(authInfo, options.more ?? new Uint8Array(0));
  const signatures =
    options.signatures ??
    signers.map((s) =>
      s.sign(
        SignDoc.encode({
          bodyBytes,
          authInfoBytes,
          chainId: options.chainId ?? 'test',
          accountNumber: chain.accounts.getAccount(chain.ctx, s.address)?.getAccountNumber() ?? 0n,
        }),
      ),
    );
  return decodeTx(TxRaw.encode({ bodyBytes, authInfoBytes, signatures }));
}

const getSignBytes: GetSignBytes = (mode, signer, tx) => {
  if (mode === AMINO) return AMINO_BYTES;
  return SignDoc.encode({
    bodyBytes: tx.bodyBytes,
    authInfoBytes: tx.authInfoBytes,
    chainId: signer.chainId,
    accountNumber: signer.accountNumber,
  });
};

export interface RunOptions {
  readonly ctx?: Context;
  readonly simulate?: boolean;
  readonly check?: boolean;
  readonly maxGas?: bigint;
  readonly minGasPrices?: readonly (readonly [denom: string, price: string])[];
  /** Bytes of the transaction, for the charge. */
  readonly size?: number;
}

/** Accounts numbered from 2, each with a million uakt. */
export class TestChain extends BankKit {
  readonly feeCollector = moduleAddress('fee_collector');
  readonly grantsUsed: string[] = [];
  refuseGrants = false;
  private readonly handler = anteHandler({
    accounts: this.accounts,
    bank: this.bank,
    getSignBytes,
    grants: {
      useGrantedFees: (_ctx, granter, grantee, fee) => {
        if (this.refuseGrants) throw ErrNotFound.wrap('fee-grant not found');
        this.grantsUsed.push(`${accAddressToBech32(granter)} ${accAddressToBech32(grantee)} ${fee[0]!.amount}`);
      },
    },
  });

  constructor(signers: readonly Signer[]) {
    super();
    this.accounts.getModuleAccount(this.ctx, 'fee_collector');
    this.accounts.getModuleAccount(this.ctx, 'mint');
    for (const s of signers) this.fund(s.address, 1_000_000n);
  }

  sequence(of: Uint8Array): bigint {
    return this.accounts.getAccount(this.ctx, of)?.getSequence() ?? 0n;
  }

  run(tx: DecodedTx, options: RunOptions = {}): ReturnType<typeof this.handler> {
    const ctx = (options.ctx ?? this.ctx).with({
      gasMeter: GasMeter.infinite(),
      txBytes: new Uint8Array(options.size ?? 300),
      isCheckTx: options.check ?? false,
      minGasPrices: (options.minGasPrices ?? []).map(([denom, price]) => ({ denom, amount: Dec.mustParse(price) })),
      consensusParams: ConsensusParams.create({
        block: { maxBytes: 0n, maxGas: options.maxGas ?? -1n },
      }),
    });
    return this.handler(ctx, tx, options.simulate ?? false);
  }
}
