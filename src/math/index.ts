export type { Coin } from './coin.ts';
export * as Coins from './coin.ts';
export { Dec } from './dec.ts';
export type { DecCoin } from './dec-coin.ts';
export * as DecCoins from './dec-coin.ts';
export { formatDec, formatInt } from './format.ts';
export * as Int from './int.ts';
export { parseCoinNormalized, parseCoinsNormalized, parseDecCoin, parseDecCoins } from './parse-coin.ts';
export * as Uint from './uint.ts';
