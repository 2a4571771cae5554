import { describe, expect, it } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import { signerText } from '../../src/crypto/signers.ts';
import { aminoJsonAny } from '../../src/wire/amino-json.ts';
import { MsgDepositDeployment } from '../../src/wire/gen/akash/deployment/v1beta3/deploymentmsg.ts';
import { ResourceUnit as FormerResourceUnit } from '../../src/wire/gen/akash/deployment/v1beta3/resourceunit.ts';
import { ResourceUnit } from '../../src/wire/gen/akash/deployment/v1beta4/resourceunit.ts';
import { MsgCreateBid } from '../../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import {
  GetLatestValidatorSetResponse,
  GetValidatorSetByHeightResponse,
  Validator,
} from '../../src/wire/gen/cosmos/base/tendermint/v1beta1/query.ts';
import { Coin, DecCoin } from '../../src/wire/gen/cosmos/base/v1beta1/coin.ts';
import { PubKey } from '../../src/wire/gen/cosmos/crypto/ed25519/keys.ts';
import { SignMode } from '../../src/wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import { AuthInfo, ModeInfo, SignerInfo, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { Any } from '../../src/wire/gen/google/protobuf/any.ts';
import { toJson } from '../../src/wire/json.ts';
import { isNil } from '../../src/wire/nil.ts';
import { packAny, signerAddresses, unpackInterfaces } from '../../src/wire/registry.ts';
import { settleNil } from '../../src/wire/settle-nil.ts';
import { signBytes } from '../../src/wire/sign-modes.ts';
import { decodeTx } from '../../src/wire/tx.ts';
import { ErrTest } from '../../src/x/unrouted/errors.ts';
import { validateFormerConsensusState } from '../../src/x/unrouted/solomachine.ts';
import { outcome } from './lib.ts';

const bytes = (...parts: (number | Uint8Array)[]): Uint8Array =>
  new Uint8Array(parts.flatMap((p) => (typeof p === 'number' ? [p] : [...p])));

function varint(n: number): Uint8Array {
  const out: number[] = [];
  for (; n > 0x7f; n = Math.floor(n / 128)) out.push((n % 128) | 0x80);
  return Uint8Array.of(...out, n);
}

const send = packAny(MsgSend, MsgSend.create());
const BODY = TxBody.encode(TxBody.create({ messages: [send] }));

/** A transaction of that body: what decoding makes of it. */
function decoded(bodyBytes: Uint8Array, authInfoBytes: Uint8Array = new Uint8Array(0)): string {
  const tx = TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [] });
  return outcome(() => `${decodeTx(tx).messages.length} ${decodeTx(tx).hasUnknownNonCritical}`);
}

