import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ByteString, byteStringToHex } from '../../src/store/bytestring.ts';
import type { Database } from '../../src/store/database.ts';

const VECTORS = join(import.meta.dirname, '../vectors');

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A recorded line: what it is, then its fields. */
export type Line = [string, ...Json[]];

export function readLines(folder: string, name: string): Line[] {
  const text = gunzipSync(readFileSync(join(VECTORS, folder, `${name}.jsonl.gz`))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

export const hexToBytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
export const hexToText = (hex: string): ByteString => Buffer.from(hex, 'hex').toString('latin1');
export const textToHex = byteStringToHex;
export const bytesToHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The whole database by key, as `raw` lines have it. */
export async function dump(db: Database): Promise<[string, string][]> {
  const pairs: [string, string][] = [];
  for await (const [key, value] of db.scan({})) pairs.push([bytesToHex(key), bytesToHex(value)]);
  return pairs;
}
