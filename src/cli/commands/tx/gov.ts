import { existsSync, writeFileSync } from 'node:fs';
import { accAddressToBech32, moduleAddress } from '../../../crypto/address.ts';
import { Dec } from '../../../math/dec.ts';
import { parseCoinsNormalized } from '../../../math/parse-coin.ts';
import { VoteOption } from '../../../wire/gen/cosmos/gov/v1/gov.ts';
import {
  MsgCancelProposal,
  MsgDeposit,
  MsgSubmitProposal,
  MsgVote,
  MsgVoteWeighted,
} from '../../../wire/gen/cosmos/gov/v1/tx.ts';
import { TextProposal } from '../../../wire/gen/cosmos/gov/v1beta1/gov.ts';
import { MsgSubmitProposal as MsgSubmitLegacyProposal } from '../../../wire/gen/cosmos/gov/v1beta1/tx.ts';
import { ParameterChangeProposal } from '../../../wire/gen/cosmos/params/v1beta1/params.ts';
import type { Any } from '../../../wire/gen/google/protobuf/any.ts';
import { fromJson, toJson } from '../../../wire/json.ts';
import { listImplementations, messageType, packAny } from '../../../wire/registry.ts';
import { type CommandSpec, UsageError } from '../../frame.ts';
import { type MsgToSend, msg, type Sender } from '../../tx.ts';

import { field, flag, proposalId, readJsonFile, type TxSpec, txCommands } from './spec.ts';

/** `yes`, `no`, `abstain`, `no_with_veto` and what people write for them. */
function voteOption(text: string): number {
  const name = text
    .toLowerCase()
    .replace(/^vote_option_/, '')
    .replace(/[_-]/g, '');
  const options: Readonly<Record<string, number>> = {
    yes: VoteOption.VOTE_OPTION_YES,
    no: VoteOption.VOTE_OPTION_NO,
    abstain: VoteOption.VOTE_OPTION_ABSTAIN,
    nowithveto: VoteOption.VOTE_OPTION_NO_WITH_VETO,
  };
  const option = options[name];
  if (option === undefined)
    throw new UsageError(`'${text}' is not a valid vote option, available options: yes/no/no-with-veto/abstain`);
  return option;
}

/** Messages of a proposal.json: each an object with "@type". */
function proposalMessages(list: unknown): Any[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new UsageError('"messages" must be a list');
  return list.map((m, i) => {
    const { '@type': url, ...rest } = m as { '@type'?: string };
    const type = typeof url === 'string' ? messageType(url) : undefined;
    if (!type || !listImplementations('cosmos.base.v1beta1.Msg').includes(url!))
      throw new UsageError(
        `messages[${i}]: "${url}" is not a type of message; "@type" names it, as in "/cosmos.bank.v1beta1.MsgSend"`,
      );
    try {
      return { typeUrl: url!, value: type.encode(fromJson(type, JSON.stringify(rest))) };
    } catch (e) {
      throw new UsageError(`messages[${i}]: ${e instanceof Error ? e.message : e}`);
    }
  });
}

function legacyProposal(content: Any, deposit: string, sender: Sender): MsgToSend {
  return msg(MsgSubmitLegacyProposal, {
    content,
    initialDeposit: parseCoinsNormalized(deposit),
    proposer: sender.text,
  });
}

