import { GoError, GoErrorBase } from '../core/errors.ts';
import { compareText } from '../core/go-text.ts';
import type { Attribute } from '../wire/gen/akash/base/attributes/v1/attribute.ts';
import { sortAttributes, validateAttributes } from '../x/attributes/attributes.ts';
import { byteQuantity, cpuQuantity, gpuQuantity, inGi, memoryQuantity } from './quantity.ts';
import { custom, type Decoder, decodeNode, list, map, optional, string, struct } from './yaml-decode.ts';
import type { YamlNode } from './yaml-node.ts';

/** What one replica of a service gets: the `resources` of a compute profile. Source: chain-sdk go/sdl/{cpu,gpu,memory,storage}.go. */
export interface ComputeResources {
  readonly cpu: { readonly units: bigint; readonly attributes: Attribute[] | null } | undefined;
  readonly gpu: GpuResource | undefined;
  readonly memory: { readonly quantity: bigint } | undefined;
  readonly storage: Volume[] | null;
}

interface GpuResource {
  readonly units: bigint;
  readonly attributes: Attribute[] | null;
}

export interface Volume {
  readonly name: string;
  readonly quantity: bigint;
  readonly attributes: Attribute[] | null;
}

const DEFAULT_VOLUME = 'default';
const nilSlice = { zero: () => null, nullable: true };

/** Keys and values of a mapping, in turn. */
function pairs(node: YamlNode): [key: string, value: YamlNode][] {
  const found: [string, YamlNode][] = [];
  for (let i = 0; i + 1 < node.content.length; i += 2) found.push([node.content[i]!.value, node.content[i + 1]!]);
  return found;
}

const cpuAttributes: Decoder<Attribute[] | null> = custom('sdl.v2CPUAttributes', nilSlice, (node) => {
  const attributes: Attribute[] = [];
  for (const [key, value] of pairs(node)) {
    if (key !== 'arch') throw new GoError(`unsupported cpu attribute "${key}"`);
    attributes.push({ key, value: decodeNode(value, string) });
  }
  return attributes.length === 0 ? null : sortAttributes(attributes);
});

type GpuModel = { model: string; ram: bigint | undefined; interface: string | undefined };

const gpuInterface: Decoder<string> = custom('sdl.gpuInterface', { zero: () => '', nullable: false }, ({ value }) => {
  if (value === 'pcie' || value === 'sxm') return value;
  throw new GoError(`sdl: invalid GPU interface ${value}. expected "pcie|sxm"`);
});

const gpuModel = struct<GpuModel>('sdl.v2GPUNvidia', {
  model: ['model', string],
  ram: ['ram', optional(memoryQuantity)],
  interface: ['interface', optional(gpuInterface)],
});

const gpuVendor = optional(
  struct<{ nvidia: GpuModel[] | null }>('sdl.gpuVendor', { nvidia: ['nvidia', list(gpuModel, 'sdl.v2GPUsNvidia')] }),
);

const NVIDIA = 'vendor/nvidia/model';

function gpuKey({ model, ram, interface: bus }: GpuModel): string {
  return `${NVIDIA}/${model}${ram === undefined ? '' : `/ram/${inGi(ram)}`}${bus === undefined ? '' : `/interface/${bus}`}`;
}

const gpuAttributes: Decoder<Attribute[] | null> = custom('sdl.v2GPUAttributes', nilSlice, (node) => {
  let vendor: { nvidia: GpuModel[] | null } | undefined;
  for (const [key, value] of pairs(node)) {
    if (key !== 'vendor') throw new GoError(`sdl: unsupported attribute (${key}) for GPU resource`);
    vendor = decodeNode(value, gpuVendor);
  }
  if (vendor === undefined) throw new GoError('sdl: invalid GPU attributes. at least one vendor must be set');
  // PARITY: chain-sdk go/sdl/gpu.go: another vendor than nvidia is passed over, and so means any model of nvidia.
  const keys = (vendor.nvidia ?? []).map(gpuKey);
  const attributes = (keys.length === 0 ? [`${NVIDIA}/*`] : keys).map((key) => ({ key, value: 'true' }));
  const sorted = sortAttributes(attributes);
  try {
    validateAttributes(sorted);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`sdl: invalid GPU attributes: ${e.message}`, e);
    throw e;
  }
  return sorted;
});

const gpu: Decoder<GpuResource> = custom(
  'sdl.v2ResourceGPU',
  { zero: () => ({ units: 0n, attributes: null }), nullable: false },
  (node) => {
    let made: GpuResource = { units: 0n, attributes: null };
    for (const [key, value] of pairs(node)) {
      if (key === 'units') made = { ...made, units: decodeNode(value, gpuQuantity) };
      else if (key === 'attributes') made = { ...made, attributes: decodeNode(value, gpuAttributes) };
      else throw new GoError(`sdl: unsupported field (${key}) for GPU resource`);
    }
    if (made.units > 0n && (made.attributes ?? []).length === 0) {
      throw new GoError('sdl: GPU attributes must be present if units > 0');
    }
    return made;
  },
);

