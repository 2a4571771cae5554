import type { Context } from '../../../core/context.ts';
import { event } from '../../../core/events.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { heightString } from './height.ts';

/** Each is followed by the module's name. Source: ibc-go modules/core/02-client/keeper/events.go. */
function emit(ctx: Context, type: string, ...attributes: readonly (readonly [string, string])[]): void {
  ctx.eventManager.emit(event(type, ...attributes));
  ctx.eventManager.emit(event('message', ['module', 'ibc_client']));
}

const of = (clientId: string, clientType: string): [[string, string], [string, string]] => [
  ['client_id', clientId],
  ['client_type', clientType],
];

export function emitCreateClient(ctx: Context, clientId: string, clientType: string, height: Height): void {
  emit(ctx, 'create_client', ...of(clientId, clientType), ['consensus_height', heightString(height)]);
}

export function emitUpdateClient(ctx: Context, clientId: string, clientType: string, heights: readonly Height[]): void {
  const texts = heights.map(heightString);
  emit(
    ctx,
    'update_client',
    ...of(clientId, clientType),
    ['consensus_height', texts[0] ?? ''],
    ['consensus_heights', texts.join(',')],
  );
}

export function emitUpgradeClient(ctx: Context, clientId: string, clientType: string, height: Height): void {
  emit(ctx, 'upgrade_client', ...of(clientId, clientType), ['consensus_height', heightString(height)]);
}

export function emitSubmitMisbehaviour(ctx: Context, clientId: string, clientType: string): void {
  emit(ctx, 'client_misbehaviour', ...of(clientId, clientType));
}

export function emitRecoverClient(ctx: Context, clientId: string, clientType: string): void {
  emit(ctx, 'recover_client', ['subject_client_id', clientId], ['client_type', clientType]);
}

export function emitScheduleIBCSoftwareUpgrade(ctx: Context, title: string, height: bigint): void {
  emit(ctx, 'schedule_ibc_software_upgrade', ['title', title], ['upgrade_plan_height', `${height}`]);
}

export function emitUpgradeChain(ctx: Context, height: bigint): void {
  emit(ctx, 'upgrade_chain', ['upgrade_plan_height', `${height}`], ['upgrade_store', 'upgrade']);
}
