import { textBytes } from '../../core/go-text.ts';

export const MODULE_NAME = 'consensus';
export const STORE_KEY = MODULE_NAME;

/** "Consensus" -> tendermint.types.ConsensusParams, the only key of the store. */
export const PARAMS_KEY: Uint8Array = textBytes('Consensus');
