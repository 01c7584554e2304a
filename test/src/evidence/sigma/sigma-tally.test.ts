import fc from 'fast-check'
import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import { loadSigmaRules } from '../../../../src/evidence/sigma/load-sigma-rules.js'
import { keptMatches, SigmaTally } from '../../../../src/evidence/sigma/sigma-tally.js'
import { aRecord } from '../record/normalised.js'

const { rules } = loadSigmaRules([
  {
    file: 'reads.yml',
    text: 'title: Reads\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: DescribeInstances}, condition: s}\n',
  },
])
const start = Date.parse('2026-03-01T09:00:00Z')

function read(id: number, user: string, errorCode?: string): TrailRecord {
  return aRecord({
    eventID: `e-${String(id).padStart(4, '0')}`,
    eventTime: new Date(start + id * 1_000).toISOString(),
    eventName: 'DescribeInstances',
    eventSource: 'ec2.amazonaws.com',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::444455556666:user/${user}`,
      accountId: '444455556666',
      userName: user,
    },
    ...(errorCode === undefined ? {} : { errorCode }),
  })
}

function ask(tally: SigmaTally, record: TrailRecord): void {
  const normalised = normaliseRecord(record)
  if (!normalised.ok) throw new Error(normalised.reason)
  tally.ask(record, normalised.event, Date.parse(normalised.event.eventTime))
}

describe('matches of Sigma rules', () => {
  it('are told by actor, however many another has: nobody hides behind a busy one', () => {
    const tally = new SigmaTally(rules)
    for (let id = 0; id < 500; id += 1) ask(tally, read(id, 'busy'))
    ask(tally, read(600, 'mallory', 'AccessDenied'))
    const [matches] = tally.matches()
    expect(matches?.count).toBe(501)
    expect(matches?.byActor).toMatchObject([
      { actorKey: 'user:444455556666:busy', count: 500, failed: 0 },
      { actorKey: 'user:444455556666:mallory', count: 1, failed: 1, events: [{ eventId: 'e-0600' }] },
    ])
    expect(matches?.byActor[0]?.events.map(({ eventId }) => eventId)).toEqual(
      Array.from({ length: keptMatches }, (_, id) => `e-${String(id).padStart(4, '0')}`),
    )
  })

  it('come to the same however the records are shared out', () => {
    const records = Array.from({ length: 80 }, (_, id) => read(id, `user${id % 3}`))
    const whole = new SigmaTally(rules)
    for (const record of records) ask(whole, record)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 80, maxLength: 80 }), (shares) => {
        const parts = [0, 1, 2].map(() => new SigmaTally(rules))
        for (const [at, record] of records.entries()) ask(parts[shares[at] ?? 0] ?? whole, record)
        const joined = new SigmaTally(rules)
        for (const part of parts.toReversed()) joined.merge(part.counts())
        expect(joined.matches()).toEqual(whole.matches())
      }),
      { numRuns: 30 },
    )
  })
})
