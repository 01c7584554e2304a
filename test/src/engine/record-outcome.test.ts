import { recordEvent } from '../../../src/engine/record-event.js'
import { after, happens } from '../../support/fixtures/incident-events.js'
import { anIncidentAt, aTestEngine } from '../../support/test-engine.js'

const actor = { kind: 'engine', name: 'test' } as const
const toBlocking = [happens.evidenceCollected, happens.planPrepared(), happens.approved()]

describe('outcomes', () => {
  const settles = (effectId: string, attempt: number) => ({
    settles: { effectId, attempt, outcome: happens.blockApplied },
  })

  it('are taken from the attempt that holds the lease only', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, toBlocking)
    const write = engine.store.effects.at(-1)?.id ?? ''
    await engine.store.claimEffect(write, 'wrk_1', 30_000)
    engine.store.passTime(30_000)
    await engine.store.claimEffect(write, 'wrk_2', 30_000)

    const first = await recordEvent(engine, id, { event: happens.blockApplied, actor, ...settles(write, 1) })
    const second = await recordEvent(engine, id, { event: happens.blockApplied, actor, ...settles(write, 2) })

    expect(first).toEqual({ status: 'leaseLost' })
    expect(second).toMatchObject({ status: 'recorded', step: { state: 'verifying' } })
  })

  it('are taken once', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, toBlocking)
    const write = engine.store.effects.at(-1)?.id ?? ''
    await engine.store.claimEffect(write, 'wrk_1', 30_000)

    const report = () => recordEvent(engine, id, { event: happens.blockApplied, actor, ...settles(write, 1) })

    expect((await Promise.all([report(), report(), report()])).map(({ status }) => status).sort()).toEqual([
      'leaseLost',
      'leaseLost',
      'recorded',
    ])
  })

  it('of a write that was given up are still taken: the block is there, and is remembered', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, toBlocking)
    const write = engine.store.effects.at(-1)?.id ?? ''
    await engine.store.claimEffect(write, 'wrk_1', 30_000)
    await recordEvent(engine, id, { event: after('writeBudget', 'blocking'), actor })

    const late = await recordEvent(engine, id, { event: happens.blockApplied, actor, ...settles(write, 1) })

    expect(late).toMatchObject({ status: 'recorded', step: { state: 'needsHuman' } })
    expect((await engine.store.readIncident(id))?.snapshot.context.appliedAt).toBe(happens.blockApplied.appliedAt)
  })

  it('of anything else that was given up are not taken', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const evidence = engine.store.effects.at(-1)?.id ?? ''
    await engine.store.claimEffect(evidence, 'wrk_1', 30_000)
    await recordEvent(engine, id, { event: after('evidenceBudget', 'investigating.collecting'), actor })

    const late = await recordEvent(engine, id, { event: happens.evidenceCollected, actor, ...settles(evidence, 1) })

    expect(late).toEqual({ status: 'leaseLost' })
  })

  it('leaving a state cancels what nobody holds yet', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, toBlocking)
    const write = engine.store.effects.at(-1)?.id ?? ''

    await recordEvent(engine, id, { event: after('writeBudget', 'blocking'), actor })

    expect(await engine.store.claimEffect(write, 'wrk_1', 30_000)).toBeNull()
    expect(engine.store.effects.filter(({ status }) => status === 'pending').map(({ effect }) => effect.kind)).toEqual([
      'notify',
    ])
  })
})
