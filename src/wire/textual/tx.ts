/**
 * SIGN_MODE_TEXTUAL: a transaction as screens that a person reads. The reference's node does not enable it.
 *
 * Source: cosmossdk.io/x/tx signing/textual/tx.go.
 */
import { createHash } from 'node:crypto';
import { nilPointer } from '../../core/errors.ts';
import { toRfc3339Nano } from '../../core/time.ts';
import { formatInt } from '../../math/format.ts';
import { messageInfo } from '../descriptors.ts';
import { AuthInfo, SignerInfo, TxBody } from '../gen/cosmos/tx/v1beta1/tx.ts';
import type { Any } from '../gen/google/protobuf/any.ts';
import type { Raw } from '../raw-message.ts';
import type { SignerData } from '../sign-modes.ts';
import { encodeScreens, type Screen, screen } from './screens.ts';
import {
  anyScreens,
  type CoinMetadata,
  coinsText,
  elementScreens,
  field,
  messageScreens,
  textualContext,
} from './values.ts';

/** Titles at the top level that only experts see. */
const EXPERT = new Set([
  'Address',
  'Public key',
  'Fee payer',
  'Fee granter',
  'Gas limit',
  'Timeout height',
  'Timeout timestamp',
  'Unordered',
  'Other signer',
  'Extension options',
  'Non critical extension options',
  'Hash of raw bytes',
]);

function hashOfBytes(body: Uint8Array, authInfo: Uint8Array): string {
  const length = (n: number) => {
    const out = Buffer.alloc(8);
    out.writeBigUInt64BE(BigInt(n));
    return out;
  };
  const hash = createHash('sha256').update(length(body.length)).update(body);
  return hash.update(length(authInfo.length)).update(authInfo).digest('hex');
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** The screens of a transaction for one of its signers. Throws GoError. */
export function textualScreens(
  signer: SignerData & { readonly pubKey: Any },
  tx: { readonly bodyBytes: Uint8Array; readonly authInfoBytes: Uint8Array },
  metadata: CoinMetadata,
): Screen[] {
  const context = textualContext(metadata);
  const body = TxBody.decode(tx.bodyBytes);
  const authInfo = AuthInfo.decode(tx.authInfoBytes);
  const fee = authInfo.fee;
  if (fee === undefined) throw nilPointer();
  const out: Screen[] = [];
  const text = (name: string, content: string, shown: boolean) => {
    if (shown) out.push(...field(name, [screen(content)]));
  };
  const number = (name: string, n: bigint) => text(name, formatInt(n.toString()), n !== 0n);
  const anys = (name: string, list: readonly Any[]) => {
    if (list.length === 0) return;
    const elements = list.map((a) => anyScreens(a.typeUrl, a.value, context));
    out.push(...field(name, elementScreens(name, 'Any', elements)));
  };

  text('chain_id', signer.chainId, signer.chainId !== '');
  number('account_number', signer.accountNumber);
  number('sequence', signer.sequence);
  text('address', signer.address, signer.address !== '');
  out.push(...field('public_key', anyScreens(signer.pubKey.typeUrl, signer.pubKey.value, context)));
  anys('message', body.messages);
  text('memo', body.memo, body.memo !== '');
  if (fee.amount.length > 0) {
    const coins = fee.amount.map((c) => ({ denom: c.denom, amount: c.amount.toString() }));
    out.push(...field('fees', [screen(coinsText(coins, metadata))]));
  }
  text('fee_payer', fee.payer, fee.payer !== '');
  text('fee_granter', fee.granter, fee.granter !== '');
  number('gas_limit', fee.gasLimit);
  number('timeout_height', body.timeoutHeight);
  const others = authInfo.signerInfos.filter((s) => {
    if (s.publicKey === undefined) throw nilPointer();
    return !sameBytes(s.publicKey.value, signer.pubKey.value);
  });
  if (others.length > 0) {
    const info = messageInfo(SignerInfo.typeName);
    const elements = others.map((s) => messageScreens(info, [SignerInfo.encode(s)] as Raw, context));
    out.push(...field('other_signer', elementScreens('other_signer', 'SignerInfo', elements)));
  }
  anys('extension_options', body.extensionOptions);
  anys('non_critical_extension_options', body.nonCriticalExtensionOptions);
  text('hash_of_raw_bytes', hashOfBytes(tx.bodyBytes, tx.authInfoBytes), true);
  text('unordered', 'True', body.unordered);
  if (body.timeoutTimestamp !== undefined) text('timeout_timestamp', toRfc3339Nano(body.timeoutTimestamp), true);

  for (const s of out) s.indent--;
  markExperts(out);
  return out;
}

function markExperts(screens: Screen[]): void {
  screens.forEach((first, from) => {
    if (first.indent !== 0) return;
    if (EXPERT.has(first.title)) {
      for (let i = from; i < screens.length; i++) {
        const s = screens[i]!;
        if (i > from && s.indent === 0 && s.content !== `End of ${first.title}`) break;
        s.expert = true;
      }
    }
    const messages = first.title === 'Message' ? /([0-9]+) Any/.exec(first.content) : null;
    if (messages !== null) {
      first.title = '';
      first.content = `This transaction has ${messages[1]} Message${messages[1] === '1' ? '' : 's'}`;
    }
  });
}

/** SIGN_MODE_TEXTUAL: the screens as CBOR. */
export function textualSignBytes(
  signer: SignerData & { readonly pubKey: Any },
  tx: { readonly bodyBytes: Uint8Array; readonly authInfoBytes: Uint8Array },
  metadata: CoinMetadata,
): Uint8Array {
  return encodeScreens(textualScreens(signer, tx, metadata));
}
