import type { Context } from '../../core/context.ts';
import { GoError, GrpcCode, GrpcError } from '../../core/errors.ts';
import { decodeHex } from '../../core/go-hex.ts';
import { collectionPaginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import type { QueryServer } from '../../wire/gen/cosmos/evidence/v1beta1/query.ts';
import { Any } from '../../wire/gen/google/protobuf/any.ts';
import { packEvidence } from './equivocation.ts';
import type { EvidenceKeeper } from './keeper.ts';
import { EVIDENCE_PREFIX } from './keys.ts';

/** Source: cosmos-sdk x/evidence/keeper/grpc_query.go. */
export function evidenceQueryServer(k: EvidenceKeeper): QueryServer<Context> {
  return {
    evidence(ctx, req) {
      if (req.hash === '') throw new GrpcError(GrpcCode.InvalidArgument, 'invalid request; hash is empty');
      const evidence = k.getEvidence(ctx, hashOf(req.hash));
      if (evidence === undefined) throw new GrpcError(GrpcCode.NotFound, `evidence ${req.hash} not found`);
      return { evidence: packEvidence(evidence) };
    },

    allEvidence(ctx, req) {
      const store = new PrefixStore(ctx.kvStore(k.storeKey), EVIDENCE_PREFIX);
      const { results, pagination } = collectionPaginate(store, req.pagination, (_hash, value) => Any.decode(value));
      return { evidence: results, pagination };
    },
  };
}

function hashOf(text: string): Uint8Array {
  try {
    return decodeHex(text);
  } catch (e) {
    if (e instanceof GoError) throw new GoError(`invalid evidence hash: ${e.message}`, e);
    throw e;
  }
}
