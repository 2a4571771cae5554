import type { Context } from '../../../core/context.ts';
import { InternalError } from '../../../core/errors.ts';
import type { Acknowledgement, Counterparty, Packet } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import { ErrInvalidRoute } from './errors.ts';

/** An application on channels. Methods refuse by throwing GoError. Source: ibc-go modules/core/05-port/types/module.go. */
export interface IbcModule {
  /** Returns the version to be used. */
  onChanOpenInit(
    ctx: Context,
    order: number,
    connectionHops: readonly string[],
    portId: string,
    channelId: string,
    counterparty: Counterparty,
    version: string,
  ): string;
  /** Returns the version to be used. */
  onChanOpenTry(
    ctx: Context,
    order: number,
    connectionHops: readonly string[],
    portId: string,
    channelId: string,
    counterparty: Counterparty,
    counterpartyVersion: string,
  ): string;
  onChanOpenAck(
    ctx: Context,
    portId: string,
    channelId: string,
    counterpartyChannelId: string,
    counterpartyVersion: string,
  ): void;
  onChanOpenConfirm(ctx: Context, portId: string, channelId: string): void;
  onChanCloseInit(ctx: Context, portId: string, channelId: string): void;
  onChanCloseConfirm(ctx: Context, portId: string, channelId: string): void;
  /** Never throws GoError: the answer says that it failed. What it did to the state is kept only when it succeeded. */
  onRecvPacket(ctx: Context, channelVersion: string, packet: Packet, relayer: Uint8Array): Acknowledgement;
  onAcknowledgementPacket(
    ctx: Context,
    channelVersion: string,
    packet: Packet,
    acknowledgement: Uint8Array,
    relayer: Uint8Array,
  ): void;
  onTimeoutPacket(ctx: Context, channelVersion: string, packet: Packet, relayer: Uint8Array): void;
}

/** Which application a port belongs to. Source: ibc-go modules/core/05-port/keeper/keeper.go. */
export class PortRouter {
  private readonly routes = new Map<string, IbcModule>();

  addRoute(name: string, module: IbcModule): this {
    if (this.routes.has(name)) throw new InternalError(`two applications for port ${name}`);
    this.routes.set(name, module);
    return this;
  }

  /**
   * Throws SdkError when there is none.
   *
   * PARITY: ibc-go modules/core/05-port/keeper/keeper.go: a port that only contains a route's name is routed there too.
   */
  route(portId: string): IbcModule {
    const exact = this.routes.get(portId);
    if (exact !== undefined) return exact;
    const names = [...this.routes.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    const name = names.find((n) => portId.includes(n));
    if (name === undefined) throw ErrInvalidRoute.wrap(`route not found to portID: ${portId}`);
    return this.routes.get(name)!;
  }
}
