import { NODE_COMMANDS } from './commands/node.ts';
import { type CommandSpec, type GroupSpec, type Io, runCli } from './frame.ts';

const WORDS_WITH_STATE = new Set(['query', 'q', 'tx']);

/**
 * The command tree. Parts that pull in much code are loaded only when the command line begins with their word, or asks for help, so that
 * short commands start fast.
 */
async function tree(argv: readonly string[]): Promise<{ groups: GroupSpec[]; commands: CommandSpec[] }> {
  const groups: GroupSpec[] = [];
  const commands: CommandSpec[] = [...NODE_COMMANDS];
  const first = argv.find((a) => !a.startsWith('-'));
  const everything = first === undefined || !NODE_COMMANDS.some((c) => c.path[0] === first);
  if (everything && (first === undefined || WORDS_WITH_STATE.has(first) || first === 'help')) {
    const { QUERY_COMMANDS, QUERY_GROUPS } = await import('./commands/query.ts');
    const { TX_COMMANDS, TX_GROUPS } = await import('./commands/tx.ts');
    groups.push(...QUERY_GROUPS, ...TX_GROUPS);
    commands.push(...QUERY_COMMANDS, ...TX_COMMANDS);
  }
  if (everything) {
    const { KEYS_COMMANDS, KEYS_GROUPS } = await import('./commands/keys.ts');
    const { GENESIS_COMMANDS, GENESIS_GROUPS } = await import('./commands/genesis.ts');
    groups.push(...KEYS_GROUPS, ...GENESIS_GROUPS);
    commands.push(...KEYS_COMMANDS, ...GENESIS_COMMANDS);
  }
  return { groups, commands };
}

/** Runs one command line. Returns the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const { groups, commands } = await tree(argv);
  return runCli(groups, commands, argv, io);
}
