import { canonicalJson } from '../../../src/domain/canonical-json.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import { investigationBriefSchema } from '../../../src/domain/investigation-brief.js'
import { briefOf } from '../../../src/evidence/brief-of.js'
import { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import { investigate } from '../../../src/evidence/investigate.js'
import type { Investigation } from '../../../src/evidence/investigation.js'

const options = { digest: `sha256:${'9'.repeat(64)}`, contradiction: null, told: [] }

function ofNothing(sources: readonly EvidenceSource[] = []): Investigation {
  const scope = { fromMs: Date.parse('2026-03-01T00:00:00Z'), toMs: Date.parse('2026-03-01T10:00:00Z') }
  const facts = new FactsGatherer({ scope, baselineFromMs: scope.fromMs }).facts()
  return investigate(facts, { sources, read: 0, unique: 0 })
}

const source = (changes: Partial<EvidenceSource>): EvidenceSource => ({
  name: 'a bucket',
  status: 'ok',
  requests: 1,
  events: 0,
  ...changes,
})

describe('the short form of an investigation', () => {
  it('names what each source did not answer, once, whether it explains itself or not', () => {
    const coverage = { regions: [], from: null, to: null, gaps: ['3 files were not read'] }
    const { gaps } = briefOf(
      ofNothing([
        source({ status: 'truncated', detail: '3 files were not read; skipped 1', coverage }),
        source({ name: 'a log group', status: 'failed', detail: 'no access' }),
        source({ name: 'a log group', status: 'failed', detail: 'no access' }),
        source({ name: 'history' }),
      ]),
      options,
    )

    expect(gaps).toEqual(['a bucket: 3 files were not read', 'a log group: no access'])
  })

  it('does not grow with what an attacker writes, and can be stored whatever that is', () => {
    const text = `\u0000\ud800${'x'.repeat(100_000)}`
    const whole = ofNothing()
    const brief = briefOf(
      {
        ...whole,
        verdict: { ...whole.verdict, statement: text, doubts: Array.from({ length: 500 }, () => text) },
        chains: Array.from({ length: 500 }, () => ({ root: text, depth: 0, links: [], leftOut: 0, unresolved: false })),
      },
      { ...options, contradiction: text },
    )

    expect(canonicalJson(investigationBriefSchema.parse(brief)).length).toBeLessThan(40_000)
    expect(brief.statement).not.toContain('\u0000')
  })

  it('has what Amazon Detective told beside what the records show', () => {
    const told = { by: 'detective', type: 'NEW_ASO', severity: 'HIGH', technique: null } as const

    expect(briefOf(ofNothing(), { ...options, told: [told] }).indicators).toContainEqual(told)
  })
})
