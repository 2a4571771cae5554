/**
 * Which `Any` fields the reference unpacks when it decodes a message, and against which interface.
 *
 * Source: the UnpackInterfaces methods of cosmos-sdk, ibc-go. Types without one keep their `Any` fields packed.
 */

/** `any`: an `Any` field of that interface. `message`: a field whose own rules apply. Repeated fields: each element. */
export type UnpackRule =
  | { readonly field: string; readonly any: string }
  | { readonly field: string; readonly message: string };

const MSG = 'cosmos.base.v1beta1.Msg';
const PUB_KEY = 'cosmos.crypto.PubKey';
const EXTENSION = 'cosmos.tx.v1beta1.TxExtensionOptionI';
const AUTHORIZATION = 'cosmos.authz.v1beta1.Authorization';
const CONTENT = 'cosmos.gov.v1beta1.Content';
const ALLOWANCE = 'cosmos.feegrant.v1beta1.FeeAllowanceI';
const EVIDENCE = 'cosmos.evidence.v1beta1.Evidence';
const CLIENT_STATE = 'ibc.core.client.v1.ClientState';
const CONSENSUS_STATE = 'ibc.core.client.v1.ConsensusState';
const CLIENT_MESSAGE = 'ibc.core.client.v1.Header';
const BASE_ACCOUNT = 'cosmos.auth.v1beta1.BaseAccount';
const BASE_VESTING = 'cosmos.vesting.v1beta1.BaseVestingAccount';
/** PARITY: cosmos-sdk client/grpc/cmtservice/service.go: a validator of this answer is unpacked; one by itself, or of another, is not. */
const LATEST_VALIDATOR = 'GetLatestValidatorSetResponse.validators';

const any = (field: string, name: string): UnpackRule => ({ field, any: name });
const message = (field: string, name: string): UnpackRule => ({ field, message: name });

