import { IntProto } from '../../wire/gen/cosmos/base/v1beta1/coin.ts';
import { Int64Value } from '../../wire/gen/google/protobuf/wrappers.ts';

/** Small values as the store keeps them. */

export const encodeInt = (x: bigint): Uint8Array => IntProto.encode(IntProto.create({ int: x }));
export const decodeInt = (b: Uint8Array): bigint => IntProto.decode(b).int;
export const encodePower = (x: bigint): Uint8Array => Int64Value.encode(Int64Value.create({ value: x }));
export const decodePower = (b: Uint8Array): bigint => Int64Value.decode(b).value;
