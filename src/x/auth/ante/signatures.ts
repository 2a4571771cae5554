import type { AnteDecorator } from '../../../baseapp/ante.ts';
import type { Context } from '../../../core/context.ts';
import { GoError, GoErrorBase, nilPointer } from '../../../core/errors.ts';
import type { GasMeter } from '../../../core/gas.ts';
import {
  ErrInvalidPubKey,
  ErrNotSupported,
  ErrTooManySignatures,
  ErrUnauthorized,
  ErrUnknownAddress,
  ErrWrongSequence,
} from '../../../core/sdk-errors.ts';
import { accAddressToBech32 } from '../../../crypto/address.ts';
import { bitCount, getBit } from '../../../crypto/bit-array.ts';
import { countSubKeys, type SignatureData, verifyMultisignature } from '../../../crypto/multisig.ts';
import {
  Ed25519PubKey,
  MultisigPubKey,
  type PubKey,
  Secp256k1PubKey,
  Secp256r1PubKey,
  toAny,
} from '../../../crypto/pubkey.ts';
import { equalBytes } from '../../../store/keys.ts';
import { SignMode } from '../../../wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import type { Any } from '../../../wire/gen/google/protobuf/any.ts';
import type { AccountI } from '../account.ts';
import type { Params } from '../params.ts';
import { SIMULATED_KEY } from './basic.ts';
import type { AccountKeeper, GetSignBytes, SignerData } from './expected-keepers.ts';
import { at } from './panics.ts';
import { checkModeInfo, isOnlyAmino, rawSignatures, signModeName } from './signature-data.ts';
import type { TxView } from './tx-view.ts';

/** Source of all below: cosmos-sdk x/auth/ante/sigverify.go. */

function signerAccount(ctx: Context, accounts: AccountKeeper, address: Uint8Array): AccountI {
  const account = accounts.getAccount(ctx, address);
  if (account !== undefined) return account;
  throw ErrUnknownAddress.wrap(`account ${accAddressToBech32(address)} does not exist`);
}

/** Gives each signer's account its key when it has none yet, and emits the events that transactions are found by. */
export function setPubKey(accounts: AccountKeeper): AnteDecorator<TxView> {
  return (ctx, tx, simulate) => {
    const keys = tx.pubKeys();
    const signers = tx.signers();
    keys.forEach((given, i) => {
      const signer = at(signers, i);
      if (given === undefined && !simulate) return;
      const key = given ?? SIMULATED_KEY;
      if (!simulate && !equalBytes(key.address(), signer)) {
        throw ErrInvalidPubKey.wrap(
          `pubKey does not match signer address ${accAddressToBech32(signer)} with signer index: ${i}`,
        );
      }
      const account = signerAccount(ctx, accounts, signer);
      if (account.getPubKey() === undefined) accounts.setAccount(ctx, withPubKey(account, key));
    });
    emitSignatureEvents(ctx, tx);
    return ctx;
  };
}

function withPubKey(account: AccountI, key: PubKey): AccountI {
  try {
    return account.withPubKey(key);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidPubKey.wrap(e.message);
    throw e;
  }
}

function emitSignatureEvents(ctx: Context, tx: TxView): void {
  const signers = tx.signers();
  const { unordered } = tx.decoded.body;
  tx.signatures().forEach(({ data, sequence }, i) => {
    if (!unordered) emitTx(ctx, 'acc_seq', `${accAddressToBech32(at(signers, i))}/${sequence}`);
    for (const signature of rawSignatures(data)) emitTx(ctx, 'signature', base64(signature));
  });
}

function emitTx(ctx: Context, key: string, value: string): void {
  ctx.eventManager.emit({ type: 'tx', attributes: [{ key, value }] });
}

function base64(b: Uint8Array): string {
  return Buffer.from(b.buffer, b.byteOffset, b.length).toString('base64');
}

