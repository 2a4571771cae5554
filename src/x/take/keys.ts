/** Layout of the `take` store. Source: chain-sdk go/node/take/v1/key.go. */
export const MODULE_NAME = 'take';
export const STORE_KEY = MODULE_NAME;

// 0x01 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x01);
