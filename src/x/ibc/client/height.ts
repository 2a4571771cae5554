import type { Context } from '../../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../../core/errors.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { ErrInvalidChainID, ErrInvalidHeight } from '../errors.ts';
import { parseUint } from '../host/parse.ts';

/** Heights across upgrades of a chain: revision first. Source: ibc-go modules/core/02-client/types/height.go. */

export const ZERO_HEIGHT: Height = Object.freeze({ revisionNumber: 0n, revisionHeight: 0n });

export function newHeight(revisionNumber: bigint, revisionHeight: bigint): Height {
  return { revisionNumber, revisionHeight };
}

/** Negative when a is below b, 0 when equal, positive when above. */
export function compareHeights(a: Height, b: Height): number {
  const [x, y] =
    a.revisionNumber === b.revisionNumber ? [a.revisionHeight, b.revisionHeight] : [a.revisionNumber, b.revisionNumber];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function isZeroHeight(h: Height): boolean {
  return h.revisionNumber === 0n && h.revisionHeight === 0n;
}

/** `1-25`. */
export function heightString(h: Height): string {
  return `${h.revisionNumber}-${h.revisionHeight}`;
}

/** `{1 25}`: what Go prints for a height where a format asks for a number. */
export function heightNumbers(h: Height): string {
  return `{${h.revisionNumber} ${h.revisionHeight}}`;
}

/** Reads {@link heightString}. Throws SdkError. */
export function parseHeight(text: string): Height {
  const parts = text.split('-');
  if (parts.length !== 2) {
    throw ErrInvalidHeight.wrap(`expected height string format: {revision}-{height}. Got: ${text}`);
  }
  return { revisionNumber: part('number', parts[0]!), revisionHeight: part('height', parts[1]!) };
}

function part(what: string, text: string): bigint {
  try {
    return parseUint(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidHeight.wrap(`invalid revision ${what}. parse err: ${e.message}`);
    throw e;
  }
}

/** {@link parseHeight} of what this chain stored itself: failing is a panic. */
export function mustParseHeight(text: string): Height {
  try {
    return parseHeight(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}

const REVISION_FORMAT = /^[^\n]*[^\n-]-[1-9][0-9]*$/;

/** Whether a chain id ends in its revision: `akashnet-2`. */
export function isRevisionFormat(chainId: string): boolean {
  return REVISION_FORMAT.test(chainId);
}

/** The revision at the end of a chain id; 0 when it has none. */
export function parseChainId(chainId: string): bigint {
  if (!isRevisionFormat(chainId)) return 0n;
  try {
    return parseUint(chainId.slice(chainId.lastIndexOf('-') + 1));
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    // PARITY: ibc-go modules/core/02-client/types/height.go ParseChainID: a revision over 64 bits is a panic.
    throw new GoPanic(`regex allowed non-number value as last split element for chainID: ${chainId}`);
  }
}

/** A chain id with another revision. Throws SdkError when it has none. */
export function setRevisionNumber(chainId: string, revision: bigint): string {
  if (!isRevisionFormat(chainId)) throw ErrInvalidChainID.wrap(`chainID is not in revision format: ${chainId}`);
  return `${chainId.slice(0, chainId.lastIndexOf('-') + 1)}${revision}`;
}

/** This chain's own height. */
export function getSelfHeight(ctx: Context): Height {
  return newHeight(parseChainId(ctx.chainId), BigInt.asUintN(64, ctx.blockHeight));
}
