import { GoPanic } from '../../../core/errors.ts';
import { textFromBytes } from '../../../wire/utf8.ts';

export interface ChannelPath {
  readonly portId: string;
  readonly channelId: string;
}

/** Port and channel of a key `.../ports/<port>/channels/<channel>`; when it is not one: a panic, or undefined. Source: ibc-go modules/core/24-host/parse.go. */
export function channelPathOf(key: Uint8Array): ChannelPath;
export function channelPathOf(key: Uint8Array, must: false): ChannelPath | undefined;
export function channelPathOf(key: Uint8Array, must = true): ChannelPath | undefined {
  const text = textFromBytes(key);
  const [, ports, portId, channels, channelId] = text.split('/');
  if (ports === 'ports' && channels === 'channels' && portId !== undefined && channelId !== undefined) {
    return { portId, channelId };
  }
  if (must) throw new GoPanic(`cannot parse channel path ${text}: invalid path`);
  return undefined;
}
