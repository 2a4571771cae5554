import { GoError } from '../core/errors.ts';
import { compareText, quoteText } from '../core/go-text.ts';
import { type Endpoint, Endpoint_Kind } from '../wire/gen/akash/base/resources/v1beta4/endpoint.ts';
import type { Expose, HttpOptions } from './document.ts';
import type { ServiceExpose } from './manifest.ts';

/** Ports of a service: to whom they are open. Source: chain-sdk go/sdl/{expose,v2}.go, go/manifest/v2beta3/serviceexpose.go. */

const MAX_BODY_SIZE = { usual: 1_048_576, limit: 104_857_600 };
const TIMEOUT = { usual: 60_000, limit: 60_000 };
const USUAL_TRIES = 3;
const USUAL_NEXT_CASES: readonly string[] = ['error', 'timeout'];
const NEXT_CASES = new Set(['error', 'timeout', '500', '502', '503', '504', '403', '404', '429', 'off']);
const HTTP_PORT = 80;

function limited(
  value: number,
  { usual, limit }: { usual: number; limit: number },
  what: string,
  unit: string,
): number {
  if (value > limit) throw new GoError(`http option not allowed: ${what} cannot be greater than ${limit} ${unit}`);
  return value === 0 ? usual : value;
}

function manifestHttpOptions(o: HttpOptions): ServiceExpose['httpOptions'] {
  const maxBodySize = limited(o.maxBodySize, MAX_BODY_SIZE, 'body size', 'bytes');
  const readTimeout = limited(o.readTimeout, TIMEOUT, 'read timeout', 'ms');
  const sendTimeout = limited(o.sendTimeout, TIMEOUT, 'send timeout', 'ms');
  const given = o.nextCases ?? [];
  for (const nextCase of given) {
    if (nextCase === 'off' && given.length !== 1) {
      throw new GoError("if 'off' is specified, no other cases may be specified");
    }
    if (!NEXT_CASES.has(nextCase)) throw new GoError(`next case is unknown: ${quoteText(nextCase)}`);
  }
  return {
    maxBodySize,
    readTimeout,
    sendTimeout,
    nextTries: o.nextTries === 0 ? USUAL_TRIES : o.nextTries,
    nextTimeout: o.nextTimeout,
    nextCases: given.length === 0 ? USUAL_NEXT_CASES : given,
  };
}

function protocol(text: string): 'TCP' | 'UDP' {
  const upper = text.toUpperCase();
  if (upper === '' || upper === 'TCP') return 'TCP';
  if (upper === 'UDP') return 'UDP';
  throw new GoError('unsupported service protocol');
}

function toManifest(e: Expose, endpointNumbers: ReadonlyMap<string, number>): ServiceExpose[] {
  const proto = protocol(e.proto);
  // PARITY: chain-sdk go/sdl/expose.go: only the options of the port count, not those of a target.
  const httpOptions = manifestHttpOptions(e.httpOptions);
  const to = e.to === null || e.to.length === 0 ? [{ service: '', global: false, ip: '' }] : e.to;
  return to.map(({ service, global, ip }) => ({
    port: e.port,
    externalPort: e.as,
    proto,
    service,
    global,
    hosts: e.accept,
    httpOptions,
    ip,
    endpointSequenceNumber: global && ip !== '' ? (endpointNumbers.get(ip) ?? 0) : 0,
  }));
}

/** All ports of a service, by target, port, protocol, open to all first. Throws GoError. */
export function manifestExposes(
  exposes: readonly Expose[] | null,
  endpointNumbers: ReadonlyMap<string, number>,
): ServiceExpose[] {
  return (exposes ?? [])
    .flatMap((e) => toManifest(e, endpointNumbers))
    .sort(
      (a, b) =>
        compareText(a.service, b.service) ||
        a.port - b.port ||
        compareText(a.proto, b.proto) ||
        Number(b.global) - Number(a.global),
    );
}

/** Endpoints that a provider has to offer for these ports. */
export function endpointsOf(exposes: readonly ServiceExpose[]): Endpoint[] {
  return exposes.flatMap((e) => (e.global ? globalEndpoints(e) : []));
}

function globalEndpoints(e: ServiceExpose): Endpoint[] {
  const externalPort = e.externalPort === 0 ? e.port : e.externalPort;
  const isHttp = e.proto === 'TCP' && externalPort === HTTP_PORT;
  const kind = isHttp ? Endpoint_Kind.SHARED_HTTP : Endpoint_Kind.RANDOM_PORT;
  const endpoint = { kind, sequenceNumber: 0 };
  if (e.ip === '') return [endpoint];
  return sortEndpoints([{ kind: Endpoint_Kind.LEASED_IP, sequenceNumber: e.endpointSequenceNumber }, endpoint]);
}

/** By sequence number; equal ones stay in their order (Go's algorithm may change it in lists of more than 12). */
export function sortEndpoints(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...endpoints].sort((a, b) => a.sequenceNumber - b.sequenceNumber);
}