describe('PARITY: where the encoding is strict', () => {
  it('TxRaw has the shortest lengths and ascending fields; a body may have longer varints', () => {
    const raw = (tag: number, content: Uint8Array): Uint8Array => bytes(tag, content.length, content);
    const short = (tx: Uint8Array): string => outcome(() => `${decodeTx(tx).messages.length}`);
    expect(short(raw(0x0a, BODY))).toBe('1');
    expect(short(bytes(0x0a, BODY.length | 0x80, 0, BODY))).toMatch(/is not as short as possible, read 2, only need 1/);
    expect(short(bytes(raw(0x12, new Uint8Array(0)), raw(0x0a, BODY)))).toMatch(/must follow ADR-027/);
    // The memo's length in two bytes, and the messages behind it.
    expect(decoded(bytes(0x12, 0x81, 0, 0x61, BODY))).toBe('1 false');
  });

  it('a body takes unknown fields whose number has bit 10', () => {
    const withField = (number: number): string => decoded(bytes(BODY, varint(number * 8), 1));
    expect(withField(1031)).toBe('1 true');
    expect(withField(2 ** 29 - 1)).toBe('1 true');
    expect(withField(2048)).toMatch(/errUnknownField "\*tx.TxBody": \{TagNum: 2048, WireType:"varint"\}/);
    expect(withField(2 ** 29)).toMatch(/errUnknownField "\*tx.TxBody": \{TagNum: 536870912, WireType:"varint"\}/);
  });

  it('what direct mode passes over amino-JSON refuses', () => {
    const owner = 'akash1qurswpc8qurswpc8qurswpc8qurswpc87g2aem';
    const signer = { address: owner, chainId: 'x', accountNumber: 1n, sequence: 2n, pubKey: Any.create() };
    const tx = decodeTx(
      TxRaw.encode({
        bodyBytes: bytes(BODY, varint(1031 * 8), 1),
        authInfoBytes: AuthInfo.encode(AuthInfo.create({ fee: { amount: [], gasLimit: 1n, payer: '', granter: '' } })),
        signatures: [],
      }),
    );
    expect(signBytes(SignMode.SIGN_MODE_DIRECT, signer, tx, signerText).length).toBeGreaterThan(0);
    expect(outcome(() => String(signBytes(SignMode.SIGN_MODE_LEGACY_AMINO_JSON, signer, tx, signerText)))).toMatch(
      /TagNum: 1031, WireType:"varint"/,
    );
  });

  it('an extension option fails to decode, critical or not', () => {
    const option = (number: number, any: Any): string => {
      const content = Any.encode(any);
      return decoded(bytes(BODY, varint(number * 8 + 2), varint(content.length), content));
    };
    for (const number of [1023, 2047]) {
      expect(option(number, Any.create({ typeUrl: '/no.such.Type' }))).toMatch(/unable to resolve type URL/);
      expect(option(number, send)).toMatch(/no registered implementations of type/);
    }
  });

  it('neither the amount of a fee nor an address is looked at', () => {
    const fee = bytes(0x0a, 3, 0x0a, 1, 0x3f);
    expect(decoded(BODY, bytes(0x12, fee.length, fee))).toBe('1 false');
  });

  it('a ModeInfo without a mode decodes', () => {
    const info = SignerInfo.create({ modeInfo: ModeInfo.create() });
    expect(decoded(BODY, AuthInfo.encode(AuthInfo.create({ signerInfos: [info] })))).toBe('1 false');
  });
});

it('PARITY: a mode that nobody signs in is spelled as the reference spells it', () => {
  const signer = { address: '', chainId: 'x', accountNumber: 1n, sequence: 2n, pubKey: Any.create() };
  const tx = decodeTx(TxRaw.encode({ bodyBytes: BODY, authInfoBytes: new Uint8Array(0), signatures: [] }));
  expect(outcome(() => String(signBytes(SignMode.SIGN_MODE_TEXTUAL, signer, tx, signerText)))).toBe(
    'error: unsuppored sign mode SIGN_MODE_TEXTUAL',
  );
});

