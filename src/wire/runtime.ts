/**
 * What generated code stands on: a reader and a writer of protobuf's wire form, and the shape of a message's codec.
 *
 * Reading follows gogoproto's generated Unmarshal: unknown fields are skipped, the last of repeated scalars wins, embedded
 * messages merge, packed and unpacked are both accepted, overlong varints too. Errors are Go errors with its texts.
 * Byte fields are views of the input: neither is to be changed afterwards.
 */
import { GoError } from '../core/errors.ts';
import type { Time } from '../core/time.ts';
import { Dec } from '../math/dec.ts';
import * as Int from '../math/int.ts';
import { checkP256Key, checkP256Secret } from './p256.ts';
import { readText, writeText } from './utf8.ts';

export { isNil, markNil, pointerDec, reopenNil } from './nil.ts';

/** The codec of one message type. */
export interface MessageType<T> {
  /** Full protobuf name, such as `cosmos.bank.v1beta1.MsgSend`. */
  readonly typeName: string;
  /** Name of the Go struct, as its errors print it. */
  readonly goName: string;
  encode(message: T): Uint8Array;
  encodeTo(message: T, writer: Writer): void;
  /** Reads the whole of `bytes`. Throws GoError. */
  decode(bytes: Uint8Array): T;
  /** The message with the given fields, all others at their zero values. */
  create(partial?: Partial<T>): T;
}

/** A message whose type is only known at run time. */
export type Message = object;

/** A method of a service. */
export interface MethodType {
  readonly name: string;
  /** Its name in the generated server interfaces. */
  readonly local: string;
  /** gRPC path, such as `/cosmos.bank.v1beta1.Query/Balance`. */
  readonly path: string;
  readonly requestType: MessageType<Message>;
  readonly responseType: MessageType<Message>;
  readonly clientStreaming?: true;
  readonly serverStreaming?: true;
}

/** A service and its methods. */
export interface ServiceType {
  readonly typeName: string;
  readonly methods: { readonly [name: string]: MethodType };
}

export const EMPTY_BYTES: Uint8Array = new Uint8Array(0);
/** What a bytes field holds that was there and empty, which in Go is not nil. The few places that tell them apart compare with this. */
export const PRESENT_EMPTY_BYTES: Uint8Array = new Uint8Array(0);
/** Go's zero time, 0001-01-01. */
export const ZERO_TIME: Time = Object.freeze({ seconds: -62135596800n, nanos: 0 });

const LOW = new ArrayBuffer(8);
const halves = new Uint32Array(LOW);
const unsigned64 = new BigUint64Array(LOW);
const signed64 = new BigInt64Array(LOW);
const double = new Float64Array(LOW);
const single = new Float32Array(LOW);

export function unexpectedEof(): GoError {
  return new GoError('unexpected EOF');
}
export function varintOverflow(): GoError {
  return new GoError('proto: integer overflow');
}
export function negativeLength(): GoError {
  return new GoError('proto: negative length found during unmarshaling');
}

/**
 * What readers have met since somebody set these to zero: how a transaction's decoder knows that it may leave out the
 * reference's separate pass for unknown fields.
 */
export const met = {
  /** Unknown fields, varints and tags beyond 64 or 32 bits, messages nested very deep. */
  oddities: 0,
  /** `Any` messages. */
  anys: 0,
};

/** Reads the wire form. Every method takes the end of the message it reads in. */
export class Reader {
  readonly bytes: Uint8Array;
  pos: number;
  /** Halves of the varint read last. */
  low = 0;
  high = 0;

  constructor(bytes: Uint8Array, pos = 0) {
    this.bytes = bytes;
    this.pos = pos;
  }

