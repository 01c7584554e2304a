import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'

/** One call of an IAM user, as CloudTrail writes it; `changes` replaces fields, undefined takes them away. */
export function aRecord(changes: TrailRecord = {}, without: readonly string[] = []): TrailRecord {
  const record: TrailRecord = {
    eventVersion: '1.11',
    eventID: '3f2c7b1e-0d5a-4c61-9b7e-52a4d0c9e811',
    eventTime: '2026-03-01T10:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketAcl',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.17',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEOTTO000001',
      arn: 'arn:aws:iam::444455556666:user/ops/otto',
      accountId: '444455556666',
      accessKeyId: 'AKIAEXAMPLE000000OTT',
      userName: 'otto',
    },
    requestParameters: { bucketName: 'invoices' },
    responseElements: null,
    recipientAccountId: '444455556666',
    readOnly: true,
    ...changes,
  }
  return Object.fromEntries(Object.entries(record).filter(([name]) => !without.includes(name)))
}

export function normalised(record: TrailRecord, eventId?: string) {
  const result = normaliseRecord(record, eventId)
  if (!result.ok) throw new Error(result.reason)
  return result.event
}
