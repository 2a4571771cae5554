/** A serial number in decimal, with or without a sign: "+7" and "007" are 7. Undefined when it is none. */
export function parseSerial(text: string): bigint | undefined {
  const parts = /^([+-]?)(\d+)$/.exec(text);
  if (parts === null) return undefined;
  const n = BigInt(parts[2]!);
  return parts[1] === '-' ? -n : n;
}
