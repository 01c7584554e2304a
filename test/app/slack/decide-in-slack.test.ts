import type { Click } from '../../../integrations/slack/incident-card.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import { deskLab, type LabOptions, labRealm, recordsOf } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
  operators: ['ana'],
  viewers: ['ana'],
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0BEN', 'ben'],
])
const ana = { userId: 'U0ANA', teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId }
const clickOf = (incidentId: string, changes: Partial<Click> = {}): Click => ({
  incidentId,
  question: 'contain',
  decision: 'approve',
  planDigest,
  expiresAt: '2099-01-01T00:00:00Z',
  channel: aSender.channel,
  target: 'role ci-deploy',
  ...changes,
})

async function asked(options: Partial<LabOptions> = {}, quorum = 1) {
  const lab = deskLab({ rules, people, ...options })
  const { engine } = lab.realm
  const id = await anIncidentAt(engine, [
    happens.evidenceCollected,
    happens.planPrepared(quorum),
    happens.questionAsked,
  ])
  return { ...lab, id }
}

describe('a decision by click', () => {
  it('is the use case’s, on the record by the name of the configuration, and is shown at once', async () => {
    const { desk, realm, id, nudged } = await asked()
    expect(await desk.decide(ana, clickOf(id), 'It is an attack.')).toEqual({
      outcome: 'done',
      text: expect.stringMatching(/^Approved/),
    })
    const last = (await recordsOf(realm, id)).at(-1)
    expect(last).toMatchObject({ what: 'APPROVED', actor: { kind: 'person', name: 'ana' }, to: 'blocking' })
    expect(nudged).toEqual([aSender.channel])
  })

  it('that is a no changes nothing, and says so', async () => {
    const { desk, realm, id } = await asked()
    const answer = await desk.decide(ana, clickOf(id, { decision: 'deny' }), 'A test.')
    expect(answer).toEqual({ outcome: 'done', text: 'Denied. Nothing is changed.' })
    expect((await realm.engine.store.readIncident(id))?.state).toBe('denied')
  })

  it('that is one of two needed says how many there are', async () => {
    const { desk, id } = await asked({}, 2)
    expect((await desk.decide(ana, clickOf(id), 'Yes.')).text).toMatch(/1 of 2/)
  })

  it('keeps no more than 2,000 characters of a reason, and none that the database could not keep', async () => {
    const { desk, realm, id } = await asked()
    await desk.decide(ana, clickOf(id), `yes\u0000\ud800${'y'.repeat(5_000)}`)
    const detail = JSON.stringify((await recordsOf(realm, id)).at(-1)?.detail)
    expect(detail).toContain('yes\ufffd\ufffdyyy')
    expect(detail.length).toBeLessThan(2_200)
  })

  it.each([
    ['by a card that was signed for another channel', { channel: 'C0OTHER' }, ana],
    ['in another channel than the card’s', {}, { ...ana, channelId: 'C0OTHER' }],
  ])('%s decides nothing, and is noted on the system chain', async (_, changes, who) => {
    const lab = await asked()
    const answer = await lab.desk.decide(who, clickOf(lab.id, changes), 'Yes.')
    expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringContaining('only in the channel') })
    expect((await lab.realm.engine.store.readIncident(lab.id))?.state).toBe('awaitingApproval')
    expect(await lab.refusedClicks()).toEqual([expect.stringContaining(lab.id)])
  })

  it('about a realm that Slack does not show decides nothing, even where the incident is asked about', async () => {
    const hidden = labRealm({ realm: { accountId: '999988887777' } })
    const lab = deskLab({ rules, people, hidden: [hidden] })
    const events = [happens.evidenceCollected, happens.planPrepared(1), happens.questionAsked]
    const id = await anIncidentAt(hidden.engine, events)
    expect((await lab.desk.decide(ana, clickOf(id), 'Yes.')).text).toMatch(/There is no incident/)
    expect((await hidden.engine.store.readIncident(id))?.state).toBe('awaitingApproval')
    expect(await lab.refusedClicks()).toEqual([expect.stringContaining(id)])
  })

  it('of a stranger is refused and on the incident’s record, under the id of the member', async () => {
    const { desk, realm, id } = await asked()
    expect((await desk.decide({ ...ana, userId: 'U0EVE' }, clickOf(id), 'Yes.')).outcome).toBe('refused')
    const last = (await recordsOf(realm, id)).at(-1)
    expect(last).toMatchObject({ what: 'DECISION_REFUSED', actor: { name: 'slack:U0EVE' } })
  })
})

describe('whoever is barred in Slack', () => {
  it.each([
    ['is not in the user group', { approverGroup: 'S0SEC' }, /not in the approvers' user group/],
    ['is not known while Slack is away', { approverGroup: 'S0NONE' }, /Slack does not say who you are/],
  ])('%s: decides nothing, asks for nothing, and each try is on the record', async (_, options, reason) => {
    const { desk, realm, id, slack } = await asked(options)
    slack.groups.set('S0SEC', ['U0BEN'])
    for (const decision of ['approve', 'deny'] as const) {
      const answer = await desk.decide(ana, clickOf(id, { decision }), 'Yes.')
      expect(answer).toEqual({ outcome: 'refused', text: expect.stringMatching(reason) })
    }
    const wish = { incidentId: id, reason: 'Not ours.' }
    expect(await desk.request(ana, { ...wish, ask: 'close' })).toMatchObject({ text: expect.stringMatching(reason) })
    expect(await desk.requestBlock(ana, { arn: 'arn:aws:iam::111122223333:user/x', reason: 'Odd.' })).toMatchObject({
      outcome: 'refused',
      text: expect.stringMatching(reason),
    })

    expect((await realm.engine.store.readIncident(id))?.state).toBe('awaitingApproval')
    const said = (await recordsOf(realm, id)).flatMap(({ what, actor }) =>
      what.endsWith('_REFUSED') ? [`${what} ${'name' in actor ? actor.name : ''}`] : [],
    )
    expect(said).toEqual(['DECISION_REFUSED ana', 'DECISION_REFUSED ana', 'REQUEST_REFUSED ana'])
    expect(realm.systemLog.events).toMatchObject([{ what: 'BLOCK_REQUEST_REFUSED', actor: { name: 'ana' } }])
  })
})
