import { GoError, GoPanic } from '../core/errors.ts';
import { quoteText } from '../core/go-text.ts';
import type { GroupSpec } from '../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import { validateDeploymentGroups } from '../x/deployment/resources.ts';
import { readDocument } from './document.ts';
import { buildGroups, type Group, groupSpec, manifestGroup, type SdlVersion } from './groups.ts';
import { type ManifestGroup, manifestVersion, validateManifest } from './manifest.ts';
import { invalid, validateDocument } from './validate.ts';
import { compareToRelease, parseTolerant, versionText } from './version.ts';
import { custom, decodeNode, optional } from './yaml-decode.ts';
import { parseYaml, type YamlNode } from './yaml-node.ts';

/** A deployment as its SDL file describes it. */
export interface Sdl {
  /** For the message that creates the deployment. */
  deploymentGroups(): GroupSpec[];
  /** For the providers. */
  manifest(): ManifestGroup[];
  /** SHA-256 of the manifest: the message's hash. */
  version(): Uint8Array;
}

/**
 * Reads an SDL file of version 2.0 or 2.1. Throws GoError that says what is wrong, and in which line when it is of the wrong form.
 * Source: chain-sdk go/sdl.
 */
export function readSdl(file: string | Uint8Array): Sdl {
  const node = parseYaml(typeof file === 'string' ? file : new TextDecoder().decode(file));
  const read = node === undefined ? undefined : decodeNode(node, optional(rootDecoder));
  if (read === undefined) throw new GoError('sdl: uninitialized');
  const { document, version, groups } = read;
  validateDocument(document, version);
  const specs = groups.map(groupSpec);
  validateDeploymentGroups(specs);
  const manifest = groups.map(manifestGroup);
  validateManifest(manifest);
  const hash = manifestVersion(manifest);
  return { deploymentGroups: () => specs, manifest: () => manifest, version: () => hash };
}

interface Root {
  readonly document: ReturnType<typeof readDocument>;
  readonly version: SdlVersion;
  readonly groups: Group[];
}

const rootDecoder = custom<Root | undefined>('sdl.sdl', { zero: () => undefined, nullable: false }, (node) => {
  const version = readVersion(node);
  const document = readDocument(node);
  return { document, version, groups: buildGroups(document, version) };
});

function readVersion(node: YamlNode): SdlVersion {
  const at = node.content.findIndex((n) => n.value === 'version');
  if (at < 0) throw invalid('no version found');
  const value = node.content[at + 1];
  if (value === undefined) {
    throw new GoPanic(`runtime error: index out of range [${at + 1}] with length ${node.content.length}`);
  }
  const version = parseTolerant(value.value);
  if (compareToRelease(version, [2n, 0n, 0n]) === 0) return '2.0';
  // PARITY: chain-sdk go/sdl/sdl.go: whatever is newer is read as 2.1.
  if (compareToRelease(version, [2n, 1n, 0n]) >= 0) return '2.1';
  throw invalid(`config: unsupported version ${quoteText(versionText(version))}`);
}
