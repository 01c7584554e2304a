import { checkChain } from '../../../src/audit/chain.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { anUnresolvedPrincipal, aRolePrincipal } from '../../support/fixtures/principals.js'
import { anOpening, aTestEngine } from '../../support/test-engine.js'

const open = (engine: ReturnType<typeof aTestEngine>, changes: Parameters<typeof aFinding>[0] = {}) =>
  openIncident(engine, aFinding(changes), anOpening)

describe('openIncident', () => {
  it('opens an incident with its finding, its first order and its first record', async () => {
    const engine = aTestEngine()

    const { status, incidentId } = await open(engine)

    expect(status).toBe('opened')
    expect(await engine.store.readIncident(incidentId)).toMatchObject({
      state: 'investigating',
      open: true,
      revision: 1,
      playbook: 'compromised-principal',
      version: '1',
      principalKey: 'aws:111122223333:role:ci-deploy',
    })
    expect(await engine.store.readFindings(incidentId)).toEqual([aFinding()])
    const [first] = await engine.store.readAudit(incidentId)
    expect(first?.body).toMatchObject({
      what: 'OPENED',
      from: null,
      seq: 1,
      actor: { kind: 'source', name: 'guardduty' },
    })
    expect(engine.offered).toHaveLength(1)
  })

  it('takes the same delivery again for what it is', async () => {
    const engine = aTestEngine()
    const { incidentId } = await open(engine)

    expect(await open(engine)).toEqual({ status: 'duplicate', incidentId })
    expect(await engine.store.readAudit(incidentId)).toHaveLength(1)
  })

  it('joins another finding on the same principal, whatever its case, to the open incident', async () => {
    const engine = aTestEngine()
    const { incidentId } = await open(engine)
    const principal = aRolePrincipal({ name: 'CI-Deploy' })

    expect(await open(engine, { sourceId: 'finding-2', principal })).toEqual({ status: 'joined', incidentId })
    expect((await engine.store.readIncident(incidentId))?.snapshot.context.joinedFindings).toBe(1)
    expect(await engine.store.readFindings(incidentId)).toHaveLength(2)
  })

  it('joins a later occurrence of the same finding', async () => {
    const engine = aTestEngine()
    const { incidentId } = await open(engine)

    expect(await open(engine, { updatedAt: '2026-03-01T12:00:00Z' })).toEqual({ status: 'joined', incidentId })
  })

  it('opens incidents of their own for other principals, and for each unresolved finding', async () => {
    const engine = aTestEngine()
    const opened = [
      await open(engine),
      await open(engine, { sourceId: '2', principal: aRolePrincipal({ name: 'other' }) }),
      await open(engine, { sourceId: '3', principal: aRolePrincipal({ accountId: '444455556666' }) }),
      await open(engine, { sourceId: '4', principal: anUnresolvedPrincipal() }),
      await open(engine, { sourceId: '5', principal: anUnresolvedPrincipal() }),
    ]

    expect(opened.map(({ status }) => status)).toEqual(['opened', 'opened', 'opened', 'opened', 'opened'])
    expect(new Set(opened.map(({ incidentId }) => incidentId)).size).toBe(5)
  })

  it('opens a new incident when the earlier one is over', async () => {
    const engine = aTestEngine()
    const { incidentId } = await open(engine)
    const actor = { kind: 'engine', name: 'test' } as const
    for (const event of [happens.evidenceCollected, happens.planRefused]) {
      await recordEvent(engine, incidentId, { event, actor })
    }

    expect(await open(engine, { sourceId: 'finding-2' })).toMatchObject({ status: 'opened' })
  })

  it('of fifty findings on one principal at once opens exactly one incident; the others join', async () => {
    const engine = aTestEngine()

    const results = await Promise.all(Array.from({ length: 50 }, (_, n) => open(engine, { sourceId: `finding-${n}` })))

    expect(results.filter(({ status }) => status === 'opened')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'joined')).toHaveLength(49)
    expect(new Set(results.map(({ incidentId }) => incidentId)).size).toBe(1)
    const [incident] = await engine.store.listIncidents()
    if (incident === undefined) throw new Error('No incident is listed.')
    expect(incident).toMatchObject({ revision: 50, auditSeq: 50 })
    const { id: incidentId, auditSeq: seq, auditHash: hash } = incident
    expect(checkChain({ incidentId, seq, hash }, await engine.store.readAudit(incidentId))).toEqual({
      ok: true,
      records: 50,
    })
  })

  it('of fifty deliveries of one finding at once takes one', async () => {
    const engine = aTestEngine()

    const results = await Promise.all(Array.from({ length: 50 }, () => open(engine)))

    expect(results.filter(({ status }) => status === 'opened')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'duplicate')).toHaveLength(49)
    expect(await engine.store.listIncidents()).toHaveLength(1)
    expect(await engine.store.readFindings(results[0]?.incidentId ?? '')).toHaveLength(1)
  })

  it('looks again where the incident in its way closed meanwhile', async () => {
    const engine = aTestEngine()
    const answers = ['conflict', 'conflict'] as const
    let asked = 0
    const { recordStep } = engine.store
    const store = {
      ...engine.store,
      recordStep: async (step: Parameters<typeof recordStep>[0]) => {
        const status = answers[asked++]
        return status === undefined ? recordStep(step) : { status }
      },
    }

    expect(await openIncident({ ...engine, store }, aFinding(), anOpening)).toMatchObject({ status: 'opened' })
  })

  it('joins nothing that is closed while it tries, and says so when that does not end', async () => {
    const engine = aTestEngine()
    const { incidentId } = await open(engine)
    const store = {
      ...engine.store,
      findOpenIncident: async () => null,
      readIncident: async (id: string) => {
        const incident = await engine.store.readIncident(id)
        return incident === null ? null : { ...incident, open: false }
      },
    }

    const joining = openIncident({ ...engine, store }, aFinding({ sourceId: 'finding-2' }), anOpening)

    await expect(joining).rejects.toThrow('finding-2 found its incident closing 20 times')
    expect(await engine.store.readFindings(incidentId)).toHaveLength(1)
  })

  it('refuses a playbook that is not registered', async () => {
    const opening = { ...anOpening, version: '99' }

    await expect(openIncident(aTestEngine(), aFinding(), opening)).rejects.toThrow('compromised-principal@99')
  })
})
