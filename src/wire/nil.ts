/**
 * Nil Int and Dec fields. Go tells an absent one from zero; here it reads as zero and the message lists its name in `$nil`.
 */

interface WithNil {
  $nil?: string[];
}

/** Whether an Int or Dec field was absent or empty when the message was read. */
export function isNil(message: object, field: string): boolean {
  return (message as WithNil).$nil?.includes(field) ?? false;
}

/** Remembers that a field is a nil Int or Dec. */
export function markNil(message: object, field: string): void {
  const m = message as WithNil;
  if (m.$nil === undefined) m.$nil = [field];
  else m.$nil.push(field);
}

/** Before more of a message is read into it: its nil fields are open again. */
export function reopenNil(message: object): void {
  const m = message as WithNil & Record<string, unknown>;
  for (const field of m.$nil ?? []) m[field] = undefined;
  delete m.$nil;
}
