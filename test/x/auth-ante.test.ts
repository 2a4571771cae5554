import { describe, expect, test } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import { EventManager } from '../../src/core/events.ts';
import { MultisigPubKey, Secp256k1PubKey } from '../../src/crypto/pubkey.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { AuthInfo, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { packAny } from '../../src/wire/registry.ts';
import { decodeTx } from '../../src/wire/tx.ts';
import { readText } from '../../src/wire/utf8.ts';
import { TxView } from '../../src/x/auth/ante/tx-view.ts';
import { DEFAULT_PARAMS, type Params } from '../../src/x/auth/params.ts';
import { edKey, multisigKey, p256Key, type Signer, secpKey, signedTx, TestChain } from './ante-kit.ts';

const [one, two] = [secpKey(1), secpKey(2)];

/** What a refusal says. */
function refusal(chain: TestChain, signers: readonly Signer[], options: Parameters<typeof signedTx>[2] = {}): string {
  const { error } = chain.run(signedTx(chain, signers, options));
  return error === undefined ? 'accepted' : `${error.codespace}/${error.code} ${error.message}`;
}

describe('a transfer', () => {
  test('touches the stores as the reference does', () => {
    const chain = new TestChain([one]);
    const tx = signedTx(chain, [one]);
    const a = Buffer.from(one.address).toString('hex');
    const fees = Buffer.from(chain.feeCollector).toString('hex');
    const number = (n: number): string => `6163636f756e744e756d626572000000000000000${n}`;
    const result = chain.trace(() => chain.run(tx));
    expect(result).toEqual([
      'get acc 00 13',
      `get acc 01${a} 84`,
      `get acc 01${fees} 101`,
      `get acc 01${a} 84`,
      `get bank 0214${a}75616b74 7`,
      `set bank 0375616b740014${a}`,
      `set bank 0214${a}75616b74`,
      `get bank 0214${fees}75616b74 -1`,
      `set bank 0375616b740014${fees}`,
      `set bank 0214${fees}75616b74`,
      `has acc 01${fees} true`,
      `get acc 01${a} 84`,
      `get acc 01${a} 84`,
      `del acc ${number(2)}`,
      `has acc ${number(2)} false`,
      `set acc ${number(2)}`,
      `set acc 01${a}`,
      'get acc 00 13',
      'get acc 00 13',
      `get acc 01${a} 156`,
      `get acc 01${a} 156`,
      `get acc 01${a} 156`,
      `get acc 01${a} 156`,
      `del acc ${number(2)}`,
      `has acc ${number(2)} false`,
      `set acc ${number(2)}`,
      `set acc 01${a}`,
    ]);
  });

  test('emits what transactions are found by', () => {
    const chain = new TestChain([one]);
    const eventManager = new EventManager();
    const tx = signedTx(chain, [one]);
    chain.run(tx, { ctx: chain.ctx.with({ eventManager }) });
    const last = eventManager.events().slice(-3);
    expect(last.map((e) => e.attributes.map((a) => `${e.type}.${a.key}=${a.value}`))).toEqual([
      ['tx.fee=100uakt', `tx.fee_payer=${one.text}`],
      [`tx.acc_seq=${one.text}/0`],
      [`tx.signature=${Buffer.from(tx.signatures[0]!).toString('base64')}`],
    ]);
  });

  test('counts on and does not pass twice', () => {
    const chain = new TestChain([one]);
    const tx = signedTx(chain, [one]);
    expect(chain.run(tx).error).toBeUndefined();
    expect(chain.run(tx).error?.message).toBe(
      'account sequence mismatch, expected 1, got 0: incorrect account sequence',
    );
    expect(refusal(chain, [one])).toBe('accepted');
  });
});

