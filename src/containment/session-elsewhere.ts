import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { isOwnToken } from '../domain/principal-activity.js'
import type { Suspect } from '../domain/verdict.js'
import { actorOf } from './actors.js'
import type { AppliedBlock } from './applied-block.js'

/**
 * A session of another identity that this call of the principal or its family obtained since then and that is not over yet
 * (ATT&CK T1550.001): the block does not reach it, and a plan that does not name it was approved without knowing of it. Empty
 * for every other call. The principal's own tokens are denied with it.
 */
export function sessionElsewhere(
  event: CloudTrailEvent,
  sinceMs: number,
  { block, lookedAt }: { block: AppliedBlock; lookedAt: string },
): Suspect[] {
  const { issued, errorCode, eventTime } = event
  if (issued?.roleArn === undefined || errorCode !== undefined || isOwnToken(event)) return []
  const { accessKeyId, roleArn, sessionName = '', expiresAt } = issued
  const { entity, impact } = block.plan
  const isNamed = impact.sessionsElsewhere.some((session) => session.accessKeyId === accessKeyId)
  const isOwn = roleArn.toLowerCase() === entity.arn.toLowerCase()
  const isOld = Date.parse(eventTime) < sinceMs
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(lookedAt)
  if (isNamed || isOwn || isOld || isOver) return []
  const name = `${roleArn}/${sessionName}/${accessKeyId}`
  return [{ kind: 'session', name, createdAt: eventTime, by: actorOf(event), cause: 'principal' }]
}