/** Keys, members of multisigs counted, are at most so many. */
export function validateSigCount(accounts: AccountKeeper): AnteDecorator<TxView> {
  return (ctx, tx) => {
    const { txSigLimit } = accounts.getParams(ctx);
    let count = 0;
    for (const key of tx.pubKeys()) {
      if (key !== undefined) count += countSubKeys(key);
      if (BigInt(count) > txSigLimit) {
        throw ErrTooManySignatures.wrap(`signatures: ${count}, limit: ${txSigLimit}`);
      }
    }
    return ctx;
  };
}

/** Charges for each signature by the kind of the account's key, before any is verified. */
export function consumeSigGas(accounts: AccountKeeper): AnteDecorator<TxView> {
  return (ctx, tx, simulate) => {
    const params = accounts.getParams(ctx);
    const signatures = tx.signatures();
    const signers = tx.signers();
    signatures.forEach(({ data }, i) => {
      const key = signerAccount(ctx, accounts, at(signers, i)).getPubKey();
      chargeSignature(ctx.gasMeter, key ?? (simulate ? SIMULATED_KEY : undefined), data, params);
    });
    return ctx;
  };
}

/**
 * DefaultSigVerificationGasConsumer: the gas of one signature. PARITY: x/auth/ante/sigverify.go of the fork: keys of ed25519 and P-256 may
 * sign as well.
 *
 * Throws ErrInvalidPubKey, or GoError for a multisig without its data.
 */
export function chargeSignature(
  meter: GasMeter,
  key: PubKey | undefined,
  data: SignatureData | undefined,
  params: Params,
): void {
  if (key instanceof Secp256k1PubKey) {
    meter.consumeGasBig(params.sigVerifyCostSecp256k1, 'ante verify: secp256k1');
  } else if (key instanceof Ed25519PubKey) {
    meter.consumeGasBig(params.sigVerifyCostEd25519, 'ante verify: ed25519');
  } else if (key instanceof Secp256r1PubKey) {
    meter.consumeGasBig(params.sigVerifyCostSecp256k1 / 2n, 'ante verify: secp256r1');
  } else if (key instanceof MultisigPubKey) {
    chargeMultisignature(meter, key, data, params);
  } else {
    throw ErrInvalidPubKey.wrap(`unrecognized public key type: ${key?.goType ?? '<nil>'}`);
  }
}

function chargeMultisignature(
  meter: GasMeter,
  key: MultisigPubKey,
  data: SignatureData | undefined,
  params: Params,
): void {
  if (data?.kind !== 'multi') {
    throw new GoError(`expected *signing.MultiSignatureData, got, ${dataType(data)}`);
  }
  const size = bitCount(data.bitArray);
  let next = 0;
  for (let i = 0; i < size; i++) {
    if (!getBit(data.bitArray, i)) continue;
    const member = at(key.pubKeys(), i);
    chargeSignature(meter, member, at(data.signatures, next), params);
    next++;
  }
}

function dataType(data: SignatureData | undefined): string {
  if (data === undefined) return '<nil>';
  return data.kind === 'single' ? '*signing.SingleSignatureData' : '*signing.MultiSignatureData';
}

/** Checks sequences and, but for simulations and rechecks, verifies every signature. */
export function verifySignatures(accounts: AccountKeeper, getSignBytes: GetSignBytes): AnteDecorator<TxView> {
  return (ctx, tx, simulate) => {
    if (tx.decoded.body.unordered) throw ErrNotSupported.wrap('unordered transactions are not enabled');
    const signatures = tx.signatures();
    const signers = tx.signers();
    if (signatures.length !== signers.length) {
      throw ErrUnauthorized.wrap(`invalid number of signer;  expected: ${signers.length}, got ${signatures.length}`);
    }
    signatures.forEach(({ data, sequence }, i) => {
      const account = signerAccount(ctx, accounts, signers[i]!);
      const key = account.getPubKey();
      if (!simulate && key === undefined) throw ErrInvalidPubKey.wrap('pubkey on account is not set');
      if (sequence !== account.getSequence()) {
        throw ErrWrongSequence.wrap(`account sequence mismatch, expected ${account.getSequence()}, got ${sequence}`);
      }
      if (simulate || ctx.isReCheckTx || key === undefined) return;
      verifySignature(ctx, tx, account, key, data, getSignBytes);
    });
    return ctx;
  };
}

