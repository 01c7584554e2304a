import { recordEvent } from '../../../src/engine/record-event.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { deskLab, recordsOf } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt, anOpening } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['ana', 'ben'], quorum: 1 },
  operators: ['ola'],
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0OLA', 'ola'],
])
const as = (userId: string) => ({ userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId })
const blocked = [happens.evidenceCollected, happens.planPrepared(1), happens.approved(), happens.blockApplied]
const stuck = [happens.evidenceCollected, happens.failed('preparePlan')]

describe('what people ask of an incident from Slack', () => {
  it('a restore is prepared, on the record by whom and as what, and still needs an approval', async () => {
    const { desk, realm } = deskLab({ rules, people })
    const incidentId = await anIncidentAt(realm.engine, blocked)
    const wish = { incidentId, restoreAs: 'compromise', reason: 'Cleaned.' } as const
    const answer = await desk.requestRestore(as('U0OLA'), wish)
    expect(answer).toEqual({ outcome: 'done', text: expect.stringContaining('somebody else is asked to approve') })
    expect((await recordsOf(realm, incidentId)).at(-1)).toMatchObject({
      what: 'RESTORE_REQUESTED',
      actor: { name: 'ola' },
      detail: { restoreAs: 'compromise', reason: 'Cleaned.' },
    })
    expect((await realm.engine.store.readIncident(incidentId))?.state).not.toBe('restoring')
  })

  it.each([
    ['retry', 'U0ANA', 'RETRY_REQUESTED', /goes on/],
    ['close', 'U0ANA', 'CLOSE_REQUESTED', /being closed/],
  ] as const)('%s moves an incident that waits for a person', async (ask, user, what, text) => {
    const { desk, realm } = deskLab({ rules, people })
    const incidentId = await anIncidentAt(realm.engine, stuck)
    expect((await realm.engine.store.readIncident(incidentId))?.state).toBe('needsHuman')
    const answer = await desk.request(as(user), { incidentId, ask, reason: 'Seen.' })
    expect(answer).toEqual({ outcome: 'done', text: expect.stringMatching(text) })
    expect((await recordsOf(realm, incidentId)).at(-1)).toMatchObject({ what })
  })

  it.each([
    ['a stranger', 'U0EVE', 'slack:U0EVE'],
    ['an operator, who closes nothing', 'U0OLA', 'ola'],
  ])('%s is refused, and that is on the record', async (_, user, name) => {
    const { desk, realm } = deskLab({ rules, people })
    const incidentId = await anIncidentAt(realm.engine, stuck)
    const answer = await desk.request(as(user), { incidentId, ask: 'close', reason: 'Seen.' })
    expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringContaining('may not close') })
    expect((await recordsOf(realm, incidentId)).at(-1)).toMatchObject({ what: 'REQUEST_REFUSED', actor: { name } })
    expect((await realm.engine.store.readIncident(incidentId))?.state).toBe('needsHuman')
  })

  describe('the whole role, where one session is denied', () => {
    const wish = { ask: 'widen', reason: 'They are back.' } as const
    async function contained() {
      const { desk, realm } = deskLab({ rules, people })
      const opening = { ...anOpening, playbook: 'cross-account-activity' }
      const { incidentId } = await openIncident(realm.engine, aFinding(), opening)
      for (const event of journeys.contained) {
        await recordEvent(realm.engine, incidentId, { event, actor: { kind: 'engine', name: 'test' } })
      }
      const read = async () => realm.engine.store.readIncident(incidentId)
      return { desk, realm, incidentId, read }
    }

    it('is asked for, and denied by nobody before people have approved a plan of its own', async () => {
      const { desk, realm, incidentId, read } = await contained()
      const answer = await desk.request(as('U0ANA'), { ...wish, incidentId })
      expect(answer).toEqual({ outcome: 'done', text: expect.stringContaining('people are asked to approve it') })
      expect((await recordsOf(realm, incidentId)).at(-1)).toMatchObject({
        what: 'SCOPE_CHOSEN',
        actor: { name: 'ana' },
        detail: { scope: 'role', reason: 'They are back.' },
      })
      expect((await read())?.state).toBe('awaitingWiderApproval')
    })

    it('is asked for once, however often it is sent', async () => {
      const { desk, incidentId, read } = await contained()
      await desk.request(as('U0ANA'), { ...wish, incidentId })
      const revision = (await read())?.snapshot.context.widened
      const again = await desk.request(as('U0ANA'), { ...wish, incidentId })
      expect(again).toMatchObject({ outcome: 'refused', text: expect.stringContaining('awaitingWiderApproval') })
      expect((await read())?.snapshot.context.widened).toEqual(revision)
    })

    it('is for those who decide about blocks: an operator is refused, and that is on the record', async () => {
      const { desk, realm, incidentId, read } = await contained()
      const answer = await desk.request(as('U0OLA'), { ...wish, incidentId })
      expect(answer).toMatchObject({ outcome: 'refused' })
      expect((await recordsOf(realm, incidentId)).at(-1)).toMatchObject({
        what: 'REQUEST_REFUSED',
        actor: { name: 'ola' },
        detail: { ask: 'scope' },
      })
      expect((await read())?.state).toBe('contained')
    })

    it('a restore meanwhile is told that the question has to be denied first', async () => {
      const { desk, incidentId, read } = await contained()
      await desk.request(as('U0ANA'), { ...wish, incidentId })
      const answer = await desk.requestRestore(as('U0OLA'), { incidentId, restoreAs: 'false-alarm', reason: 'Clean.' })
      expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringContaining('has to be denied first') })
      expect((await read())?.state).toBe('awaitingWiderApproval')
    })
  })

  it('what the incident has no use for now is refused, with the state that it is in', async () => {
    const { desk, realm } = deskLab({ rules, people })
    const incidentId = await anIncidentAt(realm.engine, [happens.evidenceCollected])
    const answer = await desk.requestRestore(as('U0OLA'), { incidentId, restoreAs: 'false-alarm', reason: 'x' })
    expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringMatching(/in \w+, where it cannot/) })
  })

  it('an incident that is not there is named, with where to find those that are', async () => {
    const { desk } = deskLab({ rules, people })
    const answer = await desk.request(as('U0ANA'), { incidentId: 'inc_0', ask: 'close', reason: 'x' })
    expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringContaining('/tourniquet list') })
  })
})
