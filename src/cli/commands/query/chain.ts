import type { CommandSpec } from '../../frame.ts';

export const COMMANDS: readonly CommandSpec[] = [];
