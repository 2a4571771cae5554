import { textBytes } from '../../core/go-text.ts';

export const MODULE_NAME = 'params';
export const STORE_KEY = MODULE_NAME;
/** Remembers, for the block, which parameters were set. */
export const TRANSIENT_STORE_KEY = 'transient_params';
/** Route of the parameter change proposals. */
export const ROUTER_KEY = MODULE_NAME;

/** subspace "/" key -> amino JSON of the value; in the transient store an empty value. */
export function subspacePrefix(subspace: string): Uint8Array {
  return textBytes(`${subspace}/`);
}