describe('PARITY: amino-JSON', () => {
  const owner = 'akash1qurswpc8qurswpc8qurswpc8qurswpc87g2aem';

  it("Akash's messages have their type URL for a name, leave zeros out and keep an empty id", () => {
    expect(aminoJsonAny(packAny(MsgCreateBid, MsgCreateBid.create()))).toMatch(
      /^\{"type":"\/akash.market.v1beta5.MsgCreateBid","value":\{.*"id":\{\}/,
    );
    const id = { owner, dseq: 7n, gseq: 0, oseq: 0, provider: '', bseq: 0 };
    expect(aminoJsonAny(packAny(MsgCreateBid, MsgCreateBid.create({ id })))).toContain(
      `"id":{"dseq":"7","owner":"${owner}"}`,
    );
  });

  it('an amount of the fee that is not there is told as Go tells a nil one', () => {
    const authInfoBytes = bytes(0x12, 5, 0x0a, 3, 0x0a, 1, 0x78);
    const tx = decodeTx(TxRaw.encode({ bodyBytes: BODY, authInfoBytes, signatures: [] }));
    const signer = { address: owner, chainId: 'x', accountNumber: 1n, sequence: 2n, pubKey: Any.create() };
    const text = Buffer.from(signBytes(SignMode.SIGN_MODE_LEGACY_AMINO_JSON, signer, tx, signerText)).toString();
    expect(text).toContain('"fee":{"amount":[{"amount":"\\u003cnil\\u003e","denom":"x"}],"gas":"0"}');
  });

  it('escapes <, > and & everywhere, in the name of the chain too', () => {
    const body = TxBody.create({ messages: [send], memo: 'a<b' });
    unpackInterfaces(TxBody.typeName, body);
    const authInfo = AuthInfo.create({ fee: { amount: [], gasLimit: 1n, payer: '', granter: '' } });
    const signer = { address: owner, chainId: 'x<&>1', accountNumber: 1n, sequence: 2n, pubKey: Any.create() };
    const tx = { body, authInfo, bodyBytes: TxBody.encode(body), authInfoBytes: AuthInfo.encode(authInfo) };
    const text = Buffer.from(signBytes(SignMode.SIGN_MODE_LEGACY_AMINO_JSON, signer, tx, signerText)).toString();
    expect(text).toContain('"chain_id":"x\\u003c\\u0026\\u003e1"');
    expect(text).toContain('"memo":"a\\u003cb"');
  });
});

it('PARITY: errors of the wire have a no-break space in their prefix', () => {
  // The end of a group that never began, in a field that may be unknown.
  expect(decoded(bytes(BODY, varint(1031 * 8 + 4)))).toContain('; proto:\u00a0mismatching end group marker');
});

it("PARITY: writing sets a nil Int to zero, and a nil decimal of Akash's own, no other", () => {
  const nil = (): DecCoin => DecCoin.decode(Uint8Array.of(0x0a, 1, 0x78));
  const settled = (typeName: string, message: object): void => settleNil(typeName, message);
  const coin = Coin.decode(Uint8Array.of(0x0a, 1, 0x78));
  settled(Coin.typeName, coin);
  expect(isNil(coin, 'amount')).toBe(false);
  const unit = { ...ResourceUnit.create(), price: nil() };
  settled(ResourceUnit.typeName, unit);
  expect(isNil(unit.price, 'amount')).toBe(true);
  const former = { ...FormerResourceUnit.create(), price: nil() };
  settled(FormerResourceUnit.typeName, former);
  expect(isNil(former.price, 'amount')).toBe(false);
});

it('PARITY: the validators of the latest set are unpacked, those of another height are not', () => {
  const key = packAny(PubKey, { key: new Uint8Array(32) });
  const validators = [Validator.create({ pubKey: Any.create({ typeUrl: key.typeUrl, value: key.value }) })];
  const unpacked = (t: typeof GetLatestValidatorSetResponse | typeof GetValidatorSetByHeightResponse): boolean => {
    const message = t.decode(t.encode(t.create({ validators })));
    unpackInterfaces(t.typeName, message);
    return message.validators[0]!.pubKey!.$message !== undefined;
  };
  expect(unpacked(GetLatestValidatorSetResponse)).toBe(true);
  expect(unpacked(GetValidatorSetByHeightResponse)).toBe(false);
});

it('PARITY: types that no message holds: an old solo machine only panics, a test has left an error', () => {
  expect(validateFormerConsensusState).toThrow(new GoPanic('legacy solo machine is deprecated'));
  expect(ErrTest.error()).toMatchObject({ codespace: 'table_testdata', code: 2, message: 'test' });
});

it('PARITY: in JSON no bytes are null, an amount that is not there is 0', () => {
  const coin = DecCoin.decode(DecCoin.encode(DecCoin.create({ denom: 'x' })));
  expect(toJson(DecCoin, coin)).toBe('{"denom":"x","amount":"0.000000000000000000"}');
  const nil = DecCoin.decode(Uint8Array.of(0x0a, 1, 0x78));
  expect(toJson(DecCoin, nil)).toBe('{"denom":"x","amount":"0"}');
  expect(toJson(Coin, Coin.decode(Uint8Array.of(0x0a, 1, 0x78)))).toBe('{"denom":"x","amount":"0"}');
  expect(toJson(TxRaw, TxRaw.decode(new Uint8Array(0)))).toBe(
    '{"body_bytes":null,"auth_info_bytes":null,"signatures":[]}',
  );
  expect(toJson(TxRaw, TxRaw.decode(Uint8Array.of(0x0a, 0)))).toContain('"body_bytes":""');
});

it('PARITY: a deposit into a deployment of the version before last is a message that nobody can sign', () => {
  const message = MsgDepositDeployment.create();
  const typeUrl = `/${MsgDepositDeployment.typeName}`;
  expect(outcome(() => String(signerAddresses(typeUrl, message).length))).toMatch(
    /^error: no cosmos.msg.v1.signer option found for message akash.deployment.v1beta3.MsgDepositDeployment/,
  );
});
