/** The stateless checks by the type that they are for: `ValidateBasic` of messages and of what is inside them. */
import type { SignatureAndData } from '../../src/wire/gen/ibc/lightclients/solomachine/v3/solomachine.ts';
import { validateTx } from '../../src/x/auth/ante/basic.ts';
import type { AnyAuthorizationType } from '../../src/x/authz/authorization.ts';
import { AuthorizationTypes, authorizationType, genericAuthorization } from '../../src/x/authz/authorization.ts';
import { validateGrant } from '../../src/x/authz/grant.ts';
import { sendAuthorization } from '../../src/x/bank/send-authorization.ts';
import { validateMetadata, validateParty } from '../../src/x/bank/validate.ts';
import { depositDeploymentAuthorization } from '../../src/x/deployment/legacy-authorization.ts';
import { validateFormerGroupSpec, validateGroupSpec } from '../../src/x/deployment/resources.ts';
import { validateParams as validateDistributionParams } from '../../src/x/distribution/params.ts';
import { depositAuthorization } from '../../src/x/escrow/deposit-authorization.ts';
import * as escrow from '../../src/x/escrow/validate.ts';
import { validateEvidence } from '../../src/x/evidence/equivocation.ts';
import { allowanceType } from '../../src/x/feegrant/allowance-types.ts';
import { validateGrant as validateFeeGrant } from '../../src/x/feegrant/grant.ts';
import { validateParams as validateGovParams } from '../../src/x/gov/params.ts';
import { clientUpdateContent, communityPoolSpendContent, ibcUpgradeContent } from '../../src/x/gov/refused-contents.ts';
import { textContent } from '../../src/x/gov/text-content.ts';
import { validateAcknowledgement } from '../../src/x/ibc/channel/acknowledgement.ts';
import * as channel from '../../src/x/ibc/channel/validate.ts';
import { validatePacket } from '../../src/x/ibc/channel/validate-packet.ts';
import * as channelV2 from '../../src/x/ibc/channel-v2/validate.ts';
import * as connection from '../../src/x/ibc/connection/validate.ts';
import { validateClientState, validateConsensusState } from '../../src/x/ibc/tendermint/client-state.ts';
import { validateHeader, validateMisbehaviour } from '../../src/x/ibc/tendermint/header.ts';
import { parameterChangeContent } from '../../src/x/params/content.ts';
import { stakeAuthorization } from '../../src/x/staking/authz.ts';
import { transferAuthorization } from '../../src/x/transfer/authorization.ts';
import { validatePacketData } from '../../src/x/transfer/packet-data.ts';
import { validateUpdateParams } from '../../src/x/unrouted/akash-staking.ts';
import { validateAuxSignerData, validateSignDocDirectAux } from '../../src/x/unrouted/aux-signer.ts';
import * as ica from '../../src/x/unrouted/interchain-accounts.ts';
import * as solo from '../../src/x/unrouted/solomachine.ts';
import { cancelSoftwareUpgradeContent, softwareUpgradeContent } from '../../src/x/upgrade/content.ts';
import { validatePlan } from '../../src/x/upgrade/plan.ts';
import { modulesAlone } from './app.ts';

export type Check = (message: object) => void;
const hidden = <T extends object>(check: (message: T) => void): Check => check as unknown as Check;

const { msgRouter } = modulesAlone();

const authorizations: AnyAuthorizationType[] = [
  authorizationType(genericAuthorization),
  authorizationType(sendAuthorization),
  authorizationType(stakeAuthorization),
  authorizationType(transferAuthorization),
  authorizationType(depositAuthorization),
  authorizationType(depositDeploymentAuthorization),
];
const authorizationTypes = new AuthorizationTypes(authorizations);

