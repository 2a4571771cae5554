import { existsSync, readdirSync, readFileSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

// A log is made of blocks; a record in it: masked crc32c u32le of type and data | length u16le | type | data.
const BLOCK = 32768;
const HEADER = 7;
const FULL = 1;
const FIRST = 2;
const LAST = 4;

/**
 * LevelDB reads through the torn end of a log of entries, but refuses to open when the end of its manifest is torn: when power was lost
 * while a new table was being announced, or the database made, and the disk kept the length of what was written without its bytes. What has
 * not been synced nothing relies on yet, and what it would replace is still there: this cuts it off. A manifest with good records after the
 * bad place is damaged, not torn, and is left alone. Returns whether it changed anything.
 */
export function mendTornManifest(folder: string): boolean {
  const current = join(folder, 'CURRENT');
  if (!existsSync(current)) return false;
  const manifest = join(folder, readFileSync(current, 'latin1').trim());
  if (!existsSync(manifest)) return false;
  const bytes = readFileSync(manifest);
  const end = endOfGoodRecords(bytes);
  if (recordBegins(bytes, end)) return false;
  if (end > 0 && end < bytes.length) truncateSync(manifest, end);
  // Without tables a manifest says nothing that LevelDB does not find out by itself: it reads all logs there are.
  else if (end === 0 && !readdirSync(folder).some((name) => /\.(ldb|sst)$/.test(name))) unlinkSync(current);
  else return false;
  return true;
}

/** Length of the data of a good record at `at`; undefined when there is none. */
function goodRecord(bytes: Buffer, at: number): { length: number; type: number } | undefined {
  if ((at % BLOCK) + HEADER > BLOCK || at + HEADER > bytes.length) return undefined;
  const length = bytes.readUInt16LE(at + 4);
  const type = bytes[at + 6]!;
  const end = at + HEADER + length;
  if (type < FULL || type > LAST || end > bytes.length || (at % BLOCK) + HEADER + length > BLOCK) return undefined;
  return bytes.readUInt32LE(at) === mask(crc32c(bytes, at + 6, end)) ? { length, type } : undefined;
}

/** Where the last whole entry ends before anything that is not a record. */
function endOfGoodRecords(bytes: Buffer): number {
  let whole = 0;
  for (let at = 0; ; ) {
    if ((at % BLOCK) + HEADER > BLOCK) at += BLOCK - (at % BLOCK);
    const record = goodRecord(bytes, at);
    if (record === undefined) return whole;
    at += HEADER + record.length;
    if (record.type === FULL || record.type === LAST) whole = at;
  }
}

/** Whether an entry begins anywhere after `from`, where the bad one does. */
function recordBegins(bytes: Buffer, from: number): boolean {
  for (let at = from + 1; at + HEADER <= bytes.length; at++) {
    const record = goodRecord(bytes, at);
    if (record !== undefined && (record.type === FULL || record.type === FIRST)) return true;
  }
  return false;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  return c;
});

function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let c = 0xffffffff;
  for (let i = from; i < to; i++) c = TABLE[(c ^ bytes[i]!) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

const mask = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
