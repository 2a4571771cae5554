import { GrpcCode, register } from '../../core/errors.ts';

/** The errors of deployments and groups. Source: chain-sdk go/node/deployment/v1/errors.go. */
const DEPLOYMENT = 'deployment';
const { AlreadyExists, FailedPrecondition, Internal, InvalidArgument, NotFound } = GrpcCode;

export const ErrNameDoesNotExist = register(DEPLOYMENT, 1, 'Name does not exist', NotFound);
export const ErrInvalidRequest = register(DEPLOYMENT, 2, 'Invalid request', InvalidArgument);
export const ErrDeploymentExists = register(DEPLOYMENT, 3, 'Deployment exists', AlreadyExists);
export const ErrDeploymentNotFound = register(DEPLOYMENT, 4, 'Deployment not found', NotFound);
export const ErrDeploymentClosed = register(DEPLOYMENT, 5, 'Deployment closed', FailedPrecondition);
export const ErrOwnerAcctMissing = register(DEPLOYMENT, 6, 'Owner account missing', InvalidArgument);
export const ErrInvalidGroups = register(DEPLOYMENT, 7, 'Invalid groups', InvalidArgument);
export const ErrInvalidDeploymentID = register(DEPLOYMENT, 8, 'Invalid: deployment id', InvalidArgument);
export const ErrEmptyHash = register(DEPLOYMENT, 9, 'Invalid: empty hash', InvalidArgument);
export const ErrInvalidHash = register(DEPLOYMENT, 10, 'Invalid: deployment hash', InvalidArgument);
export const ErrInternal = register(DEPLOYMENT, 11, 'internal error', Internal);
export const ErrInvalidDeployment = register(DEPLOYMENT, 12, 'Invalid deployment', InvalidArgument);
export const ErrInvalidGroupID = register(DEPLOYMENT, 13, "Invalid deployment's group ID", InvalidArgument);
export const ErrGroupNotFound = register(DEPLOYMENT, 14, 'Group not found', NotFound);
export const ErrGroupClosed = register(DEPLOYMENT, 15, 'Group already closed', FailedPrecondition);
export const ErrGroupOpen = register(DEPLOYMENT, 16, 'Group open', FailedPrecondition);
export const ErrGroupPaused = register(DEPLOYMENT, 17, 'Group paused', FailedPrecondition);
export const ErrGroupNotOpen = register(DEPLOYMENT, 18, 'Group not open', FailedPrecondition);
export const ErrGroupSpecInvalid = register(DEPLOYMENT, 19, 'GroupSpec invalid', InvalidArgument);
export const ErrInvalidDeposit = register(DEPLOYMENT, 20, 'Deposit invalid', InvalidArgument);
export const ErrInvalidIDPath = register(DEPLOYMENT, 21, 'ID path invalid', InvalidArgument);
export const ErrInvalidParam = register(DEPLOYMENT, 22, 'parameter invalid', InvalidArgument);
export const ErrInvalidEscrowID = register(DEPLOYMENT, 23, 'invalid escrow id', InvalidArgument);
