import { zeroTime } from '../../../core/time.ts';
import { accAddressToBech32, moduleAddress } from '../../../crypto/address.ts';
import { parseCoinsNormalized } from '../../../math/parse-coin.ts';
import { MsgSubmitProposal } from '../../../wire/gen/cosmos/gov/v1/tx.ts';
import { MsgCancelUpgrade, MsgSoftwareUpgrade } from '../../../wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import type { Any } from '../../../wire/gen/google/protobuf/any.ts';
import { packAny } from '../../../wire/registry.ts';
import { type FlagSpec, type Flags, UsageError } from '../../frame.ts';
import { type MsgToSend, msg, type Sender } from '../../tx.ts';
import { account, flag, type TxSpec, txCommands } from './spec.ts';

const PROPOSAL_FLAGS: readonly FlagSpec[] = [
  flag('authority', 'account that may upgrade; the governance module otherwise'),
  flag('deposit', 'first deposit of the proposal'),
  { name: 'expedited', type: 'bool', help: 'a shorter vote with a higher threshold' },
  flag('metadata', 'metadata of the proposal'),
  flag('summary', 'summary of the proposal'),
  flag('title', 'title of the proposal'),
];

function authority(flags: Flags): string {
  const given = flags.text('authority');
  return given === '' ? accAddressToBech32(moduleAddress('gov')) : account(given);
}

function proposal(flags: Flags, sender: Sender, message: Any): MsgToSend {
  return msg(MsgSubmitProposal, {
    messages: [message],
    initialDeposit: parseCoinsNormalized(flags.text('deposit')),
    proposer: sender.text,
    metadata: flags.text('metadata'),
    title: flags.text('title'),
    summary: flags.text('summary'),
    expedited: flags.bool('expedited'),
  });
}

/**
 * What cosmovisor downloads: an object with `binaries`, a URL with a checksum for each platform. The files themselves are not
 * fetched.
 */
function validateInfo(info: string, checksums: boolean): void {
  const hint =
    'give --upgrade-info with {"binaries":{"linux/amd64":"https://...?checksum=sha256:..."}}, or --no-validate';
  if (info === '') throw new UsageError(`plan info must not be blank: ${hint}`);
  if (/^https?:\/\//.test(info)) return;
  let doc: { binaries?: Record<string, unknown> };
  try {
    doc = JSON.parse(info) as typeof doc;
  } catch (e) {
    throw new UsageError(`could not parse plan info: ${e instanceof Error ? e.message : e}: ${hint}`);
  }
  const binaries = Object.entries(doc?.binaries ?? {});
  if (binaries.length === 0) throw new UsageError(`no "binaries" entries found: ${hint}`);
  for (const [platform, url] of binaries) {
    if (!/^(any|[a-z0-9]+\/[a-z0-9]+)$/.test(platform))
      throw new UsageError(`invalid os/arch format in key "${platform}"`);
    if (typeof url !== 'string' || !URL.canParse(url))
      throw new UsageError(`invalid url "${url}" in binaries[${platform}]`);
    if (checksums && !new URL(url).searchParams.has('checksum'))
      throw new UsageError(`missing checksum query parameter in "${url}": give --no-checksum-required to do without`);
  }
}

const TXS: readonly TxSpec[] = [
  {
    path: 'upgrade software-upgrade',
    args: '[name]',
    count: [1, 1],
    summary: 'propose an upgrade of the software at a height',
    required: ['title'],
    flags: [
      { name: 'upgrade-height', type: 'int', default: '0', help: 'height of the upgrade' },
      flag('upgrade-info', 'what is to be run then, as cosmovisor reads it'),
      { name: 'no-validate', type: 'bool', help: 'do not check the info' },
      { name: 'no-checksum-required', type: 'bool', help: 'accept downloads without checksum' },
      flag('daemon-name', 'name of the program that is upgraded', 'akash'),
      ...PROPOSAL_FLAGS,
    ],
    build([name], sender, flags) {
      const info = flags.text('upgrade-info');
      if (!flags.bool('no-validate')) validateInfo(info, !flags.bool('no-checksum-required'));
      const height = flags.integer('upgrade-height') ?? 0n;
      const plan = { name: name!, time: zeroTime, height, info, upgradedClientState: undefined };
      return [proposal(flags, sender, packAny(MsgSoftwareUpgrade, { authority: authority(flags), plan }))];
    },
  },
  {
    path: 'upgrade cancel-software-upgrade',
    count: [0, 0],
    summary: 'propose to cancel the upgrade that is planned',
    required: ['title'],
    flags: PROPOSAL_FLAGS,
    build: (_, sender, flags) => [proposal(flags, sender, packAny(MsgCancelUpgrade, { authority: authority(flags) }))],
  },
];

export const COMMANDS = txCommands(TXS);
