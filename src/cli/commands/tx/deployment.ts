import { existsSync, readFileSync } from 'node:fs';
import type { Coin } from '../../../math/coin.ts';
import { callRpc } from '../../../server/comet-client.ts';
import { Query as CertQuery, type QueryCertificatesResponse } from '../../../wire/gen/akash/cert/v1/query.ts';
import {
  MsgCloseDeployment,
  MsgCreateDeployment,
  MsgUpdateDeployment,
} from '../../../wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { MsgCloseGroup, MsgPauseGroup, MsgStartGroup } from '../../../wire/gen/akash/deployment/v1beta4/groupmsg.ts';
import { GroupSpec } from '../../../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import {
  Query,
  type QueryDeploymentResponse,
  type QueryParamsResponse,
} from '../../../wire/gen/akash/deployment/v1beta4/query.ts';
import { validateDeploymentId, validateGroupId } from '../../../x/deployment/ids.ts';
import { validateCreateDeployment, validateUpdateDeployment } from '../../../x/deployment/validate.ts';
import { queryState } from '../../client.ts';
import { type Flags, type Io, UsageError } from '../../frame.ts';
import { msg, type Sender } from '../../tx.ts';
import { DEPOSIT_FLAGS, deposit } from '../deposits.ts';
import { DEPLOYMENT_FLAGS, deploymentId, GROUP_FLAGS, groupId } from '../ids.ts';
import { certificateOf } from './cert.ts';
import { type TxSpec, txCommands } from './spec.ts';

/** Volumes of one service beyond which few providers bid. */
const MANY_VOLUMES = 2;

/** The SDL reader is loaded only for the commands that need it. */
async function sdlFile(path: string): Promise<{ groups: GroupSpec[]; hash: Uint8Array }> {
  if (!existsSync(path)) throw new UsageError(`open ${path}: no such file or directory`);
  const { readSdl } = await import('../../../sdl/index.ts');
  const sdl = readSdl(readFileSync(path));
  return { groups: sdl.deploymentGroups(), hash: sdl.version() };
}

function warnOfVolumes(io: Io, groups: readonly GroupSpec[]): void {
  for (const group of groups)
    for (const unit of group.resources)
      if (unit.resource.storage.length > MANY_VOLUMES)
        io.err(
          `amount of volumes for service exceeds recommended value (${unit.resource.storage.length} > ${MANY_VOLUMES})\nthere may no providers on network to bid\n`,
        );
}

/** Providers take manifests over mutual TLS: without a certificate on the chain a lease is of no use. */
async function needCertificate(io: Io, flags: Flags, sender: Sender): Promise<void> {
  const file = certificateOf(io, flags, sender);
  if (!file.exists())
    throw new UsageError(
      `no certificate file found for account "${sender.text}".\nconsider creating it as certificate required to submit manifest: "akash tx cert generate client", then "akash tx cert publish client"`,
    );
  const { x509 } = file.read();
  if (x509.validFromDate.getTime() > Date.now())
    throw new UsageError(`certificate error: certificate is not yet active, start ts ${x509.validFrom}`);
  if (x509.validToDate.getTime() < Date.now())
    throw new UsageError(`certificate error: certificate has been expired since ${x509.validTo}`);
  const { certificates } = await queryState<object, QueryCertificatesResponse>(flags, CertQuery.methods.Certificates, {
    filter: { owner: sender.text, serial: BigInt(`0x${x509.serialNumber}`).toString(), state: '' },
    pagination: undefined,
  });
  const [found] = certificates;
  if (!found)
    throw new UsageError(
      'certificate error: certificate has not been committed to blockchain: publish it with "akash tx cert publish client"',
    );
  // State 1 is valid.
  if (found.certificate.state !== 1)
    throw new UsageError('certificate error: certificate is not valid: it was revoked');
}

