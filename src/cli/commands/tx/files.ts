import { accAddressToBech32 } from '../../../crypto/address.ts';
import type { SignatureData } from '../../../crypto/multisig.ts';
import { addSignatureFromPubKey, newMultisig, verifyMultisignature } from '../../../crypto/multisig.ts';
import { MultisigPubKey, type PubKey, toAny } from '../../../crypto/pubkey.ts';
import { SignMode } from '../../../wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { Tx } from '../../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import { toJson } from '../../../wire/json.ts';
import type { SignerData } from '../../../wire/sign-modes.ts';
import { decodeTx } from '../../../wire/tx.ts';
import { type CommandSpec, type FlagSpec, type Flags, type Io, UsageError } from '../../frame.ts';
import { openKeyring, type SignerKey } from '../../keyring.ts';
import { type Account, accountOf, broadcast, chainIdOf, signMode, TX_FLAGS } from '../../tx.ts';
import {
  addressText,
  dataOf,
  isMember,
  keyOf,
  modeAndBytes,
  printed,
  readSignatures,
  readTxFile,
  readTxFiles,
  type Signature,
  signatureData,
  signaturesOf,
  signersOf,
  txSignBytes,
  withSignatures,
  writeDocument,
} from '../../tx-file.ts';
import { flag } from './spec.ts';

const OUTPUT_DOCUMENT = flag('output-document', 'file to write to, instead of standard output');
const SIGNATURE_ONLY: FlagSpec = { name: 'signature-only', type: 'bool', help: 'print only the signatures' };
const MULTISIG = flag('multisig', 'name or address of the multisig key that the signature is for');

/** Offline the account cannot be asked of the node. */
function needAccount(flags: Flags): void {
  if (!flags.bool('offline')) return;
  const missing = ['account-number', 'sequence'].filter((n) => !flags.has(n));
  if (missing.length > 0) throw new UsageError(`required flag(s) ${missing.map((n) => `"${n}"`).join(', ')} not set`);
}

/** Who signs for whom: a multisig key's members sign for its address. */
interface Signing {
  readonly key: SignerKey;
  readonly address: Uint8Array;
  readonly mode: number;
  readonly chainId: string;
  readonly account: Account;
  readonly multisig: boolean;
}

async function signing(io: Io, flags: Flags): Promise<Signing> {
  needAccount(flags);
  const ring = openKeyring(io, flags);
  const key = ring.find(flags.text('from'));
  const name = flags.text('multisig');
  let { address } = key;
  if (name !== '') {
    const group = ring.find(name);
    if (!(group.record.pubKey instanceof MultisigPubKey)) throw new UsageError(`${name} is not a multisig key`);
    if (!isMember(group.record.pubKey, key.record.pubKey))
      throw new UsageError('signing key is not a part of multisig key');
    ({ address } = group);
  }
  const mode = name !== '' && !flags.has('sign-mode') ? SignMode.SIGN_MODE_LEGACY_AMINO_JSON : signMode(flags);
  const account = await accountOf(flags, { address, text: accAddressToBech32(address) });
  return { key, address, mode, chainId: await chainIdOf(flags), account, multisig: name !== '' };
}

/** Adds the signature, or with `overwrite` puts it in the place of all that are there. */
function signed(tx: Tx, s: Signing, sequence: bigint, from: string, overwrite: boolean): Tx {
  const same = (a: Uint8Array): boolean => Buffer.compare(a, s.address) === 0;
  if (!s.multisig && !signersOf(tx).some(same))
    throw new UsageError(`tx intended signer does not match the given signer: ${from}`);
  const info = {
    publicKey: s.key.publicKey,
    modeInfo: { sum: { $case: 'single', single: { mode: s.mode } } } as const,
    sequence,
  };
  const others = overwrite ? [] : signaturesOf(tx);
  const draft = withSignatures(tx, [...others, { info, bytes: new Uint8Array(0) }]);
  const bytes = s.key.sign(
    txSignBytes(draft, s.mode, {
      address: accAddressToBech32(s.key.address),
      chainId: s.chainId,
      accountNumber: s.account.number,
      sequence,
      pubKey: s.key.publicKey,
    }),
  );
  return withSignatures(tx, [...others, { info, bytes: bytes as Uint8Array }]);
}

