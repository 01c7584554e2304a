import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { ObtainedCredentials } from '../domain/evidence.js'
import { isActivityOf, isOwnToken, type PrincipalIdentity } from '../domain/principal-activity.js'

/**
 * Temporary credentials that the principal was handed by its own calls (AssumeRole and its like, session and federation
 * tokens), in event order. They outlive a block of the principal where they are another identity's. Calls that failed handed
 * out nothing.
 */
export function obtainedCredentials(
  events: readonly CloudTrailEvent[],
  principal: PrincipalIdentity,
): ObtainedCredentials[] {
  return events
    .filter((event) => event.errorCode === undefined && isActivityOf(event, principal))
    .flatMap((event) => {
      const { issued, eventName, eventTime } = event
      if (issued === undefined) return []
      const { accessKeyId, expiresAt = null } = issued
      const of = isOwnToken(event) ? principal.arn : (issued.roleArn ?? '')
      return [{ accessKeyId, of, sessionName: issued.sessionName ?? '', eventName, issuedAt: eventTime, expiresAt }]
    })
}
