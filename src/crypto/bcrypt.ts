/**
 * bcrypt: the hash of a keyring's password, and the key of armor from before argon2.
 *
 * Source: the bcrypt paper (Provos, Mazières 1999), Blowfish (Schneier 1993); golang.org/x/crypto/bcrypt and cosmos-sdk
 * crypto/keys/bcrypt for texts.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { GoError } from '../core/errors.ts';

const MIN_COST = 4;
const MAX_COST = 31;
const DEFAULT_COST = 10;
const SALT_SIZE = 16;
const HASH_SIZE = 23;
const ENCODED_SALT = 22;
const ENCODED_HASH = 31;
/** Longest password that golang.org/x/crypto/bcrypt takes. */
const MAX_PASSWORD = 72;

const P_WORDS = 18;
const S_WORDS = 1024;
let initial: Uint32Array | undefined;

/** Blowfish starts from the first bits of pi's fraction: 18 words, then four boxes of 256. */
function piWords(): Uint32Array {
  if (initial !== undefined) return initial;
  const words = P_WORDS + S_WORDS;
  const guard = 64n;
  const bits = BigInt(words * 32) + guard;
  const one = 1n << bits;
  const arctanOfInverse = (n: bigint): bigint => {
    const square = n * n;
    let term = one / n;
    let sum = term;
    for (let k = 3n, sign = -1n; term > 0n; k += 2n, sign = -sign) {
      term /= square;
      sum += (sign * term) / k;
    }
    return sum;
  };
  // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).
  const pi = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n);
  const hex = ((pi - 3n * one) >> guard).toString(16).padStart(words * 8, '0');
  initial = Uint32Array.from({ length: words }, (_, i) => Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16));
  return initial;
}

class Blowfish {
  /** P, then the four S boxes. */
  readonly #box: Uint32Array;
  left = 0;
  right = 0;
  constructor() {
    this.#box = piWords().slice();
  }
  /** Encrypts `left` and `right` in place. */
  encrypt(): void {
    const b = this.#box;
    let l = this.left;
    let r = this.right;
    for (let i = 0; i < 16; i += 2) {
      l ^= b[i]!;
      let f = (b[P_WORDS + (l >>> 24)]! + b[P_WORDS + 256 + ((l >>> 16) & 255)]!) | 0;
      f = ((f ^ b[P_WORDS + 512 + ((l >>> 8) & 255)]!) + b[P_WORDS + 768 + (l & 255)]!) | 0;
      r ^= f ^ b[i + 1]!;
      f = (b[P_WORDS + (r >>> 24)]! + b[P_WORDS + 256 + ((r >>> 16) & 255)]!) | 0;
      f = ((f ^ b[P_WORDS + 512 + ((r >>> 8) & 255)]!) + b[P_WORDS + 768 + (r & 255)]!) | 0;
      l ^= f;
    }
    this.left = r ^ b[17]!;
    this.right = l ^ b[16]!;
  }
  /** Mixes in a key, and a salt while the boxes are made. */
  expand(key: Uint32Array, salt?: Uint32Array): void {
    const b = this.#box;
    for (let i = 0; i < P_WORDS; i++) b[i] = b[i]! ^ key[i % key.length]!;
    this.left = 0;
    this.right = 0;
    for (let i = 0, s = 0; i < P_WORDS + S_WORDS; i += 2) {
      if (salt !== undefined) {
        this.left ^= salt[s]!;
        this.right ^= salt[s + 1]!;
        s = (s + 2) % salt.length;
      }
      this.encrypt();
      b[i] = this.left;
      b[i + 1] = this.right;
    }
  }
}

/** Bytes as 18 words, begun again as often as needed. */
function keyWords(key: Uint8Array): Uint32Array {
  const out = new Uint32Array(P_WORDS);
  for (let i = 0, k = 0; i < P_WORDS; i++) {
    let w = 0;
    for (let j = 0; j < 4; j++, k = (k + 1) % key.length) w = (w << 8) | key[k]!;
    out[i] = w;
  }
  return out;
}

function words(b: Uint8Array): Uint32Array {
  const v = new DataView(b.buffer, b.byteOffset, b.length);
  return Uint32Array.from({ length: b.length / 4 }, (_, i) => v.getUint32(i * 4));
}

/** The 23 bytes of the hash. */
function hashRaw(password: Uint8Array, cost: number, salt: Uint8Array): Uint8Array {
  const key = keyWords(Uint8Array.of(...password, 0));
  const cipher = new Blowfish();
  cipher.expand(key, words(salt));
  const saltKey = keyWords(salt);
  for (let i = 0; i < 2 ** cost; i++) {
    cipher.expand(key);
    cipher.expand(saltKey);
  }
  const block = words(new TextEncoder().encode('OrpheanBeholderScryDoubt'));
  const out = new DataView(new ArrayBuffer(24));
  for (let i = 0; i < 6; i += 2) {
    cipher.left = block[i]!;
    cipher.right = block[i + 1]!;
    for (let n = 0; n < 64; n++) cipher.encrypt();
    out.setUint32(i * 4, cipher.left >>> 0);
    out.setUint32(i * 4 + 4, cipher.right >>> 0);
  }
  return new Uint8Array(out.buffer, 0, HASH_SIZE);
}

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const toBcrypt = new Map([...STANDARD].map((c, i) => [c, ALPHABET[i]!]));
const fromBcrypt = new Map([...ALPHABET].map((c, i) => [c, STANDARD[i]!]));

function encode(b: Uint8Array): string {
  return [...Buffer.from(b).toString('base64').replace(/=+$/, '')].map((c) => toBcrypt.get(c)!).join('');
}

function decode(s: string): Uint8Array {
  return Uint8Array.from(Buffer.from([...s].map((c) => fromBcrypt.get(c) ?? '').join(''), 'base64'));
}

function text(cost: number, salt: Uint8Array, hash: Uint8Array): string {
  return `$2a$${`${cost}`.padStart(2, '0')}$${encode(salt)}${encode(hash)}`;
}

/** Hash of a password with a given salt, as text of 60 characters. Throws GoError. */
export function bcryptWithSalt(salt: Uint8Array, password: Uint8Array, cost: number): string {
  if (salt.length !== SALT_SIZE) throw new GoError(`salt len must be ${SALT_SIZE}`);
  const c = cost < MIN_COST ? DEFAULT_COST : cost;
  if (c > MAX_COST) throw new GoError(`crypto/bcrypt: cost ${c} is outside allowed range (${MIN_COST},${MAX_COST})`);
  return text(c, salt, hashRaw(password, c, salt));
}

/** Hash of a password with a new salt at the usual cost. Throws GoError when the password is too long. */
export function bcryptHash(password: string): string {
  const bytes = new TextEncoder().encode(password);
  if (bytes.length > MAX_PASSWORD) throw new GoError('bcrypt: password length exceeds 72 bytes');
  return bcryptWithSalt(randomBytes(SALT_SIZE), bytes, DEFAULT_COST);
}

/** Whether a password belongs to a hash. */
export function bcryptMatches(hash: string, password: string): boolean {
  const m = /^\$2[abxy]?\$(\d\d)\$([./A-Za-z0-9]{53})$/.exec(hash.trim());
  if (m === null) return false;
  const cost = Number(m[1]);
  if (cost < MIN_COST || cost > MAX_COST) return false;
  const want = decode(m[2]!.slice(ENCODED_SALT, ENCODED_SALT + ENCODED_HASH));
  const got = hashRaw(new TextEncoder().encode(password), cost, decode(m[2]!.slice(0, ENCODED_SALT)));
  return timingSafeEqual(got, want);
}
