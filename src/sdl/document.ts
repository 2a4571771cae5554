import { GoError } from '../core/errors.ts';
import { parseRequestUri } from '../core/go-url.ts';
import { Dec } from '../math/dec.ts';
import { type DecCoin, newDecCoin } from '../math/dec-coin.ts';
import type { Attribute } from '../wire/gen/akash/base/attributes/v1/attribute.ts';
import { sortAttributes } from '../x/attributes/attributes.ts';
import { errNegativeValue } from './quantity.ts';
import { type ComputeResources, computeResources } from './resources.ts';
import { bool, custom, type Decoder, decodeNode, list, map, optional, string, struct, uint32 } from './yaml-decode.ts';
import type { YamlNode } from './yaml-node.ts';

/** The parts of an SDL file as they are written. Lists that are not there are null. Source: chain-sdk go/sdl/v2.go. */
export interface HttpOptions {
  maxBodySize: number;
  readTimeout: number;
  sendTimeout: number;
  nextTries: number;
  nextTimeout: number;
  nextCases: string[] | null;
}

export interface ExposeTo {
  service: string;
  global: boolean;
  httpOptions: HttpOptions;
  ip: string;
}

export interface Expose {
  port: number;
  as: number;
  proto: string;
  to: ExposeTo[] | null;
  accept: string[] | null;
  httpOptions: HttpOptions;
}

export interface StorageParams {
  mount: string;
  readOnly: boolean;
}

export interface ServiceParams {
  storage: Map<string, StorageParams> | null;
  permissions: { read: string[] | null } | undefined;
}

export interface Credentials {
  host: string;
  email: string;
  username: string;
  password: string;
}

export interface Service {
  image: string;
  command: string[] | null;
  args: string[] | null;
  env: string[] | null;
  expose: Expose[] | null;
  dependencies: { service: string }[] | null;
  params: ServiceParams | undefined;
  credentials: Credentials | undefined;
}

export interface Placement {
  attributes: Attribute[] | null;
  signedBy: { allOf: string[] | null; anyOf: string[] | null };
  pricing: Map<string, DecCoin | undefined> | null;
}

export interface Profiles {
  compute: Map<string, { resources: ComputeResources | undefined }> | null;
  placement: Map<string, Placement> | null;
}

export interface ServiceDeployment {
  profile: string;
  count: number;
}

export interface SdlDocument {
  services: ReadonlyMap<string, Service>;
  profiles: Profiles;
  /** Service, placement, what of it. */
  deployments: ReadonlyMap<string, Map<string, ServiceDeployment> | null>;
  endpoints: ReadonlyMap<string, { kind: string }>;
}

const strings = list(string);

const httpOptions = struct<HttpOptions>('sdl.v2HTTPOptions', {
  maxBodySize: ['max_body_size', uint32],
  readTimeout: ['read_timeout', uint32],
  sendTimeout: ['send_timeout', uint32],
  nextTries: ['next_tries', uint32],
  nextTimeout: ['next_timeout', uint32],
  nextCases: ['next_cases', strings],
});

/** Host names. */
const accept: Decoder<string[] | null> = custom('sdl.v2Accept', { zero: () => null, nullable: false }, (node) => {
  const hosts = decodeNode(node, strings);
  for (const host of hosts ?? []) parseRequestUri(`http://${host}`);
  return hosts;
});

const expose = struct<Expose>('sdl.v2Expose', {
  port: ['port', uint32],
  as: ['as', uint32],
  proto: ['proto', string],
  to: [
    'to',
    list(
      struct<ExposeTo>('sdl.v2ExposeTo', {
        service: ['service', string],
        global: ['global', bool],
        httpOptions: ['http_options', httpOptions],
        ip: ['ip', string],
      }),
    ),
  ],
  accept: ['accept', accept],
  httpOptions: ['http_options', httpOptions],
});

