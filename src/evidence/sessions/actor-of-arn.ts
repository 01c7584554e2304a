import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { Actor } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'
import { remembered } from '../record/remembered.js'

/**
 * The actor whose ARN it is (a role's, a role session's, a user's, a federated user's, root's), as it would come out of a
 * record of its calls: so both have one key. null for what is no principal's ARN. Remembered: a role's ARN stands in thousands of
 * records, and is looked at by one pattern after the other.
 */
export const actorOfArn: (arn: string) => Actor | null = remembered((arn) => {
  const type = typeOf(arn)
  if (type === null) return null
  const actor: CloudTrailEvent['actor'] = { type, arn }
  return actorOf({ eventId: '', eventTime: '', eventSource: '', eventName: '', actor })
}, 1_024)

function typeOf(arn: string): string | null {
  if (/^arn:[^:]*:iam::[^:]*:role\/./.test(arn)) return 'Role'
  if (/^arn:[^:]*:sts::[^:]*:assumed-role\/./.test(arn)) return 'AssumedRole'
  if (/^arn:[^:]*:iam::[^:]*:user\/./.test(arn)) return 'IAMUser'
  if (/^arn:[^:]*:sts::[^:]*:federated-user\/./.test(arn)) return 'FederatedUser'
  return /^arn:[^:]*:iam::[^:]*:root$/.test(arn) ? 'Root' : null
}
