import { GoErrorBase } from '../../../core/errors.ts';
import { trimSpace } from '../../../core/go-text.ts';
import { Version } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import { NIL_MESSAGE } from '../../../wire/nil.ts';
import { compactText } from '../../../wire/text.ts';
import { ErrInvalidVersion, ErrVersionNegotiationFailed } from './errors.ts';

/** Which features two chains agree on for a connection. Source: ICS-3; ibc-go modules/core/03-connection/types/version.go. */

const MAX_FEATURES = 100;

/** The only version of this implementation: all orders of channels. */
const DEFAULT_VERSION: Version = { identifier: '1', features: ['ORDER_ORDERED', 'ORDER_UNORDERED'] };

export const COMPATIBLE_VERSIONS: readonly Version[] = [DEFAULT_VERSION];

/** As Go prints a version. */
export function versionString(version: Version): string {
  return compactText(Version, version);
}

/** As Go prints a list of versions with `%v`. */
export function versionsString(versions: readonly Version[]): string {
  return `[${versions.map(versionString).join(' ')}]`;
}

/** Throws SdkError. */
export function validateVersion(version: Version | undefined): void {
  if (version === undefined || version === NIL_MESSAGE) throw ErrInvalidVersion.wrap('version cannot be nil');
  if (trimSpace(version.identifier) === '') throw ErrInvalidVersion.wrap('version identifier cannot be blank');
  if (version.features.length > MAX_FEATURES) {
    throw ErrInvalidVersion.wrap(`features length must not exceed ${MAX_FEATURES} items`);
  }
  const blank = version.features.findIndex((feature) => trimSpace(feature) === '');
  if (blank >= 0) throw ErrInvalidVersion.wrap(`feature cannot be blank, index ${blank}`);
}

/** Throws SdkError unless all features of the proposal are supported. */
function verifyProposedVersion(supported: Version, proposed: Version): void {
  if (proposed.features.length === 0) {
    throw ErrVersionNegotiationFailed.wrap(
      `nil feature sets are not supported for version identifier (${proposed.identifier})`,
    );
  }
  for (const feature of proposed.features) {
    if (!supported.features.includes(feature)) {
      throw ErrVersionNegotiationFailed.wrap(
        `proposed feature (${feature}) is not a supported feature set ([${supported.features.join(' ')}])`,
      );
    }
  }
}

export function isSupportedVersion(supported: readonly Version[], proposed: Version): boolean {
  const match = findSupportedVersion(proposed, supported);
  if (match === undefined) return false;
  try {
    verifyProposedVersion(match, proposed);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}

function findSupportedVersion(version: Version, among: readonly Version[]): Version | undefined {
  return among.find((v) => v.identifier === version.identifier);
}

/** The first supported version that shares features with the other side, with those features. Throws SdkError. */
export function pickVersion(supported: readonly Version[], counterparty: readonly Version[]): Version {
  for (const version of supported) {
    const match = findSupportedVersion(version, counterparty);
    const features = version.features.filter((feature) => match?.features.includes(feature));
    if (features.length > 0) return { identifier: version.identifier, features };
  }
  throw ErrVersionNegotiationFailed.wrap(
    `failed to find a matching counterparty version (${versionsString(counterparty)}) from the supported version list (${versionsString(supported)})`,
  );
}
