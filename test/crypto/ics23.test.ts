import { describe, expect, it } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import {
  calculateRoot,
  IAVL_SPEC,
  TENDERMINT_SPEC,
  verifyExistence,
  verifyNonExistence,
} from '../../src/crypto/ics23.ts';
import {
  type ExistenceProof,
  HashOp,
  type InnerOp,
  type LeafOp,
  LengthOp,
  type ProofSpec,
} from '../../src/wire/gen/cosmos/ics23/v1/proofs.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const NONE = new Uint8Array(0);
const ONE = Uint8Array.of(1);

const LEAF: LeafOp = {
  hash: HashOp.SHA256,
  prehashKey: HashOp.NO_HASH,
  prehashValue: HashOp.SHA256,
  length: LengthOp.VAR_PROTO,
  prefix: Uint8Array.of(0),
};
const leafHash = (key: string, value: string): Uint8Array =>
  sha256(concat(LEAF.prefix, Uint8Array.of(key.length), bytes(key), Uint8Array.of(32), sha256(bytes(value))));
const join = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(ONE, left, right));
const onLeft = (right: Uint8Array): InnerOp => ({ hash: HashOp.SHA256, prefix: ONE, suffix: right });
const onRight = (left: Uint8Array): InnerOp => ({ hash: HashOp.SHA256, prefix: concat(ONE, left), suffix: NONE });

/** A tree of four: b, d, f, h. */
const [b, d, f, h] = ['b', 'd', 'f', 'h'].map((k) => leafHash(k, `value of ${k}`)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const [low, high] = [join(b, d), join(f, h)];
const ROOT = join(low, high);
const PATHS: Record<string, InnerOp[]> = {
  b: [onLeft(d), onLeft(high)],
  d: [onRight(b), onLeft(high)],
  f: [onLeft(h), onRight(low)],
  h: [onRight(f), onRight(low)],
};
const proof = (key: string): ExistenceProof => ({
  key: bytes(key),
  value: bytes(`value of ${key}`),
  leaf: LEAF,
  path: PATHS[key]!,
});
const absent = (left: string | undefined, right: string | undefined, key: string) => () =>
  verifyNonExistence(
    {
      key: bytes(key),
      left: left === undefined ? undefined : proof(left),
      right: right === undefined ? undefined : proof(right),
    },
    TENDERMINT_SPEC,
    ROOT,
    bytes(key),
  );

describe('ICS-23', () => {
  it('proves what is there', () => {
    for (const key of ['b', 'd', 'f', 'h']) {
      const p = proof(key);
      expect(calculateRoot({ proof: { $case: 'exist', exist: p } })).toEqual(ROOT);
      verifyExistence(p, TENDERMINT_SPEC, ROOT, p.key, p.value);
      expect(() => verifyExistence(p, TENDERMINT_SPEC, ROOT, p.key, bytes('other'))).toThrow(
        "provided value doesn't match proof",
      );
      expect(() => verifyExistence(p, TENDERMINT_SPEC, low, p.key, p.value)).toThrow(
        "calculated root doesn't match provided root",
      );
    }
  });

  it('proves what is absent, by neighbours', () => {
    absent('b', 'd', 'c')();
    absent('d', 'f', 'e')();
    absent(undefined, 'b', 'a')();
    absent('h', undefined, 'i')();
    expect(absent('b', 'd', 'e')).toThrow('key is not left of right proof');
    expect(absent('d', 'f', 'd')).toThrow('key is not right of left proof');
    expect(absent('b', 'f', 'c')).toThrow('right proof missing, left proof must be right-most');
    expect(absent(undefined, 'd', 'a')).toThrow('left proof missing, right proof must be left-most');
    expect(absent('f', undefined, 'i')).toThrow('right proof missing, left proof must be right-most');
    expect(absent(undefined, undefined, 'i')).toThrow('both left and right proofs missing');
  });

  it('takes a proof of absence for any key in the gap', () => {
    const p = { key: bytes('c1'), left: proof('b'), right: proof('d') };
    verifyNonExistence(p, TENDERMINT_SPEC, ROOT, bytes('c2'));
  });

  it('checks nodes as those of IAVL when sizes and hashes are, whatever the order of children', () => {
    const s: ProofSpec = { ...IAVL_SPEC, innerSpec: { ...IAVL_SPEC.innerSpec!, childOrder: [1, 0] } };
    const p = proof('b');
    expect(() => verifyExistence(p, s, ROOT, p.key, p.value)).toThrow('leaf, EOF');
  });

  it('has no reason for a hash that is longer than a child', () => {
    const wide = { hash: HashOp.SHA512, prefix: ONE, suffix: d };
    const s = { ...TENDERMINT_SPEC, innerSpec: { ...TENDERMINT_SPEC.innerSpec!, hash: HashOp.SHA512 } };
    const p = { ...proof('b'), path: [wide] };
    expect(() => verifyExistence(p, s, ROOT, p.key, p.value)).toThrow('error calculating root, inner, %!w(<nil>)');
  });

  it('panics on neighbours that never part', () => {
    const leaf: LeafOp = { ...LEAF, prehashValue: HashOp.NO_HASH, length: LengthOp.NO_PREFIX };
    const at = (key: string, value: string): ExistenceProof => ({
      key: bytes(key),
      value: bytes(value),
      leaf,
      path: [],
    });
    const root = sha256(concat(leaf.prefix, bytes('abcd')));
    const verify = (): void =>
      verifyNonExistence(
        { key: NONE, left: at('a', 'bcd'), right: at('abc', 'd') },
        { ...TENDERMINT_SPEC, leafSpec: leaf },
        root,
        bytes('ab'),
      );
    expect(verify).toThrow(GoPanic);
    expect(verify).toThrow('slice bounds out of range [:-1]');
  });
});
