import { GOV_AUTHORITY } from '../../../src/app/accounts.ts';
import { Dec } from '../../../src/math/dec.ts';
import * as deployment from '../../../src/wire/gen/akash/deployment/v1beta4/paramsmsg.ts';
import * as market from '../../../src/wire/gen/akash/market/v1beta5/paramsmsg.ts';
import * as take from '../../../src/wire/gen/akash/take/v1/paramsmsg.ts';
import * as auth from '../../../src/wire/gen/cosmos/auth/v1beta1/tx.ts';
import * as bank from '../../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import * as consensus from '../../../src/wire/gen/cosmos/consensus/v1/tx.ts';
import * as distribution from '../../../src/wire/gen/cosmos/distribution/v1beta1/tx.ts';
import * as gov from '../../../src/wire/gen/cosmos/gov/v1/tx.ts';
import { TextProposal } from '../../../src/wire/gen/cosmos/gov/v1beta1/gov.ts';
import * as mint from '../../../src/wire/gen/cosmos/mint/v1beta1/tx.ts';
import { ParameterChangeProposal } from '../../../src/wire/gen/cosmos/params/v1beta1/params.ts';
import * as slashing from '../../../src/wire/gen/cosmos/slashing/v1beta1/tx.ts';
import * as staking from '../../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import * as upgrade from '../../../src/wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import { Plan } from '../../../src/wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import type { Any } from '../../../src/wire/gen/google/protobuf/any.ts';
import * as transfer from '../../../src/wire/gen/ibc/applications/transfer/v1/tx.ts';
import * as client from '../../../src/wire/gen/ibc/core/client/v1/tx.ts';
import * as connection from '../../../src/wire/gen/ibc/core/connection/v1/tx.ts';
import { packAny } from '../../../src/wire/registry.ts';
import type { MessageType } from '../../../src/wire/runtime.ts';
import { type AnyMsg, USDC } from '../chain.ts';
import type { World } from './world.ts';

const authority = GOV_AUTHORITY;
const SECOND = 1_000_000_000n;
const percent = (n: number): Dec => Dec.withPrec(BigInt(n), 2);

function message<T extends object>(type: MessageType<T>, fields: Partial<T>): AnyMsg {
  return packAny(type, type.create(fields));
}

