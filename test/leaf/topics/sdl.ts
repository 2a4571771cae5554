/** SDL files (sdl.jsonl.gz): groups, manifest, version hash, errors. */
import { manifestJson, readSdl } from '../../../src/sdl/index.ts';
import { type Json, printJson, resourcesJson } from '../../../src/sdl/manifest.ts';
import { GroupSpec } from '../../../src/wire/gen/akash/deployment/v1beta4/groupspec.ts';
import { toJson } from '../../../src/wire/json.ts';
import type { Topic } from '../lib.ts';

const orNull = <T>(list: T[]): T[] | null => (list.length === 0 ? null : list);

/** What encoding/json prints of a group; what is empty was absent in these files. */
function plain(g: GroupSpec): Json {
  const { signedBy, attributes } = g.requirements;
  return {
    name: g.name,
    requirements: {
      signed_by: { all_of: orNull(signedBy.allOf), any_of: orNull(signedBy.anyOf) },
      attributes: orNull(attributes.map((a) => ({ key: a.key || undefined, value: a.value || undefined }))),
    },
    resources: g.resources.map(({ resource, count, price }) => ({
      resource: resourcesJson({
        id: resource.id,
        cpu: { units: resource.cpu!.units.val, attributes: resource.cpu!.attributes },
        memory: { quantity: resource.memory!.quantity.val },
        storage: resource.storage.map((v) => ({ ...v, quantity: v.quantity.val })),
        gpu: { units: resource.gpu!.units.val, attributes: resource.gpu!.attributes },
        endpoints: resource.endpoints,
      }),
      count,
      price: { denom: price.denom, amount: `${price.amount}` },
    })),
  };
}

const topic: Topic = {
  sdl({ sdl }) {
    const read = readSdl(sdl);
    const groups = read.deploymentGroups();
    return {
      groups: groups.map((g) => toJson(GroupSpec, g)),
      groupsPlainJSON: printJson(groups.map(plain), false),
      groupBytes: groups.map((g) => Buffer.from(GroupSpec.encode(g)).toString('base64')),
      manifest: manifestJson(read.manifest()),
      version: Buffer.from(read.version()).toString('hex'),
    };
  },
};
export default topic;