const sign: CommandSpec = {
  path: ['tx', 'sign'],
  args: '[file]',
  count: [1, 1],
  summary: 'sign a transaction that --generate-only printed',
  required: ['from'],
  flags: [
    ...TX_FLAGS,
    MULTISIG,
    { name: 'overwrite', type: 'bool', help: 'put the signature in the place of those that are there' },
    SIGNATURE_ONLY,
    OUTPUT_DOCUMENT,
  ],
  async run(io, [path], flags) {
    const tx = readTxFile(io, path!);
    const s = await signing(io, flags);
    const done = signed(tx, s, s.account.sequence, flags.text('from'), flags.bool('overwrite'));
    writeDocument(io, flags, printed(done, s.multisig || flags.bool('signature-only')));
  },
};

const signBatch: CommandSpec = {
  path: ['tx', 'sign-batch'],
  args: '[file] ([file2]...)',
  count: [1, Number.POSITIVE_INFINITY],
  summary: 'sign many transactions, one a line, with ascending sequences',
  required: ['from'],
  flags: [
    ...TX_FLAGS,
    MULTISIG,
    { name: 'append', type: 'bool', help: 'put all messages into one transaction' },
    SIGNATURE_ONLY,
    OUTPUT_DOCUMENT,
  ],
  async run(io, paths, flags) {
    const files = readTxFiles(io, paths);
    const s = await signing(io, flags);
    const list = flags.bool('append') && files.length > 0 ? [appended(files, flags)] : files;
    const out = list.map((tx, i) =>
      printed(
        signed(tx, s, s.account.sequence + BigInt(i), flags.text('from'), true),
        s.multisig || flags.bool('signature-only'),
      ),
    );
    writeDocument(io, flags, out.join(''));
  },
};

/** One transaction with the messages, the gas and the fees of all. */
function appended(list: readonly Tx[], flags: Flags): Tx {
  const first = list[0]!;
  const fees = new Map<string, bigint>();
  for (const tx of list)
    for (const c of tx.authInfo!.fee!.amount) fees.set(c.denom, (fees.get(c.denom) ?? 0n) + c.amount);
  const amount = [...fees].sort(([a], [b]) => (a < b ? -1 : 1)).map(([denom, n]) => ({ denom, amount: n }));
  const gasLimit = list.reduce((sum, tx) => sum + tx.authInfo!.fee!.gasLimit, 0n);
  return {
    ...first,
    body: { ...first.body!, messages: list.flatMap((tx) => tx.body!.messages), memo: flags.text('note') },
    authInfo: { ...first.authInfo!, signerInfos: [], fee: { ...first.authInfo!.fee!, amount, gasLimit } },
    signatures: [],
  };
}

/** Whether a signature is the key's over the transaction. */
function verifies(key: PubKey, data: SignatureData, bytes: (mode: number) => Uint8Array): boolean {
  if (data.kind === 'single') return key.verifySignature(bytes(data.signMode), data.signature);
  if (!(key instanceof MultisigPubKey)) return false;
  try {
    verifyMultisignature(key, bytes, data);
    return true;
  } catch {
    return false;
  }
}

const multiSign: CommandSpec = {
  path: ['tx', 'multi-sign'],
  aliases: ['multisign'],
  args: '[file] [name] [[signature]...]',
  count: [3, Number.POSITIVE_INFINITY],
  summary: 'join the signatures of the members of a multisig key',
  flags: [
    ...TX_FLAGS,
    { name: 'skip-signature-verification', type: 'bool', help: 'do not verify the signatures' },
    SIGNATURE_ONLY,
    OUTPUT_DOCUMENT,
  ],
  async run(io, [path, name, ...files], flags) {
    needAccount(flags);
    const tx = readTxFile(io, path!);
    const group = openKeyring(io, flags).find(name!);
    const { pubKey } = group.record;
    if (!(pubKey instanceof MultisigPubKey)) throw new UsageError(`${name} is not a multisig key`);
    const account = await accountOf(flags, { address: group.address, text: accAddressToBech32(group.address) });
    const chainId = await chainIdOf(flags);
    const members = pubKey.pubKeys();
    const multi = newMultisig(members.length);
    for (const file of files) {
      for (const descriptor of readSignatures(io, file)) {
        const key = keyOf(descriptor.publicKey);
        if (!descriptor.data) throw new UsageError(`${file}: a signature is missing`);
        const data = signatureData(descriptor.data);
        const signer: SignerData = {
          address: addressText(key),
          chainId,
          accountNumber: account.number,
          sequence: account.sequence,
          pubKey: toAny(key),
        };
        if (!flags.bool('skip-signature-verification') && !verifies(key, data, (m) => txSignBytes(tx, m, signer)))
          throw new UsageError(`couldn't verify signature for address ${addressText(key)} in ${file}`);
        addSignatureFromPubKey(multi, data, key, members);
      }
    }
    const { modeInfo, bytes } = modeAndBytes(multi);
    const signature: Signature = {
      info: { publicKey: toAny(pubKey), modeInfo, sequence: account.sequence },
      bytes,
    };
    writeDocument(io, flags, printed(withSignatures(tx, [signature]), flags.bool('signature-only')));
  },
};

