import { recordEvent } from '../../../src/engine/record-event.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { anIncidentAt, aTestEngine } from '../../support/test-engine.js'

const actor = { kind: 'engine', name: 'test' } as const
const toBlocking = [happens.evidenceCollected, happens.planPrepared(), happens.approved()]

describe('an incident that cannot be decoded', () => {
  it('is parked with a person asked, and keeps its snapshot, where its playbook is not registered', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, toBlocking)
    const before = await engine.store.readIncident(id)
    engine.store.rewrite(id, { version: '99' })

    const recorded = await recordEvent(engine, id, { event: happens.blockApplied, actor })

    expect(recorded).toMatchObject({ status: 'recorded', step: { state: 'needsHuman' } })
    const after = await engine.store.readIncident(id)
    expect(after).toMatchObject({ state: 'needsHuman', open: true, snapshot: before?.snapshot })
    const last = (await engine.store.readAudit(id)).at(-1)?.body
    expect(last).toMatchObject({
      what: 'PARKED',
      detail: { event: 'BLOCK_APPLIED', parked: 'no playbook compromised-principal@99 is registered' },
      orders: [{ kind: 'notify' }],
    })
    expect(engine.complaints).toEqual(['An incident cannot be decoded and is parked.'])
  })

  it('is parked where the machine has no such state any more', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [])
    const before = await engine.store.readIncident(id)
    if (before === null) throw new Error('The incident is gone.')
    engine.store.rewrite(id, { snapshot: { ...before.snapshot, value: 'quarantined' } })

    await recordEvent(engine, id, { event: happens.evidenceCollected, actor })

    expect(await engine.store.readIncident(id)).toMatchObject({
      state: 'needsHuman',
      snapshot: { value: 'quarantined' },
    })
  })

  it('asks a person once, however many events come', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, toBlocking)
    engine.store.rewrite(id, { version: '99' })

    for (const event of [happens.blockApplied, happens.findingJoined, happens.noticeSent]) {
      await recordEvent(engine, id, { event, actor })
    }

    const notices = engine.store.effects.filter(({ effect }) => effect.kind === 'notify')
    expect(notices).toHaveLength(1)
  })
})