describe('refusals', () => {
  const fresh = (): TestChain => new TestChain([one, two]);

  test.each<[string, Parameters<typeof signedTx>[2], string]>([
    [
      'a wrong chain',
      { chainId: 'other' },
      'sdk/4 signature verification failed; please verify account number (2) and chain-id (test): (unable to verify single signer signature): unauthorized',
    ],
    [
      'a sequence ahead',
      { sequence: 7n },
      'sdk/32 account sequence mismatch, expected 0, got 7: incorrect account sequence',
    ],
    [
      'a memo of 257 bytes',
      { memo: `${'é'.repeat(128)}x` },
      'sdk/12 maximum number of characters is 256 but received 257 characters: memo too large',
    ],
    ['a height that has passed', { timeoutHeight: 4n }, 'sdk/30 block height: 5, timeout height: 4: tx timeout height'],
    [
      'a time that has passed',
      { timeout: { seconds: 999n, nanos: 5 } },
      'sdk/42 block time: 1970-01-01 00:16:40 +0000 UTC, timeout timestamp: 1970-01-01 00:16:39.000000005 +0000 UTC: tx timeout',
    ],
    ['the epoch is no time', { timeout: { seconds: 0n, nanos: 5 } }, 'accepted'],
    ['unordered', { unordered: true }, 'sdk/37 unordered transactions are not enabled: feature not supported'],
    [
      'gas beyond int64',
      { gas: 1n << 63n },
      'sdk/18 invalid gas supplied; 9223372036854775808 > 9223372036854775807: invalid request',
    ],
    ['gas 0', { gas: 0n }, 'sdk/11 out of gas in location: ReadFlat; gasWanted: 0, gasUsed: 1000: out of gas'],
    [
      'a negative fee',
      { fee: [{ denom: 'uakt', amount: -1n }] },
      'sdk/13 invalid fee provided: -1uakt: insufficient fee',
    ],
    [
      'a fee of zero of something',
      {
        fee: [
          { denom: 'aaa', amount: 0n },
          { denom: 'uakt', amount: 1n },
        ],
      },
      'sdk/13 invalid fee amount: 0aaa,1uakt: insufficient fee',
    ],
    [
      'a fee beyond the balance',
      { fee: [{ denom: 'uakt', amount: 10n ** 12n }] },
      'sdk/5 spendable balance 1000000uakt is smaller than 1000000000000uakt: insufficient funds: insufficient funds',
    ],
    [
      'PARITY: a fee without an amount is nil',
      { more: Uint8Array.from([0x12, 8, 0x0a, 6, 0x0a, 4, 0x75, 0x61, 0x6b, 0x74]) },
      'sdk/13 invalid fee provided: null: insufficient fee',
    ],
    ['no signature', { signatures: [] }, 'sdk/15 no signatures supplied'],
    [
      'too many signatures',
      { signatures: [new Uint8Array(64), new Uint8Array(64)] },
      'sdk/4 wrong number of signers; expected 1, got 2: unauthorized',
    ],
    [
      'textual mode is spelled as the reference spells it',
      { mode: 2 },
      'sdk/4 signature verification failed; please verify account number (2) and chain-id (test): (unsuppored sign mode SIGN_MODE_TEXTUAL): unauthorized',
    ],
    [
      'an unknown mode',
      { mode: 999 },
      'sdk/4 signature verification failed; please verify account number (2) and chain-id (test): (unsupported sign mode 999): unauthorized',
    ],
    ['no signer info', { omit: 'info' }, 'sdk/4 invalid number of signer;  expected: 1, got 0: unauthorized'],
    [
      'amino tells the sequence',
      { mode: 127 },
      'sdk/4 signature verification failed; please verify account number (2), sequence (0) and chain-id (test): unauthorized',
    ],
    ['no key yet and none given', { omit: 'key' }, 'sdk/8 unrecognized public key type: <nil>: invalid pubkey'],
    ['no mode', { omit: 'mode' }, 'undefined/1 got empty SignatureData'],
    [
      'a payer that is no address',
      { payer: 'nope' },
      'sdk/7 Invalid fee payer address (decoding bech32 failed: invalid bech32 string length 4): invalid address',
    ],
  ])('%s', (_, options, expected) => {
    expect(refusal(fresh(), [one], options)).toBe(expected);
  });

  test("a key that is not the signer's", () => {
    const chain = fresh();
    const forged = { ...one, key: two.key };
    expect(refusal(chain, [forged])).toBe(
      `sdk/8 pubKey does not match signer address ${one.text} with signer index: 0: invalid pubkey`,
    );
  });

  test('an account that does not exist', () => {
    const chain = new TestChain([one]);
    expect(refusal(chain, [two])).toContain('sdk/9 fee payer address: ');
  });

  test('the gas limit of the block', () => {
    const chain = fresh();
    const { error, ctx } = chain.run(signedTx(chain, [one], { gas: 600n }), { maxGas: 500n });
    expect(error?.message).toBe('tx gas limit 600 exceeds block max gas 500: invalid gas limit');
    expect(ctx.gasMeter.limit).toBe(600n);
  });

  test('more keys than allowed', () => {
    const many = multisigKey(
      1,
      Array.from({ length: 8 }, (_, i) => secpKey(10 + i)),
    );
    expect(refusal(new TestChain([many]), [many])).toBe(
      'sdk/14 signatures: 8, limit: 7: maximum number of signatures exceeded',
    );
  });
});

