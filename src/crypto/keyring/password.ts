/** The password of the file back end. Source: cosmos-sdk crypto/keyring/keyring.go newRealPrompt. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoError } from '../../core/errors.ts';
import { bcryptHash, bcryptMatches } from '../bcrypt.ts';

const MAX_ATTEMPTS = 3;

/** How to talk to whoever sits at the terminal. */
export interface Prompt {
  /** Asks for a line that is not shown. Throws GoError when it cannot be read. */
  password(prompt: string): string;
  /** Tells what went wrong. */
  warn(text: string): void;
}

/**
 * Asks for a keyring's password: three tries against the hash in `keyhash`; at first use twice the same, and the hash is
 * written. Throws GoError.
 */
export function askPassword(dir: string, prompt: Prompt): string {
  const file = join(dir, 'keyhash');
  const hash = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    try {
      const given = prompt.password(`Enter keyring passphrase (attempt ${attempt}/${MAX_ATTEMPTS}):`);
      if (hash !== undefined) {
        if (bcryptMatches(hash, given)) return given;
        prompt.warn('incorrect passphrase');
        continue;
      }
      if (given !== prompt.password('Re-enter keyring passphrase:')) {
        prompt.warn('passphrase do not match');
        continue;
      }
      const made = bcryptHash(given);
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      writeFileSync(file, made, { mode: 0o600 });
      return given;
    } catch (e) {
      if (!(e instanceof GoError)) throw e;
      prompt.warn(e.message);
    }
  }
  throw new GoError('too many failed passphrase attempts');
}
