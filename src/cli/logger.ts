import { pino } from 'pino';
import type { Logger } from '../engine/full-node.ts';
import { type Flags, type Io, UsageError } from './frame.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** The node's log: plain lines or pino's JSON, as `--log_format` says. CometBFT's own lines pass through in plain form. */
export function logger(io: Io, flags: Flags): Logger {
  const level = flags.text('log_level');
  if (!LEVELS.includes(level as (typeof LEVELS)[number]))
    throw new UsageError(`invalid argument "${level}" for "--log_level" flag: it must be one of ${LEVELS.join(', ')}`);
  if (flags.text('log_format') === 'json') {
    const log = pino({ level, base: null });
    const comet = log.child({ module: 'cometbft' });
    return {
      info: (t) => log.info(t),
      warn: (t) => log.warn(t),
      error: (t) => log.error(t),
      comet: (line) => comet.info(line),
    };
  }
  const least = LEVELS.indexOf(level as (typeof LEVELS)[number]);
  const line = (at: (typeof LEVELS)[number], text: string): void => {
    if (LEVELS.indexOf(at) >= least) io.err(`${new Date().toISOString()} ${at.toUpperCase().padEnd(5)} ${text}\n`);
  };
  return {
    info: (t) => line('info', t),
    warn: (t) => line('warn', t),
    error: (t) => line('error', t),
    comet: (t) => {
      if (least <= LEVELS.indexOf('info') || /^E\[/.test(t)) io.err(`${t}\n`);
    },
  };
}
