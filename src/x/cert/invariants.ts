import type { Context } from '../../core/context.ts';
import { Certificate } from '../../wire/gen/akash/cert/v1/cert.ts';
import type { CertKeeper } from './keeper.ts';
import { CERT_PREFIX } from './keys.ts';

/** A certificate's state is the one that its key says, and there is one certificate to a serial number. Returns the violations. */
export function certificatesAreInOneState(k: CertKeeper, ctx: Context): string[] {
  const found: string[] = [];
  const ids = new Set<string>();
  const it = ctx.kvStore(k.storeKey).iterator(undefined, undefined);
  for (; it.valid(); it.next()) {
    const key = it.key();
    const { state } = Certificate.decode(it.value());
    const id = Buffer.from(key.subarray(CERT_PREFIX.length + 1)).toString('hex');
    if (state !== key[CERT_PREFIX.length])
      found.push(`certificate ${id} has state ${state} but is stored as ${key[1]}`);
    if (ids.has(id)) found.push(`certificate ${id} is there in both states`);
    ids.add(id);
  }
  it.close();
  return found;
}
