import { relayRound } from '../../../src/engine/relay.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { anIncidentAt, aTestEngine } from '../../support/test-engine.js'

const stateOf = async (engine: ReturnType<typeof aTestEngine>, id: string) =>
  (await engine.store.readIncident(id))?.state

describe('relayRound', () => {
  it('turns a due wait into its event, once', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    engine.store.passTime(11_000)

    await Promise.all([relayRound(engine), relayRound(engine)])

    expect(await stateOf(engine, id)).toBe('planning')
    const fired = (await engine.store.readAudit(id)).filter(({ body }) => body.actor.kind === 'timer')
    expect(fired.map(({ body }) => body.what)).toEqual([
      'xstate.after.evidenceBudget.incident.investigating.collecting',
    ])
  })

  it('leaves a wait that is not due', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    engine.store.passTime(10_999)

    await relayRound(engine)

    expect(await stateOf(engine, id)).toBe('investigating')
  })

  it('offers every order that nobody holds, so that a wiped queue loses nothing', async () => {
    const engine = aTestEngine()
    await anIncidentAt(engine, [])
    engine.offered.length = 0

    await relayRound(engine)

    expect(engine.offered).toMatchObject([{ id: engine.store.effects[0]?.id, nextAttempt: 1 }])
  })

  it('does not offer what a worker holds, and offers it again under the next attempt when the lease is over', async () => {
    const engine = aTestEngine()
    await anIncidentAt(engine, [])
    const id = engine.store.effects[0]?.id ?? ''
    await engine.store.claimEffect(id, 'wrk_1', 5_000)
    engine.offered.length = 0

    await relayRound(engine)
    expect(engine.offered).toEqual([])
    engine.store.passTime(5_000)
    await relayRound(engine)

    expect(engine.offered).toMatchObject([{ id, nextAttempt: 2 }])
  })

  it('does not offer what waits for its next try', async () => {
    const engine = aTestEngine()
    await anIncidentAt(engine, [])
    const id = engine.store.effects[0]?.id ?? ''
    await engine.store.claimEffect(id, 'wrk_1', 5_000)
    await engine.store.releaseEffect(id, 1, 1_000, 'throttled')
    engine.offered.length = 0

    await relayRound(engine)
    expect(engine.offered).toEqual([])
    engine.store.passTime(1_000)
    await relayRound(engine)

    expect(engine.offered).toMatchObject([{ id, nextAttempt: 2 }])
  })

  it('goes on with the others where one incident fails', async () => {
    const engine = aTestEngine()
    const broken = await anIncidentAt(engine, [])
    const { readIncident, dueTimers } = engine.store
    const store = {
      ...engine.store,
      readIncident: async (id: string) => {
        if (id === 'inc_broken') throw new Error('the row is damaged')
        return readIncident(id)
      },
      dueTimers: async (limit: number) => {
        const due = await dueTimers(limit)
        return [...due.map((timer) => ({ ...timer, incidentId: 'inc_broken' })), ...due]
      },
    }
    engine.store.passTime(11_000)

    await relayRound({ ...engine, store })

    expect(await stateOf(engine, broken)).toBe('planning')
    expect(engine.complaints).toEqual(['A timer could not be brought to its incident; it is tried again.'])
  })

  it('says so where a timer row carries no timer event', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const store = {
      ...engine.store,
      dueTimers: async () => [{ id: 'tmr_1', incidentId: id, name: 'approvalExpiry', event: 'APPROVED' }],
    }

    await relayRound({ ...engine, store })

    expect(await stateOf(engine, id)).toBe('investigating')
    expect(engine.complaints).toHaveLength(1)
  })

  it('a whole incident runs on its waits alone to where a person is asked', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [happens.evidenceCollected])
    for (const budgetMs of [12_000, 19_000, 19_000]) {
      engine.store.passTime(budgetMs)
      await relayRound(engine)
    }

    expect(await stateOf(engine, id)).toBe('needsHuman')
    expect(engine.store.effects.filter(({ effect }) => effect.kind === 'notify')).toHaveLength(3)
  })
})
