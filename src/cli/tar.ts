/** As much of the tar format as archives of snapshots need: plain files with short names. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (n: number, digits: number): string => `${n.toString(8).padStart(digits, '0')}\0`;
  block.write(name, 0, 100);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

export function writeTar(files: readonly TarFile[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const { name, bytes } of files) {
    parts.push(header(name, bytes.length), bytes);
    parts.push(Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** The files of an archive, in order. What is no plain file is passed over. */
export function readTar(archive: Uint8Array): TarFile[] {
  const data = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  const out: TarFile[] = [];
  const text = (from: number, to: number): string => data.toString('latin1', from, to).split('\0')[0]!.trim();
  for (let at = 0; at + BLOCK <= data.length && data[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, at + 136), 8);
    if (!Number.isSafeInteger(size)) break;
    const kind = data[at + 156];
    const from = at + BLOCK;
    if (kind === 0 || kind === 0x30) out.push({ name: text(at, at + 100), bytes: data.subarray(from, from + size) });
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  return out;
}
