import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from '../facts/event-time.js'
import { type CallOutcome, outcomeOf } from '../facts/outcome-of.js'
import type { Actor, EventMark } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'
import type { JsonObject } from '../record/record-values.js'

/** One call that is kept whole, with whose it is and what became of it. */
export interface Act {
  readonly event: CloudTrailEvent
  /** `iam` of `iam.amazonaws.com`. */
  readonly service: string
  /** Without the version that Lambda and CloudFront put after theirs. */
  readonly name: string
  readonly actor: Actor
  readonly outcome: CallOutcome
  readonly mark: EventMark
  readonly request: JsonObject
  readonly response: JsonObject
}

/** `UpdateFunctionCode20150331v2`, `CreateDistribution2020_05_31`. */
const version = /(?:20\d{6}(?:v\d+)?|20\d\d_\d\d_\d\d)$/

export function actIn(event: CloudTrailEvent): Act {
  return actBy(event, actorOf(event))
}

/** For whoever knows the actor of the record. */
export function actBy(event: CloudTrailEvent, actor: Actor): Act {
  const { eventSource, eventName, eventId, eventTime, requestParameters, responseElements } = event
  const dot = eventSource.indexOf('.')
  return {
    event,
    service: dot === -1 ? eventSource : eventSource.slice(0, dot),
    name: eventName.replace(version, ''),
    actor,
    outcome: outcomeOf(event),
    mark: { eventId, atMs: eventTimeMs(eventTime) },
    request: requestParameters ?? {},
    response: responseElements ?? {},
  }
}

/** These carry out word for word what their caller wrote, so what they do is the caller's doing. */
const carriers = new Set(['cloudformation.amazonaws.com', 'servicecatalog.amazonaws.com', 'AWS Internal'])

/**
 * A service acting by itself, or on somebody's behalf in a way of its own: nobody to suspect. A service-linked role is told by
 * its path, which only AWS can give a role; its name anybody can.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isByService({ actor, eventType }: CloudTrailEvent): boolean {
  if (actor.type === 'AWSService' || eventType === 'AwsServiceEvent') return true
  if ((actor.issuerArn ?? actor.arn)?.includes(':role/aws-service-role/') === true) return true
  return actor.invokedBy !== undefined && !carriers.has(actor.invokedBy)
}
