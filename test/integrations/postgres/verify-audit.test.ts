import { sql } from 'kysely'
import { postgresAuditSource } from '../../../integrations/postgres/postgres-audit-source.js'
import { linkRecord } from '../../../src/audit/chain.js'
import { verifyAudit } from '../../../src/incidents/verify-audit.js'
import { aStep, engineOn, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()

describe('checking the record', () => {
  it('while steps are being recorded never calls it broken', async () => {
    const engine = engineOn(db)
    const { id } = await opened(engine)
    const state = { going: true }
    const recording = (async () => {
      while (state.going) {
        const incident = await engine.store.readIncident(id)
        if (incident !== null) await engine.store.recordStep(aStep(incident))
      }
    })()
    const found = []
    for (let round = 0; round < 60; round += 1) found.push(await verifyAudit(postgresAuditSource(db, engine.realm)))
    state.going = false
    await recording
    expect(found.filter(({ verified }) => !verified)).toEqual([])
    expect(found.at(-1)?.records).toBeGreaterThan(20)
  })

  it('finds a record that was forged behind the head, which stands still', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine)
    const last = (await engine.store.readAudit(incident.id))[0]
    if (last === undefined) throw new Error('no record')
    const forged = linkRecord(last.hash, { ...last.body, seq: 2 })
    await sql`INSERT INTO audit (incident_id, seq, body, prev_hash, hash)
      VALUES (${incident.id}, 2, ${JSON.stringify(forged.body)}, ${forged.prevHash}, ${forged.hash})`.execute(db)
    expect(await verifyAudit(postgresAuditSource(db, engine.realm))).toMatchObject({
      verified: false,
      verifiedUpTo: null,
      firstBroken: {
        incidentId: incident.id,
        seq: 3,
        reason: expect.stringMatching(/ends at 1, but the chain ends at 2/),
      },
    })
  })
})
