import { doubtRows, evidenceRows } from '../../app/evidence-rows.js'
import { planCard } from '../../app/plan-card.js'
import { aBrief, aBriefSaying, anEvidence } from '../support/fixtures/evidence.js'
import { aContainPlan } from '../support/fixtures/plans.js'

const hostile = '\u001b[2J\u202eevil\n'
const titles = (rows: readonly (readonly [string, string])[]) => rows.map(([title]) => title)

describe('the evidence on a card', () => {
  it('is statement, whom it points at, detections with technique, chains and indicators, then doubts, calls and gaps', () => {
    const rows = evidenceRows(anEvidence({ investigation: aBriefSaying('it') }))

    expect(titles(rows)).toEqual([
      'evidence',
      'points at',
      'detection',
      'chain',
      'indicator',
      'in doubt',
      'seen',
      'from',
      'calls',
      'not known',
      'collected',
    ])
    expect(rows.find(([title]) => title === 'detection')?.[1]).toBe('high T1078.004 it, attempted: it (3 events)')
    expect(rows.find(([title]) => title === 'chain')?.[1]).toBe('it > it (it may begin before this)')
    expect(rows.find(([title]) => title === 'indicator')?.[1]).toBe('HIGH it it (Amazon Detective)')
  })

  it('tells of other sessions in the same hands, which a block of one leaves alive, with names made safe', () => {
    const sibling = { sessionName: hostile, accessKeyId: 'ASIAX', issuedAt: '2026-03-01T09:00:00Z', expiresAt: null }
    const rows = evidenceRows(anEvidence({ siblings: [{ ...sibling, by: 'AROAX of 444455556666' }] }))
    const [, told = ''] = rows.find(([title]) => title === 'also alive') ?? []

    expect(told).toContain('has another session of the role alive')
    expect(told).not.toMatch(/[^\x20-\x7e]/)
  })

  it('begins with the doubt where the records do not point at whom the plan is about', () => {
    const investigation = aBrief({ contradiction: 'The records point at user mallory, not at ci-deploy.' })
    const evidence = anEvidence({ investigation })
    const view = { containPlan: aContainPlan(), restorePlan: null, evidence, context: { openPlanDigest: null } }

    expect(doubtRows(evidence)).toEqual([['DOUBT', 'The records point at user mallory, not at ci-deploy.']])
    expect(planCard(view).split('\n')[0]).toContain('The records point at user mallory')
    expect(doubtRows(anEvidence({ investigation: aBrief() }))).toEqual([])
    expect(doubtRows(null)).toEqual([])
  })

  it('names a source that failed also where nothing could be investigated', () => {
    const sources = [{ name: 'a bucket', status: 'failed', detail: 'no access', requests: 1, events: 0 }] as const

    expect(evidenceRows(anEvidence({ sources: [...sources] }))).toContainEqual(['not known', 'a bucket: no access'])
  })

  it('obeys no text of a record', () => {
    const rows = [
      ...evidenceRows(anEvidence({ investigation: aBriefSaying(hostile) })),
      ...doubtRows(anEvidence({ investigation: aBriefSaying(hostile) })),
    ]

    expect(rows.map(([, text]) => text).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})
