import type { Event } from '../../core/events.ts';
import type { Deployment, DeploymentID } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import * as events from '../../wire/gen/akash/deployment/v1/event.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import { typedEvent } from '../../wire/typed-event.ts';

/** Events of deployments and groups. Source: chain-sdk go/node/deployment/v1/event.pb.go. */

export const deploymentCreated = ({ id, hash }: Deployment): Event =>
  typedEvent(events.EventDeploymentCreated, { id, hash });

export const deploymentUpdated = ({ id, hash }: Deployment): Event =>
  typedEvent(events.EventDeploymentUpdated, { id, hash });

export const deploymentClosed = (id: DeploymentID): Event => typedEvent(events.EventDeploymentClosed, { id });

export const groupStarted = (id: GroupID): Event => typedEvent(events.EventGroupStarted, { id });
export const groupPaused = (id: GroupID): Event => typedEvent(events.EventGroupPaused, { id });
export const groupClosed = (id: GroupID): Event => typedEvent(events.EventGroupClosed, { id });
