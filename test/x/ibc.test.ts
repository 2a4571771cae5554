import { describe, expect, it } from 'vitest';
import { GasMeter } from '../../src/core/gas.ts';
import { textBytes } from '../../src/core/go-text.ts';
import { Order, State } from '../../src/wire/gen/ibc/core/channel/v1/channel.ts';
import {
  QueryConnectionChannelsRequest,
  QueryConnectionChannelsResponse,
  QueryNextSequenceReceiveRequest,
  QueryNextSequenceReceiveResponse,
} from '../../src/wire/gen/ibc/core/channel/v1/query.ts';
import {
  MsgAcknowledgementResponse,
  MsgRecvPacketResponse,
  MsgTimeout,
} from '../../src/wire/gen/ibc/core/channel/v1/tx.ts';
import {
  QueryPacketCommitmentsRequest,
  QueryPacketCommitmentsResponse,
} from '../../src/wire/gen/ibc/core/channel/v2/query.ts';
import { MsgRecvPacket as MsgRecvPacketV2, MsgSendPacket } from '../../src/wire/gen/ibc/core/channel/v2/tx.ts';
import { GenesisState } from '../../src/wire/gen/ibc/core/types/v1/genesis.ts';
import { toJson } from '../../src/wire/json.ts';
import { ConnectionKeeper } from '../../src/x/ibc/connection/keeper.ts';
import { verifyChannelState, verifyPacketCommitment } from '../../src/x/ibc/connection/verify.ts';
import { exportGenesis, initGenesis } from '../../src/x/ibc/genesis.ts';
import { packetReceiptKeyV2 } from '../../src/x/ibc/host/keys.ts';
import { transferIbcModule } from '../../src/x/transfer/ibc-module.ts';
import { address, attributes, refusal } from './app-kit.ts';
import { answerIn, IbcKit, PROOF, SIGNER } from './ibc-kit.ts';

const NOOP = 1;
const SUCCESS = 2;
const NIL_POINTER = 'panic: runtime error: invalid memory address or nil pointer dereference';

function opened(): IbcKit {
  const kit = new IbcKit();
  kit.fund(address(1), 1000n);
  kit.openChannel();
  return kit;
}

const result = (type: { decode(bytes: Uint8Array): { result: number } }, { response }: { response: object }): number =>
  type.decode((response as { value: Uint8Array }).value).result;

describe('packets', () => {
  it('go out, are received and answered', () => {
    const kit = opened();
    const packet = kit.sendCoins();
    const received = kit.receive(packet);
    expect(result(MsgRecvPacketResponse, received)).toBe(SUCCESS);
    const answered = kit.acknowledge(packet, answerIn(received.events));
    expect(result(MsgAcknowledgementResponse, answered)).toBe(SUCCESS);
    expect(kit.ibc.channelKeeper.getPacketCommitment(kit.ctx(), 'transfer', 'channel-0', 1n)).toBeUndefined();
  });

  it('that were relayed before change nothing and are no error', () => {
    const kit = opened();
    const packet = kit.sendCoins();
    const { events } = kit.receive(packet);
    const before = kit.pairs('ibc');
    const again = kit.receive(packet);
    expect(result(MsgRecvPacketResponse, again)).toBe(NOOP);
    expect(again.events).toEqual([]);
    expect(kit.pairs('ibc')).toEqual(before);
    kit.acknowledge(packet, answerIn(events));
    expect(result(MsgAcknowledgementResponse, kit.acknowledge(packet, answerIn(events)))).toBe(NOOP);
    // Nor is one that never was sent.
    expect(result(MsgAcknowledgementResponse, kit.acknowledge({ ...packet, sequence: 77n }, PROOF))).toBe(NOOP);
  });

  it('are judged by their time before it is looked whether they are gone', () => {
    const kit = opened();
    const packet = kit.sendCoins();
    kit.acknowledge(packet, answerIn(kit.receive(packet).events));
    const timeout = {
      packet,
      proofUnreceived: PROOF,
      proofHeight: kit.proofHeight,
      nextSequenceRecv: 1n,
      signer: SIGNER,
    };
    expect(kit.refused(MsgTimeout, timeout)).toBe(
      'channel/39: timeout packet verification failed: packet timeout not reached: current height: 0-5, timeout height 0-100: timeout not reached',
    );
    const late = { revisionNumber: 0n, revisionHeight: 100n };
    expect(kit.send(MsgTimeout, { ...timeout, proofHeight: late }).events).toEqual([]);
  });

  it('whose application fails leave an answer, and its events under other names', () => {
    const kit = opened();
    const packet = kit.sendCoins({ receiver: 'nobody' });
    const { events } = kit.receive(packet);
    expect(new TextDecoder().decode(answerIn(events))).toBe(
      '{"error":"ABCI code: 5: error handling packet: see events for details"}',
    );
    const failed = events.find((e) => e.type === 'ibccallbackerror-fungible_token_packet');
    expect(attributes(failed)['ibccallbackerror-success']).toBe('false');
    kit.acknowledge(packet, answerIn(events));
    expect(kit.balance(address(1))).toBe(1000n);
  });

  it('are not sent over a kind of client that is not allowed, which is then called unauthorized', () => {
    const kit = opened();
    kit.ibc.clientKeeper.setParams(kit.ctx(), { allowedClients: ['07-tendermint'] });
    expect(refusal(() => kit.sendCoins())).toBe(
      'client/29: cannot send packet using client (09-localhost) with status Unauthorized: client state is not active',
    );
  });

  it('panic with a nil pointer whatever the panic was, out of gas among them', () => {
    const kit = opened();
    const packet = kit.sendCoins();
    const ctx = kit.ctx().with({ gasMeter: new GasMeter(2000n) });
    const app = transferIbcModule(kit.transfer);
    expect(refusal(() => app.onRecvPacket(ctx, 'ics20-1', packet, address(1)))).toBe(NIL_POINTER);
  });
});

