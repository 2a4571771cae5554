import type { AppModule } from '../../core/module.ts';
import { Msg } from '../../wire/gen/cosmos/vesting/v1beta1/tx.ts';
import type { AccountKeeper, BankKeeper } from './expected-keepers.ts';
import { VestingMsgServer } from './msg-server.ts';

/** Messages that make vesting accounts. The accounts themselves are auth's. */
export function vestingModule(accounts: AccountKeeper, bank: BankKeeper): AppModule {
  return {
    name: 'vesting',
    consensusVersion: 1n,
    registerServices: (cfg) => cfg.msgServer(Msg, new VestingMsgServer(accounts, bank)),
    initGenesis: () => [],
    exportGenesis: () => '{}',
    defaultGenesis: () => '{}',
    validateGenesis: () => {},
  };
}
