import { recordEvent } from '../../../src/engine/record-event.js'
import { type PersonRequest, request } from '../../../src/incidents/request.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { anIncidentAt, aTestEngine } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'cyd'], quorum: 1 },
  restore: { approvers: ['ana', 'ben'], quorum: 1 },
}

async function requestAt(events: readonly journeys.Happening[], wish: PersonRequest) {
  const engine = aTestEngine()
  const id = await anIncidentAt(engine, [])
  const actor = { kind: 'engine', name: 'test' } as const
  for (const event of events) await recordEvent(engine, id, { event, actor })
  return { engine, id, requested: await request(engine, rules, id, 'cyd', 'The pipeline was cleaned.', wish) }
}

describe('request', () => {
  it.each([
    [
      'a restore of what is contained',
      journeys.contained,
      { ask: 'restore', restoreAs: 'compromise' },
      'awaitingRestoreApproval',
    ],
    ['a retry where a person is asked', journeys.gotThrough, { ask: 'retry' }, 'verifying'],
    ['the end of an incident that wrote nothing', journeys.nobodyAnswered, { ask: 'close' }, 'closed'],
  ] as const)('accepts %s', async (_, events, wish, state) => {
    const { requested } = await requestAt(events, wish)

    expect(requested).toEqual({ status: 'accepted', state })
  })

  it('a restore that is asked for still needs its own approval', async () => {
    const { engine } = await requestAt(journeys.contained, { ask: 'restore', restoreAs: 'false-alarm' })

    const open = engine.store.effects.filter(({ status }) => status === 'pending').map(({ effect }) => effect.kind)
    expect(open).toContain('prepareRestore')
    expect(open).not.toContain('removeBlock')
  })

  it('remembers who asked and why', async () => {
    const { engine, id } = await requestAt(journeys.contained, { ask: 'restore', restoreAs: 'compromise' })

    const incident = await engine.store.readIncident(id)
    expect(incident?.snapshot.context).toMatchObject({ restoreRequestedBy: 'cyd', restoreAs: 'compromise' })
    expect((await engine.store.readAudit(id)).at(-1)?.body).toMatchObject({
      actor: { kind: 'person', name: 'cyd' },
      detail: { reason: 'The pipeline was cleaned.' },
    })
  })

  it.each([
    ['a restore where nothing is blocked', journeys.awaitingApproval, { ask: 'restore', restoreAs: 'false-alarm' }],
    ['a retry where nobody is stuck', journeys.contained, { ask: 'retry' }],
    ['to close over a block', journeys.gotThrough, { ask: 'close' }],
    ['to close over a block that may stand', journeys.writeTimedOut, { ask: 'close' }],
  ] as const)('refuses %s, with what the incident is doing', async (_, events, wish) => {
    const { requested, engine, id } = await requestAt(events, wish)

    const state = (await engine.store.readIncident(id))?.state ?? ''
    expect(requested).toMatchObject({ status: 'refused', reason: expect.stringContaining(state) })
  })

  it('refuses anything of an incident that is over, or that is not there', async () => {
    const { requested } = await requestAt([...journeys.lastLook, { type: 'RESTORE_CONFIRMED' }], { ask: 'retry' })
    const nowhere = await request(aTestEngine(), rules, 'inc_nowhere', 'cyd', '', { ask: 'retry' })

    expect(requested).toEqual({ status: 'refused', code: 'notPossible', reason: 'The incident is closed.' })
    expect(nowhere).toEqual({ status: 'refused', code: 'noIncident', reason: 'There is no incident inc_nowhere.' })
  })
})
