/** Layout of the `market` store. Source: node x/market/keeper, chain-sdk go/node/market/v1/key.go. */
export const MODULE_NAME = 'market';
export const STORE_KEY = MODULE_NAME;

// 0x04 0x00 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x04, 0x00);
