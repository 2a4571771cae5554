/** Layout of the `deployment` store. Source: node x/deployment/keeper, chain-sdk go/node/deployment/v1/key.go. */
export const MODULE_NAME = 'deployment';
export const STORE_KEY = MODULE_NAME;

// 0x03 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x03);