describe('proofs', () => {
  /** What delays the client is asked for. */
  function recorded(): { asked: bigint[][]; connections: ConnectionKeeper; kit: IbcKit } {
    const kit = new IbcKit();
    const asked: bigint[][] = [];
    const clientKeeper = {
      ...kit.ibc.clientKeeper,
      getClientStatus: () => 'Active' as const,
      getClientState: () => undefined,
      getClientConsensusState: () => undefined,
      iterateClientStates: () => {},
      verifyNonMembership: () => {},
      verifyMembership: (_c: unknown, _id: unknown, _h: unknown, time: bigint, blocks: bigint) => {
        asked.push([time, blocks]);
      },
    };
    return { asked, connections: new ConnectionKeeper({ storeKey: kit.keys.ibc, clientKeeper }), kit };
  }

  it('of packets wait for the delay, those of handshakes do not; blocks are counted with 64-bit floats', () => {
    const { asked, connections, kit } = recorded();
    const end = connections.getConnection(kit.ctx(), 'connection-localhost')!;
    const delayPeriod = 2n ** 60n + 1n;
    const proof = { height: kit.proofHeight, bytes: PROOF };
    const channel = {
      state: State.STATE_OPEN,
      ordering: Order.ORDER_UNORDERED,
      counterparty: { portId: 'transfer', channelId: '' },
      connectionHops: [],
      version: '',
    };
    connections.setParams(kit.ctx(), { maxExpectedTimePerBlock: 1n });
    verifyChannelState(connections, kit.ctx(), { ...end, delayPeriod }, proof, 'transfer', 'channel-0', channel);
    const of = { portId: 'transfer', channelId: 'channel-0', sequence: 1n };
    verifyPacketCommitment(connections, kit.ctx(), { ...end, delayPeriod }, proof, of, PROOF);
    expect(asked).toEqual([
      [0n, 0n],
      [delayPeriod, 2n ** 60n],
    ]);
  });
});

