import { compareText, trimSpace } from '../core/go-text.ts';
import { Dec } from '../math/dec.ts';
import type { DecCoin } from '../math/dec-coin.ts';
import type { Resources } from '../wire/gen/akash/base/resources/v1beta4/resources.ts';
import type { ResourceValue } from '../wire/gen/akash/base/resources/v1beta4/resourcevalue.ts';
import type { GroupSpec } from '../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import type { Credentials, Placement, SdlDocument, Service, ServiceDeployment } from './document.ts';
import { endpointsOf, manifestExposes, sortEndpoints } from './expose.ts';
import type { ImageCredentials, ManifestGroup, ManifestService, ServiceParams, UnitResources } from './manifest.ts';
import type { ComputeResources } from './resources.ts';

export type SdlVersion = '2.0' | '2.1';

/** One group as it grows: `units` are those of the deployment, `services` those of the manifest. */
export interface Group {
  readonly name: string;
  readonly placement: Placement;
  readonly units: Unit[];
  readonly services: ManifestService[];
}

export interface Unit {
  resources: UnitResources;
  count: number;
  readonly price: DecCoin;
}

/** Names of a map, bytewise. */
export function namesOf(map: ReadonlyMap<string, unknown> | null): string[] {
  return [...(map?.keys() ?? [])].sort(compareText);
}

const NO_PLACEMENT: Placement = { attributes: null, signedBy: { allOf: null, anyOf: null }, pricing: null };
const NO_PRICE: DecCoin & { $nil: string[] } = { denom: '', amount: Dec.zero, $nil: ['amount'] };
const NO_SERVICE: Service = {
  image: '',
  command: null,
  args: null,
  env: null,
  expose: null,
  dependencies: null,
  params: undefined,
  credentials: undefined,
};

/**
 * Groups by name, each with its services. What a name stands for may be missing: that is told afterwards.
 * Throws GoError for ports that cannot be. Source: chain-sdk go/sdl/groupBuilder_v2{,_1}.go.
 */
export function buildGroups(document: SdlDocument, version: SdlVersion): Group[] {
  const numbers = endpointNumbers(document);
  const groups = new Map<string, Group>();
  const unitOfProfile = new Map<string, Unit>();
  for (const serviceName of namesOf(document.deployments)) {
    const deployment = document.deployments.get(serviceName) ?? null;
    for (const placementName of namesOf(deployment)) {
      const placement = document.profiles.placement?.get(placementName) ?? NO_PLACEMENT;
      const group = groups.get(placementName) ?? { name: placementName, placement, units: [], services: [] };
      groups.set(placementName, group);

      const use = deployment!.get(placementName)!;
      const service = document.services.get(serviceName) ?? NO_SERVICE;
      const expose = manifestExposes(service.expose, numbers);
      const compute = document.profiles.compute?.get(use.profile)?.resources;
      const resources = unitResources(group.units.length + 1, compute, endpointsOf(expose));
      const price = placement.pricing?.get(use.profile) ?? NO_PRICE;

      const known = `${placementName}\0${use.profile}`;
      const unit = version === '2.1' ? unitOfProfile.get(known) : undefined;
      if (unit === undefined) {
        const made = { resources, count: use.count, price };
        group.units.push(made);
        unitOfProfile.set(known, made);
      } else addToUnit(unit, use, resources);
      const id = unit?.resources.id ?? resources.id;
      group.services.push({
        ...manifestService(serviceName, service, version),
        resources: { ...resources, id },
        count: use.count,
        expose,
      });
    }
  }
  return namesOf(groups).map((name) => groups.get(name)!);
}

/** Version 2.1: services of one profile in one placement share a unit. */
function addToUnit(unit: Unit, use: ServiceDeployment, more: UnitResources): void {
  unit.count = (unit.count + use.count) % 2 ** 32;
  const endpoints = sortEndpoints([...unit.resources.endpoints, ...more.endpoints]);
  unit.resources = { ...unit.resources, endpoints };
}

function unitResources(
  id: number,
  compute: ComputeResources | undefined,
  endpoints: UnitResources['endpoints'],
): UnitResources {
  const gpu = compute?.gpu ?? { units: 0n, attributes: null };
  return { id, cpu: compute?.cpu, memory: compute?.memory, storage: compute?.storage ?? null, gpu, endpoints };
}

type StaticParts = Omit<ManifestService, 'resources' | 'count' | 'expose'>;

function manifestService(name: string, s: Service, version: SdlVersion): StaticParts {
  const { image, command, args, env, params, credentials } = s;
  return {
    name,
    image,
    command,
    args,
    env,
    params: params && serviceParams(params),
    credentials: credentials === undefined ? null : imageCredentials(credentials, version),
  };
}

function serviceParams({ storage, permissions }: NonNullable<Service['params']>): ServiceParams {
  // PARITY: chain-sdk go/sdl/groupBuilder_v2.go: there the order of volumes is that of a Go map; by name is as good as any.
  const volumes = namesOf(storage).map((name) => {
    const { mount, readOnly } = storage!.get(name)!;
    return { name, mount, readOnly };
  });
  return { storage: volumes.length === 0 ? null : volumes, permissions: permissions && { read: permissions.read } };
}

/** PARITY: chain-sdk go/sdl/groupBuilder_v2.go: version 2.0 drops the e-mail address and keeps blanks. */
function imageCredentials(c: Credentials, version: SdlVersion): ImageCredentials {
  if (version === '2.0') return { host: c.host, email: '', username: c.username, password: c.password };
  return {
    host: trimSpace(c.host),
    email: trimSpace(c.email),
    username: trimSpace(c.username),
    password: trimSpace(c.password),
  };
}

/**
 * PARITY: chain-sdk go/sdl/v2.go computeEndpointSequenceNumbers: every use of an endpoint counts, targets within the deployment too, and the
 * last number stays; so numbers have gaps.
 */
function endpointNumbers(document: SdlDocument): ReadonlyMap<string, number> {
  const names: string[] = [];
  for (const serviceName of namesOf(document.deployments)) {
    for (const { to } of document.services.get(serviceName)?.expose ?? []) {
      for (const { global, ip } of to ?? []) if (!global || ip !== '') names.push(ip);
    }
  }
  names.sort(compareText);
  return new Map(names.map((name, i) => [name, i + 1]));
}

/** A group as the message that creates the deployment has it. */
export function groupSpec({ name, placement, units }: Group): GroupSpec {
  return {
    name,
    requirements: {
      signedBy: { allOf: placement.signedBy.allOf ?? [], anyOf: placement.signedBy.anyOf ?? [] },
      attributes: placement.attributes ?? [],
    },
    resources: units.map(({ resources, count, price }) => ({ resource: wireResources(resources), count, price })),
  };
}

const value = (val: bigint): ResourceValue => ({ val });

function wireResources({ id, cpu, memory, storage, gpu, endpoints }: UnitResources): Resources {
  return {
    id,
    cpu: cpu && { units: value(cpu.units), attributes: cpu.attributes ?? [] },
    memory: memory && { quantity: value(memory.quantity), attributes: [] },
    storage: (storage ?? []).map((v) => ({
      name: v.name,
      quantity: value(v.quantity),
      attributes: v.attributes ?? [],
    })),
    gpu: { units: value(gpu.units), attributes: gpu.attributes ?? [] },
    endpoints,
  };
}

/** The manifest's part of the groups. */
export function manifestGroup({ name, services }: Group): ManifestGroup {
  return { name, services: [...services].sort((a, b) => compareText(a.name, b.name)) };
}
