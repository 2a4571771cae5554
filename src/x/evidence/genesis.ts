import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic, nilPointer } from '../../core/errors.ts';
import type { Equivocation } from '../../wire/gen/cosmos/evidence/v1beta1/evidence.ts';
import type { GenesisState } from '../../wire/gen/cosmos/evidence/v1beta1/genesis.ts';
import { hashEvidence, packEvidence, unpackEvidence, validateEvidence } from './equivocation.ts';
import type { EvidenceKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';

/** Throws GoError when the state is not acceptable. */
export function validateGenesis(genesis: GenesisState): void {
  evidenceOf(genesis);
}

function evidenceOf(genesis: GenesisState): Equivocation[] {
  return genesis.evidence.map((any) => {
    // Without a type it was null in the JSON, which is a nil pointer.
    if (any.typeUrl === '') throw nilPointer();
    const evidence = unpackEvidence(any);
    if (evidence === undefined) throw new GoError('expected evidence');
    validateEvidence(evidence);
    return evidence;
  });
}

/** Source: cosmos-sdk x/evidence/genesis.go. */
export function initGenesis(k: EvidenceKeeper, ctx: Context, genesis: GenesisState): void {
  for (const evidence of checkedEvidence(genesis)) {
    const hash = hashEvidence(evidence);
    if (k.getEvidence(ctx, hash) !== undefined) {
      throw new GoPanic(`evidence with hash ${Buffer.from(hash).toString('latin1')} already exists`);
    }
    k.setEvidence(ctx, evidence);
  }
}

function checkedEvidence(genesis: GenesisState): Equivocation[] {
  try {
    return evidenceOf(genesis);
  } catch (e) {
    if (e instanceof GoErrorBase) {
      throw new GoPanic(`failed to validate ${MODULE_NAME} genesis state: ${e.message}`);
    }
    throw e;
  }
}

export function exportGenesis(k: EvidenceKeeper, ctx: Context): GenesisState {
  const genesis = defaultGenesis();
  k.iterateEvidence(ctx, (evidence) => genesis.evidence.push(packEvidence(evidence)));
  return genesis;
}

export function defaultGenesis(): GenesisState {
  return { evidence: [] };
}
