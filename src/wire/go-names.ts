/** Names of Go packages and types, which the reference prints in errors. */

/** Go package of a protobuf package, where its file's `go_package` option names another (generated twice in Go). */
const PACKAGES: { readonly [protoPackage: string]: string } = {
  'cosmos.app.v1alpha1': 'v1alpha1',
  'cosmos.auth.v1beta1': 'types',
  'cosmos.authz.v1beta1': 'authz',
  'cosmos.bank.v1beta1': 'types',
  'cosmos.base.abci.v1beta1': 'types',
  'cosmos.base.node.v1beta1': 'node',
  'cosmos.base.query.v1beta1': 'query',
  'cosmos.base.tendermint.v1beta1': 'cmtservice',
  'cosmos.base.v1beta1': 'types',
  'cosmos.consensus.v1': 'types',
  'cosmos.crisis.v1beta1': 'types',
  'cosmos.crypto.multisig.v1beta1': 'types',
  'cosmos.distribution.v1beta1': 'types',
  'cosmos.evidence.v1beta1': 'types',
  'cosmos.feegrant.v1beta1': 'feegrant',
  'cosmos.gov.v1': 'v1',
  'cosmos.mint.v1beta1': 'types',
  'cosmos.params.v1beta1': 'proposal',
  'cosmos.slashing.v1beta1': 'types',
  'cosmos.staking.v1beta1': 'types',
  'cosmos.tx.signing.v1beta1': 'signing',
  'cosmos.tx.v1beta1': 'tx',
  'cosmos.upgrade.v1beta1': 'types',
  'cosmos.vesting.v1beta1': 'types',
  'google.protobuf': 'types',
  'tendermint.abci': 'types',
};

/** Files whose types have moved elsewhere in Go. */
const FILES: { readonly [file: string]: string } = { 'ibc/core/channel/v1/upgrade.proto': 'v10' };

/** The name of the Go package that holds a protobuf file. */
export function goPackage(file: string, protoPackage: string, goPackageOption: string): string {
  const own = FILES[file] ?? PACKAGES[protoPackage];
  if (own !== undefined) return own;
  const semicolon = goPackageOption.indexOf(';');
  if (semicolon >= 0) return goPackageOption.slice(semicolon + 1);
  return goPackageOption.slice(goPackageOption.lastIndexOf('/') + 1);
}

function lower(c: string | undefined): boolean {
  return c !== undefined && c >= 'a' && c <= 'z';
}

/** A protobuf name as the Go generator writes it: `deposit_end_time` is `DepositEndTime`, `field_2` is `Field_2`. */
export function goCamel(name: string): string {
  let out = '';
  let i = 0;
  if (name[0] === '_') {
    out = 'X';
    i = 1;
  }
  for (; i < name.length; i++) {
    const c = name[i]!;
    if (c === '_' && lower(name[i + 1])) continue;
    if (c >= '0' && c <= '9') {
      out += c;
      continue;
    }
    out += lower(c) ? c.toUpperCase() : c;
    while (lower(name[i + 1])) out += name[++i]!;
  }
  return out;
}

/** A field name in protobuf's JSON and in this code: `deposit_end_time` is `depositEndTime`. */
export function camel(name: string): string {
  return name.replace(/_+(.?)/g, (_, c: string) => c.toUpperCase());
}