const STORAGE_CLASSES = new Set(['default', 'beta1', 'beta2', 'beta3', 'ram']);

function storageValue(key: string, value: string): string {
  if (key === 'class') {
    if (STORAGE_CLASSES.has(value)) return value;
    throw new GoError('sdl: invalid value for attribute class');
  }
  if (key !== 'persistent') throw new GoError(`sdl: unsupported storage attribute: ${key}`);
  if (value === 'true' || value === 'on' || value === 'yes') return 'true';
  if (value === 'false' || value === 'off' || value === 'no') return 'false';
  throw new GoError(`sdl: invalid value for attribute "${key}". expected bool`);
}

const storageAttributes: Decoder<Attribute[] | null> = custom('sdl.v2StorageAttributes', nilSlice, (node) => {
  const given = decodeNode(node, map(string)) ?? new Map<string, string>();
  if (!given.has('persistent')) given.set('persistent', 'false');
  const persistent = given.get('persistent');
  const storageClass = given.get('class') ?? '';
  if (storageClass === '') {
    // PARITY: chain-sdk go/sdl/storage.go: the words that mean true as well come too late for the default class.
    if (persistent === 'true') given.set('class', 'default');
  } else if (storageClass === 'ram') {
    if (persistent !== 'false') throw new GoError('sdl: ram storage class cannot be persistent');
  } else if (persistent === 'false') {
    throw new GoError('sdl: ephemeral storage should not set attribute class');
  }
  return sortAttributes([...given].map(([key, value]) => ({ key, value: storageValue(key, value) })));
});

const volume = struct<{ name: string; quantity: bigint; attributes: Attribute[] | null }>('sdl.v2ResourceStorage', {
  name: ['name', string],
  quantity: ['size', byteQuantity],
  attributes: ['attributes', storageAttributes],
});

/** One volume, or a list of them. */
const volumes: Decoder<Volume[] | null> = custom('sdl.v2ResourceStorageArray', nilSlice, (node) => {
  const found: Volume[] = [];
  if (node.kind === 'sequence') {
    for (const item of node.content) {
      const v = decodeNode(item, volume);
      found.push({ ...v, name: v.name === '' ? DEFAULT_VOLUME : v.name });
    }
  } else if (node.kind === 'mapping') {
    found.push({ ...decodeNode(node, volume), name: DEFAULT_VOLUME });
  }
  if (new Set(found.map((v) => v.name)).size < found.length) throw new GoError('sdl: duplicated volume name');
  return found.length === 0 ? null : sortVolumes(found);
});

/** By size, then by persistence. */
function isBefore(a: Volume, b: Volume): boolean {
  if (a.quantity !== b.quantity) return a.quantity < b.quantity;
  const [x, y] = [attribute(a, 'persistent'), attribute(b, 'persistent')];
  if (x === '' && y !== '') return true;
  if (x !== '' && y !== '' && compareText(x, y) < 0) return true;
  if (x !== '' && y === '') return false;
  if (x !== 'true') return true;
  if (y !== 'true') return false;
  return compareText(a.name, b.name) < 0;
}

/**
 * PARITY: chain-sdk go/sdl/storage.go: of two volumes alike each is before the other, so the order depends on the algorithm, which is insertion
 * for lists as short as these (Go takes another one beyond 20).
 */
function sortVolumes(list: readonly Volume[]): Volume[] {
  const sorted: Volume[] = [];
  for (const v of list) {
    let at = sorted.length;
    while (at > 0 && isBefore(v, sorted[at - 1]!)) at--;
    sorted.splice(at, 0, v);
  }
  return sorted;
}

/** Empty when the volume has no such attribute. */
export function attribute({ attributes }: Volume, key: string): string {
  return attributes?.find((a) => a.key === key)?.value ?? '';
}

export const computeResources = struct<{
  cpu: ComputeResources['cpu'];
  gpu: ComputeResources['gpu'];
  memory: ComputeResources['memory'];
  storage: Volume[] | null;
}>('sdl.v2ComputeResources', {
  cpu: [
    'cpu',
    optional(
      struct<{ units: bigint; attributes: Attribute[] | null }>('sdl.v2ResourceCPU', {
        units: ['units', cpuQuantity],
        attributes: ['attributes', cpuAttributes],
      }),
    ),
  ],
  gpu: ['gpu', optional(gpu)],
  memory: [
    'memory',
    optional(struct<{ quantity: bigint }>('sdl.v2ResourceMemory', { quantity: ['size', byteQuantity] })),
  ],
  storage: ['storage', volumes],
});