/** `ValidateBasic` of what is no message. */
const inner: Record<string, Check> = {
  'akash.deployment.v1beta3.GroupSpec': hidden(validateFormerGroupSpec),
  'akash.deployment.v1beta4.GroupSpec': hidden(validateGroupSpec),
  'akash.escrow.id.v1.Account': hidden(escrow.validateAccountId),
  'akash.escrow.id.v1.Payment': hidden(escrow.validatePaymentId),
  'akash.escrow.types.v1.Account': hidden(escrow.validateAccount),
  'akash.escrow.types.v1.AccountState': hidden(escrow.validateAccountState),
  'akash.escrow.types.v1.Payment': hidden(escrow.validatePayment),
  'akash.escrow.types.v1.PaymentState': hidden(escrow.validatePaymentState),
  'akash.staking.v1beta3.MsgUpdateParams': hidden(validateUpdateParams),
  'cosmos.authz.v1beta1.Grant': hidden((m: Parameters<typeof validateGrant>[0]) =>
    validateGrant(m, authorizationTypes),
  ),
  'cosmos.bank.v1beta1.Input': hidden((m: Parameters<typeof validateParty>[1]) => validateParty('input', m)),
  'cosmos.bank.v1beta1.Output': hidden((m: Parameters<typeof validateParty>[1]) => validateParty('output', m)),
  'cosmos.distribution.v1beta1.Params': hidden(validateDistributionParams),
  'cosmos.evidence.v1beta1.Equivocation': hidden(validateEvidence),
  'cosmos.feegrant.v1beta1.Grant': hidden(validateFeeGrant),
  'cosmos.gov.v1.Params': hidden(validateGovParams),
  'cosmos.tx.v1beta1.AuxSignerData': hidden(validateAuxSignerData),
  'cosmos.tx.v1beta1.SignDocDirectAux': hidden(validateSignDocDirectAux),
  'cosmos.tx.v1beta1.Tx': hidden(validateTx),
  'cosmos.upgrade.v1beta1.Plan': hidden(validatePlan),
  'ibc.applications.interchain_accounts.controller.v1.MsgRegisterInterchainAccount': hidden(
    ica.validateRegisterInterchainAccount,
  ),
  'ibc.applications.interchain_accounts.controller.v1.MsgSendTx': hidden(ica.validateSendTx),
  'ibc.applications.interchain_accounts.controller.v1.MsgUpdateParams': hidden(ica.validateControllerUpdateParams),
  'ibc.applications.interchain_accounts.host.v1.MsgModuleQuerySafe': hidden(ica.validateModuleQuerySafe),
  'ibc.applications.interchain_accounts.host.v1.MsgUpdateParams': hidden(ica.validateHostUpdateParams),
  'ibc.applications.interchain_accounts.v1.InterchainAccountPacketData': hidden(ica.validateAccountPacketData),
  'ibc.applications.transfer.v1.FungibleTokenPacketData': hidden(validatePacketData),
  'ibc.core.channel.v1.Acknowledgement': hidden(validateAcknowledgement),
  'ibc.core.channel.v1.Channel': hidden(channel.validateChannel),
  'ibc.core.channel.v1.Counterparty': hidden(channel.validateCounterparty),
  'ibc.core.channel.v1.IdentifiedChannel': hidden(channel.validateIdentifiedChannel),
  'ibc.core.channel.v1.Packet': hidden(validatePacket),
  'ibc.core.channel.v2.Packet': hidden(channelV2.validatePacket),
  'ibc.core.channel.v2.Payload': hidden(channelV2.validatePayload),
  'ibc.core.connection.v1.ConnectionEnd': hidden(connection.validateConnectionEnd),
  'ibc.core.connection.v1.Counterparty': hidden(connection.validateCounterparty),
  'ibc.core.connection.v1.IdentifiedConnection': hidden(connection.validateIdentifiedConnection),
  'ibc.lightclients.solomachine.v2.ConsensusState': hidden(solo.validateFormerConsensusState),
  'ibc.lightclients.solomachine.v3.ConsensusState': hidden(solo.validateSoloConsensusState),
  'ibc.lightclients.solomachine.v3.Header': hidden(solo.validateSoloHeader),
  'ibc.lightclients.solomachine.v3.Misbehaviour': hidden(solo.validateSoloMisbehaviour),
  'ibc.lightclients.solomachine.v3.SignatureAndData': hidden((m: SignatureAndData) => solo.validateSignatureAndData(m)),
  'ibc.lightclients.tendermint.v1.ConsensusState': hidden(validateConsensusState),
  'ibc.lightclients.tendermint.v1.Header': hidden(validateHeader),
  'ibc.lightclients.tendermint.v1.Misbehaviour': hidden(validateMisbehaviour),
};
for (const kind of authorizations) inner[kind.type.typeName] = (m) => kind.validateBasic(m);
for (const kind of ['BasicAllowance', 'PeriodicAllowance', 'AllowedMsgAllowance']) {
  const typeName = `cosmos.feegrant.v1beta1.${kind}`;
  inner[typeName] = (message) => allowanceType({ typeUrl: `/${typeName}`, message }).validateBasic(message);
}
for (const { type, validateBasic } of [
  textContent,
  parameterChangeContent,
  softwareUpgradeContent,
  cancelSoftwareUpgradeContent,
  communityPoolSpendContent,
  clientUpdateContent,
  ibcUpgradeContent,
]) {
  inner[type.typeName] = hidden(validateBasic as Check);
}

/** `Validate` of what has no `ValidateBasic`. */
const others: Record<string, Check> = {
  'cosmos.bank.v1beta1.Metadata': hidden(validateMetadata),
  'ibc.lightclients.tendermint.v1.ClientState': hidden(validateClientState),
};

/** `ValidateBasic` of a type, where it has one. */
export function basicCheck(typeName: string): Check | undefined {
  return inner[typeName] ?? (msgRouter.validateBasic(`/${typeName}`) as Check | undefined);
}

/** `ValidateBasic` of a type, or its `Validate` when it has only that. */
export function anyCheck(typeName: string): Check | undefined {
  return basicCheck(typeName) ?? others[typeName];
}
