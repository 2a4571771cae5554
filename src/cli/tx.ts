import { accAddressFromBech32, accAddressToBech32, valAddressFromBech32 } from '../crypto/address.ts';
import type * as coins from '../math/coin.ts';
import { Dec } from '../math/dec.ts';
import { parseCoinsNormalized, parseDecCoins } from '../math/parse-coin.ts';
import { callRpc } from '../server/comet-client.ts';
import { BaseAccount } from '../wire/gen/cosmos/auth/v1beta1/auth.ts';
import { Query as AuthQuery, type QueryAccountResponse } from '../wire/gen/cosmos/auth/v1beta1/query.ts';
import { type SimulateResponse, Service as TxService } from '../wire/gen/cosmos/tx/v1beta1/service.ts';
import { AuthInfo, SignDoc, Tx, TxBody, TxRaw } from '../wire/gen/cosmos/tx/v1beta1/tx.ts';
import type { Any } from '../wire/gen/google/protobuf/any.ts';
import { toJson } from '../wire/json.ts';
import { packAny } from '../wire/registry.ts';
import type { MessageType } from '../wire/runtime.ts';
import { NODE_FLAG, NodeError, queryState } from './client.ts';
import { type FlagSpec, type Flags, type Io, UsageError } from './frame.ts';
import { KEYRING_FLAGS, openKeyring, type SignerKey } from './keyring.ts';
import { outputFlag } from './output.ts';
import { confirm } from './prompt.ts';

/** Flags of every command that sends a transaction. */
export const TX_FLAGS: readonly FlagSpec[] = [
  { name: 'from', type: 'string', default: '', help: 'name or address of the key that signs' },
  { name: 'chain-id', type: 'string', default: '', help: 'chain id; asked of the node when it is left out' },
  NODE_FLAG,
  { name: 'fees', type: 'string', default: '', help: 'fees to pay, such as 5000uakt' },
  { name: 'gas-prices', type: 'string', default: '0.025uakt', help: 'price of gas by which fees are worked out' },
  { name: 'gas', type: 'string', default: 'auto', help: 'gas limit, or auto to ask the node' },
  { name: 'gas-adjustment', type: 'string', default: '1.5', help: 'factor on the gas that the node estimates' },
  { name: 'note', type: 'string', default: '', help: 'memo of the transaction' },
  {
    name: 'timeout-height',
    type: 'int',
    default: '0',
    help: 'height after which it is not executed any more; 0 for none',
  },
  { name: 'fee-payer', type: 'string', default: '', help: 'account that pays the fees; it must sign too' },
  { name: 'fee-granter', type: 'string', default: '', help: 'account whose allowance pays the fees' },
  { name: 'account-number', short: 'a', type: 'int', default: '', help: 'account number (offline)' },
  { name: 'sequence', short: 's', type: 'int', default: '', help: 'sequence (offline)' },
  { name: 'offline', type: 'bool', help: 'do not ask the node: needs account number, sequence, chain id and gas' },
  {
    name: 'sign-mode',
    type: 'string',
    default: 'direct',
    help: 'direct or amino-json',
    choices: ['direct', 'amino-json'],
  },
  {
    name: 'broadcast-mode',
    short: 'b',
    type: 'string',
    default: 'block',
    help: 'block waits for the block, sync for the check, async for nothing',
    choices: ['block', 'sync', 'async'],
  },
  { name: 'generate-only', type: 'bool', help: 'print the unsigned transaction and do not send it' },
  { name: 'dry-run', type: 'bool', help: 'only estimate the gas' },
  { name: 'yes', short: 'y', type: 'bool', help: 'do not ask before sending' },
  ...KEYRING_FLAGS,
  outputFlag('json'),
];

/** The sender of a transaction, resolved. */
export interface Sender {
  readonly address: Uint8Array;
  readonly text: string;
}

/** The number of `--sign-mode`. */
export function signMode(flags: Flags): number {
  return SIGN_MODE[flags.text('sign-mode') as keyof typeof SIGN_MODE];
}

