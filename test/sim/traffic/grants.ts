import type { Time } from '../../../src/core/time.ts';
import { MsgCloseDeployment } from '../../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { DepositAuthorization } from '../../../src/wire/gen/akash/escrow/v1/authz.ts';
import { MsgAccountDeposit } from '../../../src/wire/gen/akash/escrow/v1/msg.ts';
import { MsgWithdrawLease } from '../../../src/wire/gen/akash/market/v1beta5/leasemsg.ts';
import { GenericAuthorization } from '../../../src/wire/gen/cosmos/authz/v1beta1/authz.ts';
import { MsgExec, MsgGrant, MsgRevoke } from '../../../src/wire/gen/cosmos/authz/v1beta1/tx.ts';
import { SendAuthorization } from '../../../src/wire/gen/cosmos/bank/v1beta1/authz.ts';
import { MsgSend } from '../../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import {
  AllowedMsgAllowance,
  BasicAllowance,
  PeriodicAllowance,
} from '../../../src/wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import {
  MsgGrantAllowance,
  MsgPruneAllowances,
  MsgRevokeAllowance,
} from '../../../src/wire/gen/cosmos/feegrant/v1beta1/tx.ts';
import { StakeAuthorization } from '../../../src/wire/gen/cosmos/staking/v1beta1/authz.ts';
import { MsgDelegate } from '../../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import type { Any } from '../../../src/wire/gen/google/protobuf/any.ts';
import { packAny } from '../../../src/wire/registry.ts';
import { authorizationOf } from '../../../src/x/authz/grant.ts';
import type { Account } from '../chain.ts';
import { closeDeployment } from './deployments.ts';
import { topUp } from './deposits.ts';
import { withdrawLease } from './leases.ts';
import { pair } from './staking.ts';
import { type Action, action, type Made, type World } from './world.ts';

/** What accounts let each other do, and pay. */
export const GRANTS: readonly Action[] = [
  action(4, 'grant', (w) => grant(w, w.anyone(), w.anyone(), authorization(w))),
  action(5, 'grant deposits', (w) => grant(w, w.anyone(), w.user(), depositAuthorization(w))),
  action(9, 'exec', exec),
  action(2, 'revoke', (w) => {
    const g = w.pick(grants(w));
    if (g === undefined || w.once(4)) {
      const msgTypeUrl = `/${MsgSend.typeName}`;
      return w.send(MsgRevoke, { granter: w.anyone().text, grantee: w.anyone().text, msgTypeUrl });
    }
    return w.send(MsgRevoke, { granter: g.granter.text, grantee: g.grantee.text, msgTypeUrl: g.msgTypeUrl });
  }),
  action(4, 'allow fees', (w) =>
    w.send(MsgGrantAllowance, { granter: w.anyone().text, grantee: w.anyone().text, allowance: allowance(w) }),
  ),
  action(2, 'refuse fees', (w) => {
    const a = w.pick(allowances(w));
    return w.send(MsgRevokeAllowance, a ?? { granter: w.anyone().text, grantee: w.anyone().text });
  }),
  action(1, 'prune', (w) => w.send(MsgPruneAllowances, { pruner: w.anyone().text })),
];

interface Given {
  readonly granter: Account;
  readonly grantee: Account;
  readonly msgTypeUrl: string;
}

/** The grants there are among the accounts. */
function grants(w: World): readonly Given[] {
  return w.look('grants', () => {
    const { authz } = w.chain.app.keepers;
    const found: Given[] = [];
    authz.iterateGrants(w.ctx(), (by, to, g) => {
      const [granter, grantee] = [w.accountOf(by), w.accountOf(to)];
      if (granter === undefined || grantee === undefined) return;
      const a = authorizationOf(g);
      found.push({ granter, grantee, msgTypeUrl: authz.types.of(a).msgTypeUrl(a.message) });
    });
    return found;
  });
}

/** Who may spend whose coins on fees. */
export function allowances(w: World): readonly { granter: string; grantee: string }[] {
  return w.look('allowances', () => {
    const found: { granter: string; grantee: string }[] = [];
    w.chain.app.keepers.feegrant.iterateAllFeeAllowances(w.ctx(), ({ granter, grantee }) => {
      found.push({ granter, grantee });
    });
    return found;
  });
}

/** What is done by grants in general, and how a message of it is made for the account that granted it. */
const BY_GRANT: Readonly<Record<string, (w: World, granter: Account) => Made | undefined>> = {
  [`/${MsgSend.typeName}`]: (w, granter) =>
    w.send(MsgSend, { fromAddress: granter.text, toAddress: w.anyone().text, amount: [w.coin()] }),
  [`/${MsgDelegate.typeName}`]: (w, granter) => w.send(MsgDelegate, { ...pair(w, granter), amount: w.coin() }),
  [`/${MsgAccountDeposit.typeName}`]: topUp,
  [`/${MsgCloseDeployment.typeName}`]: closeDeployment,
  [`/${MsgWithdrawLease.typeName}`]: withdrawLease,
};

function grant(w: World, granter: Account, grantee: Account, authorization: Any): Made | undefined {
  const expiration: Time | undefined = w.once(3) ? undefined : w.soon(200);
  return w.send(MsgGrant, { granter: granter.text, grantee: grantee.text, grant: { authorization, expiration } });
}

function authorization(w: World): Any {
  switch (w.below(4)) {
    case 0:
      return packAny(SendAuthorization, { spendLimit: [w.coin(1n + w.amount())], allowList: [] });
    case 1:
      return packAny(StakeAuthorization, {
        maxTokens: { denom: 'uakt', amount: w.amount() },
        validators: {
          $case: 'allowList',
          allowList: { address: [w.operator().operator, w.operator().operator] },
        },
        authorizationType: 1 + w.below(4),
      });
    default:
      return packAny(GenericAuthorization, { msg: w.one(Object.keys(BY_GRANT)) });
  }
}

function depositAuthorization(w: World): Any {
  const { deployment, bid } = { deployment: 1, bid: 2 };
  return packAny(DepositAuthorization, {
    spendLimit: { denom: w.currency(), amount: 1n + BigInt(w.below(5_000_000)) },
    scopes: w.one([[deployment], [deployment, bid], [bid]]),
  });
}

/** Uses a grant that is there; now and then one that is not. */
function exec(w: World): Made | undefined {
  const given = w.once(6) ? undefined : w.pick(grants(w));
  const grantee = given?.grantee ?? w.anyone();
  const make = BY_GRANT[given?.msgTypeUrl ?? `/${MsgSend.typeName}`];
  const inner = make?.(w, given?.granter ?? w.anyone());
  return inner && w.send(MsgExec, { grantee: grantee.text, msgs: [inner.msg] });
}

function allowance(w: World): Any {
  const fees = (n: number) => [{ denom: 'uakt', amount: BigInt(n * (1 + w.below(10))) }];
  const basic = { spendLimit: w.once(3) ? [] : fees(5000), expiration: w.once(2) ? undefined : w.soon(120) };
  switch (w.below(3)) {
    case 0:
      return packAny(BasicAllowance, basic);
    case 1: {
      const periodSpendLimit = fees(5000);
      const period = BigInt(1 + w.below(40)) * 1_000_000_000n;
      return packAny(PeriodicAllowance, {
        basic,
        period,
        periodSpendLimit,
        periodCanSpend: periodSpendLimit,
        periodReset: w.soon(60),
      });
    }
    default:
      return packAny(AllowedMsgAllowance, {
        allowance: packAny(BasicAllowance, basic),
        allowedMessages: [`/${MsgSend.typeName}`, `/${MsgWithdrawLease.typeName}`],
      });
  }
}
