import type { ActorFacts } from '../../facts/trail-facts.js'
import type { Sighting } from '../detection.js'
import { textAt } from '../request-values.js'
import { type ActRule, type PatternRule, whatOf } from '../rule.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'

/** One DeleteObjects takes up to a thousand objects with it. */
const perBatch = 20

/**
 * Objects deleted in bulk: one by one, or in batches, told by counts since single records of data events say little. A listing of
 * versions before it means that versioning was no obstacle. ATT&CK T1485, data destruction.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export const objectsDeleted: PatternRule = {
  kind: 'pattern',
  id: 's3-objects-deleted-in-bulk',
  title: 'Objects deleted in bulk',
  technique: 'T1485',
  tactic: 'impact',
  find: (trail) => trail.actorsInOrder().flatMap(([actorKey, facts]) => sightingOf(actorKey, facts, trail)),
}

function sightingOf(actorKey: string, facts: ActorFacts, trail: TrailView): Sighting[] {
  const tallies = trail.talliesOf(facts, 's3', 'DeleteObject DeleteObjects DeleteObjectVersion')
  const count = (of: 'ok' | 'failed') =>
    tallies.reduce((sum, tally) => sum + tally[of] * (tally.eventName === 'DeleteObjects' ? perBatch : 1), 0)
  const [deleted, failed] = [count('ok'), count('failed')]
  const weight = Math.max(deleted, failed)
  if (weight < perBatch) return []
  const versions = trail.talliesOf(facts, 's3', 'ListObjectVersions ListBucketVersions')
  const usual = trail.hasBaseline ? habitual(actorKey, trail) : 0
  const written = trail.talliesOf(facts, 's3', 'PutObject CopyObject CompleteMultipartUpload')
  const isTurnover = written.reduce((sum, { ok }) => sum + ok, 0) * 2 >= weight
  const severity = severityOf(weight, versions.length > 0, usual * 2 >= weight || (isTurnover && versions.length === 0))
  const said = tallies.map(({ eventName, ok, failed: no }) => `${eventName} ${ok + no} times`).sort()
  return [
    {
      actorKeys: [actorKey],
      severity: deleted === 0 && severity === 'high' ? 'medium' : severity,
      status: deleted === 0 ? 'attempted' : 'succeeded',
      what: said.join(', '),
      why: [
        ...(versions.length > 0 ? ['versions were listed too'] : []),
        ...(usual * 2 >= weight ? ['as many as before'] : []),
        ...(isTurnover ? ['as many were written: files that come and go'] : []),
      ],
      marks: [...tallies, ...versions].flatMap(({ eventIds }) => eventIds),
    },
  ]
}

function habitual(actorKey: string, trail: TrailView): number {
  const before = trail.facts.baseline.actors.get(actorKey)
  if (before === undefined) return 0
  const tallies = trail.talliesOf(before, 's3', 'DeleteObject DeleteObjects DeleteObjectVersion')
  return tallies.reduce((sum, { ok, eventName }) => sum + ok * (eventName === 'DeleteObjects' ? perBatch : 1), 0)
}

function severityOf(weight: number, hasVersions: boolean, isUsual: boolean): Severity {
  if (isUsual) return 'low'
  if (hasVersions) return 'high'
  return weight >= perBatch * 5 ? 'high' : weight > perBatch ? 'medium' : 'low'
}

/**
 * Objects written over with a key of the caller's own (SSE-C): S3 does not keep it, so nobody else can read them again. ATT&CK T1486, data
 * encrypted for impact. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export const objectsEncrypted: ActRule = {
  kind: 'acts',
  id: 's3-objects-encrypted-with-own-key',
  title: 'Objects encrypted with a key that S3 does not keep',
  technique: 'T1486',
  tactic: 'impact',
  calls: { s3: 'CopyObject PutObject CreateMultipartUpload UploadPartCopy' },
  judge: (act) => {
    if (act.request['x-amz-server-side-encryption-customer-algorithm'] === undefined) return null
    const source = textAt(act.request, 'x-amz-copy-source')?.replace(/^\//, '')
    const object = `${textAt(act.request, 'bucketName') ?? ''}/${textAt(act.request, 'key') ?? ''}`
    const isOver = source !== undefined && decoded(source) === object
    return {
      severity: isOver ? 'medium' : 'low',
      what: object,
      why: isOver ? ['an object was written over itself'] : [],
      subjects: isOver ? [object] : [act.mark.eventId],
    }
  },
  many: [{ atLeast: 5, severity: 'high' }],
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Old versions no longer kept: what is deleted next is gone. ATT&CK T1490, inhibit system recovery. */
export const versioningSuspended: ActRule = {
  kind: 'acts',
  id: 's3-versioning-suspended',
  title: 'Versioning or its protection of a bucket switched off',
  technique: 'T1490',
  tactic: 'impact',
  calls: { s3: 'PutBucketVersioning PutBucketObjectLockConfiguration' },
  judge: (act) => {
    const status = textAt(act.request, 'VersioningConfiguration.Status')
    const mfaDelete =
      textAt(act.request, 'VersioningConfiguration.MfaDelete') ??
      textAt(act.request, 'VersioningConfiguration.MFADelete')
    const isSuspended = status === 'Suspended'
    // Provisioning tools say MFA delete is disabled with every bucket that they make.
    return isSuspended || mfaDelete === 'Disabled'
      ? { severity: isSuspended ? 'medium' : 'low', what: whatOf(act) }
      : null
  },
}
