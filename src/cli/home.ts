import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Flags, Io } from './frame.ts';

/** Where everything of a node lies, as the Go node lays it out. */
export interface Home {
  readonly root: string;
  readonly config: string;
  readonly data: string;
  readonly genesis: string;
  readonly appToml: string;
  readonly cometToml: string;
  readonly nodeKey: string;
  readonly validatorKey: string;
  readonly validatorState: string;
  readonly gentxs: string;
}

/** The folder that `--home` or AKASH_HOME names, `~/.akash` otherwise. */
export function homeOf(flags: Flags, io: Io): Home {
  const given = flags.text('home');
  const user = io.env.HOME ?? homedir();
  const root =
    given === '' ? join(user, '.akash') : resolve(given.startsWith('~/') ? join(user, given.slice(2)) : given);
  const config = join(root, 'config');
  const data = join(root, 'data');
  return {
    root,
    config,
    data,
    genesis: join(config, 'genesis.json'),
    appToml: join(config, 'app.toml'),
    cometToml: join(config, 'config.toml'),
    nodeKey: join(config, 'node_key.json'),
    validatorKey: join(config, 'priv_validator_key.json'),
    validatorState: join(data, 'priv_validator_state.json'),
    gentxs: join(config, 'gentx'),
  };
}
