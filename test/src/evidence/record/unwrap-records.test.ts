import type { Json } from '../../../../src/domain/canonical-json.js'
import { unwrapRecords } from '../../../../src/evidence/record/unwrap-records.js'
import { aRecord } from './normalised.js'

const a = aRecord({ eventID: 'a' })
const b = aRecord({ eventID: 'b' })
const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)]

describe('records in their envelopes', () => {
  it.each<[string, Json]>([
    ['an S3 file', { Records: [a, b] }],
    ['a list', [a, b]],
    [
      'LookupEvents',
      {
        Events: [
          { EventId: 'a', CloudTrailEvent: textA },
          { EventId: 'b', CloudTrailEvent: textB },
        ],
      },
    ],
    ['EventBridge', [{ 'detail-type': 'AWS API Call via CloudTrail', detail: a }, { detail: b }]],
    [
      'a Logs subscription',
      { messageType: 'DATA_MESSAGE', logEvents: [{ message: textA }, { id: '2', message: textB }] },
    ],
    ['FilterLogEvents', { events: [{ message: textA }, { message: textB }], searchedLogStreams: [] }],
    [
      'a search of Elastic',
      { hits: { total: 2, hits: [{ _source: { event: { original: textA } } }, { _source: { message: textB } }] } },
    ],
    ['an export of Splunk', [{ preview: false, result: { _raw: textA } }, { event: b }]],
    ['texts in a list', [textA, textB]],
  ])('of %s are found in their order', (_, json) => {
    const { records, skipped } = unwrapRecords(json)
    expect(records.map(({ eventID }) => eventID)).toEqual(['a', 'b'])
    expect(skipped).toEqual([])
  })

  it('one alone is one', () => {
    expect(unwrapRecords(a).records).toEqual([a])
  })

  it('zipped data of Logs is read where it can be decoded, and counted where not', () => {
    const json = { awslogs: { data: 'H4sI' } }
    expect(unwrapRecords(json, () => ({ logEvents: [{ message: textA }] })).records).toEqual([a])
    expect(unwrapRecords(json).skipped).toEqual([
      { reason: 'data of CloudWatch Logs that could not be decoded', count: 1 },
    ])
  })
})

describe('what is no record is counted by its reason', () => {
  it.each<[string, Json, string]>([
    ['a digest file', { digestS3Object: 'x', digestEndTime: 't', logFiles: [] }, 'a CloudTrail digest file'],
    ['an Insights event', { eventType: 'AwsCloudTrailInsight', insightDetails: {} }, 'a CloudTrail Insights event'],
    ['an Insights event by its category', { eventCategory: 'Insight' }, 'a CloudTrail Insights event'],
    [
      'a control message',
      { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE: x' }] },
      'a control message of CloudWatch Logs',
    ],
    [
      'a GuardDuty finding',
      { 'detail-type': 'GuardDuty Finding', detail: { type: 'x', service: {} } },
      'not a CloudTrail record',
    ],
    [
      "S3's notification",
      { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }] },
      'not a CloudTrail record',
    ],
    [
      'a text that is cut off',
      { Events: [{ CloudTrailEvent: '{"eventName":"Get' }] },
      'a record in a text that is not JSON, or cut off',
    ],
    ['a message of words', { message: 'started' }, 'not a CloudTrail record'],
    ['a number', 7, 'not a CloudTrail record'],
    ['null', null, 'not a CloudTrail record'],
  ])('%s', (_, json, reason) => {
    expect(unwrapRecords(json)).toEqual({ records: [], skipped: [{ reason, count: 1 }] })
  })

  it('records beside it are found all the same', () => {
    const { records, skipped } = unwrapRecords({ Records: [a, null, { eventCategory: 'Insight' }, 'x', b, 3] })
    expect(records).toEqual([a, b])
    expect(skipped).toEqual([
      { reason: 'not a CloudTrail record', count: 3 },
      { reason: 'a CloudTrail Insights event', count: 1 },
    ])
  })

  it('nesting without end is no way to exhaust the stack', () => {
    expect(unwrapRecords(JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).skipped).toEqual([
      { reason: 'nested too deeply', count: 1 },
    ])
    let nested: Json = a
    for (let depth = 0; depth < 40; depth++) nested = { detail: nested }
    expect(unwrapRecords(nested).skipped).toEqual([{ reason: 'nested too deeply', count: 1 }])
  })
})
