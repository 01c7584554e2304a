import { gzipSync } from 'node:zlib'
import { scanTrailFiles } from '../../../../integrations/trail-files/scan/scan-trail-files.js'
import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { aRecord } from '../../../src/evidence/record/normalised.js'
import { useFolder } from '../reading.js'
import { blockingThread, scanPlainly, window } from './in-process.js'

const { write } = await useFolder()
const signal = new AbortController().signal
const files = 4
/** Of all files together so many that one thread hands facts over before it has read them all. */
const recordsAFile = 3_000

const calls: readonly TrailRecord[] = [
  { eventName: 'GetObject' },
  { eventName: 'DescribeInstances', eventSource: 'ec2.amazonaws.com' },
  { eventName: 'PutObject', readOnly: false },
  { eventName: 'Decrypt', eventSource: 'kms.amazonaws.com', errorCode: 'AccessDeniedException' },
  { eventName: 'ListAttachedRolePolicies', eventSource: 'iam.amazonaws.com', errorMessage: 'no' },
]
const rare: readonly TrailRecord[] = [
  {
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    responseElements: { credentials: { accessKeyId: 'X' } },
  },
  { eventName: 'PutObject', requestParameters: { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' } },
  { eventName: 'GetObject', userAgent: 'é' },
  { eventName: 'PutRolePolicy', eventSource: 'iam.amazonaws.com', readOnly: false },
  { eventName: 'GetObject', eventTime: '2019-03-01T10:00:00Z' },
  { eventName: 'GetObject', eventTime: '2025-09-01T10:00:00Z', userIdentity: { type: 'AWSService', invokedBy: 'x' } },
  { eventName: 'GetObject', eventID: '00000000-0000-4000-8000-000000000001' },
]

/** Sessions that come and go, from places that change, by the minute; not in the order of time everywhere. */
function recordAt(number: number): TrailRecord {
  const session = Math.floor(number / 400) * 3 + (number % 3)
  const minute = (number % 50 === 0 ? number + 7_000 : number) % 40_000
  const place = number % 97 === 0 ? number % 5 : session % 7
  return aRecord({
    eventID: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
    eventTime: new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString().replace('.000Z', 'Z'),
    awsRegion: place === 3 ? 'us-east-1' : 'eu-west-1',
    sourceIPAddress: `10.0.${place}.${session % 50}`,
    userAgent: `agent ${place}`,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE00000000${session % 9}:s${session}`,
      arn: `arn:aws:sts::444455556666:assumed-role/r${session % 9}/s${session}`,
      accountId: '444455556666',
      accessKeyId: `ASIA${String(session).padStart(16, '0')}`,
    },
    ...calls[number % calls.length],
    ...(number % 41 === 0 ? rare[number % rare.length] : {}),
  })
}

describe('a scan that counts most calls without reading their records whole', () => {
  it('and hands facts over while it goes on reading, comes to the facts of a plain reading', async () => {
    const paths = await Promise.all(
      Array.from({ length: files }, (_, file) => {
        const records = Array.from({ length: recordsAFile }, (__, at) => recordAt(file * recordsAFile + at))
        return write(`log-${file}.json.gz`, gzipSync(JSON.stringify({ Records: records })))
      }),
    )
    const plain = await scanPlainly(paths)
    expect(plain.facts.scope.ok).toBeGreaterThan(5_000)
    expect(plain.facts.scope.notable.length).toBeGreaterThan(100)
    for (const workers of [1, 2]) {
      const scan = await scanTrailFiles(paths, { ...window, signal, startThread: blockingThread, workers })
      expect(scan).toMatchObject(plain)
    }
  })
})