const service = struct<Service>('sdl.v2Service', {
  image: ['image', string],
  command: ['command', strings],
  args: ['args', strings],
  env: ['env', strings],
  expose: ['expose', list(expose, 'sdl.v2Exposes')],
  dependencies: [
    'dependencies',
    list(struct<{ service: string }>('sdl.v2Dependency', { service: ['service', string] })),
  ],
  params: [
    'params',
    optional(
      struct<ServiceParams>('sdl.v2ServiceParams', {
        storage: [
          'storage',
          map(
            struct<StorageParams>('sdl.v2ServiceStorageParams', {
              mount: ['mount', string],
              readOnly: ['readOnly', bool],
            }),
          ),
        ],
        permissions: [
          'permissions',
          optional(struct<{ read: string[] | null }>('sdl.v2ServicePermissions', { read: ['read', strings] })),
        ],
      }),
    ),
  ],
  credentials: [
    'credentials',
    optional(
      struct<Credentials>('sdl.v2ServiceCredentials', {
        host: ['host', string],
        email: ['email', string],
        username: ['username', string],
        password: ['password', string],
      }),
    ),
  ],
});

const COIN_FIELDS = 'struct { Amount string "yaml:\\"amount\\""; Denom string "yaml:\\"denom\\"" }';
const coinFields = struct<{ amount: string; denom: string }>(COIN_FIELDS, {
  amount: ['amount', string],
  denom: ['denom', string],
});

/** A price per block. Panics when the denomination is none. */
const price: Decoder<DecCoin | undefined> = custom('sdl.v2Coin', { zero: () => undefined, nullable: false }, (node) => {
  const fields = decodeNode(node, coinFields);
  const amount = Dec.parse(fields.amount);
  if (amount.isZero()) throw new GoError('invalid coin amount: amount is zero');
  if (amount.isNegative()) throw new GoError(`${errNegativeValue.message}: amount "${amount}" is negative`);
  return newDecCoin(fields.denom, amount);
});

const placementAttributes: Decoder<Attribute[] | null> = custom(
  'sdl.v2PlacementAttributes',
  { zero: () => null, nullable: true },
  (node) => {
    const given = decodeNode(node, map(string));
    if (given === null || given.size === 0) return null;
    return sortAttributes([...given].map(([key, value]) => ({ key, value })));
  },
);

const profiles = struct<Profiles>('sdl.v2profiles', {
  compute: [
    'compute',
    map(
      struct<{ resources: ComputeResources | undefined }>('sdl.v2ProfileCompute', {
        resources: ['resources', optional(computeResources)],
      }),
    ),
  ],
  placement: [
    'placement',
    map(
      struct<Placement>('sdl.v2ProfilePlacement', {
        attributes: ['attributes', placementAttributes],
        signedBy: [
          'signedBy',
          struct<{ allOf: string[] | null; anyOf: string[] | null }>('v1.SignedBy', {
            allOf: ['allOf', strings],
            anyOf: ['anyOf', strings],
          }),
        ],
        pricing: ['pricing', map(price, 'sdl.v2PlacementPricing')],
      }),
    ),
  ],
});

const deployments = map(
  map(
    struct<ServiceDeployment>('sdl.v2ServiceDeployment', { profile: ['profile', string], count: ['count', uint32] }),
    'sdl.v2Deployment',
  ),
  'sdl.v2Deployments',
);
const services = map(service);
const endpoints = map(struct<{ kind: string }>('sdl.v2Endpoint', { kind: ['kind', string] }));

/** Reads the sections. Throws GoError at the first one with something wrong, with all that is wrong in it. */
export function readDocument(node: YamlNode): SdlDocument {
  let found = {
    services: services.zero(),
    profiles: profiles.zero(),
    deployments: deployments.zero(),
    endpoints: endpoints.zero(),
  };
  for (let i = 0; i + 1 < node.content.length; i += 2) {
    const [{ value: key }, value] = [node.content[i]!, node.content[i + 1]!];
    switch (key) {
      case 'include':
        decodeNode(value, strings);
        break;
      case 'services':
        found = { ...found, services: decodeNode(value, services, found.services) };
        break;
      case 'profiles':
        found = { ...found, profiles: decodeNode(value, profiles, found.profiles) };
        break;
      case 'deployment':
        found = { ...found, deployments: decodeNode(value, deployments, found.deployments) };
        break;
      case 'endpoints':
        found = { ...found, endpoints: decodeNode(value, endpoints, found.endpoints) };
        break;
      case 'version':
        break;
      default:
        throw new GoError(`sdl: unexpected field ${key}`);
    }
  }
  return {
    services: found.services ?? new Map(),
    profiles: found.profiles,
    deployments: found.deployments ?? new Map(),
    endpoints: found.endpoints ?? new Map(),
  };
}
