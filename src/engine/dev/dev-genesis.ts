import type { JsonValue } from '../../core/module.ts';
import type { Time } from '../../core/time.ts';
import { accAddressToBech32, valAddressToBech32 } from '../../crypto/address.ts';
import * as secp256k1 from '../../crypto/secp256k1.ts';
import { Dec } from '../../math/dec.ts';
import { REFERENCE_VERSION } from '../../server/version.ts';
import { PubKey as Secp256k1PubKey } from '../../wire/gen/cosmos/crypto/secp256k1/keys.ts';
import { Tx } from '../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import { toJson } from '../../wire/json.ts';
import { type AppGenesis, addAccount, newGenesis, setGentxs } from '../genesis.ts';
import { makeGentx } from '../gentx.ts';
import type { DevAccount } from './accounts.ts';

export interface DevGenesisOptions {
  readonly chainId: string;
  readonly time: Time;
  readonly appState: { [module: string]: JsonValue };
  readonly accounts: readonly DevAccount[];
  /** uakt that each account gets. */
  readonly balance: bigint;
  /** uakt that the first account bonds as the validator. */
  readonly stake: bigint;
  readonly consensusKey: Uint8Array;
  /** Seconds of the voting period, so that governance can be tried out. */
  readonly votingPeriod: number;
}

/** The genesis of a development chain: funded accounts, the first of them the validator, short votes. */
export async function devGenesis(o: DevGenesisOptions): Promise<AppGenesis> {
  const doc = newGenesis({
    chainId: o.chainId,
    time: o.time,
    initialHeight: 1n,
    appState: o.appState,
    appVersion: REFERENCE_VERSION,
  });
  for (const a of o.accounts) addAccount(doc, { address: a.address, coins: [{ denom: 'uakt', amount: o.balance }] });
  const gov = doc.app_state.gov as { params?: { [key: string]: JsonValue } } | undefined;
  if (gov?.params) {
    gov.params.voting_period = `${o.votingPeriod}s`;
    gov.params.expedited_voting_period = `${Math.max(1, Math.floor(o.votingPeriod / 2))}s`;
  }
  const operator = o.accounts[0]!;
  const gentx = await makeGentx({
    chainId: o.chainId,
    signer: {
      address: operator.address,
      publicKey: {
        typeUrl: '/cosmos.crypto.secp256k1.PubKey',
        value: Secp256k1PubKey.encode({ key: operator.publicKey }),
      },
      sign: (bytes) => secp256k1.sign(operator.privateKey, bytes),
    },
    description: { moniker: 'dev', identity: '', website: '', securityContact: '', details: '' },
    commission: { rate: Dec.parse('0.1'), maxRate: Dec.parse('0.2'), maxChangeRate: Dec.parse('0.01') },
    minSelfDelegation: 1n,
    consensusKey: o.consensusKey,
    stake: { denom: 'uakt', amount: o.stake },
    fees: [],
    memo: '',
  });
  setGentxs(doc, [JSON.parse(toJson(Tx, gentx)) as JsonValue]);
  return doc;
}

/** Address texts of an account, as tools want them. */
export function addressTexts(a: DevAccount): { account: string; validator: string } {
  return { account: accAddressToBech32(a.address), validator: valAddressToBech32(a.address) };
}
