import { Query } from '../../../wire/gen/akash/cert/v1/query.ts';
import { UsageError } from '../../frame.ts';
import { addressFlag } from '../ids.ts';
import { page, type QuerySpec, queryCommands, text } from './spec.ts';

/** A serial number as the chain writes it. */
export function serialNumber(given: string): string {
  if (!/^[+-]?\d+$/.test(given))
    throw new UsageError('certificate error: invalid value in serial flag. expected integer');
  return BigInt(given.replace(/^\+/, '')).toString();
}

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'cert list',
    summary: 'certificates',
    paged: true,
    flags: [
      text('owner', 'of this owner'),
      text('serial', 'with this serial number; needs --owner'),
      text('state', 'in this state: valid or revoked'),
    ],
    ask(_, f) {
      const owner = addressFlag(f, 'owner');
      const serial = f.text('serial');
      if (serial !== '' && owner === '') throw new UsageError('--serial flag requires --owner to be set');
      const state = f.text('state');
      if (!['', 'valid', 'revoked'].includes(state))
        throw new UsageError('invalid value of --state flag. expected valid|revoked');
      return {
        method: Query.methods.Certificates,
        request: { filter: { owner, serial: serial === '' ? '' : serialNumber(serial), state }, ...page(f) },
      };
    },
  },
];

export const COMMANDS = queryCommands(QUERIES);
