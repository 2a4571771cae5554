import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { MsgCreateCertificate, MsgRevokeCertificate } from '../../../wire/gen/akash/cert/v1/msg.ts';
import { Query, type QueryCertificatesResponse } from '../../../wire/gen/akash/cert/v1/query.ts';
import { type CertificateFile, certificateFile } from '../../certificate.ts';
import { queryState } from '../../client.ts';
import { type CommandSpec, type FlagSpec, type Flags, type Io, UsageError } from '../../frame.ts';
import { homeOf } from '../../home.ts';
import { openKeyring } from '../../keyring.ts';
import { msg, type Sender, senderOf, sendTx, TX_FLAGS } from '../../tx.ts';
import { serialNumber } from '../query/cert.ts';
import { flag } from './spec.ts';

/** `client` and `server` differ only in what `generate` asks for: both publish and revoke the one certificate of the account. */
const KINDS = ['client', 'server'] as const;

/** The certificate file of the account that signs. Needs the account's key. */
export function certificateOf(io: Io, flags: Flags, sender: Sender): CertificateFile {
  const key = openKeyring(io, flags).find(sender.text);
  return certificateFile(homeOf(flags, io).root, sender.text, key);
}

/** Seconds of a Go duration such as 8760h0m0s. */
function seconds(text: string): bigint {
  const parts = [...text.matchAll(/(\d+)(h|m|s)/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join('') !== text)
    throw new UsageError(`invalid argument "${text}" for "--valid-duration" flag: it must be a duration such as 8760h`);
  const unit = { h: 3600n, m: 60n, s: 1n } as const;
  return parts.reduce((sum, p) => sum + BigInt(p[1]!) * unit[p[2] as keyof typeof unit], 0n);
}

function startTime(text: string): bigint {
  if (text === '') return BigInt(Math.floor(Date.now() / 1000));
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new UsageError(`--start-time: "${text}" is not a time like 2026-01-31T12:00:00Z`);
  return BigInt(Math.floor(Date.parse(text) / 1000));
}

const GENERATE_FLAGS: readonly FlagSpec[] = [
  flag('start-time', 'the certificate is not valid before this time (RFC 3339); now when it is left out'),
  flag('valid-duration', 'how long the certificate is valid', '8760h0m0s'),
  { name: 'overwrite', type: 'bool', help: 'overwrite a certificate that is there' },
];

const generate = KINDS.map(
  (kind): CommandSpec => ({
    path: ['tx', 'cert', 'generate', kind],
    ...(kind === 'server' ? { args: '[host name or IP address ...]' } : {}),
    count: kind === 'server' ? [1, Number.POSITIVE_INFINITY] : [0, 0],
    summary: `make the certificate of a ${kind === 'server' ? 'provider' : 'tenant'} and its key, in the home folder`,
    flags: [...TX_FLAGS, ...GENERATE_FLAGS],
    async run(io, domains, flags) {
      const sender = await senderOf(io, flags);
      const file = certificateOf(io, flags, sender);
      if (file.exists() && !flags.bool('overwrite'))
        throw new UsageError(
          `certificate error: cannot overwrite certificate: ${file.path} is there already; give --overwrite, or publish it`,
        );
      const notBefore = startTime(flags.text('start-time'));
      const notAfter = notBefore + seconds(flags.text('valid-duration'));
      file.generate({
        notBefore,
        notAfter,
        serial: (process.hrtime.bigint() % 1_000_000n) + BigInt(Date.now()) * 1_000_000n,
        domains,
      });
    },
  }),
);

const publish = KINDS.map(
  (kind): CommandSpec => ({
    path: ['tx', 'cert', 'publish', kind],
    count: [0, 0],
    summary: 'put the certificate on the chain',
    flags: [...TX_FLAGS, { name: 'to-genesis', type: 'bool', help: 'put it into the genesis file instead' }],
    async run(io, _args, flags) {
      const sender = await senderOf(io, flags);
      const file = certificateOf(io, flags, sender);
      if (!file.exists())
        throw new UsageError(
          `certificate error: does not exist: there is no ${file.path}; "akash tx cert generate ${kind}" makes one`,
        );
      const { cert, publicKey } = file.read();
      const message = { owner: sender.text, cert: Buffer.from(cert), pubkey: Buffer.from(publicKey) };
      if (flags.bool('to-genesis')) addToGenesis(homeOf(flags, io).genesis, message);
      else await sendTx(io, flags, sender, [msg(MsgCreateCertificate, message)]);
    },
  }),
);

function addToGenesis(path: string, c: { owner: string; cert: Buffer; pubkey: Buffer }): void {
  if (!existsSync(path)) throw new UsageError(`there is no ${path}: make one with "akash genesis init"`);
  const doc = JSON.parse(readFileSync(path, 'utf8')) as {
    app_state: { cert?: { certificates?: { owner: string; certificate: { cert: string } }[] } };
  };
  doc.app_state.cert ??= {};
  doc.app_state.cert.certificates ??= [];
  const list = doc.app_state.cert.certificates;
  const certificate = { state: 'valid', cert: c.cert.toString('base64'), pubkey: c.pubkey.toString('base64') };
  if (list.some((x) => x.owner === c.owner && x.certificate.cert === certificate.cert))
    throw new UsageError('cannot add already existing certificate');
  list.push({ owner: c.owner, certificate });
  writeFileSync(path, `${JSON.stringify(doc, null, 2)}\n`);
}

const revoke = KINDS.map(
  (kind): CommandSpec => ({
    path: ['tx', 'cert', 'revoke', kind],
    count: [0, 0],
    summary: 'take the certificate back, for good',
    flags: [
      ...TX_FLAGS,
      flag('serial', 'serial number; that of the certificate in the home folder when it is left out'),
    ],
    async run(io, _args, flags) {
      const sender = await senderOf(io, flags);
      const given = flags.text('serial');
      const serial =
        given === ''
          ? BigInt(`0x${certificateOf(io, flags, sender).read().x509.serialNumber}`).toString()
          : serialNumber(given);
      if (!flags.bool('offline')) {
        const r = await queryState<object, QueryCertificatesResponse>(flags, Query.methods.Certificates, {
          filter: { owner: sender.text, serial, state: 'valid' },
          pagination: undefined,
        });
        if (r.certificates.length === 0)
          throw new UsageError(
            `certificate error: certificate with serial ${serial} does not exist on chain and cannot be revoked`,
          );
      }
      await sendTx(io, flags, sender, [msg(MsgRevokeCertificate, { id: { owner: sender.text, serial } })]);
    },
  }),
);

export const COMMANDS: readonly CommandSpec[] = [...generate, ...publish, ...revoke];
export const GROUPS = [
  { path: ['tx', 'cert', 'generate'], summary: 'Make a certificate' },
  { path: ['tx', 'cert', 'publish'], summary: 'Put a certificate on the chain' },
  { path: ['tx', 'cert', 'revoke'], summary: 'Take a certificate back' },
];
