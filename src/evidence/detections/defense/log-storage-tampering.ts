import type { Json } from '../../../domain/canonical-json.js'
import { fieldsOf } from '../../record/record-values.js'
import type { Act } from '../act.js'
import { textAt, textsUnder } from '../request-values.js'
import type { ActRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { isEnabledRule, isTrailBucket } from './trail-tampering.js'

const shortDays = 7

/**
 * Objects made to expire within days: the quiet way to lose the logs in a bucket, or its data. ATT&CK T1562.008 for a trail's
 * bucket; T1485.001, lifecycle-triggered deletion, is the same for other data.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
 */
export const shortLifecycle: ActRule = {
  kind: 'acts',
  id: 's3-short-lifecycle',
  title: 'Objects of a bucket made to expire within days',
  technique: 'T1562.008',
  tactic: 'defense-evasion',
  calls: { s3: 'PutBucketLifecycle PutBucketLifecycleConfiguration' },
  judge: (act, trail) => {
    const days = shortestDays(act)
    const bucket = textAt(act.request, 'bucketName') ?? ''
    if (days === null || days > shortDays) return null
    const isTrail = isTrailBucket(bucket, trailActs(trail))
    return {
      severity: isTrail ? 'high' : 'medium',
      what: `objects of ${bucket} expire after ${days} day(s)`,
      why: isTrail ? ['the bucket holds a trail'] : [],
    }
  },
}

function shortestDays({ request }: Act): number | null {
  const configuration = fieldsOf(request.LifecycleConfiguration) ?? request
  const rules = configuration.Rule ?? configuration.rules ?? configuration.Rules
  const days = listOf(rules).filter(isEnabledRule).flatMap(expirationDays)
  return days.length === 0 ? null : Math.min(...days)
}

function expirationDays(rule: Json): number[] {
  const fields = fieldsOf(rule)
  const parts = [fields?.Expiration, fields?.expiration, fields?.NoncurrentVersionExpiration]
  return parts
    .flatMap((part) => textsUnder(part, 'Days', 'NoncurrentDays'))
    .map(Number)
    .filter(Number.isFinite)
}

function listOf(value: Json | undefined): Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function trailActs(trail: TrailView): readonly Act[] {
  return trail.actsNamed('cloudtrail', 'CreateTrail UpdateTrail')
}

/** The bucket that logs lie in deleted, or its access logs switched off. ATT&CK T1562.008. */
export const logBucketDeleted: ActRule = {
  kind: 'acts',
  id: 's3-log-bucket-deleted',
  title: 'Bucket of a trail deleted',
  technique: 'T1562.008',
  tactic: 'defense-evasion',
  calls: { s3: 'DeleteBucket DeleteBucketPolicy' },
  judge: (act, trail) => {
    const bucket = textAt(act.request, 'bucketName') ?? ''
    return isTrailBucket(bucket, trailActs(trail)) ? { severity: 'high', what: `${act.name} ${bucket}` } : null
  },
}