  /** Reads a varint into `low` and `high`. At most ten bytes; bits beyond 64 are lost. */
  varint(end: number): void {
    const bytes = this.bytes;
    let pos = this.pos;
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      if (shift >= 64) throw varintOverflow();
      if (pos >= end) throw unexpectedEof();
      const b = bytes[pos++]!;
      const v = b & 0x7f;
      if (shift < 28) low |= v << shift;
      else if (shift === 28) {
        low |= v << 28;
        high = v >>> 4;
      } else high |= v << (shift - 32);
      if (b < 0x80) {
        if (shift === 63 && b > 1) met.oddities++;
        break;
      }
    }
    this.pos = pos;
    this.low = low;
    this.high = high;
  }

  /** Field number times 8 plus wire type. */
  tag(end: number): number {
    const b = this.bytes[this.pos]!;
    if (b < 0x80) {
      this.pos++;
      this.low = b;
      this.high = 0;
      return b;
    }
    this.varint(end);
    if (this.high !== 0) met.oddities++;
    return ((this.low >>> 3) | (this.high << 29)) * 8 + (this.low & 7);
  }

  /** Reads a length and returns where the field ends; the field starts at `pos`. */
  field(end: number): number {
    const b = this.bytes[this.pos]!;
    let length = b;
    if (b < 0x80 && this.pos < end) this.pos++;
    else {
      this.varint(end);
      length = this.length();
    }
    const stop = this.pos + length;
    if (stop > end) throw unexpectedEof();
    return stop;
  }

  /** The varint read last as a length: too long is told from negative as Go's int does. */
  private length(): number {
    if (this.high < 0) throw negativeLength();
    if (this.high === 0x7fffffff && (this.low >>> 0) + this.pos > 0xffffffff) throw negativeLength();
    return this.high * 0x100000000 + (this.low >>> 0);
  }

  int32(end: number): number {
    const b = this.bytes[this.pos]!;
    if (b < 0x80 && this.pos < end) {
      this.pos++;
      return b;
    }
    this.varint(end);
    return this.low;
  }
  uint32(end: number): number {
    return this.int32(end) >>> 0;
  }
  sint32(end: number): number {
    const v = this.uint32(end);
    return (v >>> 1) ^ -(v & 1);
  }
  bool(end: number): boolean {
    this.varint(end);
    return this.low !== 0 || this.high !== 0;
  }
  uint64(end: number): bigint {
    const b = this.bytes[this.pos]!;
    if (b < 0x80 && this.pos < end) {
      this.pos++;
      return BigInt(b);
    }
    this.varint(end);
    if (this.high === 0) return BigInt(this.low >>> 0);
    halves[0] = this.low;
    halves[1] = this.high;
    return unsigned64[0]!;
  }
  int64(end: number): bigint {
    const b = this.bytes[this.pos]!;
    if (b < 0x80 && this.pos < end) {
      this.pos++;
      return BigInt(b);
    }
    this.varint(end);
    if (this.high === 0) return BigInt(this.low >>> 0);
    halves[0] = this.low;
    halves[1] = this.high;
    return signed64[0]!;
  }
  sint64(end: number): bigint {
    const v = this.uint64(end);
    return BigInt.asIntN(64, (v >> 1n) ^ -(v & 1n));
  }
  private fixed(size: number, end: number): number {
    const p = this.pos;
    if (p + size > end) throw unexpectedEof();
    this.pos = p + size;
    return p;
  }
  fixed32(end: number): number {
    const p = this.fixed(4, end);
    const b = this.bytes;
    return (b[p]! | (b[p + 1]! << 8) | (b[p + 2]! << 16) | (b[p + 3]! << 24)) >>> 0;
  }
  sfixed32(end: number): number {
    return this.fixed32(end) | 0;
  }
  private load64(end: number): void {
    if (this.pos + 8 > end) throw unexpectedEof();
    halves[0] = this.fixed32(end);
    halves[1] = this.fixed32(end);
  }
  fixed64(end: number): bigint {
    this.load64(end);
    return unsigned64[0]!;
  }
  sfixed64(end: number): bigint {
    this.load64(end);
    return signed64[0]!;
  }
  double(end: number): number {
    this.load64(end);
    return double[0]!;
  }
  float(end: number): number {
    halves[0] = this.fixed32(end);
    return single[0]!;
  }
  string(end: number): string {
    const stop = this.field(end);
    const text = readText(this.bytes, this.pos, stop);
    this.pos = stop;
    return text;
  }
  view(end: number): Uint8Array {
    const stop = this.field(end);
    const b = this.bytes;
    const view =
      stop === this.pos ? PRESENT_EMPTY_BYTES : new Uint8Array(b.buffer, b.byteOffset + this.pos, stop - this.pos);
    this.pos = stop;
    return view;
  }

  /** A `math.Int`. Undefined when empty: Go leaves the field as it was. */
  customInt(end: number): bigint | undefined {
    const stop = this.field(end);
    const start = this.pos;
    this.pos = stop;
    const length = stop - start;
    if (length === 0) return undefined;
    const bytes = this.bytes;
    const first = bytes[start]! - 48;
    // Plain decimal digits that a double holds, the usual case. A leading zero means octal.
    if (length <= 15 && first >= 0 && first <= 9 && (first !== 0 || length === 1)) {
      let v = first;
      let i = start + 1;
      for (; i < stop; i++) {
        const d = bytes[i]! - 48;
        if (d < 0 || d > 9) break;
        v = v * 10 + d;
      }
      if (i === stop) return BigInt(v);
    }
    return Int.unmarshal(readText(bytes, start, stop));
  }
  /** A secp256r1 public key. */
  p256Key(end: number): Uint8Array {
    const key = this.view(end);
    checkP256Key(key);
    return key;
  }
  /** A secp256r1 private key. */
  p256Secret(end: number): Uint8Array {
    const key = this.view(end);
    checkP256Secret(key);
    return key;
  }
  /** A `math.LegacyDec`. Undefined when empty. */
  customDec(end: number): Dec | undefined {
    const stop = this.field(end);
    const text = readText(this.bytes, this.pos, stop);
    this.pos = stop;
    return Dec.unmarshal(text);
  }
  /** A `google.protobuf.Timestamp` as time.Time. */
  time(end: number): Time {
    const stop = this.field(end);
    const [seconds, nanos] = this.secondsAndNanos(stop, 'Timestamp');
    const text = () => `&timestamppb.Timestamp{Seconds: ${seconds},\nNanos: ${nanos},\n}`;
    if (seconds < -62135596800n) throw new GoError(`timestamp: ${text()} before 0001-01-01`);
    if (seconds >= 253402300800n) throw new GoError(`timestamp: ${text()} after 10000-01-01`);
    if (nanos < 0 || nanos >= 1e9) throw new GoError(`timestamp: ${text()}: nanos not in range [0, 1e9)`);
    return { seconds, nanos };
  }
  /** A `google.protobuf.Duration` as nanoseconds. */
  duration(end: number): bigint {
    const stop = this.field(end);
    const [seconds, nanos] = this.secondsAndNanos(stop, 'Duration');
    const text = () => `&durationpb.Duration{Seconds: ${seconds},\nNanos: ${nanos},\n}`;
    if (seconds < -315576000000n || seconds > 315576000000n) {
      throw new GoError(`duration: ${text()}: seconds out of range`);
    }
    if (nanos <= -1e9 || nanos >= 1e9) throw new GoError(`duration: ${text()}: nanos out of range`);
    if ((seconds < 0n && nanos > 0) || (seconds > 0n && nanos < 0)) {
      throw new GoError(`duration: ${text()}: seconds and nanos have different signs`);
    }
    const d = seconds * 1000000000n + BigInt(nanos);
    if (BigInt.asIntN(64, d) !== d) throw new GoError(`duration: ${text()} is out of range for time.Duration`);
    return d;
  }
  private secondsAndNanos(end: number, name: string): [bigint, number] {
    let seconds = 0n;
    let nanos = 0;
    while (this.pos < end) {
      const tag = this.tag(end);
      if (tag === 8) seconds = this.int64(end);
      else if (tag === 16) nanos = this.int32(end);
      else this.other(tag, end, name, SECONDS_AND_NANOS);
    }
    return [seconds, nanos];
  }

  /**
   * A tag that no field has: skips the field, or throws what Go says. `fields` gives the Go names of the message's fields
   * by number; a known number here has the wrong wire type.
   */
  other(tag: number, end: number, goName: string, fields: FieldNames): void {
    const number = Math.floor(tag / 8);
    const wireType = tag - number * 8;
    if (wireType === 4) throw new GoError(`proto: ${goName}: wiretype end group for non-group`);
    if (number <= 0) {
      halves[0] = this.low;
      halves[1] = this.high;
      throw new GoError(`proto: ${goName}: illegal tag ${number} (wire type ${unsigned64[0]})`);
    }
    const name = fields[number];
    if (name !== undefined) throw new GoError(`proto: wrong wireType = ${wireType} for field ${name}`);
    met.oddities++;
    this.skip(wireType, end);
  }

  /** Skips a field whose tag has been read. Groups are followed without recursion. */
  skip(wireType: number, end: number): void {
    let depth = 0;
    for (;;) {
      switch (wireType) {
        case 0:
          this.varint(end);
          break;
        case 1:
          this.pos += 8;
          break;
        case 2:
          this.varint(end);
          this.pos += this.length();
          break;
        case 3:
          depth++;
          break;
        case 4:
          if (depth === 0) throw new GoError('proto: unexpected end of group');
          depth--;
          break;
        case 5:
          this.pos += 4;
          break;
        default:
          throw new GoError(`proto: illegal wireType ${wireType}`);
      }
      if (depth === 0) {
        if (this.pos > end) throw unexpectedEof();
        return;
      }
      if (this.pos >= end) throw unexpectedEof();
      this.varint(end);
      wireType = this.low & 7;
    }
  }
}

