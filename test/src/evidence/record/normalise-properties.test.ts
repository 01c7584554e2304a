import fc from 'fast-check'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { cloudTrailEventSchema } from '../../../../src/domain/cloudtrail-event.js'
import { actorOf } from '../../../../src/evidence/record/actor-of.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import { unwrapRecords } from '../../../../src/evidence/record/unwrap-records.js'
import { howMany } from '../../../support/long-run.js'
import { aRecord } from './normalised.js'

/** Any JSON, with the names that are read turning up in the wrong places, and texts that stores refuse. */
const names = [
  'eventName eventTime eventSource eventID eventname eventType userIdentity useridentity sessionContext sessionIssuer',
  'attributes creationDate requestParameters responseElements additionalEventData resources credentials credentialSet',
  'accessKeyId assumedRoleUser arn ARN type principalId roleArn userName policyArn @timestamp event created onBehalfOf',
  'Records Events logEvents message detail CloudTrailEvent awslogs data __proto__ constructor toString hasOwnProperty',
].flatMap((line) => line.split(' '))
const odd = [
  '',
  'AssumedRole',
  'AROA1:x',
  'arn:aws:sts::1:assumed-role/r/s',
  'ASIA1',
  '2026-02-30T00:00:00Z',
  '{"a":1}',
  '{',
]
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, -1, 1e308, Number.POSITIVE_INFINITY, ...odd),
    fc.string({ unit: 'binary' }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('json'), { maxKeys: 6 }),
  ),
}))

const numRuns = howMany({ short: 500, long: 20_000 })

describe('whatever stands in a record', () => {
  it('it is read or refused, and what was read is an event as the schema has it', () => {
    const changes = fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 8 })
    fc.assert(
      fc.property(changes, fc.boolean(), (fields, isWhole) => {
        const result = normaliseRecord(isWhole ? aRecord(fields) : fields)
        if (!result.ok) {
          expect(result.reason).not.toBe('')
          return
        }
        expect(cloudTrailEventSchema.safeParse(result.event).error).toBeUndefined()
        const { key, type } = actorOf(result.event)
        expect(key.startsWith(`${type}:`)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('the same record gives the same event, and stays as it was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 8 }), (fields) => {
        const record = aRecord(fields)
        const before = structuredClone(record)
        expect(normaliseRecord(record)).toEqual(normaliseRecord(structuredClone(record)))
        expect(record).toEqual(before)
      }),
      { numRuns: numRuns / 5 },
    )
  })

  it('no envelope of any JSON throws, and what it gives can be asked for its event', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { records, skipped } = unwrapRecords(value)
        for (const record of records) expect(typeof normaliseRecord(record).ok).toBe('boolean')
        for (const { count } of skipped) expect(count).toBeGreaterThan(0)
      }),
      { numRuns },
    )
  })

  it('a secret does not pass, wherever it is put', () => {
    const path = fc.array(fc.oneof(fc.constantFrom('a', 'credentials', 'items'), fc.constant(0)), { maxLength: 6 })
    const part = fc.constantFrom('requestParameters', 'responseElements', 'additionalEventData')
    const name = fc.constantFrom(
      'sessionToken',
      'SecretAccessKey',
      'password',
      'newPassword',
      'session-token',
      'PrivateKey',
    )
    fc.assert(
      fc.property(path, part, name, (steps, field, secretName) => {
        const inner: Json = { [secretName]: 'S3CR3T' }
        const nested = steps.reduceRight<Json>((value, step) => (step === 0 ? [value] : { [step]: value }), inner)
        const result = normaliseRecord(aRecord({ [field]: { top: nested } }))
        expect(JSON.stringify(result)).not.toContain('S3CR3T')
      }),
      { numRuns: numRuns / 5 },
    )
  })
})
