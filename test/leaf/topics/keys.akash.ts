import type { Payment as PaymentID } from '../../../src/wire/gen/akash/escrow/id/v1/id.ts';
import type { BidID } from '../../../src/wire/gen/akash/market/v1/bid.ts';
import * as deployment from '../../../src/x/deployment/ids.ts';
import { accountIdText, paymentIdText } from '../../../src/x/escrow/keys.ts';
import { validateAccountId, validatePaymentId } from '../../../src/x/escrow/validate.ts';
import * as market from '../../../src/x/market/ids.ts';
import type { Input, Topic } from '../lib.ts';

const idOf = (input: Input): BidID => ({ ...input, dseq: BigInt(input.dseq) });
const paymentOf = (input: Input): PaymentID => ({ aid: { scope: input.scope, xid: input.xid }, xid: input.payment });

const topic: Topic = {
  'akash.ids'(input) {
    const id = idOf(input);
    const payment = market.leasePaymentId(id);
    return {
      deployment: deployment.deploymentIdText(id),
      deploymentEscrow: accountIdText(deployment.deploymentAccountId(id)),
      group: deployment.groupIdText(id),
      order: market.orderIdText(id),
      bid: market.bidIdText(id),
      bidEscrow: accountIdText(market.bidAccountId(id)),
      lease: market.bidIdText(id),
      leasePath: `lease/${market.bidIdText(id)}`,
      payment: paymentIdText(payment),
      paymentXid: payment.xid,
    };
  },
  'akash.escrowAccount.validate'(id) {
    validateAccountId(id);
    return accountIdText(id);
  },
  'akash.escrowPayment.validate'(input) {
    const id = paymentOf(input);
    validatePaymentId(id);
    return paymentIdText(id);
  },
  'akash.deploymentFromEscrow': (id) => deployment.deploymentIdText(deployment.deploymentIdFromAccount(id)),
  'akash.leaseFromPayment': (input) => market.bidIdText(market.leaseIdFromPayment(paymentOf(input))),
  'akash.parseDeploymentID': (text: string) => deployment.deploymentIdText(deployment.parseDeploymentId(text)),
  'akash.parseGroupPath': (text: string) => deployment.groupIdText(deployment.parseGroupPath(text.split('/'))),
  'akash.parseLeasePath': (text: string) => market.bidIdText(market.parseLeasePath(text.split('/'))),
};
export default topic;
