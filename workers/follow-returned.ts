import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { ContainPlan } from '../src/domain/plan.js'
import type { Suspect } from '../src/domain/verdict.js'
import type { IncidentTools } from './worker-tools.js'

/** LookupEvents is slow: of many sessions the newest are followed. */
const FOLLOWED = 3

/**
 * What was done with sessions that the block does not deny, by those whom it was put against: so that what they make is suspect
 * like what the principal made. Of one from before the block no more is looked for than of the principal (`makingsFrom`). Empty where
 * there are none. What cannot be read is left to the next look: people are told of the session itself.
 */
export async function followReturned(
  { aws, rules, engine }: IncidentTools,
  { entity }: ContainPlan,
  returned: readonly Suspect[],
  makingsFrom: string,
): Promise<readonly CloudTrailEvent[]> {
  const newest = returned.slice(-FOLLOWED)
  const to = engine.clock.now().toISOString()
  const maxRequests = Math.max(2, Math.floor(rules.maxCheckRequests / FOLLOWED))
  const { type, arn, accountId, uniqueId } = entity
  const activities = await Promise.all(
    newest.map(({ name, createdAt }) => {
      const from = Date.parse(createdAt) < Date.parse(makingsFrom) ? makingsFrom : createdAt
      const [sessionName = '', accessKeyId = ''] = name.slice(arn.length + 1).split('/')
      const principal = { type, arn, name: entity.name, accountId, uniqueId, sessionName }
      return aws.cloudTrail.activityOf({ principal, from, to, accessKeyIds: [accessKeyId], maxRequests })
    }),
  )
  return activities.flatMap(({ events }) => events)
}
