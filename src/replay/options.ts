import { DEFAULT_NODE_OPTIONS, type NodeOptions } from '../baseapp/node-options.ts';
import { parseDecCoins } from '../math/parse-coin.ts';
import type { CaseInfo } from './case.ts';

/** What the recorded node itself was set to. */
export function nodeOptionsOf(info: CaseInfo): NodeOptions {
  const prices = String(info.app_config['minimum-gas-prices'] ?? '');
  return {
    ...DEFAULT_NODE_OPTIONS,
    chainId: info.chain_id,
    version: String(info.app_config.version ?? ''),
    minGasPrices: prices === '' ? [] : parseDecCoins(prices),
  };
}
