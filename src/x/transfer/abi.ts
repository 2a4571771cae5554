import { textBytes } from '../../core/go-text.ts';
import { concatBytes } from '../../store/keys.ts';
import type { FungibleTokenPacketData } from '../../wire/gen/ibc/applications/transfer/v1/packet.ts';

const WORD = 32;

function uint256(n: bigint): Uint8Array {
  return Buffer.from(n.toString(16).padStart(2 * WORD, '0'), 'hex');
}

/** Length, then the bytes, filled up to whole words. */
function string(text: string): Uint8Array {
  const bytes = textBytes(text);
  return concatBytes(uint256(BigInt(bytes.length)), bytes, new Uint8Array(-bytes.length & (WORD - 1)));
}

/**
 * Solidity's `abi.encode` of the tuple (denom, sender, receiver, amount, memo). Source: ibc-go
 * modules/apps/transfer/types/solidity_abi.go.
 */
export function encodeAbi({ denom, sender, receiver, amount, memo }: FungibleTokenPacketData): Uint8Array {
  const head: Uint8Array[] = [];
  const tail: Uint8Array[] = [];
  let offset = 5 * WORD;
  for (const member of [string(denom), string(sender), string(receiver), BigInt(amount), string(memo)]) {
    if (typeof member === 'bigint') {
      head.push(uint256(member));
      continue;
    }
    head.push(uint256(BigInt(offset)));
    tail.push(member);
    offset += member.length;
  }
  return concatBytes(uint256(BigInt(WORD)), ...head, ...tail);
}
