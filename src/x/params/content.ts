import { GoErrorBase } from '../../core/errors.ts';
import { ParameterChangeProposal } from '../../wire/gen/cosmos/params/v1beta1/params.ts';
import { type ContentHandler, type ContentKind, validateAbstract } from '../gov/content.ts';
import {
  ErrEmptyChanges,
  ErrEmptyKey,
  ErrEmptySubspace,
  ErrEmptyValue,
  ErrSettingParameter,
  ErrUnknownSubspace,
} from './errors.ts';
import type { ParamsKeeper } from './keeper.ts';
import { ROUTER_KEY } from './keys.ts';

/** The legacy proposal that sets parameters. */
export const parameterChangeContent: ContentKind<ParameterChangeProposal> = {
  type: ParameterChangeProposal,
  route: ROUTER_KEY,
  proposalType: 'ParameterChange',
  validateBasic(content) {
    validateAbstract(content);
    if (content.changes.length === 0) throw ErrEmptyChanges.error();
    for (const { subspace, key, value } of content.changes) {
      if (subspace === '') throw ErrEmptySubspace.error();
      if (key === '') throw ErrEmptyKey.error();
      if (value === '') throw ErrEmptyValue.error();
    }
  },
};

/** Sets the parameters of a passed proposal. */
export function parameterChangeHandler(k: ParamsKeeper): ContentHandler {
  return (ctx, content) => {
    const { changes } = content.message as ParameterChangeProposal;
    for (const { subspace, key, value } of changes) {
      const space = k.getSubspace(subspace);
      if (space === undefined) throw ErrUnknownSubspace.wrap(subspace);
      try {
        space.update(ctx, key, value);
      } catch (e) {
        if (!(e instanceof GoErrorBase)) throw e;
        throw ErrSettingParameter.wrap(`key: ${key}, value: ${value}, err: ${e.message}`);
      }
    }
  };
}