/** The least deposit in uakt. */
async function leastDeposit(flags: Flags): Promise<Coin> {
  const { params } = await queryState<object, QueryParamsResponse>(flags, Query.methods.Params, {});
  const coin = params.minDeposits.find((c) => c.denom === 'uakt');
  if (!coin) throw new UsageError("couldn't query default deposit amount for uAKT: give --deposit");
  return coin;
}

async function latestHeight(flags: Flags): Promise<bigint> {
  if (flags.bool('offline')) throw new UsageError('--offline needs --dseq: it is the latest height otherwise');
  const { sync_info } = await callRpc(flags.text('node'), 'status', {});
  if (sync_info.catching_up) throw new UsageError('cannot generate DSEQ from last block height. node is catching up');
  return BigInt(sync_info.latest_block_height);
}

function sameGroups(a: readonly GroupSpec[], b: readonly GroupSpec[]): boolean {
  return (
    a.length === b.length &&
    a.every((g, i) => Buffer.from(GroupSpec.encode(g)).equals(Buffer.from(GroupSpec.encode(b[i]!))))
  );
}

const GROUP_TXS = (
  [
    ['close', MsgCloseGroup, 'close a group of a deployment, for good'],
    ['pause', MsgPauseGroup, 'pause a group: its lease and bids are closed'],
    ['start', MsgStartGroup, 'start a paused group: a new order is made'],
  ] as const
).map(
  ([name, type, summary]): TxSpec => ({
    path: `deployment group ${name}`,
    count: [0, 0],
    summary,
    required: ['owner', 'dseq'],
    flags: GROUP_FLAGS,
    build(_, _sender, flags) {
      const id = groupId(flags);
      validateGroupId(id);
      return [msg(type, { id })];
    },
  }),
);

const TXS: readonly TxSpec[] = [
  {
    path: 'deployment create',
    args: '[sdl-file]',
    count: [1, 1],
    summary: 'post a deployment from an SDL file',
    flags: [...DEPLOYMENT_FLAGS, ...DEPOSIT_FLAGS],
    async build([path], sender, flags, io) {
      if (!flags.bool('offline') && !flags.bool('generate-only')) await needCertificate(io, flags, sender);
      const { groups, hash } = await sdlFile(path!);
      warnOfVolumes(io, groups);
      const given = deploymentId(flags, { owner: sender.text });
      const id = given.dseq === 0n ? { ...given, dseq: await latestHeight(flags) } : given;
      const message = { id, groups, hash, deposit: await deposit(flags, () => leastDeposit(flags)) };
      validateCreateDeployment(message);
      return [msg(MsgCreateDeployment, message)];
    },
  },
  {
    path: 'deployment update',
    args: '[sdl-file]',
    count: [1, 1],
    summary: 'change the manifest of a deployment; its groups must stay the same',
    flags: DEPLOYMENT_FLAGS,
    async build([path], sender, flags, io) {
      const id = deploymentId(flags, { owner: sender.text });
      const { groups, hash } = await sdlFile(path!);
      if (!flags.bool('offline')) {
        const existing = await queryState<object, QueryDeploymentResponse>(flags, Query.methods.Deployment, { id });
        if (
          !sameGroups(
            existing.groups.map((g) => g.groupSpec),
            groups,
          )
        )
          throw new UsageError(
            'deployment update failed: groups are different than existing deployment, you cannot update groups',
          );
      }
      warnOfVolumes(io, groups);
      validateUpdateDeployment({ id, hash });
      return [msg(MsgUpdateDeployment, { id, hash })];
    },
  },
  {
    path: 'deployment close',
    count: [0, 0],
    summary: 'close a deployment; what is left of its deposit comes back',
    flags: DEPLOYMENT_FLAGS,
    build(_, sender, flags) {
      const id = deploymentId(flags, { owner: sender.text });
      validateDeploymentId(id);
      return [msg(MsgCloseDeployment, { id })];
    },
  },
  ...GROUP_TXS,
];

export const COMMANDS = txCommands(TXS);
export const GROUPS = [{ path: ['tx', 'deployment', 'group'], summary: 'Groups of a deployment' }];
