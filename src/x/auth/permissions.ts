import { GoError } from '../../core/errors.ts';
import { trimSpace } from '../../core/go-text.ts';
import { moduleAddress } from '../../crypto/address.ts';

export const MINTER = 'minter';
export const BURNER = 'burner';
export const STAKING = 'staking';

/** What the application lets the account of a module do. */
export interface ModulePermissions {
  readonly name: string;
  readonly address: Uint8Array;
  readonly permissions: readonly string[];
}

export function modulePermissions(name: string, permissions: readonly string[]): ModulePermissions {
  return { name, address: moduleAddress(name), permissions };
}

/** Throws GoError when a permission is blank. */
export function validatePermissions(permissions: readonly string[]): void {
  for (const p of permissions) if (trimSpace(p) === '') throw new GoError('module permission is empty');
}
