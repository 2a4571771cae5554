import { GoError, nilPointer } from '../core/errors.ts';
import { quoteText, trimSpace } from '../core/go-text.ts';
import type { Credentials, SdlDocument, Service } from './document.ts';
import { namesOf, type SdlVersion } from './groups.ts';
import { attribute, type Volume } from './resources.ts';

/** Whether names refer to something, and parts fit each other. Source: chain-sdk go/sdl/v2{,_1}.go validate. */

const ENDPOINT_NAME = /^[a-z]+[a-z\-_0-9]+$/;
const IP_KIND = 'ip';

export const invalid = (why: string): GoError => new GoError(`SDL invalid: ${why}`);

/** Throws GoError. With several mistakes at once the reference tells any one of them; here it is the first by name. */
export function validateDocument(document: SdlDocument, version: SdlVersion): void {
  validateEndpoints(document);
  const used = new UsedEndpoints(document);
  for (const serviceName of namesOf(document.deployments)) {
    const deployment = document.deployments.get(serviceName) ?? null;
    for (const placementName of namesOf(deployment)) {
      const { profile } = deployment!.get(placementName)!;
      const where = `${serviceName}.${placementName}`;
      const compute = document.profiles.compute?.get(profile);
      if (compute === undefined) throw invalid(`${where}: no compute profile named ${profile}`);
      const placement = document.profiles.placement?.get(placementName);
      if (placement === undefined) throw invalid(`${where}: no placement profile named ${placementName}`);
      if (placement.pricing?.has(profile) !== true) throw invalid(`${where}: no pricing for profile ${profile}`);
      const service = document.services.get(serviceName);
      if (service === undefined) throw invalid(`${where}: no service profile named ${serviceName}`);
      if (service.credentials !== undefined) validateCredentials(where, service.credentials);
      used.add(serviceName, service);
      // PARITY: a compute profile without resources is a nil pointer.
      if (compute.resources === undefined) throw nilPointer();
      const volumes = new Map((compute.resources.storage ?? []).map((v) => [v.name, v]));
      if (version === '2.0') validateStorage(serviceName, service, volumes);
      else validateStorage21(serviceName, service, volumes);
    }
  }
  for (const name of namesOf(document.endpoints)) {
    if (!used.names.has(name)) throw invalid(`endpoint ${quoteText(name)} declared but never used`);
  }
}

function validateEndpoints({ endpoints }: SdlDocument): void {
  for (const name of namesOf(endpoints)) {
    const { kind } = endpoints.get(name)!;
    const named = `endpoint named ${quoteText(name)}`;
    if (!ENDPOINT_NAME.test(name)) throw invalid(`${named} is not a valid name`);
    if (kind === '') throw invalid(`${named} has no kind`);
    if (kind !== IP_KIND) throw invalid(`${named}, unknown kind ${quoteText(kind)}`);
  }
}

function validateCredentials(where: string, c: Credentials): void {
  const missing = (['host', 'username', 'password'] as const).find((field) => trimSpace(c[field]) === '');
  if (missing === undefined) return;
  throw invalid(`${where}: service Credentials missing ${missing[0]!.toUpperCase()}${missing.slice(1)}`);
}

/** Leased addresses: each port and protocol of one is for one use. */
class UsedEndpoints {
  readonly names = new Set<string>();
  private readonly document: SdlDocument;
  private readonly ports = new Map<string, string>();

  constructor(document: SdlDocument) {
    this.document = document;
  }

  add(serviceName: string, service: Service): void {
    const name = quoteText(serviceName);
    for (const e of service.expose ?? []) {
      for (const { ip, global } of e.to ?? []) {
        if (ip === '') continue;
        if (!global) throw invalid(`error on ${name} if an IP is declared the directive must be declared as global`);
        if (!this.document.endpoints.has(ip)) {
          throw invalid(`error on service ${name} no endpoint named ${quoteText(ip)} exists`);
        }
        this.names.add(ip);
        const port = `${ip}-${e.as}-${e.proto}`;
        const other = this.ports.get(port);
        if (other !== undefined) {
          throw invalid(
            `IP endpoint ${quoteText(ip)} port: ${e.port} protocol: ${e.proto} specified by service ${name} already in use by ${quoteText(other)}`,
          );
        }
        this.ports.set(port, serviceName);
      }
    }
  }
}

type Volumes = ReadonlyMap<string, Volume>;

/** Checks that volumes exist and mounts are absolute and of one use; returns the parameters by volume. */
function validateMounts(serviceName: string, { params }: Service, volumes: Volumes) {
  const mounts = new Map<string, string>();
  const checked = namesOf(params?.storage ?? null).map((name) => ({ name, ...params!.storage!.get(name)! }));
  for (const { name, mount } of checked) {
    if (!volumes.has(name)) {
      throw invalid(`service "${serviceName}" references to no-existing compute volume named "${name}"`);
    }
    if (!mount.startsWith('/')) {
      throw invalid(
        `invalid value for "service.${serviceName}.params.${name}.mount" parameter. expected absolute path`,
      );
    }
    const other = mounts.get(mount);
    if (other !== undefined) {
      throw new GoError(
        `sdl: duplicated mount point: mount ${quoteText(mount)} already in use by volume ${quoteText(other)}`,
      );
    }
    mounts.set(mount, name);
  }
  return checked;
}

/**
 * PARITY: chain-sdk go/sdl/v2.go validate: one set of attributes serves all volumes of a service, so a mount of any of them, and persistence once
 * seen, count for those that follow.
 */
function validateStorage(serviceName: string, service: Service, volumes: Volumes): void {
  const mounted = validateMounts(serviceName, service, volumes).length > 0;
  let persistent = '';
  for (const [name, volume] of volumes) {
    persistent = attribute(volume, 'persistent') || persistent;
    if (persistent === 'true' && !mounted) {
      throw invalid(
        `compute.storage.${name} has persistent=true which requires service.${serviceName}.params.storage.${name} to have mount`,
      );
    }
  }
}

/** PARITY: chain-sdk go/sdl/v2_1.go validate: a persistent volume that is not mounted passes. */
function validateStorage21(serviceName: string, service: Service, volumes: Volumes): void {
  for (const { name, readOnly } of validateMounts(serviceName, service, volumes)) {
    if (attribute(volumes.get(name)!, 'class') === 'ram' && readOnly) {
      throw invalid(
        `services.${serviceName}.params.storage.${name} has readOnly=true which is not allowed for storage class "ram"`,
      );
    }
  }
}
