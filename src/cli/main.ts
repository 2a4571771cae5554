import { type Io, runCli } from './frame.ts';
import { commandTree } from './tree.ts';

/** Runs one command line. Returns the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const { groups, commands } = await commandTree(argv);
  return runCli(groups, commands, argv, io);
}