/** A message that is being read, whose children wait on a stack. */
export interface Frame {
  readonly message: object;
  readonly end: number;
  /** Reads on until a child begins, which it returns, or to the end. */
  step(message: object, r: Reader, end: number): Frame | undefined;
}

/** Reads a message whose first child is `child` without recursion. */
export function readFrames(frame: Frame, child: Frame, r: Reader): void {
  const stack = [frame, child];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.step(top.message, r, top.end);
    if (next === undefined) stack.pop();
    else if (stack.push(next) > 100) met.oddities++;
  }
}

/** The writing of a message that yields where a child is to be written. */
export type WriteSteps = Generator<WriteSteps, void, undefined>;

/** Writes without recursion. */
export function writeSteps(first: WriteSteps): void {
  const stack = [first];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.next();
    if (next.done) stack.pop();
    else stack.push(next.value);
  }
}

/** Remembers the unknown field that was just skipped. */
export function keepUnrecognized(message: { $unrecognized?: Uint8Array }, r: Reader, start: number): void {
  const old = message.$unrecognized ?? EMPTY_BYTES;
  const kept = new Uint8Array(old.length + r.pos - start);
  kept.set(old);
  kept.set(r.bytes.subarray(start, r.pos), old.length);
  message.$unrecognized = kept;
}

