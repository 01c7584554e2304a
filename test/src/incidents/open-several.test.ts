import fc from 'fast-check'
import { checkChain } from '../../../src/audit/chain.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { openSeveral } from '../../../src/incidents/open-several.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { anIncidentAt, anOpening, aTestEngine, type TestEngine } from '../../support/test-engine.js'

const taking = (sourceId: string, changes: Parameters<typeof aFinding>[0] = {}) => ({
  finding: aFinding({ sourceId, ...changes }),
  opening: anOpening,
})

async function expectWholeChain(engine: TestEngine, incidentId: string, length: number) {
  const incident = await engine.store.readIncident(incidentId)
  const head = { incidentId, seq: incident?.auditSeq ?? 0, hash: incident?.auditHash ?? '' }
  expect(checkChain(head, await engine.store.readAudit(incidentId))).toEqual({ ok: true, records: length })
}

describe('openSeveral', () => {
  it('opens with the first, joins the others, and keeps a record of each', async () => {
    const engine = aTestEngine()
    const { opened, known } = await openSeveral(engine, [taking('1'), taking('2'), taking('3')], null)
    expect(opened.map(({ status }) => status)).toEqual(['opened', 'joined', 'joined'])
    const incidentId = opened[0]?.incidentId ?? ''
    expect(new Set(opened.map((one) => one.incidentId))).toEqual(new Set([incidentId]))
    await expectWholeChain(engine, incidentId, 3)
    expect(known).toMatchObject({ id: incidentId, revision: 3, auditSeq: 3 })
    expect(known?.snapshot).toEqual((await engine.store.readIncident(incidentId))?.snapshot)
  })

  it('asks for the steps of a whole batch at once, without reading the incident that was seen', async () => {
    const engine = aTestEngine()
    const { known } = await openSeveral(engine, [taking('1'), taking('2')], null)
    let reads = 0
    const store = {
      ...engine.store,
      findOpenIncident: async (key: string) => {
        reads += 1
        return engine.store.findOpenIncident(key)
      },
    }
    const { opened } = await openSeveral({ ...engine, store }, [taking('3'), taking('4')], known)
    expect(opened.map(({ status }) => status)).toEqual(['joined', 'joined'])
    expect(reads).toBe(0)
  })

  it('joins all the same where the incident moved since it was seen', async () => {
    const engine = aTestEngine()
    const { known } = await openSeveral(engine, [taking('1'), taking('2')], null)
    await openIncident(engine, aFinding({ sourceId: 'by another process' }), anOpening)
    const { opened } = await openSeveral(engine, [taking('3'), taking('4')], known)
    expect(opened.map(({ status }) => status)).toEqual(['joined', 'joined'])
    await expectWholeChain(engine, known?.id ?? '', 5)
  })

  it('opens another where the incident that was seen is over', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const seen = await engine.store.readIncident(id)
    await openIncident(engine, aFinding({ sourceId: 'by another process' }), anOpening)
    engine.store.rewrite(id, { open: false })
    const { opened } = await openSeveral(engine, [taking('2'), taking('3')], seen)
    expect(opened.map(({ status }) => status)).toEqual(['opened', 'joined'])
    expect(opened.some(({ incidentId }) => incidentId === id)).toBe(false)
  })

  it('notes another feed of a finding in the same batch, once', async () => {
    const engine = aTestEngine()
    const bySns = { feed: 'sns' }
    const batch = [taking('1'), taking('1', bySns), taking('1', bySns), taking('1')]
    const { opened } = await openSeveral(engine, batch, null)
    expect(opened.map(({ status }) => status)).toEqual(['opened', 'duplicate', 'duplicate', 'duplicate'])
    const records = await engine.store.readAudit(opened[0]?.incidentId ?? '')
    expect(records.map(({ body }) => body.what)).toEqual(['OPENED', 'FINDING_REPEATED'])
  })

  it('answers and remembers what one at a time would, however the findings fall into batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 })), async (batches) => {
        const [together, single] = [aTestEngine(), aTestEngine()]
        let seen: Awaited<ReturnType<typeof openSeveral>>['known'] = null
        for (const batch of batches) {
          const takings = batch.map((n) => taking(`finding-${n}`))
          const answers = await openSeveral(together, takings, seen)
          seen = answers.known
          const alone = []
          for (const each of takings) alone.push((await openIncident(single, each.finding, each.opening)).status)
          expect(answers.opened.map(({ status }) => status).sort()).toEqual(alone.sort())
        }
        const [one] = await together.store.listIncidents()
        const [other] = await single.store.listIncidents()
        if (one === undefined || other === undefined) return void expect(one).toBe(other)
        expect(await together.store.readFindings(one.id)).toHaveLength(
          (await single.store.readFindings(other.id)).length,
        )
        await expectWholeChain(together, one.id, other.auditSeq)
      }),
      { numRuns: 40 },
    )
  })
})