const TXS: readonly TxSpec[] = [
  {
    path: 'gov submit-proposal',
    args: '[path/to/proposal.json]',
    count: [1, 1],
    summary: 'submit a proposal with its messages and a first deposit',
    build([path], sender) {
      const doc = readJsonFile(path!, 'a proposal.json with messages, metadata, deposit, title, summary and expedited');
      return [
        msg(MsgSubmitProposal, {
          messages: proposalMessages(doc.messages),
          initialDeposit: parseCoinsNormalized(field(doc, 'deposit')),
          proposer: sender.text,
          metadata: field(doc, 'metadata', ''),
          title: field(doc, 'title'),
          summary: field(doc, 'summary'),
          expedited: doc.expedited === true,
        }),
      ];
    },
  },
  {
    path: 'gov submit-legacy-proposal',
    count: [0, 0],
    summary: 'submit a text proposal of the old kind; param-change below it changes parameters',
    flags: [
      flag('title', 'title'),
      flag('description', 'description'),
      flag('type', 'kind of proposal: Text'),
      flag('deposit', 'first deposit'),
      flag('proposal', 'file with title, description, type and deposit, instead of these flags'),
    ],
    build(_, sender, flags) {
      const path = flags.text('proposal');
      const doc = path === '' ? undefined : readJsonFile(path, 'a file with title, description, type and deposit');
      const read = (name: string): string => (doc ? field(doc, name) : flags.text(name));
      const type = read('type');
      if (type.toLowerCase() !== 'text')
        throw new UsageError(
          `failed to create proposal content: unknown proposal type ${type}: only Text is left; use submit-proposal`,
        );
      const content = packAny(TextProposal, { title: read('title'), description: read('description') });
      return [legacyProposal(content, read('deposit'), sender)];
    },
  },
  {
    path: 'gov submit-legacy-proposal param-change',
    args: '[proposal-file]',
    count: [1, 1],
    summary: 'submit a change of parameters of the old kind',
    build([path], sender) {
      const doc = readJsonFile(path!, 'a file with title, description, changes and deposit');
      if (!Array.isArray(doc.changes)) throw new UsageError('"changes" must be a list of subspace, key and value');
      const changes = (doc.changes as Record<string, unknown>[]).map((c) => ({
        subspace: field(c, 'subspace'),
        key: field(c, 'key'),
        value: JSON.stringify(c.value),
      }));
      const content = packAny(ParameterChangeProposal, {
        title: field(doc, 'title'),
        description: field(doc, 'description'),
        changes,
      });
      return [legacyProposal(content, field(doc, 'deposit'), sender)];
    },
  },
  {
    path: 'gov deposit',
    args: '[proposal-id] [deposit]',
    count: [2, 2],
    summary: 'add to the deposit of a proposal',
    build: ([id, amount], sender) => [
      msg(MsgDeposit, { proposalId: proposalId(id!), depositor: sender.text, amount: parseCoinsNormalized(amount!) }),
    ],
  },
  {
    path: 'gov vote',
    args: '[proposal-id] [option]',
    count: [2, 2],
    summary: 'vote yes, no, abstain or no_with_veto',
    flags: [flag('metadata', 'metadata of the vote')],
    build: ([id, option], sender, flags) => [
      msg(MsgVote, {
        proposalId: proposalId(id!),
        voter: sender.text,
        option: voteOption(option!),
        metadata: flags.text('metadata'),
      }),
    ],
  },
  {
    path: 'gov weighted-vote',
    args: '[proposal-id] [weighted-options]',
    count: [2, 2],
    summary: 'divide a vote: yes=0.6,no=0.4',
    flags: [flag('metadata', 'metadata of the vote')],
    build([id, text], sender, flags) {
      const options = text!.split(',').map((part) => {
        const [name, weight = '1.0'] = part.split('=');
        return { option: voteOption(name!), weight: Dec.parse(weight).toString() };
      });
      return [
        msg(MsgVoteWeighted, {
          proposalId: proposalId(id!),
          voter: sender.text,
          options,
          metadata: flags.text('metadata'),
        }),
      ];
    },
  },
  {
    path: 'gov cancel-proposal',
    args: '[proposal-id]',
    count: [1, 1],
    summary: 'withdraw an own proposal',
    build: ([id], sender) => [msg(MsgCancelProposal, { proposalId: proposalId(id!), proposer: sender.text })],
  },
];

/** What a proposal does, by the names that people know. */
const DRAFTS: Readonly<Record<string, string>> = {
  'community-pool-spend': '/cosmos.distribution.v1beta1.MsgCommunityPoolSpend',
  'software-upgrade': '/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade',
  'cancel-software-upgrade': '/cosmos.upgrade.v1beta1.MsgCancelUpgrade',
};

function draftMessages(kind: string): string {
  if (kind === 'text') return '';
  const url = DRAFTS[kind] ?? kind;
  const type = messageType(url);
  if (!type || !listImplementations('cosmos.base.v1beta1.Msg').includes(url))
    throw new UsageError(
      `"${kind}" is not a kind of proposal: use text, ${Object.keys(DRAFTS).join(', ')}, or a type of message such as /cosmos.bank.v1beta1.MsgSend`,
    );
  const message = JSON.parse(toJson(type, type.create({}))) as Record<string, unknown>;
  if ('authority' in message) message.authority = accAddressToBech32(moduleAddress('gov'));
  return JSON.stringify({ '@type': url, ...message });
}

/** The reference asks for everything on a terminal; here the file is written and edited, so that scripts can use it too. */
const draftProposal: CommandSpec = {
  path: ['tx', 'gov', 'draft-proposal'],
  args: '[kind]',
  count: [0, 1],
  summary: 'write draft_proposal.json, to be filled in, and draft_metadata.json',
  help: `Kinds: text (the default), ${Object.keys(DRAFTS).join(', ')}, or any type of message.`,
  flags: [{ name: 'skip-metadata', type: 'bool', help: 'write no draft_metadata.json' }],
  run(io, [kind], flags) {
    const message = draftMessages(kind ?? 'text');
    const files: [string, unknown][] = [
      [
        'draft_proposal.json',
        {
          messages: message === '' ? [] : [JSON.parse(message)],
          metadata: 'ipfs://CID',
          deposit: '10000000uakt',
          title: '',
          summary: '',
          expedited: false,
        },
      ],
    ];
    if (!flags.bool('skip-metadata'))
      files.push([
        'draft_metadata.json',
        { title: '', authors: [''], summary: '', details: '', proposal_forum_url: '', vote_option_context: '' },
      ]);
    for (const [name] of files) if (existsSync(name)) throw new UsageError(`there is a ${name} already: move it away`);
    for (const [name, doc] of files) writeFileSync(name, `${JSON.stringify(doc, null, 1)}\n`);
    io.out(
      `The draft proposal has successfully been generated: fill in ${files.map(([name]) => name).join(' and ')}.\n`,
    );
  },
};

export const COMMANDS: readonly CommandSpec[] = [...txCommands(TXS), draftProposal];
