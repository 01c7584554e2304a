import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { isActivityOf, type PrincipalIdentity } from '../../domain/principal-activity.js'
import type { AnywhereAct, AnywhereEvidence, AnywhereSession } from '../../domain/roles-anywhere.js'
import { fieldsOf, textOf } from '../record/record-values.js'
import { inOrder } from '../tally.js'

/** Rows that are kept; of more the newest. */
const MOST_ROWS = 100

export interface AnywhereRecords extends Pick<AnywhereEvidence, 'createdBy' | 'acts' | 'sessions'> {
  /** Sessions that were asked for by the profile and refused. */
  readonly refusedSessions: number
}

/** What CloudTrail tells of a profile: who made it, what was done to it and to trust anchors, and the sessions it handed out. */
export function anywhereRecords(events: readonly CloudTrailEvent[], profile: PrincipalIdentity): AnywhereRecords {
  const all = inOrder(events).filter(({ eventSource }) => eventSource === 'rolesanywhere.amazonaws.com')
  const asked = all.filter((event) => isActivityOf(event, profile))
  const acts = all.filter((event) => event.errorCode === undefined && isAct(event)).map(toAct)
  const making = all.find((event) => isMakingOf(event, profile))
  return {
    createdBy: making === undefined ? null : makerIn(making),
    acts: acts
      .filter(({ objectId, eventName }) => eventName.endsWith('TrustAnchor') || objectId === profile.uniqueId)
      .slice(-MOST_ROWS),
    sessions: asked.flatMap(toSession).slice(-MOST_ROWS),
    refusedSessions: asked.filter(({ errorCode }) => errorCode !== undefined).length,
  }
}

const acts = /^(Create|Update|Enable|Disable|Delete)(Profile|TrustAnchor)$/

function isAct({ eventName }: CloudTrailEvent): boolean {
  return acts.test(eventName)
}

/** The id is in the request where the thing was there already, and in the answer where the call made it. */
function objectOf({ requestParameters, responseElements }: CloudTrailEvent): string {
  const asked = textOf(requestParameters?.profileId) ?? textOf(requestParameters?.trustAnchorId)
  const made = fieldsOf(responseElements?.profile)?.profileId ?? fieldsOf(responseElements?.trustAnchor)?.trustAnchorId
  return asked ?? textOf(made) ?? ''
}

function isMakingOf(event: CloudTrailEvent, { uniqueId }: PrincipalIdentity): boolean {
  return event.eventName === 'CreateProfile' && event.errorCode === undefined && objectOf(event) === uniqueId
}

function toAct(event: CloudTrailEvent): AnywhereAct {
  const { eventName, eventTime: at, eventId } = event
  return { eventName, objectId: objectOf(event), by: byWhom(event), at, eventId }
}

/** A session by its role, as what is blocked. */
function byWhom({ actor }: CloudTrailEvent): string {
  return actor.arn ?? actor.issuerArn ?? actor.invokedBy ?? ''
}

function makerIn(event: CloudTrailEvent): NonNullable<AnywhereEvidence['createdBy']> {
  const { actor, sourceIp = '', userAgent = '', eventTime: at, eventId } = event
  return { arn: byWhom(event), accessKeyId: actor.accessKeyId ?? '', sourceIp, userAgent, at, eventId }
}

function toSession(event: CloudTrailEvent): AnywhereSession[] {
  const { issued, eventId, eventTime: issuedAt, sourceIp = '', requestParameters } = event
  if (issued === undefined || event.errorCode !== undefined) return []
  const { accessKeyId, roleArn = '', sessionName = '', sourceIdentity, expiresAt = null, provider } = issued
  const x509Subject = textOf(event.additionalEventData?.x509Subject) ?? sourceIdentity ?? ''
  const trustAnchorArn = textOf(requestParameters?.trustAnchorArn) ?? provider ?? ''
  return [{ roleArn, accessKeyId, sessionName, x509Subject, trustAnchorArn, sourceIp, issuedAt, expiresAt, eventId }]
}
