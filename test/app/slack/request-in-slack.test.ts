import { happens } from '../../support/fixtures/incident-events.js'
import { deskLab, recordsOf } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt } from '../../support/test-engine.js'

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
