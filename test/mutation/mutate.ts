/** Changes to the bytes of transactions: blind ones, and ones that keep the protobuf framing, so that the change is met deep inside. */
import type { Random } from '../store/random.ts';

/** One field of a message on the wire. */
interface Field {
  readonly number: number;
  readonly wireType: number;
  readonly value: Uint8Array;
}

function varint(n: number): number[] {
  const out: number[] = [];
  let rest = n;
  while (rest > 0x7f) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...out, rest];
}

/** The fields of a message; undefined when the bytes are not one. The value of a varint is its bytes. */
function parse(bytes: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  const read = (): number | undefined => {
    let n = 0;
    for (let i = 0; i < 8 && at < bytes.length; i++) {
      const byte = bytes[at++]!;
      n += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return n;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const tag = read();
    if (tag === undefined || tag < 8) return undefined;
    const start = at;
    const wireType = tag % 8;
    let length: number;
    if (wireType === 0) {
      while (at < bytes.length && bytes[at]! >= 0x80) at++;
      length = at + 1 - start;
    } else if (wireType === 2) {
      const n = read();
      if (n === undefined) return undefined;
      fields.push({ number: Math.floor(tag / 8), wireType, value: bytes.subarray(at, at + n) });
      at += n;
      if (at > bytes.length) return undefined;
      continue;
    } else if (wireType === 1 || wireType === 5) length = wireType === 1 ? 8 : 4;
    else return undefined;
    at = start + length;
    if (at > bytes.length) return undefined;
    fields.push({ number: Math.floor(tag / 8), wireType, value: bytes.subarray(start, at) });
  }
  return fields;
}

function encode(fields: readonly Field[]): Uint8Array {
  const parts = fields.map(({ number, wireType, value }) =>
    Buffer.concat([
      Uint8Array.from(varint(number * 8 + wireType)),
      Uint8Array.from(wireType === 2 ? varint(value.length) : []),
      value,
    ]),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** Texts and numbers at which parsers err. */
const TEXTS = [
  '',
  '-1',
  '0',
  '00',
  '1e5',
  '+5',
  ' 1',
  '9'.repeat(80),
  `-${'9'.repeat(78)}`,
  `0.${'0'.repeat(17)}1`,
  '../..',
  'akash1',
  'uakt',
  'a'.repeat(300),
  '\0',
  '\u{1F600}',
];
const VARINTS = [[0], [1], [0x7f], [0xff, 0xff, 0xff, 0xff, 0x0f], [...Array(9).fill(0xff), 0x01], [0x80, 0x00]];

/** Changes a field, or goes down into it. */
function changeFields(fields: Field[], random: Random, depth: number): void {
  const i = random.below(fields.length);
  const field = fields[i]!;
  const inner = field.wireType === 2 && depth < 12 && random.below(5) > 0 ? parse(field.value) : undefined;
  if (inner !== undefined && inner.length > 0) {
    changeFields(inner, random, depth + 1);
    fields[i] = { ...field, value: encode(inner) };
    return;
  }
  switch (random.below(20)) {
    case 0:
      fields.splice(i, 1);
      return;
    case 1:
      fields.splice(random.below(fields.length + 1), 0, field);
      return;
    case 2:
      fields.splice(i, 1);
      fields.splice(random.below(fields.length + 1), 0, field);
      return;
    case 3:
      fields[i] = { ...field, number: 1 + random.below(random.below(2) === 0 ? 20 : 3000) };
      return;
    case 4: {
      // A field of the other kind.
      const value = field.wireType === 2 ? Uint8Array.from(VARINTS[random.below(VARINTS.length)]!) : random.bytes(3);
      fields[i] = { ...field, wireType: field.wireType === 2 ? 0 : 2, value };
      return;
    }
    case 5:
      fields[i] = { ...field, wireType: 2, value: Buffer.concat([field.value, field.value]) };
      return;
    case 6: {
      // Nested in itself, some way down.
      let value = field.value;
      const number = 1 + random.below(3);
      for (let n = random.below(120); n > 0; n--) value = encode([{ number, wireType: 2, value }]);
      fields[i] = { ...field, wireType: 2, value };
      return;
    }
    default:
      fields[i] =
        field.wireType === 2
          ? {
              ...field,
              value:
                random.below(2) === 0
                  ? Buffer.from(TEXTS[random.below(TEXTS.length)]!)
                  : changeBytes(field.value, random),
            }
          : { ...field, wireType: 0, value: Uint8Array.from(VARINTS[random.below(VARINTS.length)]!) };
  }
}

/** Blind changes. */
function changeBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const out = [...bytes];
  for (let n = 1 + random.below(4); n > 0; n--) {
    const at = random.below(out.length + 1);
    switch (random.below(6)) {
      case 0:
        out.splice(at, 1 + random.below(8));
        break;
      case 1:
        out.splice(at, 0, ...random.bytes(1 + random.below(8)));
        break;
      case 2:
        out.length = at;
        break;
      case 3: {
        const from = random.below(out.length + 1);
        out.splice(at, 0, ...out.slice(from, from + random.below(40)));
        break;
      }
      default:
        if (at < out.length) out[at] = random.below(2) === 0 ? random.below(256) : out[at]! ^ (1 << random.below(8));
    }
  }
  return Uint8Array.from(out);
}

/** A changed transaction. `other` lends it fields. */
export function mutate(tx: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  if (random.below(3) === 0) return changeBytes(tx, random);
  const fields = parse(tx);
  if (fields === undefined || fields.length === 0) return changeBytes(tx, random);
  if (random.below(12) === 0) fields.push(...(parse(other) ?? []));
  for (let n = random.below(3) === 0 ? 3 : 1; n > 0; n--) if (fields.length > 0) changeFields(fields, random, 0);
  return encode(fields);
}