const SIGN_MODE = { direct: 1, 'amino-json': 127 } as const;

/** Who `--from` (or `name`) is: a key of the key ring, or with --generate-only any address. */
export async function senderOf(io: Io, flags: Flags, name = flags.text('from')): Promise<Sender> {
  if (name === '')
    throw new UsageError('no signer was named: give --from with a key name or address, or set AKASH_FROM');
  if (flags.bool('generate-only') && name.startsWith('akash1'))
    return { address: accAddressFromBech32(name), text: name };
  const ring = openKeyring(io, flags);
  const key = ring.find(name);
  return { address: key.address, text: accAddressToBech32(key.address) };
}

/** An account as its signatures name it. */
export interface Account {
  readonly number: bigint;
  readonly sequence: bigint;
}

/** Number and sequence of an account: of the flags, or asked of the node. */
export async function accountOf(flags: Flags, sender: Sender): Promise<Account> {
  const number = flags.unsigned('account-number');
  const sequence = flags.unsigned('sequence');
  if (flags.bool('offline')) {
    if (number === undefined || sequence === undefined)
      throw new UsageError('--offline needs --account-number and --sequence');
    return { number, sequence };
  }
  let response: QueryAccountResponse;
  try {
    response = await queryState<object, QueryAccountResponse>(flags, AuthQuery.methods.Account, {
      address: sender.text,
    });
  } catch (e) {
    if (e instanceof NodeError && e.message.includes('not found'))
      throw new UsageError(`account ${sender.text} does not exist on the chain yet: send it some coins first`);
    throw e;
  }
  const base = baseAccountOf(response.account!);
  return { number: number ?? base.accountNumber, sequence: sequence ?? base.sequence };
}

/** The base account inside any kind of account: the first field of each, nested once or twice. */
function baseAccountOf(any: Any): BaseAccount {
  if (any.typeUrl === '/cosmos.auth.v1beta1.BaseAccount') return BaseAccount.decode(any.value);
  const inner = firstField(any.value);
  return any.typeUrl.includes('vesting') && !any.typeUrl.endsWith('BaseVestingAccount')
    ? BaseAccount.decode(firstField(inner))
    : BaseAccount.decode(inner);
}

function firstField(bytes: Uint8Array): Uint8Array {
  let at = 1;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const b = bytes[at++]!;
    length |= (b & 0x7f) << shift;
    if (b < 0x80) break;
  }
  return bytes.subarray(at, at + length);
}

export async function chainIdOf(flags: Flags): Promise<string> {
  const given = flags.text('chain-id');
  if (given !== '') return given;
  if (flags.bool('offline')) throw new UsageError('--offline needs --chain-id');
  return (await callRpc(flags.text('node'), 'status', {})).node_info.network;
}

function feeFor(flags: Flags, gas: bigint): coins.Coin[] {
  if (flags.text('fees') !== '') {
    if (flags.has('gas-prices')) throw new UsageError('cannot provide both fees and gas prices');
    return parseCoinsNormalized(flags.text('fees'));
  }
  const prices = parseDecCoins(flags.text('gas-prices'));
  return prices
    .map((p) => ({ denom: p.denom, amount: p.amount.mul(Dec.fromInt(gas)).ceil().truncateInt() }))
    .filter((c) => c.amount > 0n);
}

function adjusted(gasUsed: bigint, factor: string): bigint {
  if (!/^\d+(\.\d+)?$/.test(factor))
    throw new UsageError(`invalid argument "${factor}" for "--gas-adjustment" flag: it must be a number such as 1.5`);
  return Dec.fromInt(gasUsed).mul(Dec.parse(factor)).ceil().truncateInt();
}

function explicitGas(flags: Flags): bigint | undefined {
  const text = flags.text('gas');
  if (text === 'auto') return undefined;
  if (!/^\d+$/.test(text))
    throw new UsageError(`invalid argument "${text}" for "--gas" flag: it must be a number or auto`);
  return BigInt(text);
}

