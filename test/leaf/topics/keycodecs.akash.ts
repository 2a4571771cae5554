import { accAddressFromBech32 } from '../../../src/crypto/address.ts';
import type { BidID } from '../../../src/wire/gen/akash/market/v1/bid.ts';
import { deploymentAccountId } from '../../../src/x/deployment/ids.ts';
import { legacyDeploymentKey, legacyGroupKey } from '../../../src/x/deployment/legacy-keys.ts';
import { accountKey, paymentKey } from '../../../src/x/escrow/keys.ts';
import { bidAccountId, leasePaymentId } from '../../../src/x/market/ids.ts';
import * as market from '../../../src/x/market/legacy-keys.ts';
import { providerKey } from '../../../src/x/provider/keys.ts';
import type { Topic } from '../lib.ts';

/** The account that the recording used where the id's owner is no address. */
const SECOND = 'akash1nlj3q0cxd5c0k4fr2dc8ll8hyssny3eltnyxnt';

const keys: Record<string, (state: number, id: BidID) => Uint8Array> = {
  order: market.legacyOrderKey,
  bid: market.legacyBidKey,
  bidReverse: market.legacyBidReverseKey,
  bidStateReverse: market.legacyBidStateReverseKey,
  lease: market.legacyLeaseKey,
  leaseReverse: market.legacyLeaseReverseKey,
  leaseStateReverse: market.legacyLeaseStateReverseKey,
  deployment: legacyDeploymentKey,
  group: legacyGroupKey,
  escrowAccount: (state, id) => accountKey(state, deploymentAccountId(id)),
  escrowBidAccount: (state, id) => accountKey(state, bidAccountId(id)),
  escrowPayment: (state, id) => paymentKey(state, leasePaymentId(id)),
  provider: (_state, id) => providerKey(accAddressFromBech32(id.owner === 'nope' ? SECOND : id.owner)),
};

const topic: Topic = {};
for (const [name, key] of Object.entries(keys)) {
  topic[`akashKey.${name}`] = ({ id, state }) =>
    Buffer.from(key(state, { ...id, dseq: BigInt(id.dseq) })).toString('hex');
}
export default topic;