const validateSignatures: CommandSpec = {
  path: ['tx', 'validate-signatures'],
  args: '[file]',
  count: [1, 1],
  summary: 'show who must sign a transaction and who has, and verify the signatures',
  flags: TX_FLAGS,
  async run(io, [path], flags) {
    needAccount(flags);
    const tx = readTxFile(io, path!);
    const signers = signersOf(tx);
    const list = signaturesOf(tx);
    const chainId = flags.bool('offline') ? '' : await chainIdOf(flags);
    let good = list.length === signers.length;
    io.out('Signers:\n');
    signers.forEach((a, i) => {
      io.out(`  ${i}: ${accAddressToBech32(a)}\n`);
    });
    io.out('\nSignatures:\n');
    for (const [i, s] of list.entries()) {
      const key = keyOf(s.info.publicKey);
      const text = addressText(key);
      let verdict = 'OK';
      if (!signers[i] || Buffer.compare(signers[i], key.address()) !== 0) {
        verdict = 'ERROR: signature does not match its respective signer';
        good = false;
      } else if (good && !flags.bool('offline')) {
        const account = await accountOf(flags, { address: key.address(), text });
        const signer = {
          address: text,
          chainId,
          accountNumber: account.number,
          sequence: account.sequence,
          pubKey: toAny(key),
        };
        if (!verifies(key, dataOf(s), (m) => txSignBytes(tx, m, signer)))
          throw new UsageError('failed to verify signature: signatures validation failed');
      }
      io.out(`  ${i}: ${text}\t\t\t[${verdict}]\n`);
    }
    io.out('\n');
    if (!good) throw new UsageError('signatures validation failed');
  },
};

const encode: CommandSpec = {
  path: ['tx', 'encode'],
  args: '[file]',
  count: [1, 1],
  summary: 'print a transaction file as base64 of its bytes; - reads standard input',
  flags: TX_FLAGS,
  run(io, [path], _flags) {
    io.out(`${Buffer.from(Tx.encode(readTxFile(io, path!))).toString('base64')}\n`);
  },
};

const decode: CommandSpec = {
  path: ['tx', 'decode'],
  args: '[protobuf-byte-string]',
  count: [1, 1],
  summary: 'print the bytes of a transaction as JSON',
  flags: [...TX_FLAGS, { name: 'hex', short: 'x', type: 'bool', help: 'the bytes are given in hex instead of base64' }],
  run(io, [text], flags) {
    const hex = flags.bool('hex');
    if (!(hex ? /^([0-9a-fA-F]{2})*$/ : /^[A-Za-z0-9+/]*={0,2}$/).test(text!) || (!hex && text!.length % 4 !== 0))
      throw new UsageError(hex ? 'the bytes are not hex' : 'illegal base64 data: give --hex for hex');
    const { tx } = decodeTx(new Uint8Array(Buffer.from(text!, hex ? 'hex' : 'base64')));
    io.out(`${toJson(Tx, tx)}\n`);
  },
};

const send: CommandSpec = {
  path: ['tx', 'broadcast'],
  args: '[file_path]',
  count: [1, 1],
  summary: 'send a signed transaction file; - reads standard input',
  flags: TX_FLAGS,
  async run(io, [path], flags) {
    if (flags.bool('offline')) throw new UsageError('cannot broadcast tx during offline mode');
    const tx = readTxFile(io, path!);
    if (tx.signatures.length === 0) throw new UsageError('the transaction is not signed: "akash tx sign" signs it');
    await broadcast(io, flags, Tx.encode(tx));
  },
};

export const COMMANDS: readonly CommandSpec[] = [sign, signBatch, multiSign, validateSignatures, encode, decode, send];