test('PARITY: a gas limit of 0 is out of gas, not asked to be positive', () => {
  const chain = new TestChain([one]);
  expect(refusal(chain, [one], { gas: 0n })).toMatch(
    /^sdk\/11 out of gas in location: ReadFlat; gasWanted: 0, gasUsed: \d+: out of gas$/,
  );
});

describe('PARITY: panics', () => {
  test.each<[string, Parameters<typeof signedTx>[2], string]>([
    ['no fee', { omit: 'fee' }, 'nil pointer dereference'],
    ['mode info without a mode', { omit: 'sum' }, 'unexpected ModeInfo data type <nil>'],
    ['two infos, one signature', { infos: 2 }, 'index out of range [1] with length 1'],
    ['a granter that is no address', { granter: 'nope' }, 'decoding bech32 failed: invalid bech32 string length 4'],
  ])('%s', (_, options, text) => {
    const chain = new TestChain([one]);
    expect(() => chain.run(signedTx(chain, [one], options))).toThrow(GoPanic);
    expect(() => chain.run(signedTx(chain, [one], options))).toThrow(text);
  });

  test('a signer info without a key, once the account has one', () => {
    const chain = new TestChain([one]);
    chain.run(signedTx(chain, [one]));
    expect(() => chain.run(signedTx(chain, [one], { omit: 'key' }))).toThrow('nil pointer dereference');
  });
});

describe('keys', () => {
  /** Gas of a transfer at the given prices of signatures. */
  const gas = (key: Signer, prices: Partial<Params>): bigint => {
    const chain = new TestChain([key]);
    chain.accounts.setParams(chain.ctx, { ...DEFAULT_PARAMS, ...prices });
    const { error, ctx } = chain.run(signedTx(chain, [key]));
    expect(error).toBeUndefined();
    return ctx.gasMeter.gasConsumed();
  };

  test.each<[string, Signer, bigint, bigint]>([
    ['secp256k1', secpKey(3), 0n, 2_000n],
    ['ed25519', edKey(3), 300n, 0n],
    ['P-256, at half the price of secp256k1', p256Key(3), 0n, 1_000n],
  ])('PARITY: all three kinds sign: %s', (_, key, byEd25519, bySecp256k1) => {
    const base = gas(key, {});
    expect(gas(key, { sigVerifyCostEd25519: 890n }) - base).toBe(byEd25519);
    expect(gas(key, { sigVerifyCostSecp256k1: 3_000n }) - base).toBe(bySecp256k1);
  });

  test('PARITY: a key of the wrong length panics', () => {
    const chain = new TestChain([one]);
    const short = { ...one, key: new Secp256k1PubKey(new Uint8Array(32)) };
    expect(() => chain.run(signedTx(chain, [short]))).toThrow('length of pubkey is incorrect');
  });

  test('PARITY: a multisig with a member that amino does not know panics', () => {
    const chain = new TestChain([one]);
    const odd = { ...one, key: MultisigPubKey.create(1, [p256Key(3).key]) };
    expect(() => chain.run(signedTx(chain, [odd]))).toThrow('Unregistered interface elliptic.Curve');
  });
});

