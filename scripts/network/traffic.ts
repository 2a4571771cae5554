/** Random transactions of the accounts of a test network, signed here and sent to any of its nodes. */
import { accAddressToBech32 } from '../../src/crypto/address.ts';
import * as secp256k1 from '../../src/crypto/secp256k1.ts';
import type { DevAccount } from '../../src/engine/dev/accounts.ts';
import { callRpc } from '../../src/server/comet-client.ts';
import {
  Query,
  QueryAccountInfoRequest,
  QueryAccountInfoResponse,
} from '../../src/wire/gen/cosmos/auth/v1beta1/query.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { PubKey } from '../../src/wire/gen/cosmos/crypto/secp256k1/keys.ts';
import { MsgFundCommunityPool, MsgWithdrawDelegatorReward } from '../../src/wire/gen/cosmos/distribution/v1beta1/tx.ts';
import { MsgDeposit, MsgSubmitProposal, MsgVote } from '../../src/wire/gen/cosmos/gov/v1/tx.ts';
import { MsgBeginRedelegate, MsgDelegate, MsgUndelegate } from '../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import { AuthInfo, SignDoc, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import type { Any } from '../../src/wire/gen/google/protobuf/any.ts';
import { packAny } from '../../src/wire/registry.ts';
import type { Random } from './random.ts';

const GAS = 600_000n;
const FEE = 15_000n;

export class Traffic {
  readonly counts = new Map<string, number>();
  sent = 0;
  refused = 0;
  private readonly chainId: string;
  private readonly accounts: readonly DevAccount[];
  private readonly validators: readonly string[];
  private readonly random: Random;
  private readonly sequences = new Map<number, bigint>();

  constructor(chainId: string, accounts: readonly DevAccount[], validators: readonly string[], random: Random) {
    this.chainId = chainId;
    this.accounts = accounts;
    this.validators = validators;
    this.random = random;
  }

  /** Sends one random transaction to one of the RPCs that answer. A refused one is counted, not an error: a node may be away. */
  async send(rpcs: readonly string[]): Promise<void> {
    const r = this.random;
    const index = r.below(this.accounts.length);
    const account = this.accounts[index]!;
    const messages = Array.from({ length: 1 + r.below(2) }, () => this.message(account));
    const rpc = r.pick(rpcs);
    try {
      const { number, sequence } = await accountState(rpc, account);
      const known = this.sequences.get(index) ?? 0n;
      const next = sequence > known ? sequence : known;
      const result = await callRpc(rpc, 'broadcast_tx_sync', {
        tx: Buffer.from(this.sign(account, number, next, messages)).toString('base64'),
      });
      if (result.code === 0) {
        this.sent++;
        this.sequences.set(index, next + 1n);
        for (const m of messages) this.counts.set(m.typeUrl, (this.counts.get(m.typeUrl) ?? 0) + 1);
      } else {
        this.refused++;
        this.sequences.delete(index);
      }
    } catch {
      this.refused++;
      this.sequences.delete(index);
    }
  }

  private message(a: DevAccount): Any {
    const r = this.random;
    const me = accAddressToBech32(a.address);
    const amount = { denom: 'uakt', amount: BigInt(1 + r.below(5_000_000)) };
    const validator = r.pick(this.validators);
    switch (r.below(10)) {
      case 0:
      case 1:
      case 2:
        return packAny(
          MsgSend,
          MsgSend.create({
            fromAddress: me,
            toAddress: accAddressToBech32(r.pick(this.accounts).address),
            amount: [amount],
          }),
        );
      case 3:
      case 4:
        return packAny(MsgDelegate, MsgDelegate.create({ delegatorAddress: me, validatorAddress: validator, amount }));
      case 5:
        return packAny(
          MsgUndelegate,
          MsgUndelegate.create({ delegatorAddress: me, validatorAddress: validator, amount }),
        );
      case 6:
        return packAny(
          MsgBeginRedelegate,
          MsgBeginRedelegate.create({
            delegatorAddress: me,
            validatorSrcAddress: validator,
            validatorDstAddress: r.pick(this.validators),
            amount,
          }),
        );
      case 7:
        return packAny(
          MsgWithdrawDelegatorReward,
          MsgWithdrawDelegatorReward.create({ delegatorAddress: me, validatorAddress: validator }),
        );
      case 8:
        return packAny(MsgFundCommunityPool, MsgFundCommunityPool.create({ amount: [amount], depositor: me }));
      default:
        return this.governance(me);
    }
  }

  private governance(me: string): Any {
    const r = this.random;
    const proposalId = BigInt(1 + r.below(8));
    switch (r.below(3)) {
      case 0:
        return packAny(
          MsgSubmitProposal,
          MsgSubmitProposal.create({
            initialDeposit: [{ denom: 'uakt', amount: 10_000_000n }],
            proposer: me,
            title: `t${r.below(1000)}`,
            summary: 's',
          }),
        );
      case 1:
        return packAny(
          MsgDeposit,
          MsgDeposit.create({ proposalId, depositor: me, amount: [{ denom: 'uakt', amount: 1_000_000n }] }),
        );
      default:
        return packAny(MsgVote, MsgVote.create({ proposalId, voter: me, option: 1 + r.below(4) }));
    }
  }

  private sign(a: DevAccount, accountNumber: bigint, sequence: bigint, messages: Any[]): Uint8Array {
    const bodyBytes = TxBody.encode(TxBody.create({ messages }));
    const authInfoBytes = AuthInfo.encode(
      AuthInfo.create({
        signerInfos: [
          {
            publicKey: { typeUrl: '/cosmos.crypto.secp256k1.PubKey', value: PubKey.encode({ key: a.publicKey }) },
            modeInfo: { sum: { $case: 'single', single: { mode: 1 } } },
            sequence,
          },
        ],
        fee: { amount: [{ denom: 'uakt', amount: FEE }], gasLimit: GAS, payer: '', granter: '' },
      }),
    );
    const doc = SignDoc.encode({ bodyBytes, authInfoBytes, chainId: this.chainId, accountNumber });
    return TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [secp256k1.sign(a.privateKey, doc)] });
  }
}

/** Number and sequence of an account, over ABCI. */
async function accountState(rpc: string, a: DevAccount): Promise<{ number: bigint; sequence: bigint }> {
  const data = Buffer.from(QueryAccountInfoRequest.encode({ address: accAddressToBech32(a.address) })).toString('hex');
  const { response } = await callRpc(rpc, 'abci_query', {
    path: Query.methods.AccountInfo.path,
    data,
    height: '0',
    prove: false,
  });
  const { info } = QueryAccountInfoResponse.decode(new Uint8Array(Buffer.from(response.value, 'base64')));
  return { number: info!.accountNumber, sequence: info!.sequence };
}
