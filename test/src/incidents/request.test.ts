import { recordEvent } from '../../../src/engine/record-event.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { type PersonRequest, request } from '../../../src/incidents/request.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens, otherPlanDigest } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { anIncidentAt, anOpening, aTestEngine } from '../../support/test-engine.js'

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

  describe('while a wider block is asked for', () => {
    const restore = { ask: 'restore', restoreAs: 'false-alarm' } as const
    async function restoreAt(events: readonly journeys.Happening[]) {
      const engine = aTestEngine()
      const opening = { ...anOpening, playbook: 'cross-account-activity' }
      const { incidentId: id } = await openIncident(engine, aFinding(), opening)
      for (const event of events) await recordEvent(engine, id, { event, actor: { kind: 'engine', name: 'test' } })
      const requested = await request(engine, rules, id, 'cyd', 'The pipeline was cleaned.', restore)
      return { id, requested, incident: await engine.store.readIncident(id) }
    }

    it('a restore takes the question from nobody: its answer says that the question has to be denied first, and how', async () => {
      const { id, requested, incident } = await restoreAt(journeys.askingWider)

      expect(requested).toMatchObject({ status: 'refused', code: 'notPossible' })
      const { reason } = requested.status === 'refused' ? requested : { reason: '' }
      expect(reason).toContain('has to be denied first')
      expect(reason).toContain(`tourniquet deny ${id} --plan ${incident?.snapshot.context.openPlanDigest} `)
      expect(incident?.state).toBe('awaitingWiderApproval')
    })

    it('a restore is told what it waits for, also before the question is there and once it is approved', async () => {
      const preparing = await restoreAt(journeys.preparingWider)
      const writing = await restoreAt(journeys.widening)

      expect(preparing.requested).toMatchObject({ reason: expect.stringContaining('has to be denied first') })
      expect(writing.requested).toMatchObject({ reason: expect.stringContaining('is being written') })
    })
  })

  it('a wider block of what is denied as a whole is refused with that as the reason', async () => {
    const engine = aTestEngine()
    const { incidentId: id } = await openIncident(engine, aFinding(), {
      ...anOpening,
      playbook: 'cross-account-activity',
    })
    const whole = journeys.contained.map((event) => {
      if (event.type === 'PLAN_PREPARED') return happens.planPrepared(1, otherPlanDigest)
      return 'planDigest' in event ? { ...event, planDigest: otherPlanDigest } : event
    })
    for (const event of whole) await recordEvent(engine, id, { event, actor: { kind: 'engine', name: 'test' } })

    expect(await request(engine, rules, id, 'cyd', 'They are back.', { ask: 'scope', scope: 'role' })).toMatchObject({
      status: 'refused',
      reason: 'The incident is in contained, and its block denies more than one session already.',
    })
  })

  it('refuses anything of an incident that is over, or that is not there', async () => {
    const { requested } = await requestAt([...journeys.lastLook, { type: 'RESTORE_CONFIRMED' }], { ask: 'retry' })
    const nowhere = await request(aTestEngine(), rules, 'inc_nowhere', 'cyd', '', { ask: 'retry' })

    expect(requested).toEqual({ status: 'refused', code: 'notPossible', reason: 'The incident is closed.' })
    expect(nowhere).toEqual({ status: 'refused', code: 'noIncident', reason: 'There is no incident inc_nowhere.' })
  })
})