/** A message with its codec. */
export interface MsgToSend {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

export function msg<T extends object>(type: MessageType<T>, message: T): MsgToSend {
  return packAny(type, message);
}

/**
 * Estimates, signs and sends messages as the flags say, and prints the outcome. The hash is always printed, whatever
 * comes of the transaction; one that fails on the chain is an error after that.
 */
export async function sendTx(io: Io, flags: Flags, sender: Sender, messages: readonly MsgToSend[]): Promise<void> {
  const body = TxBody.create({
    messages: messages.map((m) => ({ typeUrl: m.typeUrl, value: m.value })),
    memo: flags.text('note'),
    timeoutHeight: flags.unsigned('timeout-height') ?? 0n,
  });
  const payer = flags.text('fee-payer') === '' ? '' : accAddressToBech32(accAddressFromBech32(flags.text('fee-payer')));
  const granter =
    flags.text('fee-granter') === '' ? '' : accAddressToBech32(accAddressFromBech32(flags.text('fee-granter')));
  let gas = explicitGas(flags);
  if (flags.bool('generate-only')) {
    if (gas === undefined) gas = 200_000n;
    const unsigned = Tx.create({
      body,
      authInfo: AuthInfo.create({ fee: { amount: feeFor(flags, gas), gasLimit: gas, payer, granter } }),
      signatures: [],
    });
    io.out(`${toJson(Tx, unsigned)}\n`);
    return;
  }
  await checkSigners(messages, sender);
  if (gas === undefined && flags.bool('offline'))
    throw new UsageError('--offline needs --gas with a number: it cannot be estimated without a node');
  const ring = openKeyring(io, flags);
  const key = ring.find(flags.text('from') === '' ? sender.text : flags.text('from'));
  const account = await accountOf(flags, sender);
  const mode = signMode(flags);
  const authInfo = (limit: bigint): AuthInfo =>
    AuthInfo.create({
      signerInfos: [
        {
          publicKey: key.publicKey,
          modeInfo: { sum: { $case: 'single', single: { mode } } },
          sequence: account.sequence,
        },
      ],
      fee: { amount: feeFor(flags, limit), gasLimit: limit, payer, granter },
    });
  if (gas === undefined || flags.bool('dry-run')) {
    const probe = TxRaw.encode(
      TxRaw.create({
        bodyBytes: TxBody.encode(body),
        authInfoBytes: AuthInfo.encode(authInfo(0n)),
        signatures: [new Uint8Array(0)],
      }),
    );
    const r = await queryState<object, SimulateResponse>(flags, TxService.methods.Simulate, {
      tx: undefined,
      txBytes: probe,
    });
    gas = adjusted(r.gasInfo?.gasUsed ?? 0n, flags.text('gas-adjustment'));
    if (flags.bool('dry-run')) {
      io.err(`gas estimate: ${gas}\n`);
      return;
    }
  }
  const info = authInfo(gas);
  const chainId = await chainIdOf(flags);
  if (!flags.bool('yes')) {
    io.err(`${toJson(Tx, Tx.create({ body, authInfo: info, signatures: [] }))}\n\n`);
    if (!confirm(io, 'confirm transaction before signing and broadcasting')) {
      io.err('canceled transaction\n');
      return;
    }
  }
  const raw = TxRaw.create({ bodyBytes: TxBody.encode(body), authInfoBytes: AuthInfo.encode(info), signatures: [] });
  raw.signatures = [await signWith(key, { raw, chainId, account, amino: mode === 127 })];
  await broadcast(io, flags, TxRaw.encode(raw));
}

/** Every message must be one that this account signs: the chain would refuse it, in words that do not say so. */
async function checkSigners(messages: readonly MsgToSend[], sender: Sender): Promise<void> {
  const { messageType, signerAddresses } = await import('../wire/registry.ts');
  for (const { typeUrl, value } of messages) {
    for (const s of signerAddresses(typeUrl, messageType(typeUrl)!.decode(value))) {
      const address = s.validator ? valAddressFromBech32(s.text) : accAddressFromBech32(s.text);
      if (Buffer.compare(address, sender.address) !== 0)
        throw new UsageError(
          `${typeUrl.split('.').at(-1)} must be signed by ${accAddressToBech32(address)}; --from is ${sender.text}`,
        );
    }
  }
}

/** What is signed: the document in direct mode, its amino JSON otherwise. */
export async function signWith(
  key: SignerKey,
  o: { raw: TxRaw; chainId: string; account: Account; amino: boolean },
): Promise<Uint8Array> {
  if (!o.amino) {
    return key.sign(
      SignDoc.encode({
        bodyBytes: o.raw.bodyBytes,
        authInfoBytes: o.raw.authInfoBytes,
        chainId: o.chainId,
        accountNumber: o.account.number,
      }),
    );
  }
  const { aminoJsonSignBytes } = await import('../wire/sign-modes.ts');
  return key.sign(
    aminoJsonSignBytes({
      bodyBytes: o.raw.bodyBytes,
      authInfoBytes: o.raw.authInfoBytes,
      chainId: o.chainId,
      accountNumber: o.account.number,
      sequence: o.account.sequence,
      address: accAddressToBech32(key.address),
    }),
  );
}

/** A transaction that the chain refused, or that failed in its block. */
class TxFailed extends Error {}

/** Sends signed bytes and prints what came of them. */
export async function broadcast(io: Io, flags: Flags, tx: Uint8Array): Promise<void> {
  const node = flags.text('node');
  const data = Buffer.from(tx).toString('base64');
  const mode = flags.text('broadcast-mode');
  const sent = await callRpc(node, mode === 'async' ? 'broadcast_tx_async' : 'broadcast_tx_sync', { tx: data });
  if (sent.code !== 0) {
    io.out(
      `${JSON.stringify({ height: '0', txhash: sent.hash, codespace: sent.codespace, code: sent.code, raw_log: sent.log })}\n`,
    );
    throw new TxFailed(`the node refused the transaction (${sent.codespace} ${sent.code}): ${sent.log}`);
  }
  if (mode !== 'block') {
    io.out(`${JSON.stringify({ height: '0', txhash: sent.hash, codespace: '', code: 0, raw_log: '' })}\n`);
    return;
  }
  const hash = Buffer.from(sent.hash, 'hex').toString('base64');
  const deadline = Date.now() + 60_000;
  for (;;) {
    let found: { height: string; tx_result: Record<string, unknown> } | undefined;
    try {
      found = await callRpc(node, 'tx', { hash, prove: false });
    } catch (e) {
      if (!(e instanceof Error && e.message.includes('not found'))) throw e;
    }
    if (found) {
      const r = found.tx_result as {
        code: number;
        codespace: string;
        log: string;
        data: string | null;
        gas_wanted: string;
        gas_used: string;
        events: unknown;
      };
      io.out(
        `${JSON.stringify({
          height: found.height,
          txhash: sent.hash,
          codespace: r.codespace,
          code: r.code,
          data: Buffer.from(r.data ?? '', 'base64')
            .toString('hex')
            .toUpperCase(),
          raw_log: r.log,
          logs: [],
          info: '',
          gas_wanted: r.gas_wanted,
          gas_used: r.gas_used,
          tx: null,
          timestamp: '',
          events: r.events,
        })}\n`,
      );
      if (r.code !== 0)
        throw new TxFailed(`the transaction failed in block ${found.height} (${r.codespace} ${r.code}): ${r.log}`);
      return;
    }
    if (Date.now() > deadline) {
      io.out(`${JSON.stringify({ height: '0', txhash: sent.hash, codespace: '', code: 0, raw_log: '' })}\n`);
      throw new TxFailed(
        'timed out waiting for tx to be included in a block; it may still be: ask with "akash query tx"',
      );
    }
    await new Promise((r) => setTimeout(r, 200));
  }
}