export const UNPACK_RULES: { readonly [typeName: string]: readonly UnpackRule[] } = {
  'cosmos.tx.v1beta1.Tx': [
    message('body', 'cosmos.tx.v1beta1.TxBody'),
    message('authInfo', 'cosmos.tx.v1beta1.AuthInfo'),
  ],
  'cosmos.tx.v1beta1.TxBody': [
    any('messages', MSG),
    any('extensionOptions', EXTENSION),
    any('nonCriticalExtensionOptions', EXTENSION),
  ],
  'cosmos.tx.v1beta1.AuthInfo': [message('signerInfos', 'cosmos.tx.v1beta1.SignerInfo')],
  'cosmos.tx.v1beta1.SignerInfo': [any('publicKey', PUB_KEY)],
  'cosmos.tx.v1beta1.SignDocDirectAux': [any('publicKey', PUB_KEY)],
  'cosmos.tx.v1beta1.AuxSignerData': [message('signDoc', 'cosmos.tx.v1beta1.SignDocDirectAux')],
  'cosmos.tx.signing.v1beta1.SignatureDescriptor': [any('publicKey', PUB_KEY)],
  'cosmos.tx.signing.v1beta1.SignatureDescriptors': [
    message('signatures', 'cosmos.tx.signing.v1beta1.SignatureDescriptor'),
  ],
  'cosmos.base.abci.v1beta1.TxResponse': [any('tx', 'cosmos.tx.v1beta1.Tx')],
  'cosmos.base.abci.v1beta1.SearchTxsResult': [message('txs', 'cosmos.base.abci.v1beta1.TxResponse')],
  'cosmos.base.tendermint.v1beta1.GetLatestValidatorSetResponse': [message('validators', LATEST_VALIDATOR)],
  [LATEST_VALIDATOR]: [any('pubKey', PUB_KEY)],
  'cosmos.crypto.multisig.LegacyAminoPubKey': [any('publicKeys', PUB_KEY)],
  'cosmos.crypto.keyring.v1.Record': [any('pubKey', PUB_KEY)],

  [BASE_ACCOUNT]: [any('pubKey', PUB_KEY)],
  'cosmos.auth.v1beta1.ModuleAccount': [message('baseAccount', BASE_ACCOUNT)],
  'cosmos.auth.v1beta1.QueryAccountResponse': [any('account', 'cosmos.auth.v1beta1.AccountI')],
  'cosmos.auth.v1beta1.GenesisState': [any('accounts', 'cosmos.auth.v1beta1.GenesisAccount')],
  [BASE_VESTING]: [message('baseAccount', BASE_ACCOUNT)],
  'cosmos.vesting.v1beta1.ContinuousVestingAccount': [message('baseVestingAccount', BASE_VESTING)],
  'cosmos.vesting.v1beta1.DelayedVestingAccount': [message('baseVestingAccount', BASE_VESTING)],
  'cosmos.vesting.v1beta1.PeriodicVestingAccount': [message('baseVestingAccount', BASE_VESTING)],
  'cosmos.vesting.v1beta1.PermanentLockedAccount': [message('baseVestingAccount', BASE_VESTING)],

  'cosmos.authz.v1beta1.Grant': [any('authorization', AUTHORIZATION)],
  'cosmos.authz.v1beta1.GrantAuthorization': [any('authorization', AUTHORIZATION)],
  'cosmos.authz.v1beta1.GenesisState': [message('authorization', 'cosmos.authz.v1beta1.GrantAuthorization')],
  'cosmos.authz.v1beta1.MsgExec': [any('msgs', MSG)],
  'cosmos.authz.v1beta1.MsgGrant': [message('grant', 'cosmos.authz.v1beta1.Grant')],

  'cosmos.evidence.v1beta1.GenesisState': [any('evidence', EVIDENCE)],
  'cosmos.evidence.v1beta1.MsgSubmitEvidence': [any('evidence', EVIDENCE)],

  'cosmos.feegrant.v1beta1.AllowedMsgAllowance': [any('allowance', ALLOWANCE)],
  'cosmos.feegrant.v1beta1.Grant': [any('allowance', ALLOWANCE)],
  'cosmos.feegrant.v1beta1.GenesisState': [message('allowances', 'cosmos.feegrant.v1beta1.Grant')],
  'cosmos.feegrant.v1beta1.MsgGrantAllowance': [any('allowance', ALLOWANCE)],

  'cosmos.gov.v1.Proposal': [any('messages', MSG)],
  'cosmos.gov.v1.GenesisState': [message('proposals', 'cosmos.gov.v1.Proposal')],
  'cosmos.gov.v1.MsgSubmitProposal': [any('messages', MSG)],
  'cosmos.gov.v1.MsgExecLegacyContent': [any('content', CONTENT)],
  'cosmos.gov.v1beta1.Proposal': [any('content', CONTENT)],
  'cosmos.gov.v1beta1.GenesisState': [message('proposals', 'cosmos.gov.v1beta1.Proposal')],
  'cosmos.gov.v1beta1.MsgSubmitProposal': [any('content', CONTENT)],

  'cosmos.staking.v1beta1.Validator': [any('consensusPubkey', PUB_KEY)],
  'cosmos.staking.v1beta1.HistoricalInfo': [message('valset', 'cosmos.staking.v1beta1.Validator')],
  'cosmos.staking.v1beta1.GenesisState': [message('validators', 'cosmos.staking.v1beta1.Validator')],
  'cosmos.staking.v1beta1.MsgCreateValidator': [any('pubkey', PUB_KEY)],

  'ibc.applications.interchain_accounts.v1.CosmosTx': [any('messages', MSG)],
  'ibc.core.types.v1.GenesisState': [message('clientGenesis', 'ibc.core.client.v1.GenesisState')],
  'ibc.core.client.v1.GenesisState': [
    message('clients', 'ibc.core.client.v1.IdentifiedClientState'),
    message('clientsConsensus', 'ibc.core.client.v1.ClientConsensusStates'),
  ],
  'ibc.core.client.v1.IdentifiedClientState': [any('clientState', CLIENT_STATE)],
  'ibc.core.client.v1.ClientConsensusStates': [
    message('consensusStates', 'ibc.core.client.v1.ConsensusStateWithHeight'),
  ],
  'ibc.core.client.v1.ConsensusStateWithHeight': [any('consensusState', CONSENSUS_STATE)],
  'ibc.core.client.v1.MsgCreateClient': [any('clientState', CLIENT_STATE), any('consensusState', CONSENSUS_STATE)],
  'ibc.core.client.v1.MsgUpdateClient': [any('clientMessage', CLIENT_MESSAGE)],
  'ibc.core.client.v1.MsgUpgradeClient': [any('clientState', CLIENT_STATE), any('consensusState', CONSENSUS_STATE)],
  'ibc.core.client.v1.MsgSubmitMisbehaviour': [any('misbehaviour', CLIENT_MESSAGE)],
  'ibc.core.client.v1.MsgIBCSoftwareUpgrade': [any('upgradedClientState', CLIENT_STATE)],
  'ibc.core.client.v1.UpgradeProposal': [any('upgradedClientState', CLIENT_STATE)],
  'ibc.core.client.v1.QueryClientStateResponse': [any('clientState', CLIENT_STATE)],
  'ibc.core.client.v1.QueryClientStatesResponse': [message('clientStates', 'ibc.core.client.v1.IdentifiedClientState')],
  'ibc.core.client.v1.QueryConsensusStateResponse': [any('consensusState', CONSENSUS_STATE)],
  'ibc.core.client.v1.QueryConsensusStatesResponse': [
    message('consensusStates', 'ibc.core.client.v1.ConsensusStateWithHeight'),
  ],
  'ibc.core.connection.v1.QueryConnectionClientStateResponse': [
    message('identifiedClientState', 'ibc.core.client.v1.IdentifiedClientState'),
  ],
  'ibc.core.connection.v1.QueryConnectionConsensusStateResponse': [any('consensusState', CONSENSUS_STATE)],
  'ibc.core.channel.v1.QueryChannelClientStateResponse': [
    message('identifiedClientState', 'ibc.core.client.v1.IdentifiedClientState'),
  ],
  'ibc.core.channel.v1.QueryChannelConsensusStateResponse': [any('consensusState', CONSENSUS_STATE)],
  'ibc.lightclients.solomachine.v2.ClientState': [
    message('consensusState', 'ibc.lightclients.solomachine.v2.ConsensusState'),
  ],
  'ibc.lightclients.solomachine.v2.ConsensusState': [any('publicKey', PUB_KEY)],
  'ibc.lightclients.solomachine.v3.ClientState': [
    message('consensusState', 'ibc.lightclients.solomachine.v3.ConsensusState'),
  ],
  'ibc.lightclients.solomachine.v3.ConsensusState': [any('publicKey', PUB_KEY)],
  'ibc.lightclients.solomachine.v3.Header': [any('newPublicKey', PUB_KEY)],
  'ibc.lightclients.solomachine.v3.HeaderData': [any('newPubKey', PUB_KEY)],
};

