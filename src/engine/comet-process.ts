import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The CometBFT release that this node is built and tested with. */
export const COMET_RELEASE = '0.38.21';

/** CometBFT is missing, or cannot be used: the message says how to get it. */
export class CometError extends Error {}

const INSTALL = `Install it with Go 1.22 or newer:\n  go install github.com/cometbft/cometbft/cmd/cometbft@v${COMET_RELEASE}\nand put $(go env GOPATH)/bin on the PATH, or name the program with --cometbft. To serve ABCI to a CometBFT of your own: akash start --with-comet=false --transport socket --address tcp://127.0.0.1:26658. To run a chain without CometBFT: akash dev.`;

/** The CometBFT executable: `given`, or the first on PATH, or in Go's own folder. Throws {@link CometError} when there is none. */
export function findComet(given: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new CometError(`--cometbft: there is no program at ${given}.\n${INSTALL}`);
    return given;
  }
  const folders = (env.PATH ?? '').split(delimiter);
  if (env.GOPATH) folders.push(join(env.GOPATH, 'bin'));
  if (env.HOME) folders.push(join(env.HOME, 'go', 'bin'));
  const name = process.platform === 'win32' ? 'cometbft.exe' : 'cometbft';
  const found = folders.map((f) => join(f, name)).find((f) => existsSync(f));
  if (!found) throw new CometError(`CometBFT ${COMET_RELEASE} was not found on the PATH.\n${INSTALL}`);
  return found;
}

/** Asks the program for its version; returns a warning when it is not of the 0.38 line. Throws {@link CometError} when it does not run. */
export function checkComet(program: string): string | undefined {
  const r = spawnSync(program, ['version'], { encoding: 'utf8', timeout: 10_000 });
  if (r.status !== 0) throw new CometError(`${program} does not run: ${r.error?.message ?? r.stderr.trim()}`);
  const version = r.stdout.trim();
  // 0.38.21 says 0.38.19 of itself.
  if (!version.startsWith('0.38.'))
    throw new CometError(
      `${program} is CometBFT ${version}; this node needs the 0.38 line (${COMET_RELEASE}).\n${INSTALL}`,
    );
  return undefined;
}

export interface CometOptions {
  readonly program: string;
  readonly home: string;
  /** Where the application serves ABCI, as `tcp://127.0.0.1:26658`. */
  readonly proxyApp: string;
  /** Settings of config.toml that flags or the environment replace, by dotted path. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Every line that it prints. */
  onLine(line: string): void;
}

/** A CometBFT that runs as our child. */
export interface CometProcess {
  readonly pid: number;
  /** Resolves when it has ended, with what to tell about it. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks it to end (SIGTERM), kills it after `grace` milliseconds. */
  stop(grace?: number): Promise<void>;
}

/** Starts CometBFT on a home folder. It is killed when this process exits; when this process is itself killed, the closed ABCI connection ends it. */
export function startComet(o: CometOptions): CometProcess {
  const env: Record<string, string> = {};
  for (const [k, v] of Object.entries(o.env)) if (v !== undefined) env[k] = v;
  // CometBFT reads CMT_ variables, as we read AKASH_ ones.
  for (const [key, value] of o.overrides) env[`CMT_${key.replace(/[.-]/g, '_').toUpperCase()}`] = value;
  const child: ChildProcess = spawn(
    o.program,
    ['start', '--home', o.home, '--proxy_app', o.proxyApp, '--abci', 'socket'],
    {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') o.onLine(line);
    });
    stream?.on('end', () => rest !== '' && o.onLine(rest));
  }
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', () => resolve({ code: 1, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const onExit = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', onExit);
  void exited.then(() => process.off('exit', onExit));
  return {
    pid: child.pid ?? 0,
    exited,
    async stop(grace = 10_000) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), grace);
      await exited;
      clearTimeout(timer);
    },
  };
}
