import { textBytes } from '../../core/go-text.ts';
import { concatBytes, u64be } from '../../store/keys.ts';

export const MODULE_NAME = 'upgrade';
export const STORE_KEY = MODULE_NAME;
/** Route of the legacy upgrade proposals; nobody handles it. */
export const ROUTER_KEY = MODULE_NAME;
/** Where a node that stops for an upgrade leaves word, in its data folder. */
export const UPGRADE_INFO_FILENAME = 'upgrade-info.json';

/** 0x00 -> the scheduled Plan. */
export const PLAN_KEY: Uint8Array = Uint8Array.of(0x00);
/** 0x01 | height u64be | name -> 0x01, one for each applied upgrade. */
export const DONE_PREFIX: Uint8Array = Uint8Array.of(0x01);
/** 0x02 | module name -> consensus version u64be. */
export const VERSION_MAP_PREFIX: Uint8Array = Uint8Array.of(0x02);
/** 0x03 -> number of upgrades applied, u64be. */
export const PROTOCOL_VERSION_KEY: Uint8Array = Uint8Array.of(0x03);

export function doneKey(name: string, height: bigint): Uint8Array {
  return concatBytes(DONE_PREFIX, u64be(height), textBytes(name));
}

export function moduleVersionKey(name: string): Uint8Array {
  return concatBytes(VERSION_MAP_PREFIX, textBytes(name));
}

/** "upgradedIBCState/<height>/upgradedClient": the client state that other chains may move to. */
export function upgradedClientKey(height: bigint): Uint8Array {
  return textBytes(`upgradedIBCState/${height}/upgradedClient`);
}

/** "upgradedIBCState/<height>/upgradedConsState". */
export function upgradedConsStateKey(height: bigint): Uint8Array {
  return textBytes(`upgradedIBCState/${height}/upgradedConsState`);
}
