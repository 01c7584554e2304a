import { defaultPlaybook } from '../../../app/playbooks.js'
import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { checkChain } from '../../../src/audit/chain.js'
import type { Finding } from '../../../src/domain/finding.js'
import { begin } from '../../../src/engine/advance.js'
import type { Engine } from '../../../src/engine/engine.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding, aTrustedFinding } from '../../support/fixtures/findings.js'
import { after, happens } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { anOpeningStep, engineOn, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()

const lastLookIsDue = after('lateWriteWatch', 'restored.waiting')
const open = (engine: Engine, changes: Partial<Finding> = {}) =>
  openIncident(engine, aFinding(changes), { ...defaultPlaybook, timing: aTiming() })

async function expectWholeChain(engine: Engine, incidentId: string) {
  const incident = await engine.store.readIncident(incidentId)
  const head = { incidentId, seq: incident?.auditSeq ?? 0, hash: incident?.auditHash ?? '' }
  expect(checkChain(head, await engine.store.readAudit(incidentId))).toMatchObject({ ok: true })
}

describe('taking findings in', () => {
  it('50 deliveries of one finding at once open one incident; the others are duplicates', async () => {
    const engine = engineOn(db)
    const results = await Promise.all(Array.from({ length: 50 }, () => open(engine)))
    const statuses = results.map(({ status }) => status)
    expect(statuses.filter((status) => status === 'opened')).toHaveLength(1)
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(49)
    expect(new Set(results.map(({ incidentId }) => incidentId)).size).toBe(1)
    expect(await engine.store.listIncidents()).toHaveLength(1)
    expect(await engine.store.readFindings(results[0]?.incidentId ?? '')).toHaveLength(1)
  })

  it('30 findings on one role at once open one incident that the others join, each once', async () => {
    const engine = engineOn(db)
    const results = await Promise.all(Array.from({ length: 30 }, (_, n) => open(engine, { sourceId: `finding-${n}` })))
    const statuses = results.map(({ status }) => status)
    expect(statuses.filter((status) => status === 'opened')).toHaveLength(1)
    expect(statuses.filter((status) => status === 'joined')).toHaveLength(29)
    const [incident, ...others] = await engine.store.listIncidents()
    expect(others).toEqual([])
    expect((await engine.store.readIncident(incident?.id ?? ''))?.snapshot.context.joinedFindings).toBe(29)
    expect(await engine.store.readFindings(incident?.id ?? '')).toHaveLength(30)
    await expectWholeChain(engine, incident?.id ?? '')
  })

  it('an update of a finding joins; the same update again changes nothing', async () => {
    const engine = engineOn(db)
    const first = await open(engine)
    const update = { updatedAt: '2026-03-01T11:00:00Z', count: 9 }
    expect(await open(engine, update)).toEqual({ status: 'joined', incidentId: first.incidentId })
    expect(await open(engine, update)).toEqual({ status: 'duplicate', incidentId: first.incidentId })
    expect(await open(engine)).toEqual({ status: 'duplicate', incidentId: first.incidentId })
  })

  it('a role is one principal in any spelling of its name, and two roles are two', async () => {
    const engine = engineOn(db)
    const first = await open(engine)
    const shouted = { sourceId: 'b', principal: aRolePrincipal({ name: 'CI-Deploy' }) }
    expect(await open(engine, shouted)).toEqual({ status: 'joined', incidentId: first.incidentId })
    const other = { sourceId: 'c', principal: aRolePrincipal({ name: 'ci-test' }) }
    expect(await open(engine, other)).toMatchObject({ status: 'opened' })
  })

  it('a finding that would be held down joins the incident that is open: it does not slip past it', async () => {
    const engine = engineOn(db)
    const first = await open(engine)
    const held = { incidentId: 'inc_0', restoredAt: '2026-03-01T10:00:00Z', until: '2026-03-01T11:00:00Z' }
    const { snapshot, state } = begin(compromisedPrincipal, {
      principal: aRolePrincipal(),
      timing: aTiming(),
      holdDown: held,
      requestedBy: null,
      ...aTrustedFinding,
    })
    const step = anOpeningStep(engine.realm)
    const { principalKey } = (await engine.store.readIncident(first.incidentId)) ?? step.incident
    const incident = { ...step.incident, principalKey, state, snapshot, open: false }

    expect(await engine.store.recordStep({ ...step, incident })).toEqual({
      status: 'principalTaken',
      incidentId: first.incidentId,
    })
    expect(await engine.store.listIncidents()).toHaveLength(1)
  })

  it('a finding after a restore is held down until it shows newer activity, on a real store too', async () => {
    const engine = engineOn(db)
    const first = await open(engine)
    const actor = { kind: 'engine', name: 'test' } as const
    const removedAt = new Date().toISOString()
    const events = [
      ...journeys.removing,
      { ...happens.blockRemoved, removedAt },
      happens.restoreConfirmed,
      lastLookIsDue,
    ]
    for (const event of [...events, happens.restoreConfirmed]) {
      await recordEvent(engine, first.incidentId, { event, actor })
    }
    const held = await open(engine, { sourceId: 'b' })
    const alsoHeld = await open(engine, { sourceId: 'c' })
    const newer = await open(engine, { sourceId: 'd', lastSeenAt: new Date(Date.now() + 1_000).toISOString() })
    const states = [first, held, alsoHeld, newer].map(async ({ incidentId }) => engine.store.readIncident(incidentId))
    expect((await Promise.all(states)).map((incident) => incident?.state)).toEqual([
      'closed',
      'heldDown',
      'heldDown',
      'investigating',
    ])
  })

  it('the same finding in two realms is taken in both', async () => {
    const [one, two] = [engineOn(db), engineOn(db)]
    expect(await open(one)).toMatchObject({ status: 'opened' })
    expect(await open(two)).toMatchObject({ status: 'opened' })
  })
})
