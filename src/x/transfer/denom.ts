import { GoError, GoErrorBase } from '../../core/errors.ts';
import { decodeHex } from '../../core/go-hex.ts';
import { compareText, textBytes, trimSpace } from '../../core/go-text.ts';
import { sha256 } from '../../crypto/hash.ts';
import { denomProblem } from '../../math/coin.ts';
import type { Denom, Hop } from '../../wire/gen/ibc/applications/transfer/v1/token.ts';
import { isValidChannelId } from '../ibc/channel/identifier.ts';
import { isValidClientId } from '../ibc/client/identifier.ts';
import { channelIdentifierValidator, portIdentifierValidator } from '../ibc/host/validate.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { ErrInvalidDenomForTransfer } from './errors.ts';

/** Where a denomination came from: its base and the ports and channels it passed, the last first. Source: ibc-go modules/apps/transfer/types/denom.go. */

/** What denominations from other chains begin with here. */
export const IBC_PREFIX = 'ibc/';

export function isNative(d: Denom): boolean {
  return d.trace.length === 0;
}

/** `transfer/channel-0/uatom`. */
export function denomPath(d: Denom): string {
  return d.trace.map((hop) => `${hop.portId}/${hop.channelId}/`).join('') + d.base;
}

export function denomHash(d: Denom): Uint8Array {
  return sha256(textBytes(denomPath(d)));
}

/** Go's HexBytes: upper case. */
export function hexBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

/** What the coin is called on this chain. */
export function ibcDenom(d: Denom): string {
  return isNative(d) ? d.base : IBC_PREFIX + hexBytes(denomHash(d));
}

/** Whether it came, last, through this port and channel. */
export function hasPrefix(d: Denom, portId: string, channelId: string): boolean {
  const hop = d.trace[0];
  return hop !== undefined && hop.portId === portId && hop.channelId === channelId;
}

/** Throws SdkError. */
export function validateDenom(d: Denom): void {
  if (trimSpace(d.base) === '') throw ErrInvalidDenomForTransfer.wrap('base denomination cannot be blank');
  for (const hop of d.trace) wrapped('invalid trace', () => validateHop(hop));
}

function validateHop({ portId, channelId }: Hop): void {
  wrapped(`invalid hop source port ID ${portId}`, () => portIdentifierValidator(portId));
  wrapped(`invalid hop source channel ID ${channelId}`, () => channelIdentifierValidator(channelId));
}

/** Throws GoError. */
export function validateDenoms(denoms: readonly Denom[]): void {
  const seen = new Set<string>();
  denoms.forEach((d, i) => {
    const hash = hexBytes(denomHash(d));
    if (seen.has(hash)) throw new GoError(`duplicated denomination with hash ${hash}`);
    wrapped(`failed denom ${i} validation`, () => validateDenom(d));
    seen.add(hash);
  });
}

/** By base, then by the number of hops, then by path. */
export function sortDenoms(denoms: readonly Denom[]): Denom[] {
  return denoms.toSorted(
    (a, b) => compareText(a.base, b.base) || a.trace.length - b.trace.length || compareText(denomPath(a), denomPath(b)),
  );
}

/**
 * Takes a path apart. Pairs count as hops as long as the second part looks like a channel or client of this implementation; the rest,
 * slashes and all, is the base.
 */
export function extractDenomFromPath(path: string): Denom {
  const parts = path.split('/');
  const trace: Hop[] = [];
  let i = 0;
  if (parts.length > 2) {
    for (; i + 1 < parts.length; i += 2) {
      const [portId, channelId] = [parts[i]!, parts[i + 1]!];
      if (!isValidChannelId(channelId) && !isValidClientId(channelId)) break;
      trace.push({ portId, channelId });
    }
  }
  return { base: parts.slice(i).join('/'), trace };
}

const HASH_SIZE = 32;

/** Throws GoError. An empty text is a hash of no bytes. */
export function parseHexHash(text: string): Uint8Array {
  const hash = decodeHex(text);
  if (hash.length > 0 && hash.length !== HASH_SIZE) {
    throw new GoError(`expected size to be ${HASH_SIZE} bytes, got ${hash.length} bytes`);
  }
  return hash;
}

/** Whether a coin of this denomination may be sent: anything but a malformed `ibc/{hash}`. */
export function isTransferable(denom: string): boolean {
  if (denomProblem(denom) !== undefined || denom === 'ibc') return false;
  if (!denom.startsWith(IBC_PREFIX)) return true;
  const hash = denom.slice(IBC_PREFIX.length);
  if (trimSpace(hash) === '') return false;
  try {
    parseHexHash(hash);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}
