import type { Partition } from '../../src/domain/partition.js'
import type { Entity } from '../../src/domain/principal.js'
import type { TrailBucketPlace } from './evidence-trails.js'
import { lookingStatements, type PolicyDocument, writingStatements } from './iam-policy.js'
import { trailBucketPermissions } from './trail-bucket-permissions.js'

/** STS takes no more. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_CHARACTERS = 2_048

/**
 * What a session that looks is let through, whatever its role may do: the reads of the investigate role. A session policy
 * only takes away.
 */
export function lookingSessionPolicy(partition: Partition, bucket: TrailBucketPlace | null = null): string {
  return asText([...lookingStatements(partition), ...(bucket === null ? [] : bucketStatements(partition, bucket))])
}

/** Of the trail's bucket the listing and the log files; whatever key encrypts them, as far as the role may use it. */
function bucketStatements(partition: Partition, { name, prefix }: TrailBucketPlace): PolicyDocument['Statement'] {
  const arn = `arn:${partition}:s3:::${name}`
  const files = `${arn}/${prefix === '' ? '' : `${prefix}/`}AWSLogs/*`
  const actionsOn = (on: 'bucket' | 'objects') =>
    trailBucketPermissions.filter((permission) => permission.on === on).map(({ action }) => action)
  return [
    { Sid: 'TrailList', Effect: 'Allow', Action: actionsOn('bucket'), Resource: arn },
    { Sid: 'TrailFiles', Effect: 'Allow', Action: actionsOn('objects'), Resource: files },
    { Sid: 'TrailKey', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: '*' },
  ]
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
