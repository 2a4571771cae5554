import { GoError } from '../core/errors.ts';
import { marshalJsonString } from '../core/go-json.ts';
import { compareText, quoteText } from '../core/go-text.ts';
import { sha256 } from '../crypto/hash.ts';
import type { Attribute } from '../wire/gen/akash/base/attributes/v1/attribute.ts';
import type { Endpoint } from '../wire/gen/akash/base/resources/v1beta4/endpoint.ts';
import type { Volume } from './resources.ts';

/** What providers are sent: the groups with images and all. Lists that are nil in Go are null. Source: chain-sdk go/manifest/v2beta3. */
export interface ManifestGroup {
  readonly name: string;
  readonly services: ManifestService[];
}

export interface ManifestService {
  readonly name: string;
  readonly image: string;
  readonly command: string[] | null;
  readonly args: string[] | null;
  readonly env: string[] | null;
  readonly resources: UnitResources;
  readonly count: number;
  readonly expose: ServiceExpose[];
  readonly params: ServiceParams | undefined;
  readonly credentials: ImageCredentials | null;
}

export interface ServiceParams {
  readonly storage: { readonly name: string; readonly mount: string; readonly readOnly: boolean }[] | null;
  readonly permissions: { readonly read: string[] | null } | undefined;
}

export interface ImageCredentials {
  readonly host: string;
  readonly email: string;
  readonly username: string;
  readonly password: string;
}

export interface ServiceExpose {
  readonly port: number;
  readonly externalPort: number;
  readonly proto: 'TCP' | 'UDP';
  readonly service: string;
  readonly global: boolean;
  readonly hosts: string[] | null;
  readonly httpOptions: {
    readonly maxBodySize: number;
    readonly readTimeout: number;
    readonly sendTimeout: number;
    readonly nextTries: number;
    readonly nextTimeout: number;
    readonly nextCases: readonly string[];
  };
  readonly ip: string;
  readonly endpointSequenceNumber: number;
}

/** Resources of one unit, as both the manifest and the groups of the deployment have them. */
export interface UnitResources {
  readonly id: number;
  readonly cpu: { readonly units: bigint; readonly attributes: Attribute[] | null } | undefined;
  readonly memory: { readonly quantity: bigint } | undefined;
  readonly storage: Volume[] | null;
  readonly gpu: { readonly units: bigint; readonly attributes: Attribute[] | null };
  readonly endpoints: Endpoint[];
}

/** JSON with members in Go's order; undefined is left out. */
type Json = string | number | boolean | null | undefined | Json[] | { readonly [name: string]: Json };

/** What encoding/json prints. `sorted`: members by name. */
function print(v: Json, sorted: boolean): string {
  if (v === null || v === undefined) return 'null';
  if (typeof v === 'string') return marshalJsonString(v);
  if (typeof v !== 'object') return String(v);
  if (Array.isArray(v)) return `[${v.map((x) => print(x, sorted)).join(',')}]`;
  const names = Object.keys(v).filter((name) => v[name] !== undefined);
  if (sorted) names.sort(compareText);
  return `{${names.map((name) => `${marshalJsonString(name)}:${print(v[name], sorted)}`).join(',')}}`;
}

const amount = (val: bigint): Json => ({ val: `${val}` });
const omitEmpty = <T>(list: readonly T[] | null): readonly T[] | undefined =>
  list === null || list.length === 0 ? undefined : list;

function attributesJson(attributes: readonly Attribute[] | null): Json {
  return omitEmpty(attributes)?.map(({ key, value }) => ({ key: key || undefined, value: value || undefined }));
}

export function resourcesJson({ id, cpu, memory, storage, gpu, endpoints }: UnitResources): Json {
  return {
    id,
    cpu: cpu && { units: amount(cpu.units), attributes: attributesJson(cpu.attributes) },
    memory: memory && { size: amount(memory.quantity) },
    storage: omitEmpty(storage)?.map((v) => ({
      name: v.name,
      size: amount(v.quantity),
      attributes: attributesJson(v.attributes),
    })),
    gpu: { units: amount(gpu.units), attributes: attributesJson(gpu.attributes) },
    endpoints: endpoints.map((e) => ({ kind: e.kind || undefined, sequence_number: e.sequenceNumber })),
  };
}

function serviceJson(s: ManifestService): Json {
  const { params } = s;
  return {
    name: s.name,
    image: s.image,
    command: s.command,
    args: s.args,
    env: s.env,
    resources: resourcesJson(s.resources),
    count: s.count,
    expose: s.expose.map((e) => ({ ...e, httpOptions: { ...e.httpOptions, nextCases: [...e.httpOptions.nextCases] } })),
    params: params && {
      storage: params.storage?.map((v) => ({ ...v })) ?? null,
      permissions: params.permissions && { read: omitEmpty(params.permissions.read)?.map((r) => r) },
    },
    credentials: s.credentials && { ...s.credentials },
  };
}

const manifestTree = (groups: readonly ManifestGroup[]): Json =>
  groups.map((g) => ({ name: g.name, services: g.services.map(serviceJson) }));

/** The manifest as encoding/json prints it. */
export function manifestJson(groups: readonly ManifestGroup[]): string {
  return print(manifestTree(groups), false);
}

/** The hash that a deployment is created with: SHA-256 of the JSON with sorted members. */
export function manifestVersion(groups: readonly ManifestGroup[]): Uint8Array {
  return sha256(new TextEncoder().encode(print(manifestTree(groups), true)));
}

export type { Json };
export { print as printJson };

const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const HOST_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_HOST_NAME = 253;
const MAX_PORT = 65_535;

const invalid = (why: string): GoError => new GoError(`invalid manifest: ${why}`);

/** Throws GoError at the first thing that a provider would refuse. */
export function validateManifest(groups: readonly ManifestGroup[]): void {
  if (groups.length === 0) throw invalid('manifest is empty');
  const hosts = new Set<string>();
  for (const { name, services } of groups) {
    if (services.length === 0) throw invalid(`group ${quoteText(name)} contains no services`);
    for (const s of services) validateService(s, hosts);
  }
  const isGlobal = groups.some((g) => g.services.some((s) => s.expose.some((e) => e.global)));
  if (!isGlobal) throw invalid('zero global services');
}

function validateService(s: ManifestService, hosts: Set<string>): void {
  const name = quoteText(s.name);
  if (s.name === '') throw invalid('service name is empty');
  if (!SERVICE_NAME.test(s.name)) throw invalid(`service ${name} name is invalid`);
  if (s.image === '') throw invalid(`service ${name} has empty image name`);
  for (const variable of s.env ?? []) {
    const variableName = variable.split('=', 1)[0]!;
    if (!ENV_NAME.test(variableName) || variableName === '.' || variableName.startsWith('..')) {
      throw invalid(`service ${name} defines an env. var. with an invalid name ${quoteText(variableName)}`);
    }
  }
  for (const e of s.expose) {
    // The blank at the end is the reference's.
    if (e.port === 0 || e.port > MAX_PORT) throw invalid(`service ${name}: port value must be 0 < value <= 65535 `);
    for (const host of e.hosts ?? []) {
      if (host.length > MAX_HOST_NAME || !HOST_NAME.test(host)) {
        throw invalid(`service ${name}: has invalid hostname ${quoteText(host)}`);
      }
      if (hosts.has(host)) {
        throw invalid(`service ${name}: hostname ${quoteText(host)} is duplicated, this is not allowed`);
      }
      hosts.add(host);
    }
  }
}
