import type { Partition } from '../../src/domain/partition.js'
import type { Entity } from '../../src/domain/principal.js'
import { lookingStatements, type PolicyDocument, writingStatements } from './iam-policy.js'

/** STS takes no more. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_CHARACTERS = 2_048

/**
 * What a session that looks is let through, whatever its role may do: the reads of the investigate role. A session policy
 * only takes away.
 */
export function lookingSessionPolicy(partition: Partition): string {
  return asText(lookingStatements(partition))
}

/**
 * What a session that writes is let through: the writes of a block and of its undoing on this one entity, and the reads
 * that go with them. Whoever steals it can touch nothing else, not even another role's policies.
 */
export function writingSessionPolicy(entity: Pick<Entity, 'type' | 'arn'>, partition: Partition): string {
  return asText(writingStatements(entity.type, entity.arn, partition))
}

function asText(Statement: PolicyDocument['Statement']): string {
  const text = JSON.stringify({ Version: '2012-10-17', Statement })
  if (text.length > MAX_CHARACTERS) throw new RangeError(`A session policy of ${text.length} characters is too long.`)
  return text
}