/** Go names of fields by number. */
export type FieldNames = { readonly [number: number]: string };

const SECONDS_AND_NANOS: FieldNames = { 1: 'Seconds', 2: 'Nanos' };

/** Writes the wire form forward into one growing buffer. */
export class Writer {
  bytes: Uint8Array;
  pos = 0;

  /** By how much gogoproto takes what was written for longer than it is, and where fields began that were written since. */
  excess = 0;
  private readonly marks = new Map<number, number>();

  constructor(size = 1024) {
    this.bytes = new Uint8Array(size);
  }

  /** A copy of what has been written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.pos);
  }
  reset(): void {
    this.pos = 0;
  }
  /** Makes room for `n` more bytes. */
  reserve(n: number): void {
    if (this.pos + n <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.pos + n));
    grown.set(this.bytes.subarray(0, this.pos));
    this.bytes = grown;
  }

  /** A varint of up to 32 bits, unsigned. */
  uint32(v: number): void {
    this.reserve(5);
    this.put(v);
  }
  private put(v: number): void {
    const bytes = this.bytes;
    let pos = this.pos;
    while (v > 0x7f) {
      bytes[pos++] = (v & 0x7f) | 0x80;
      v >>>= 7;
    }
    bytes[pos++] = v;
    this.pos = pos;
  }
  /** A varint of a length that may not fit 32 bits. */
  private putLength(n: number): void {
    if (n < 0x100000000) this.put(n);
    else this.put64(BigInt(n));
  }
  private put64(v: bigint): void {
    unsigned64[0] = v;
    let low = halves[0]!;
    let high = halves[1]!;
    const bytes = this.bytes;
    let pos = this.pos;
    while (high !== 0) {
      bytes[pos++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    while (low > 0x7f) {
      bytes[pos++] = (low & 0x7f) | 0x80;
      low >>>= 7;
    }
    bytes[pos++] = low;
    this.pos = pos;
  }

  // Each takes the tag to write first, or 0 for none (packed values).
  int32Field(tag: number, v: number): void {
    this.reserve(15);
    if (tag !== 0) this.put(tag);
    if (v >= 0) this.put(v);
    else this.put64(BigInt(v));
  }
  /**
   * A value of a packed list of an enum.
   *
   * PARITY: gogoproto: a negative one is counted as ten bytes and written as one. What is marshalled then begins with zeros in place of
   * the bytes that it lacks, and ends too early.
   */
  packedEnum(v: number): void {
    this.reserve(10);
    if (v >= 0) this.put(v);
    else {
      this.bytes[this.pos++] = v;
      this.excess += 9;
    }
  }
  uint32Field(tag: number, v: number): void {
    this.reserve(10);
    if (tag !== 0) this.put(tag);
    this.put(v);
  }
  sint32Field(tag: number, v: number): void {
    this.uint32Field(tag, ((v << 1) ^ (v >> 31)) >>> 0);
  }
  /** Signed and unsigned alike: two's complement of 64 bits. */
  int64Field(tag: number, v: bigint): void {
    this.reserve(15);
    if (tag !== 0) this.put(tag);
    this.put64(v);
  }
  sint64Field(tag: number, v: bigint): void {
    this.int64Field(tag, (v << 1n) ^ (v >> 63n));
  }
  boolField(tag: number, v: boolean): void {
    this.reserve(6);
    if (tag !== 0) this.put(tag);
    this.bytes[this.pos++] = v ? 1 : 0;
  }
  fixed32Field(tag: number, v: number): void {
    this.reserve(9);
    if (tag !== 0) this.put(tag);
    this.put32(v);
  }
  private put32(v: number): void {
    const p = this.pos;
    const b = this.bytes;
    b[p] = v;
    b[p + 1] = v >>> 8;
    b[p + 2] = v >>> 16;
    b[p + 3] = v >>> 24;
    this.pos = p + 4;
  }
  fixed64Field(tag: number, v: bigint): void {
    this.reserve(13);
    if (tag !== 0) this.put(tag);
    unsigned64[0] = v;
    this.put32(halves[0]!);
    this.put32(halves[1]!);
  }
  doubleField(tag: number, v: number): void {
    this.reserve(13);
    if (tag !== 0) this.put(tag);
    double[0] = v;
    this.put32(halves[0]!);
    this.put32(halves[1]!);
  }
  floatField(tag: number, v: number): void {
    this.reserve(9);
    if (tag !== 0) this.put(tag);
    single[0] = v;
    this.put32(halves[0]!);
  }
  stringField(tag: number, v: string): void {
    this.reserve(15 + v.length * 3);
    this.put(tag);
    const start = this.pos + 1;
    const n = writeText(this.bytes, start, v);
    this.pos = start + n;
    this.setLength(start, n);
  }
  bytesField(tag: number, v: Uint8Array): void {
    const n = v.length;
    this.reserve(15 + n);
    this.put(tag);
    this.putLength(n);
    this.bytes.set(v, this.pos);
    this.pos += n;
  }
  /** Bytes that are fields already. */
  raw(v: Uint8Array): void {
    this.reserve(v.length);
    this.bytes.set(v, this.pos);
    this.pos += v.length;
  }
  customInt(tag: number, v: bigint): void {
    this.stringField(tag, v.toString());
  }
  customDec(tag: number, v: Dec): void {
    this.stringField(tag, v.raw.toString());
  }
  timeField(tag: number, t: Time): void {
    if (t.seconds < -62135596800n || t.seconds >= 253402300800n || t.nanos < 0 || t.nanos >= 1e9) {
      throw invalidTime(t);
    }
    const start = this.fork(tag);
    if (t.seconds !== 0n) this.int64Field(8, t.seconds);
    if (t.nanos !== 0) this.int32Field(16, t.nanos);
    this.join(start);
  }
  durationField(tag: number, d: bigint): void {
    const start = this.fork(tag);
    const seconds = d / 1000000000n;
    const nanos = Number(d % 1000000000n);
    if (seconds !== 0n) this.int64Field(8, seconds);
    if (nanos !== 0) this.int32Field(16, nanos);
    this.join(start);
  }

  /** Begins a length-delimited field; {@link join} with the returned position ends it. */
  fork(tag: number): number {
    this.reserve(6);
    this.put(tag);
    if (this.excess !== 0) this.marks.set(this.pos + 1, this.excess);
    return ++this.pos;
  }
  join(start: number): void {
    const n = this.pos - start;
    if (this.excess !== 0) {
      const counted = n + this.excess - (this.marks.get(start) ?? 0);
      this.excess += lengthSize(counted) - lengthSize(n);
    }
    this.setLength(start, n);
  }
  /** What gogoproto makes of a message that it took for longer. */
  garbled(start: number): Uint8Array {
    const out = new Uint8Array(this.pos - start);
    const zeros = Math.min(this.excess, out.length);
    out.set(this.bytes.subarray(start, this.pos - zeros), zeros);
    this.marks.clear();
    garbled.count++;
    return out;
  }
  /** Sets the length of what lies at `start`, before which one byte was left free. Longer lengths move the content. */
  private setLength(start: number, n: number): void {
    if (n < 0x80) {
      this.bytes[start - 1] = n;
      return;
    }
    const extra = n < 0x4000 ? 1 : n < 0x200000 ? 2 : n < 0x10000000 ? 3 : n < 0x800000000 ? 4 : 5;
    this.reserve(extra);
    this.bytes.copyWithin(start + extra, start, this.pos);
    const end = this.pos + extra;
    this.pos = start - 1;
    this.putLength(n);
    this.pos = end;
  }
}

function lengthSize(n: number): number {
  return n < 0x80 ? 1 : n < 0x4000 ? 2 : n < 0x200000 ? 3 : n < 0x10000000 ? 4 : 5;
}

/** Messages written so far that no one can read: see {@link Writer.packedEnum}. */
export const garbled = { count: 0 };

function invalidTime(t: Time): GoError {
  const text = `&timestamppb.Timestamp{Seconds: ${t.seconds},\nNanos: ${t.nanos},\n}`;
  if (t.seconds < -62135596800n) return new GoError(`timestamp: ${text} before 0001-01-01`);
  if (t.seconds >= 253402300800n) return new GoError(`timestamp: ${text} after 10000-01-01`);
  return new GoError(`timestamp: ${text}: nanos not in range [0, 1e9)`);
}

const scratch = new Writer(1 << 16);
/** A larger scratch buffer is given back after use. */
const SCRATCH_LIMIT = 1 << 22;

/** Makes a codec of generated functions. `fresh` makes the message that `read` fills. */
export function messageType<T extends object>(
  typeName: string,
  goName: string,
  write: (m: T, w: Writer) => void,
  read: (m: T, r: Reader, end: number) => T,
  fresh: () => T,
  zero: () => T,
): MessageType<T> {
  return {
    typeName,
    goName,
    encode(message: T): Uint8Array {
      const start = scratch.pos;
      const { excess } = scratch;
      scratch.excess = 0;
      try {
        write(message, scratch);
        return scratch.excess === 0 ? scratch.bytes.slice(start, scratch.pos) : scratch.garbled(start);
      } finally {
        scratch.pos = start;
        scratch.excess = excess;
        if (scratch.bytes.length > SCRATCH_LIMIT && start === 0) scratch.bytes = new Uint8Array(1 << 16);
      }
    },
    encodeTo: write,
    decode(bytes: Uint8Array): T {
      return read(fresh(), new Reader(bytes), bytes.length);
    },
    create(partial?: Partial<T>): T {
      return partial === undefined ? zero() : Object.assign(zero(), partial);
    },
  };
}