/** The interfaces as Go prints a pointer to them in errors. */
export const GO_INTERFACES: { readonly [name: string]: string } = {
  'cosmos.auth.v1.ModuleCredential': '*types.PubKey',
  'cosmos.auth.v1beta1.AccountI': '*types.AccountI',
  'cosmos.auth.v1beta1.GenesisAccount': '*types.GenesisAccount',
  [AUTHORIZATION]: '*authz.Authorization',
  'cosmos.bank.v1beta1.SupplyI': '*exported.SupplyI',
  [MSG]: '*interface { ProtoMessage(); Reset(); String() string }',
  'cosmos.crypto.PrivKey': '*types.PrivKey',
  [PUB_KEY]: '*types.PubKey',
  [EVIDENCE]: '*exported.Evidence',
  [ALLOWANCE]: '*feegrant.FeeAllowanceI',
  [CONTENT]: '*v1beta1.Content',
  'cosmos.tx.v1beta1.MsgResponse': '*tx.MsgResponse',
  'cosmos.tx.v1beta1.Tx': '*types.HasMsgs',
  [EXTENSION]: '*tx.TxExtensionOptionI',
  'cosmos.vesting.v1beta1.VestingAccount': '*exported.VestingAccount',
  'ibc.core.channel.v1.PacketI': '*exported.PacketI',
  [CLIENT_STATE]: '*exported.ClientState',
  [CONSENSUS_STATE]: '*exported.ConsensusState',
  [CLIENT_MESSAGE]: '*exported.ClientMessage',
  'ibc.core.client.v1.Misbehaviour': '*exported.ClientMessage',
  'ibc.core.client.v1.Height': '*exported.Height',
  'ibc.core.commitment.v1.Path': '*exported.Path',
  'ibc.core.commitment.v1.Prefix': '*exported.Prefix',
  'ibc.core.commitment.v1.Root': '*exported.Root',
};
