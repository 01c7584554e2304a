import { sql } from 'kysely'
import { defaultPlaybook } from '../../../app/playbooks.js'
import { checkChain } from '../../../src/audit/chain.js'
import type { Incident } from '../../../src/domain/incident.js'
import { recordChain } from '../../../src/engine/record-event.js'
import { joining } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { anOpeningStep, aStep, engineOn, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const opening = { ...defaultPlaybook, timing: aTiming() }

async function transactionsOf(incident: Incident): Promise<string[]> {
  const { rows } = await sql<{ by: string }>`
    SELECT xmin::text AS by FROM audit WHERE incident_id = ${incident.id} AND seq > 1 ORDER BY seq`.execute(db)
  return rows.map(({ by }) => by)
}

describe('steps of one incident that are asked for at once', () => {
  it('are recorded by one transaction, each with its own record and finding', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine)
    const joins = ['a', 'b', 'c'].map((sourceId) => joining(engine, aFinding({ sourceId }), opening))
    const results = await recordChain(engine, incident, joins)
    expect(results.map((one) => one !== 'conflict' && one.status)).toEqual(['recorded', 'recorded', 'recorded'])
    const transactions = await transactionsOf(incident)
    expect(transactions).toHaveLength(3)
    expect(new Set(transactions).size).toBe(1)
    const { auditSeq: seq = 0, auditHash: hash = '' } = (await engine.store.readIncident(incident.id)) ?? {}
    const chain = checkChain({ incidentId: incident.id, seq, hash }, await engine.store.readAudit(incident.id))
    expect(chain).toEqual({ ok: true, records: 4 })
    expect(await engine.store.readFindings(incident.id)).toHaveLength(3)
  })

  it('stop at the first that is refused: what came before stands, what comes after is to be computed again', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine)
    const joins = ['a', 'b', 'a', 'c'].map((sourceId) => joining(engine, aFinding({ sourceId }), opening))
    const results = await recordChain(engine, incident, joins)
    expect(results.map((one) => (one === 'conflict' ? one : one.status))).toEqual([
      'recorded',
      'recorded',
      'duplicateFinding',
      'conflict',
    ])
    expect(await engine.store.readAudit(incident.id)).toHaveLength(3)
  })

  it('are not recorded, none of them, where one cannot be; and all who asked are told', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine)
    const good = aStep(incident)
    const bad = { ...aStep(incident), leftState: 'x\u0000' }
    const results = await Promise.allSettled([engine.store.recordStep(good), engine.store.recordStep(bad)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await engine.store.readAudit(incident.id)).toHaveLength(1)
    expect(await engine.store.recordStep(good)).toMatchObject({ status: 'recorded' })
  })

  it('of different incidents stand and fall alone', async () => {
    const engine = engineOn(db)
    const bad = { ...anOpeningStep(engine.realm), leftState: 'x\u0000' }
    const results = await Promise.allSettled([
      engine.store.recordStep(bad),
      engine.store.recordStep(anOpeningStep(engine.realm)),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })
})
