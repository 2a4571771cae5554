import { describe, expect, it } from 'vitest';
import { MsgUpdateParams } from '../../src/wire/gen/cosmos/consensus/v1/tx.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';
import { AppKit, attributes } from './app-kit.ts';

const SECOND = 1_000_000_000n;

const stored = ConsensusParams.create({
  block: { maxBytes: 2_000_000n, maxGas: -1n },
  evidence: { maxAgeNumBlocks: 100n, maxAgeDuration: 100n * SECOND, maxBytes: 1_000_000n },
  validator: { pubKeyTypes: ['ed25519'] },
  version: { app: 7n },
  abci: { voteExtensionsEnableHeight: 0n },
});

function kitWith(params: Partial<ConsensusParams> = {}): AppKit {
  const kit = new AppKit();
  kit.keepers.consensus.paramsStore.set(kit.ctx(), { ...stored, ...params });
  return kit;
}

const update = (kit: AppKit, change: Partial<MsgUpdateParams>): Partial<MsgUpdateParams> => ({
  authority: kit.authority,
  block: stored.block,
  evidence: stored.evidence,
  validator: stored.validator,
  ...change,
});

it('an update replaces the parameters, and resets the application version', () => {
  const kit = kitWith();
  const { events } = kit.send(MsgUpdateParams, update(kit, { block: { maxBytes: 3_000_000n, maxGas: 5n } }));
  expect(kit.keepers.consensus.paramsStore.get(kit.ctx())).toEqual({
    ...stored,
    block: { maxBytes: 3_000_000n, maxGas: 5n },
    version: { app: 0n },
  });
  expect(attributes(events.at(-1))).toEqual({
    authority: kit.authority,
    parameters:
      'block:<max_bytes:3000000 max_gas:5 > evidence:<max_age_num_blocks:100 max_age_duration:<seconds:100 > max_bytes:1000000 > validator:<pub_key_types:"ed25519" > version:<> ',
  });
});

describe('refused', () => {
  const { evidence } = stored;
  const cases: [string, Partial<MsgUpdateParams>, string][] = [
    ['not by the authority', { authority: 'x' }, 'gov/13: invalid authority; expected AUTHORITY, got x'],
    ['a part is missing', { validator: undefined }, 'undefined/1: all parameters must be present'],
    ['no bytes', { block: { maxBytes: 0n, maxGas: 1n } }, 'undefined/1: block.MaxBytes cannot be 0'],
    [
      'too many bytes',
      { block: { maxBytes: 104_857_601n, maxGas: 1n } },
      'undefined/1: block.MaxBytes is too big. 104857601 > 104857600',
    ],
    [
      'a block smaller than its evidence',
      { block: { maxBytes: 999_999n, maxGas: 1n } },
      'undefined/1: evidence.MaxBytesEvidence is greater than upper bound, 1000000 > 999999',
    ],
    [
      'evidence larger than any block, whose own figure is -1',
      { block: { maxBytes: -1n, maxGas: 1n }, evidence: { ...evidence!, maxBytes: 104_857_601n } },
      'undefined/1: evidence.MaxBytesEvidence is greater than upper bound, 104857601 > -1',
    ],
    [
      'no key types',
      { validator: { pubKeyTypes: [] } },
      'undefined/1: len(Validator.PubKeyTypes) must be greater than 0',
    ],
    [
      'unknown key type',
      { validator: { pubKeyTypes: ['ed25519', 'x'] } },
      'undefined/1: params.Validator.PubKeyTypes[1], x, is an unknown pubkey type',
    ],
    [
      'vote extensions in the past',
      { abci: { voteExtensionsEnableHeight: 5n } },
      'undefined/1: vote extensions cannot be updated to a past or current height, enable height: 5, current height 5',
    ],
  ];
  it.each(cases)('%s', (_name, change, text) => {
    const kit = kitWith();
    const got = kit.refused(MsgUpdateParams, update(kit, change)).replace(kit.authority, 'AUTHORITY');
    expect(got.startsWith(text), got).toBe(true);
    expect(kit.keepers.consensus.paramsStore.get(kit.ctx())).toEqual(stored);
  });

  it('both sizes change together', () => {
    const kit = kitWith();
    const change = { block: { maxBytes: 900_000n, maxGas: 1n }, evidence: { ...evidence!, maxBytes: 900_000n } };
    kit.send(MsgUpdateParams, update(kit, change));
  });
});

describe('vote extensions', () => {
  const at = (voteExtensionsEnableHeight: bigint) => ({ abci: { voteExtensionsEnableHeight } });
  it('stay as they are once they are enabled', () => {
    const kit = kitWith(at(5n));
    expect(kit.refused(MsgUpdateParams, update(kit, at(0n)))).toBe(
      'undefined/1: vote extensions cannot be disabled once enabledold enable height: 5, current height 5',
    );
    expect(kit.refused(MsgUpdateParams, update(kit, at(9n)))).toBe(
      'undefined/1: vote extensions cannot be modified once enabledenable height: 5, current height 5',
    );
    kit.send(MsgUpdateParams, update(kit, at(5n)));
  });

  it('can be moved before', () => {
    const kit = kitWith(at(6n));
    kit.send(MsgUpdateParams, update(kit, at(9n)));
    kit.send(MsgUpdateParams, update(kit, at(0n)));
    expect(kit.keepers.consensus.paramsStore.get(kit.ctx()).abci).toEqual({ voteExtensionsEnableHeight: 0n });
  });
});
