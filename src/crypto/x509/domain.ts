import { GoErrorBase } from '../../core/errors.ts';
import { parseIp } from '../../core/go-ip.ts';

/** Names as extensions of certificates hold them. Source: go crypto/x509. Texts are latin1: one character a byte. */

/** Whether a name may stand in a constraint, which may begin with a dot, or elsewhere. The empty name may. */
export function isDomainName(name: string, constraint: boolean): boolean {
  if (name === '') return true;
  if (name.endsWith('.')) return false;
  const labels = constraint && name.startsWith('.') ? name.slice(1) : name;
  return /^[\x21-\x7e]+$/.test(labels) && labels.split('.').every((label) => label !== '');
}

/** Whether a text is an address as mail has it: `local@domain`. */
export function isMailbox(text: string): boolean {
  const rest = text.startsWith('"') ? behindQuoted(text) : behindAtoms(text);
  if (rest === undefined || !rest.startsWith('@')) return false;
  const domain = rest.slice(1);
  return domain === '' || (/^[\x21-\x7e]+$/.test(domain) && domain.split('.').every((label) => label !== ''));
}

function behindQuoted(text: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are allowed there
  const quoted = /^"([\x01-\x08\x0b\x0c\x0e-\x1f\x20\x21\x7f\x23-\x5b\x5d-\x7e]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*"/.exec(
    text,
  );
  return quoted === null ? undefined : text.slice(quoted[0].length);
}

function behindAtoms(text: string): string | undefined {
  let local = '';
  let i = 0;
  for (; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
      if (i === text.length) return undefined;
    } else if (!/[0-9a-zA-Z!#$%&'*+\-/=?^_`{|}~.]/.test(text[i]!)) break;
    local += text[i];
  }
  if (local === '' || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return undefined;
  return text.slice(i);
}

/** net.ParseIP: an address of either kind, without a zone. */
export function isIp(text: string): boolean {
  try {
    return parseIp(text).zone === '';
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}
