import type { Context } from '../../core/context.ts';
import { GoError, nilPointer } from '../../core/errors.ts';
import { Item } from '../../core/item.ts';
import type { StoreKey } from '../../core/store.ts';
import type { MsgUpdateParams } from '../../wire/gen/cosmos/consensus/v1/tx.ts';
import { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import {
  type FullConsensusParams,
  updateConsensusParams,
  validateConsensusParams,
  validateConsensusUpdate,
} from './consensus-params.ts';
import { updateConsensusParamsEvent } from './events.ts';
import { PARAMS_KEY } from './keys.ts';

export interface ConsensusKeeperDeps {
  readonly storeKey: StoreKey;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

/** Holds the consensus parameters, which the base application reads and writes too. Source: cosmos-sdk x/consensus/keeper. */
export class ConsensusKeeper {
  readonly authority: string;
  /** The stored parameters: get throws when there are none, find does not. */
  readonly paramsStore: Item<ConsensusParams>;

  constructor(deps: ConsensusKeeperDeps) {
    this.authority = deps.authority;
    this.paramsStore = new Item(deps.storeKey, PARAMS_KEY, ConsensusParams);
  }

  /** Msg/UpdateParams. */
  updateParams(ctx: Context, msg: MsgUpdateParams): void {
    if (this.authority !== msg.authority) {
      throw ErrInvalidSigner.wrap(`invalid authority; expected ${this.authority}, got ${msg.authority}`);
    }
    const change = requested(msg);
    const current = complete(this.paramsStore.get(ctx));
    const next = updateConsensusParams(current, change);
    validateConsensusParams(next);
    validateConsensusUpdate(current, change, ctx.blockHeight);
    this.paramsStore.set(ctx, toProto(next));
    ctx.eventManager.emit(updateConsensusParamsEvent(msg.authority, change));
  }
}

/** What the message asks for. The version is not governed: it stays with the upgrades. */
function requested(msg: MsgUpdateParams): ConsensusParams {
  if (msg.evidence === undefined || msg.block === undefined || msg.validator === undefined) {
    throw new GoError('all parameters must be present');
  }
  return {
    block: { maxBytes: msg.block.maxBytes, maxGas: msg.block.maxGas },
    evidence: {
      maxAgeNumBlocks: msg.evidence.maxAgeNumBlocks,
      maxAgeDuration: msg.evidence.maxAgeDuration,
      maxBytes: msg.evidence.maxBytes,
    },
    validator: { pubKeyTypes: msg.validator.pubKeyTypes },
    // PARITY: cosmos-sdk x/consensus/types/msgs.go: an update sets the application version to 0.
    version: { app: 0n },
    abci: msg.abci && { voteExtensionsEnableHeight: msg.abci.voteExtensionsEnableHeight },
  };
}

/** The stored parameters with every section; only version and abci may be absent. */
function complete(p: ConsensusParams): FullConsensusParams {
  if (p.block === undefined || p.evidence === undefined || p.validator === undefined) throw nilPointer();
  return {
    block: p.block,
    evidence: p.evidence,
    pubKeyTypes: p.validator.pubKeyTypes,
    app: p.version?.app ?? 0n,
    voteExtensionsEnableHeight: p.abci?.voteExtensionsEnableHeight ?? 0n,
  };
}

function toProto(p: FullConsensusParams): ConsensusParams {
  return {
    block: { ...p.block },
    evidence: { ...p.evidence },
    validator: { pubKeyTypes: [...p.pubKeyTypes] },
    version: { app: p.app },
    abci: { voteExtensionsEnableHeight: p.voteExtensionsEnableHeight },
  };
}
