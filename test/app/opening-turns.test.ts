import { OpeningTurns } from '../../app/opening-turns.js'
import { StoreUnavailableError } from '../../integrations/postgres/connect-database.js'
import type { StepRecord } from '../../src/engine/incident-store.js'
import { aFinding } from '../support/fixtures/findings.js'
import { anOpening, aTestEngine } from '../support/test-engine.js'

const taking = (sourceId: string) => ({ finding: aFinding({ sourceId }), opening: anOpening })

function failingFor(fails: (step: StepRecord) => Error | null) {
  const engine = aTestEngine()
  const recordStep = async (step: StepRecord) => {
    const error = fails(step)
    if (error !== null) throw error
    return engine.store.recordStep(step)
  }
  return { ...engine, store: { ...engine.store, recordStep } }
}

const isOf = (step: StepRecord, sourceId: string) => step.finding?.body.sourceId === sourceId

describe('findings in their turns', () => {
  it('that come at once about one principal open one incident, each with its own answer', async () => {
    const engine = aTestEngine()
    const turns = new OpeningTurns()
    const ids = Array.from({ length: 100 }, (_, index) => `finding-${index}`)
    const opened = await Promise.all(ids.map((id) => turns.take(engine, 'a', taking(id))))
    expect(opened.map(({ status }) => status)).toEqual(['opened', ...ids.slice(1).map(() => 'joined')])
    expect(engine.store.results.filter((status) => status === 'conflict')).toEqual([])
    const findings = await engine.store.readFindings(opened[0]?.incidentId ?? '')
    expect(findings.map(({ sourceId }) => sourceId)).toEqual(ids)
  })

  it('goes on after what failed, and tells its own asker alone', async () => {
    const turns = new OpeningTurns()
    const engine = failingFor((step) => (isOf(step, 'poison') ? new Error('no') : null))
    const first = turns.take(engine, 'a', taking('1'))
    const [good, poison, last] = ['2', 'poison', '3'].map((id) => turns.take(engine, 'a', taking(id)))
    await expect(poison).rejects.toThrow('no')
    expect((await first).status).toBe('opened')
    expect([(await good)?.status, (await last)?.status].sort()).not.toContain(undefined)
    expect((await turns.take(engine, 'a', taking('4'))).status).toBe('joined')
    expect(await engine.store.readFindings((await first).incidentId)).toHaveLength(4)
  })

  it('tells all of a batch that the store does not answer, without asking it once for each', async () => {
    const turns = new OpeningTurns()
    let asked = 0
    const engine = failingFor((step) => {
      if (isOf(step, '1')) return null
      asked += 1
      return new StoreUnavailableError('gone')
    })
    const first = turns.take(engine, 'a', taking('1'))
    const others = ['2', '3', '4'].map((id) => turns.take(engine, 'a', taking(id)))
    await first
    for (const one of await Promise.allSettled(others)) expect(one.status).toBe('rejected')
    expect(asked).toBe(3)
  })
})