describe('multisig', () => {
  test('PARITY: a bit array that is longer than the keys panics once such a bit is set', () => {
    const key = multisigKey(2, [secpKey(3), secpKey(4)]);
    const chain = new TestChain([key]);
    expect(refusal(chain, [key], { extraBits: 1 })).toContain('(bit array size is incorrect, expecting: 2)');
    const beyond = { ...key, members: [true, true, true] };
    expect(() => chain.run(signedTx(chain, [beyond], { sequence: 0n }))).toThrow(
      'index out of range [2] with length 2',
    );
  });

  test('charges for those who signed', () => {
    const key = multisigKey(2, [secpKey(3), secpKey(4), secpKey(5)]);
    const chain = new TestChain([key]);
    const lines = chain.trace(() => expect(refusal(chain, [key])).toBe('accepted'));
    expect(lines.length).toBeGreaterThan(0);
    expect(chain.accounts.getSequence(chain.ctx, key.address)).toBe(1n);
  });

  test('PARITY: its members may sign in different modes', () => {
    const members = [secpKey(3), secpKey(4), secpKey(5)];
    for (const modes of [
      [1, 127],
      [127, 1],
      [127, 127],
    ]) {
      const key = multisigKey(2, members, 2, modes);
      expect(refusal(new TestChain([key]), [key])).toBe('accepted');
    }
    const wrong = { ...multisigKey(2, members, 2, [1, 127]), modes: [127, 1] };
    expect(refusal(new TestChain([wrong]), [wrong])).toContain('unable to verify signature at index 0');
  });

  test('too few', () => {
    const key = multisigKey(2, [secpKey(3), secpKey(4), secpKey(5)], 1);
    expect(refusal(new TestChain([key]), [key])).toContain('(signature size is incorrect 1)');
  });

  test('a single signature for a multisig key', () => {
    const key = { ...multisigKey(2, [secpKey(3), secpKey(4)]), members: undefined };
    expect(refusal(new TestChain([key]), [key])).toBe(
      'undefined/1 expected *signing.MultiSignatureData, got, *signing.SingleSignatureData',
    );
  });
});

test('PARITY: of a transaction whose signer is no address nobody pays', () => {
  const bodyBytes = TxBody.encode(
    TxBody.create({ messages: [packAny(MsgSend, MsgSend.create({ fromAddress: 'nope' }))] }),
  );
  const authInfoBytes = AuthInfo.encode(AuthInfo.create({ fee: { amount: [], gasLimit: 1n, payer: '', granter: '' } }));
  const tx = new TxView(decodeTx(TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [] })));
  expect(tx.feePayer()).toEqual(new Uint8Array(0));
});

describe('fees', () => {
  test('another pays and signs too', () => {
    const chain = new TestChain([one, two]);
    expect(refusal(chain, [one, two], { payer: two.text })).toBe('accepted');
    expect(chain.balance(one.address)).toBe(1_000_000n);
    expect(chain.balance(two.address)).toBe(999_900n);
  });

  test('a grant pays', () => {
    const chain = new TestChain([one, two]);
    expect(refusal(chain, [one], { granter: two.text })).toBe('accepted');
    expect(chain.grantsUsed).toEqual([`${two.text} ${one.text} 100`]);
    expect(chain.balance(two.address)).toBe(999_900n);
  });

  test('PARITY: a grant that is refused names raw addresses', () => {
    const chain = new TestChain([one, two]);
    chain.refuseGrants = true;
    const raw = (a: Uint8Array): string => readText(a, 0, a.length);
    expect(refusal(chain, [one], { granter: two.text })).toBe(
      `sdk/38 ${raw(two.address)} does not allow to pay fees for ${raw(one.address)}: fee-grant not found: not found`,
    );
  });

  test('the node asks for a price in CheckTx only', () => {
    const chain = new TestChain([one]);
    const minGasPrices = [
      ['uakt', '0.025'],
      ['zzz', '0.5'],
    ] as const;
    const tx = signedTx(chain, [one]);
    expect(chain.run(tx, { minGasPrices, check: true }).error?.message).toBe(
      'insufficient fees; got: 100uakt required: 5000uakt,100000zzz: insufficient fee',
    );
    expect(chain.run(tx, { minGasPrices }).error).toBeUndefined();
  });

  test('the priority is the lowest price', () => {
    const chain = new TestChain([one]);
    const tx = signedTx(chain, [one], { fee: [{ denom: 'uakt', amount: 900_000n }] });
    expect(chain.run(tx).ctx.priority).toBe(4n);
  });
});

describe('simulation', () => {
  test('charges for the key and signature that are left out', () => {
    const chain = new TestChain([one]);
    const empty = [new Uint8Array(0)];
    const gas = (omit: 'key' | undefined): bigint => {
      const branch = chain.ctx.cacheContext();
      const tx = signedTx(chain, [one], { signatures: empty, ...(omit && { omit }) });
      const result = chain.run(tx, { simulate: true, ctx: branch.ctx, size: 300 });
      expect(result.error).toBeUndefined();
      return result.ctx.gasMeter.gasConsumed();
    };
    expect(gas('key')).toBe(gas(undefined));
  });
});
