import { GoErrorBase } from '../../core/errors.ts';
import type { Configurator } from '../../core/module.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import {
  MsgCloseDeployment,
  MsgCreateDeployment,
  MsgUpdateDeployment,
} from '../../wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { MsgCloseGroup, MsgPauseGroup, MsgStartGroup } from '../../wire/gen/akash/deployment/v1beta4/groupmsg.ts';
import { MsgUpdateParams } from '../../wire/gen/akash/deployment/v1beta4/paramsmsg.ts';
import { validateDepositMessage } from '../escrow/deposit.ts';
import { ErrEmptyHash, ErrInvalidDeposit, ErrInvalidGroups, ErrInvalidHash } from './errors.ts';
import { groupPrice } from './group-spec.ts';
import { validateDeploymentId, validateGroupId } from './ids.ts';
import { validateParams } from './params.ts';
import { validateGroupSpec } from './resources.ts';

/** Bytes of the hash of a manifest. */
const HASH_LENGTH = 32;

function validateHash(hash: Uint8Array): void {
  if (hash.length === 0) throw ErrEmptyHash.error();
  if (hash.length !== HASH_LENGTH) throw ErrInvalidHash.error();
}

/** Throws GoError. */
export function validateCreateDeployment(msg: MsgCreateDeployment): void {
  validateDeploymentId(msg.id);
  validateDepositMessage(msg.deposit);
  if (msg.groups.length === 0) throw ErrInvalidGroups.error();
  validateHash(msg.hash);
  const { amount } = msg.deposit;
  for (const group of msg.groups) {
    validateGroupSpec(group);
    if (amount.amount === 0n) continue;
    const { denom } = groupPrice(group);
    if (denom !== amount.denom) {
      throw ErrInvalidDeposit.wrap(`Mismatched denominations (${amount.denom} != ${denom})`);
    }
  }
}

/** Throws GoError. */
export function validateUpdateDeployment(msg: MsgUpdateDeployment): void {
  validateDeploymentId(msg.id);
  validateHash(msg.hash);
}

/** Throws GoError. */
export function validateUpdateParams(msg: MsgUpdateParams): void {
  try {
    accAddressFromBech32(msg.authority);
  } catch (e) {
    if (e instanceof GoErrorBase) throw e.wrap('invalid authority address');
    throw e;
  }
  validateParams(msg.params);
}

/** Registers the stateless checks. Source: chain-sdk go/node/deployment/v1beta4/msgs.go. */
export function registerValidateBasic(cfg: Configurator): void {
  cfg.validateBasic(MsgCreateDeployment, validateCreateDeployment);
  cfg.validateBasic(MsgUpdateDeployment, validateUpdateDeployment);
  cfg.validateBasic(MsgCloseDeployment, (msg) => validateDeploymentId(msg.id));
  for (const type of [MsgCloseGroup, MsgPauseGroup, MsgStartGroup]) {
    cfg.validateBasic(type, (msg) => validateGroupId(msg.id));
  }
  cfg.validateBasic(MsgUpdateParams, validateUpdateParams);
}
