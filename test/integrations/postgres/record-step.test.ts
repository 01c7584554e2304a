import { sql } from 'kysely'
import { checkChain } from '../../../src/audit/chain.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { anOpeningStep, anOrder, aRead, aStep, engineOn, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const finding = { id: 'fnd_1', dedupKey: 'key-1', body: aFinding() }
const aTimer = { id: 'tmr_1', name: 'x', event: 'xstate.after.x', delayMs: 60_000 }
const aDocument = { digest: `sha256:${'1'.repeat(64)}`, kind: 'evidence', body: { calls: 1 } } as const

async function rows(realm: string) {
  const { rows: counts } = await sql<Record<string, string>>`
    SELECT (SELECT count(*) FROM incident WHERE realm = ${realm}) AS incidents,
      (SELECT count(*) FROM effect WHERE realm = ${realm}) AS effects,
      (SELECT count(*) FROM timer WHERE realm = ${realm}) AS timers,
      (SELECT count(*) FROM finding WHERE realm = ${realm}) AS findings,
      (SELECT count(*) FROM audit JOIN incident ON id = incident_id WHERE realm = ${realm}) AS audits,
      (SELECT count(*) FROM document JOIN incident ON id = incident_id WHERE realm = ${realm}) AS documents`.execute(db)
  return Object.values(rows.length > 0 ? (counts[0] ?? {}) : {}).map(Number)
}

describe('an incident whose snapshot cannot be read', () => {
  it('is told from one that is not there, and does not hide the others', async () => {
    const engine = engineOn(db)
    const broken = await opened(engine)
    const other = await opened(engine)
    await sql`UPDATE incident SET snapshot = '{"value": "x"}' WHERE id = ${broken.id}`.execute(db)
    const { snapshot: _, ...head } = broken
    await expect(engine.store.readIncident(broken.id)).rejects.toMatchObject({ name: 'UnreadableIncidentError', head })
    expect(await engine.store.listIncidents()).toEqual([other, head])
    expect(await engine.store.listChainHeads()).toHaveLength(2)
  })
})

describe('recording a step', () => {
  it('records all of it: incident, finding, order, timer, document and audit record', async () => {
    const engine = engineOn(db)
    const parts = { orders: [anOrder(aRead)], armedTimers: [aTimer], documents: [aDocument], finding }
    await opened(engine, parts)
    expect(await rows(engine.realm)).toEqual([1, 1, 1, 1, 1, 1])
    expect((await engine.store.readDocument(aDocument.digest))?.body).toEqual({ calls: 1 })
  })

  it('records none of it where its last part fails', async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    const step = anOpeningStep(engine.realm, { armedTimers: [{ ...aTimer, id: 'tmr_2' }], orders: [order, order] })
    // Two orders of one id: the unique key is found broken by the very last statement.
    expect(await engine.store.recordStep(step)).toEqual({ status: 'conflict' })
    expect(await rows(engine.realm)).toEqual([0, 0, 0, 0, 0, 0])
    expect(await engine.store.readIncident(step.incident.id)).toBeNull()
  })

  it('computed from an older revision conflicts and changes nothing', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine)
    expect(await engine.store.recordStep(aStep(incident))).toMatchObject({ status: 'recorded' })
    const moved = await engine.store.readIncident(incident.id)
    const stale = aStep(incident, { orders: [anOrder(aRead)], armedTimers: [{ ...aTimer, id: 'tmr_3' }] })
    expect(await engine.store.recordStep(stale)).toEqual({ status: 'conflict' })
    expect(await engine.store.readIncident(incident.id)).toEqual(moved)
    expect(await rows(engine.realm)).toEqual([1, 0, 0, 0, 2, 0])
  })

  it('of 20 computed from the same revision exactly one is recorded', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine)
    const results = await Promise.all(Array.from({ length: 20 }, () => engine.store.recordStep(aStep(incident))))
    expect(results.filter(({ status }) => status === 'recorded')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'conflict')).toHaveLength(19)
    const now = await engine.store.readIncident(incident.id)
    const head = { incidentId: incident.id, seq: now?.auditSeq ?? 0, hash: now?.auditHash ?? '' }
    expect(checkChain(head, await engine.store.readAudit(incident.id))).toEqual({ ok: true, records: 2 })
  })

  it('for a finding that was taken says whose it is', async () => {
    const engine = engineOn(db)
    const first = await opened(engine, { finding: { ...finding, id: 'fnd_4' } })
    const again = anOpeningStep(engine.realm, { finding: { ...finding, id: 'fnd_5' } })
    expect(await engine.store.recordStep(again)).toEqual({ status: 'duplicateFinding', incidentId: first.id })
    const step = aStep(first, { finding: { ...finding, id: 'fnd_6' } })
    expect(await engine.store.recordStep(step)).toEqual({ status: 'duplicateFinding', incidentId: first.id })
  })

  it("for a principal whose incident is closed is in nobody's way", async () => {
    const engine = engineOn(db)
    const first = await opened(engine)
    const step = anOpeningStep(engine.realm)
    const namesake = { ...step, incident: { ...step.incident, principalKey: first.principalKey } }
    const closing = aStep(first)
    await engine.store.recordStep({ ...closing, incident: { ...closing.incident, open: false } })
    expect(await engine.store.recordStep(namesake)).toMatchObject({ status: 'recorded' })
    expect(await engine.store.findLastClosedIncident(first.principalKey)).toMatchObject({ id: first.id })
  })

  it("takes the incident's next order along where it is asked to", async () => {
    const engine = engineOn(db)
    const incident = await opened(engine, { orders: [anOrder(aRead)] })
    const [first] = await engine.store.runnableEffects(1)
    const step = aStep(incident, { orders: [anOrder(aRead)], claimNext: { workerId: 'wrk_1', leaseMs: 1_000 } })
    expect(await engine.store.recordStep(step)).toMatchObject({
      status: 'recorded',
      claimed: { id: first?.id, attempt: 1, incidentId: incident.id },
    })
    expect(await engine.store.claimEffect(first?.id ?? '', 'wrk_2', 1_000)).toBeNull()
  })
})
