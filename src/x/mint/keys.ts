/** Layout of the `mint` store. Source: cosmos-sdk x/mint/types/keys.go. */
export const MODULE_NAME = 'mint';
export const STORE_KEY = MODULE_NAME;

// 0x00 -> Minter
export const MINTER_KEY: Uint8Array = Uint8Array.of(0x00);
// 0x01 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x01);