function verifySignature(
  ctx: Context,
  tx: TxView,
  account: AccountI,
  key: PubKey,
  data: SignatureData | undefined,
  getSignBytes: GetSignBytes,
): void {
  for (const { publicKey, modeInfo } of tx.decoded.authInfo.signerInfos) {
    checkModeInfo(modeInfo);
    if (publicKey === undefined) throw nilPointer();
  }
  const signer = new AccountSigner(ctx, account, key);
  const signBytes = (mode: number): Uint8Array => {
    checkMode(mode);
    return getSignBytes(mode, signer, tx.decoded);
  };
  try {
    verifyOne(key, data, signBytes);
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    const where = `account number (${signer.accountNumber})`;
    throw ErrUnauthorized.wrap(
      isOnlyAmino(data)
        ? `signature verification failed; please verify ${where}, sequence (${signer.sequence}) and chain-id (${signer.chainId})`
        : `signature verification failed; please verify ${where} and chain-id (${signer.chainId}): (${e.message})`,
    );
  }
}

/** An account as a signer. Most sign modes do not ask for its text and its key. */
class AccountSigner implements SignerData {
  readonly chainId: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
  private readonly account: AccountI;
  private readonly key: PubKey;
  constructor(ctx: Context, account: AccountI, key: PubKey) {
    this.chainId = ctx.chainId;
    this.accountNumber = ctx.blockHeight === 0n ? 0n : account.getAccountNumber();
    this.sequence = account.getSequence();
    this.account = account;
    this.key = key;
  }
  get address(): string {
    return accAddressToBech32(this.account.getAddress());
  }
  get pubKey(): Any {
    return toAny(this.key);
  }
}

/** Source: cosmos-sdk x/auth/signing/verify.go. */
function verifyOne(key: PubKey, data: SignatureData | undefined, signBytes: (mode: number) => Uint8Array): void {
  if (data === undefined) throw new GoError('unexpected SignatureData <nil>');
  if (data.kind === 'single') {
    if (!key.verifySignature(signBytes(data.signMode), data.signature)) {
      throw new GoError('unable to verify single signer signature');
    }
    return;
  }
  if (!(key instanceof MultisigPubKey)) throw new GoError(`expected <nil>, got ${key.goType}`);
  verifyMultisignature(key, signBytes, data);
}

const KNOWN_MODES: ReadonlySet<number> = new Set([
  SignMode.SIGN_MODE_DIRECT,
  SignMode.SIGN_MODE_TEXTUAL,
  SignMode.SIGN_MODE_DIRECT_AUX,
  SignMode.SIGN_MODE_LEGACY_AMINO_JSON,
]);

function checkMode(mode: number): void {
  if (!KNOWN_MODES.has(mode)) throw new GoError(`unsupported sign mode ${signModeName(mode)}`);
  // PARITY: x/tx signing/handler_map.go: spelled so.
  if (mode === SignMode.SIGN_MODE_TEXTUAL) throw new GoError('unsuppored sign mode SIGN_MODE_TEXTUAL');
}

/** The next transaction of each signer must have the next sequence. */
export function incrementSequence(accounts: AccountKeeper): AnteDecorator<TxView> {
  return (ctx, tx) => {
    for (const signer of tx.signers()) {
      const account = accounts.getAccount(ctx, signer);
      if (account === undefined) throw nilPointer();
      accounts.setAccount(ctx, account.withSequence(BigInt.asUintN(64, account.getSequence() + 1n)));
    }
    return ctx;
  };
}