describe('packets of version 2', () => {
  /** A chain that is its own counterparty. */
  function registered(): IbcKit {
    const kit = opened();
    const counterparty = { clientId: '09-localhost', merklePrefix: [textBytes('ibc'), new Uint8Array(0)] };
    kit.ibc.clientV2Keeper.setClientCounterparty(kit.ctx(), '09-localhost', counterparty);
    kit.ibc.channelKeeperV2.setNextSequenceSend(kit.ctx(), '09-localhost', 1n);
    return kit;
  }
  const payload = {
    sourcePort: 'transfer',
    destinationPort: 'transfer',
    version: 'ics20-1',
    encoding: 'application/json',
    value: PROOF,
  };

  it('have no application: a panic once all was checked', () => {
    const kit = registered();
    const timeoutTimestamp = kit.time.seconds + 60n;
    const send = { sourceClient: '09-localhost', payloads: [payload], signer: SIGNER };
    expect(kit.refused(MsgSendPacket, { ...send, timeoutTimestamp })).toBe(NIL_POINTER);
    expect(kit.refused(MsgSendPacket, { ...send, timeoutTimestamp: kit.time.seconds })).toMatch(/^channelv2\/9: /);
    expect(kit.refused(MsgSendPacket, { ...send, timeoutTimestamp: kit.time.seconds + 86_401n })).toMatch(
      /^channelv2\/8: /,
    );
    expect(kit.refused(MsgSendPacket, { ...send, timeoutTimestamp, sourceClient: '07-tendermint-9' })).toMatch(
      /^clientv2\/35: /,
    );
  });

  it('that were received before are no error', () => {
    const kit = registered();
    kit.ctx().kvStore(kit.keys.ibc).set(packetReceiptKeyV2('09-localhost', 3n), Uint8Array.of(2));
    const packet = {
      sequence: 3n,
      sourceClient: '09-localhost',
      destinationClient: '09-localhost',
      timeoutTimestamp: kit.time.seconds + 60n,
      payloads: [payload],
    };
    const msg = { packet, proofCommitment: PROOF, proofHeight: kit.proofHeight, signer: SIGNER };
    expect(result(MsgRecvPacketResponse, kit.send(MsgRecvPacketV2, msg))).toBe(NOOP);
  });

  it('hide the sequences of channels from an export, which then fails to send', () => {
    const kit = registered();
    const genesis = exportGenesis(kit.ibc, kit.ctx());
    expect(genesis.channelGenesis.channels).toHaveLength(2);
    expect(genesis.channelGenesis.sendSequences).toEqual([]);
    expect(genesis.channelGenesis.recvSequences).toHaveLength(2);
    const next = new IbcKit();
    next.fund(address(1), 1000n);
    initGenesis(next.ibc, next.ctx(), { ...genesis, clientV2Genesis: { counterpartyInfos: [] } });
    expect(refusal(() => next.sendCoins())).toBe(
      'channel/10: source port: transfer, source channel: channel-0: sequence send not found',
    );
    // Without such a client everything is there.
    const usual = opened();
    expect(exportGenesis(usual.ibc, usual.ctx()).channelGenesis.sendSequences).toHaveLength(2);
    expect(toJson(GenesisState, genesis)).toContain('"send_sequences":[]');
  });

  it('have clients whose names may be what those of channels may be', () => {
    const kit = registered();
    const packet = {
      sequence: 1n,
      sourceClient: 'channel-',
      destinationClient: '09-localhost',
      timeoutTimestamp: kit.time.seconds + 60n,
      payloads: [payload],
    };
    const send = (sourceClient: string): string =>
      kit.refused(MsgRecvPacketV2, {
        packet: { ...packet, sourceClient },
        proofCommitment: PROOF,
        proofHeight: kit.proofHeight,
        signer: SIGNER,
      });
    // A name of a client has nine characters, one of a channel eight.
    expect(send('channel-')).toMatch(/^clientv2\/34: .*does not match packet source id \(channel-\)/);
    expect(send('channel')).toMatch(/^host\/2: .*invalid source ID/);
  });

  it('are listed by keys cut at slashes', () => {
    const kit = registered();
    const list = (sequence: bigint): unknown => {
      const { ctx, write: _ } = kit.ctx().cacheContext();
      kit.ibc.channelKeeperV2.setPacketCommitment(ctx, '09-localhost', sequence, PROOF);
      const request = QueryPacketCommitmentsRequest.encode(
        QueryPacketCommitmentsRequest.create({ clientId: '09-localhost' }),
      );
      const answer = kit.queries.route('/ibc.core.channel.v2.Query/PacketCommitments')!(ctx, request);
      return QueryPacketCommitmentsResponse.decode(answer).commitments.map((c) => c.sequence);
    };
    expect(list(46n)).toEqual([46n]);
    expect(refusal(() => list(47n))).toBe('channelv2/2: invalid packet');
    expect(refusal(() => list(0x2f00n))).toBe('panic: runtime error: index out of range [7] with length 1');
  });
});

describe('channels', () => {
  it('of a connection are listed beyond the page', () => {
    const kit = opened();
    kit.openChannel(2);
    const request = QueryConnectionChannelsRequest.encode(
      QueryConnectionChannelsRequest.create({
        connection: 'connection-localhost',
        pagination: { key: new Uint8Array(0), offset: 0n, limit: 1n, countTotal: true, reverse: false },
      }),
    );
    const answer = kit.queries.route('/ibc.core.channel.v1.Query/ConnectionChannels')!(kit.ctx(), request);
    expect(QueryConnectionChannelsResponse.decode(answer).channels).toHaveLength(4);
  });

  it('without order receive next what they tell as 0', () => {
    const kit = opened();
    expect(kit.ibc.channelKeeper.getNextSequenceRecv(kit.ctx(), 'transfer', 'channel-0')).toBe(1n);
    const request = QueryNextSequenceReceiveRequest.encode({ portId: 'transfer', channelId: 'channel-0' });
    const answer = kit.queries.route('/ibc.core.channel.v1.Query/NextSequenceReceive')!(kit.ctx(), request);
    expect(QueryNextSequenceReceiveResponse.decode(answer).nextSequenceReceive).toBe(0n);
  });

  it('belong to the application whose name their port contains', () => {
    const { ports } = new IbcKit().ibc;
    expect(ports.route('my-transfer-port')).toBe(ports.route('transfer'));
    expect(refusal(() => ports.route('bank'))).toBe('port/5: route not found to portID: bank: route not found');
  });
});
