import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import type { TrailFacts } from '../../../../src/evidence/facts/trail-facts.js'
import { indicatorsOf } from '../../../../src/evidence/indicators/indicators-of.js'
import { ttpOf } from '../../../../src/evidence/indicators/ttps/ttp-of.js'
import { corpusFiles, corpusRecords, factsOfRecords, hasCorpus, text } from '../../../support/corpus-trail.js'

const inCorpus = hasCorpus ? describe : describe.skip
if (!hasCorpus) it.todo('skipped: corpus not found')

function indicatorsIn(facts: TrailFacts, key: string) {
  const actor = facts.scope.actors.get(key)?.actor
  if (actor === undefined) throw new Error(`${key} is not in the facts`)
  return indicatorsOf({ facts, actor, geo: null, flagged: null, relatedFindings: null })
}

/** Counts read plainly off the JSON: `service:Name address ok failed`. */
function countsIn(records: readonly TrailRecord[], arn: string): string[] {
  const counts = new Map<string, { ok: number; failed: number }>()
  for (const record of records) {
    if (text(record, 'userIdentity.arn') !== arn) continue
    const name = `${text(record, 'eventSource')?.split('.')[0]}:${text(record, 'eventName')?.replace(/20\d{6}(v\d)?$/, '')}`
    if (ttpOf(name) === null) continue
    const row = `${name} ${text(record, 'sourceIPAddress')}`
    const count = counts.get(row) ?? { ok: 0, failed: 0 }
    if (text(record, 'errorCode') === null && text(record, 'errorMessage') === null) count.ok += 1
    else count.failed += 1
    counts.set(row, count)
  }
  return [...counts].map(([row, { ok, failed }]) => `${row} ${ok} ${failed}`).sort()
}

inCorpus('the indicators of recorded attacks', () => {
  const records = hasCorpus ? corpusRecords('invictus-aws-dataset') : []
  const facts = factsOfRecords(records)
  const keyOf = (name: string) =>
    [...facts.scope.actors.values()].find(({ actor }) => actor.name === name)?.actor.key ?? ''

  it('count an attacker’s techniques as the records do', () => {
    const key = keyOf('bert-jan')
    const ttps = indicatorsIn(facts, key).flatMap(({ type, detail }) =>
      type === 'TTP_OBSERVED' && detail !== null ? [detail] : [],
    )
    const found = ttps.map(
      ({ apiName, ipAddress, apiSuccessCount, apiFailureCount }) =>
        `${apiName} ${ipAddress} ${apiSuccessCount} ${apiFailureCount}`,
    )
    expect(found.sort()).toEqual(countsIn(records, facts.scope.actors.get(key)?.actor.arn ?? ''))
    expect(found.length).toBeGreaterThan(50)
  })

  it('name only events that are of the actor, the call and the address', () => {
    const byId = new Map(records.map((record) => [text(record, 'eventID'), record]))
    for (const { type, detail, eventIds, reason } of indicatorsIn(facts, keyOf('bert-jan'))) {
      if (type !== 'TTP_OBSERVED' || detail === null || reason.includes('from any address')) continue
      expect(eventIds.length).toBeGreaterThan(0)
      for (const id of eventIds) {
        const record = byId.get(id)
        expect(record && [text(record, 'sourceIPAddress'), text(record, 'userIdentity.userName')]).toEqual([
          detail.ipAddress,
          'bert-jan',
        ])
        expect(detail.apiName).toContain(`:${text(record, 'eventName')?.replace(/20\d{6}(v\d)?$/, '')}`)
      }
    }
  })

  it('of an ordinary user are low at most', () => {
    const loud = indicatorsIn(facts, keyOf('benjamin')).filter(
      ({ severity }) => !/^(INFORMATIONAL|LOW)$/.test(severity),
    )
    expect(loud).toEqual([])
  })

  it('call nothing new without a past', () => {
    const statuses = indicatorsIn(facts, keyOf('bert-jan'))
      .filter(({ type }) => type.startsWith('NEW_'))
      .map(({ status }) => status)
    expect(statuses).toEqual(['notEvaluated', 'notEvaluated', 'insufficientBaseline'])
  })

  it('show a technique beyond looking around in every recorded detonation', () => {
    const silent = corpusFiles('stratus-red-team').filter((file) => {
      const recorded = factsOfRecords(corpusRecords(`stratus-red-team/${file}`))
      const all = [...recorded.scope.actors.keys()].flatMap((key) => indicatorsIn(recorded, key))
      return !all.some(
        ({ type, status, tactic }) => type === 'TTP_OBSERVED' && status === 'observed' && tactic !== 'discovery',
      )
    })
    expect(silent).toEqual([])
  })
})
