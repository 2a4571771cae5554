/** What the topics over transactions share: everything that is recorded of one. */
import { sha256 } from '../../src/crypto/hash.ts';
import type { PubKey } from '../../src/crypto/pubkey.ts';
import { AuthInfo, Tx, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { fromJson, toJson } from '../../src/wire/json.ts';
import { type DecodedTx, decodeTx, decodeTxStepwise } from '../../src/wire/tx.ts';
import { checkTx } from '../../src/x/auth/ante/basic.ts';
import { TxView } from '../../src/x/auth/ante/tx-view.ts';
import { fromBase64, member, toBase64 } from './encoding.ts';
import { canonical, type Handler, outcome } from './lib.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

/** The transaction's parts, which do not depend on which of the two decoders ran. */
function parts(d: DecodedTx): unknown {
  return [toBase64(Tx.encode(d.tx)), d.hasUnknownNonCritical, toBase64(TxRaw.encode(d))];
}

function same(bytes: Uint8Array, ours: Uint8Array): string {
  return Buffer.compare(bytes, ours) === 0 ? 'same' : toBase64(ours);
}

/** The bytes of a transaction that was read from JSON. */
function rawOf({ body, authInfo, signatures }: Tx): Uint8Array {
  return TxRaw.encode({ bodyBytes: TxBody.encode(body!), authInfoBytes: AuthInfo.encode(authInfo!), signatures });
}

const keyText = (k: PubKey | undefined): string => (k === undefined ? 'nil' : `${k.type}:${hex(k.address())}`);

export const transactionHash = (bytes: Uint8Array): string => hex(sha256(bytes)).toUpperCase();

export const transaction: Handler = ({ tx }: { tx: string }) => {
  const bytes = fromBase64(tx);
  const ways = [decodeTx, decodeTxStepwise].map((decode) => canonical(outcome(() => parts(decode(bytes)))));
  if (ways[0] !== ways[1]) throw new Error(`the two decoders differ: ${ways.join(' ')}`);

  const decoded = decodeTx(bytes);
  const out: Record<string, string> = { hash: transactionHash(bytes) };
  member(out, 'json', () => toJson(Tx, decoded.tx));
  if (out.json !== undefined) member(out, 'fromJSON', () => same(bytes, rawOf(fromJson(Tx, out.json!))));
  member(out, 'reencoded', () => same(bytes, TxRaw.encode(decoded)));
  // Each is asked of a view of its own: one that has failed is not asked again.
  const asked = (name: string, f: (view: TxView) => string) => member(out, name, () => f(new TxView(decodeTx(bytes))));
  asked('validateBasic', (view) => {
    checkTx(view);
    return 'ok';
  });
  asked('signers', (view) => view.signers().map(hex).join(','));
  asked('feePayer', (view) => hex(view.feePayer()));
  asked('feeGranter', (view) => hex(view.feeGranter() ?? new Uint8Array(0)));
  asked('pubKeys', (view) => view.pubKeys().map(keyText).join(','));
  asked('signatures', (view) => `${view.signatures().length}`);
  return out;
};
