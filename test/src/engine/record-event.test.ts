import { recordEvent } from '../../../src/engine/record-event.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { anIncidentAt, aTestEngine } from '../../support/test-engine.js'

const actor = { kind: 'engine', name: 'test' } as const
const toBlocking = [happens.evidenceCollected, happens.planPrepared(), happens.approved()]

describe('recordEvent', () => {
  it('answers that there is no such incident', async () => {
    const recorded = await recordEvent(aTestEngine(), 'inc_nowhere', { event: happens.evidenceCollected, actor })

    expect(recorded).toEqual({ status: 'noIncident' })
  })

  it('records what happened, who made it happen, where that led and what was ordered', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])

    await recordEvent(engine, id, { event: happens.evidenceCollected, actor })

    const [, record] = await engine.store.readAudit(id)
    expect(record?.body).toMatchObject({
      incidentId: id,
      seq: 2,
      actor,
      what: 'EVIDENCE_COLLECTED',
      detail: { evidenceDigest: happens.evidenceCollected.evidenceDigest },
      from: 'investigating',
      to: 'planning',
      ignored: false,
      orders: [{ kind: 'preparePlan' }],
    })
    expect(record?.body.detail).not.toHaveProperty('type')
  })

  it('records an event that means nothing as ignored', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])

    const recorded = await recordEvent(engine, id, { event: happens.approved(), actor })

    expect(recorded).toMatchObject({ status: 'recorded', changed: false })
    const last = (await engine.store.readAudit(id)).at(-1)?.body
    expect(last).toMatchObject({
      what: 'APPROVED',
      ignored: true,
      from: 'investigating',
      to: 'investigating',
      orders: [],
    })
  })

  it('refuses an event for a reason, and records nothing of it', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])

    const recorded = await recordEvent(engine, id, {
      event: happens.evidenceCollected,
      actor,
      unless: ({ state }) => ({ reason: `It is ${state}.`, record: null }),
    })

    expect(recorded).toMatchObject({ status: 'refused', reason: 'It is investigating.' })
    expect(await engine.store.readAudit(id)).toHaveLength(1)
  })

  it('records what an objection leaves in place of the event, and nothing of the event itself', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const before = await engine.store.readIncident(id)

    const recorded = await recordEvent(engine, id, {
      event: happens.evidenceCollected,
      actor,
      unless: () => ({
        reason: 'Not now.',
        record: { type: 'REQUEST_REFUSED', by: 'eve', ask: 'retry', code: 'notPermitted', repeats: 0 },
      }),
    })

    expect(recorded).toMatchObject({ status: 'refused', reason: 'Not now.' })
    const records = await engine.store.readAudit(id)
    expect(records).toHaveLength(2)
    expect(records[1]?.body).toMatchObject({ what: 'REQUEST_REFUSED', ignored: true, orders: [] })
    expect((await engine.store.readIncident(id))?.snapshot).toEqual(before?.snapshot)
  })

  it('starts over where another step came first, and looks at the objection again', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const seen: number[] = []
    const join = () =>
      recordEvent(engine, id, {
        event: happens.findingJoined,
        actor,
        unless: ({ revision }) => {
          seen.push(revision)
          return null
        },
      })

    await Promise.all([join(), join(), join()])

    const incident = await engine.store.readIncident(id)
    expect(incident).toMatchObject({ revision: 4, auditSeq: 4 })
    expect(incident?.snapshot.context.joinedFindings).toBe(3)
    expect(engine.store.results.filter((result) => result === 'conflict').length).toBeGreaterThan(0)
    expect(seen.length).toBeGreaterThan(3)
  })

  it('trusts an incident that is handed over only until the store says that it moved', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const known = await engine.store.readIncident(id)
    if (known === null) throw new Error('The incident is gone.')
    await recordEvent(engine, id, { event: happens.evidenceCollected, actor })

    const recorded = await recordEvent(engine, id, { event: happens.planPrepared(), actor, known })

    expect(recorded).toMatchObject({
      status: 'recorded',
      before: { state: 'planning' },
      after: { state: 'awaitingApproval' },
    })
    expect(recorded.status === 'recorded' && recorded.after.revision).toBe(
      (await engine.store.readIncident(id))?.revision,
    )
  })

  it('gives up where the incident moves every time: something is writing in a loop', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const store = { ...engine.store, recordStep: async () => ({ status: 'conflict' }) as const }

    await expect(recordEvent({ ...engine, store }, id, { event: happens.evidenceCollected, actor })).rejects.toThrow(
      `${id} moved 200 times`,
    )
  })

  it('offers to the queue what was ordered, apart from what the worker goes on with', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [happens.evidenceCollected, happens.planPrepared()])
    engine.offered.length = 0

    const recorded = await recordEvent(engine, id, {
      event: happens.denied(),
      actor,
      claimNext: { workerId: 'wrk_1', leaseMs: 30_000 },
    })

    const claimed = recorded.status === 'recorded' ? recorded.claimed : null
    expect(claimed).toMatchObject({ effect: { kind: 'notify', topic: 'denied' }, attempt: 1 })
    expect(engine.offered).toHaveLength(1)
    expect(engine.offered.map(({ id }) => id)).not.toContain(claimed?.id)
  })

  it('loses nothing while the queue is down', async () => {
    const engine = aTestEngine({
      queue: {
        offer: async () => {
          throw new Error('connect ECONNREFUSED')
        },
      },
    })
    const id = await anIncidentAt(engine, [happens.evidenceCollected])
    await new Promise((resolve) => setImmediate(resolve))

    expect(await engine.store.readIncident(id)).toMatchObject({ state: 'planning' })
    expect(engine.complaints).toContain('The queue does not take work now; the relay will offer it again.')
    expect(await engine.store.runnableEffects(10)).toHaveLength(1)
  })

  it('scales waits, but neither the deadline of a write, which is real work, nor what the playbook remembers', async () => {
    const engine = aTestEngine({ timeScale: 60 })
    const id = await anIncidentAt(engine, toBlocking)

    const write = engine.store.effects.at(-1)
    expect(write).toMatchObject({ effect: { kind: 'putBlock' }, notAfterMs: 600_000 })
    expect(engine.store.timers.map(({ name, dueAtMs }) => [name, dueAtMs])).toEqual([
      ['xstate.after.writeBudget.incident.blocking', 250],
    ])
    expect((await engine.store.readIncident(id))?.snapshot.context.timing.writeBudgetMs).toBe(15_000)
  })
})