/** What governance does: every parameter, coins of the community pool, upgrades far away. Nothing that would bring the chain to a halt. */
const KINDS: readonly ((w: World) => AnyMsg)[] = [
  (w) => {
    const params = {
      ...w.chain.app.keepers.accounts.getParams(w.ctx()),
      maxMemoCharacters: BigInt(100 + w.below(400)),
    };
    return message(auth.MsgUpdateParams, { authority, params });
  },
  () => message(bank.MsgUpdateParams, { authority, params: { sendEnabled: [], defaultSendEnabled: true } }),
  (w) => {
    const sendEnabled = w.once(2) ? [{ denom: USDC, enabled: w.once(2) }] : [];
    const useDefaultFor = sendEnabled.length === 0 ? [USDC] : [];
    return message(bank.MsgSetSendEnabled, { authority, sendEnabled, useDefaultFor });
  },
  (w) => {
    const params = {
      ...w.chain.app.keepers.staking.getParams(w.ctx()),
      maxValidators: 4 + w.below(4),
      maxEntries: 2 + w.below(4),
      historicalEntries: w.below(8),
      unbondingTime: BigInt(20 + w.below(60)) * SECOND,
      minCommissionRate: percent(w.below(4)),
    };
    return message(staking.MsgUpdateParams, { authority, params });
  },
  (w) => {
    const old = w.chain.app.keepers.slashing.getParams(w.ctx());
    const params = {
      ...old,
      // The counters of missed blocks are wrong once the window is smaller.
      signedBlocksWindow: old.signedBlocksWindow + BigInt(w.below(4)),
      minSignedPerWindow: percent(30 + w.below(40)),
      slashFractionDowntime: percent(w.below(8)),
      slashFractionDoubleSign: percent(w.below(20)),
    };
    return message(slashing.MsgUpdateParams, { authority, params });
  },
  (w) => {
    const least = w.below(20);
    const params = {
      ...w.chain.app.keepers.mint.getParams(w.ctx()),
      inflationMin: percent(least),
      inflationMax: percent(least + w.below(20)),
      inflationRateChange: percent(w.below(100)),
      goalBonded: percent(1 + w.below(99)),
      // A thousandth of a year's blocks: as much is minted in a block as otherwise in a thousand.
      blocksPerYear: w.once(2) ? 6_311n : 6_311_520n,
    };
    return message(mint.MsgUpdateParams, { authority, params });
  },
  (w) => {
    const params = {
      communityTax: percent(w.below(30)),
      baseProposerReward: Dec.zero,
      bonusProposerReward: Dec.zero,
      withdrawAddrEnabled: !w.once(4),
    };
    return message(distribution.MsgUpdateParams, { authority, params });
  },
  (w) => {
    const { communityPool } = w.chain.app.keepers.distribution.getFeePool(w.ctx());
    const { denom, amount } = w.pick(communityPool) ?? { denom: 'uakt', amount: Dec.one };
    const part = w.once(8) ? 200n : BigInt(1 + w.below(60));
    const spent = { denom, amount: 1n + (amount.truncateInt() * part) / 100n };
    return message(distribution.MsgCommunityPoolSpend, { authority, recipient: w.anyone().text, amount: [spent] });
  },
  (w) => {
    const params = {
      ...w.chain.app.keepers.gov.params.get(w.ctx()),
      minDeposit: [{ denom: 'uakt', amount: BigInt(5 + w.below(6)) * 1_000_000n }],
      quorum: percent(20 + w.below(15)).toString(),
      votingPeriod: BigInt(26 + w.below(8)) * SECOND,
      proposalCancelRatio: percent(w.below(101)).toString(),
      burnVoteQuorum: w.once(2),
      burnProposalDepositPrevote: w.once(2),
      burnVoteVeto: w.once(2),
    };
    return message(gov.MsgUpdateParams, { authority, params });
  },
  (w) => message(gov.MsgExecLegacyContent, { authority, content: legacyContent(w) }),
  (w) => {
    const block = { maxBytes: 2_000_000n + BigInt(w.below(20_000_000)), maxGas: w.once(2) ? -1n : 100_000_000n };
    const evidence = { maxAgeNumBlocks: 100_000n, maxAgeDuration: 172_800n * SECOND, maxBytes: 1_048_576n };
    const validator = { pubKeyTypes: ['ed25519'] };
    return message(consensus.MsgUpdateParams, { authority, block, evidence, validator });
  },
  (w) => {
    const plan = Plan.create({ name: 'later', height: w.chain.height + 10_000n });
    return message(upgrade.MsgSoftwareUpgrade, { authority, plan });
  },
  () => message(upgrade.MsgCancelUpgrade, { authority }),
  () => message(client.MsgUpdateParams, { signer: authority, params: { allowedClients: ['07-tendermint'] } }),
  (w) =>
    message(connection.MsgUpdateParams, {
      signer: authority,
      params: { maxExpectedTimePerBlock: BigInt(1 + w.below(60)) * SECOND },
    }),
  (w) =>
    message(transfer.MsgUpdateParams, {
      signer: authority,
      params: { sendEnabled: w.once(2), receiveEnabled: w.once(2) },
    }),
  (w) => {
    const minDeposits = ['uakt', USDC].map((denom) => ({ denom, amount: BigInt(300_000 + w.below(300_000)) }));
    return message(deployment.MsgUpdateParams, { authority, params: { minDeposits } });
  },
  (w) => {
    const bidMinDeposit = { denom: 'uakt', amount: BigInt(300_000 + w.below(300_000)) };
    const params = { bidMinDeposit, bidMinDeposits: [bidMinDeposit], orderMaxBids: 1 + w.below(20) };
    return message(market.MsgUpdateParams, { authority, params });
  },
  (w) => {
    const denomTakeRates = ['uakt', USDC].map((denom) => ({ denom, rate: w.once(10) ? 100 : w.below(30) }));
    return message(take.MsgUpdateParams, { authority, params: { defaultTakeRate: 20, denomTakeRates } });
  },
];

/** One message or two, each kind before any comes again. */
export function proposed(w: World): AnyMsg[] {
  return Array.from({ length: w.once(3) ? 2 : 1 }, () => w.next('proposed', KINDS)(w));
}

/** What was proposed before proposals had messages. */
export function legacyContent(w: World): Any {
  if (w.once(2)) return packAny(TextProposal, { title: 'a text', description: 'of a proposal' });
  const changes = [{ subspace: 'staking', key: 'MaxValidators', value: `${3 + w.below(100)}` }];
  return packAny(ParameterChangeProposal, { title: 'a change', description: 'of no effect', changes });
}
