import type { ExerciseInPlay } from '../../../app/slack/exercise-in-play.js'
import type { Owner } from '../../../app/slack/owner-finder.js'
import { controls } from '../../../integrations/slack/controls.js'
import { SlackCallError } from '../../../integrations/slack/slack-api.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { deskLab, type LabOptions, recordsOf } from '../../support/slack/desk-lab.js'
import { signer } from '../../support/slack/served-slack.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
  operators: ['ola'],
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0OLA', 'ola'],
])
/** The incident is about the session build-17. */
const owners = { 'build-17': 'U0OWNER' }
const as = (userId: string) => ({ userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId })

async function lab(options: Partial<LabOptions> = {}) {
  const made = deskLab({ rules, people, owners, ...options })
  const incidentId = await anIncidentAt(made.realm.engine, [happens.evidenceCollected])
  return { ...made, incidentId, records: () => recordsOf(made.realm, incidentId) }
}

/** An exercise whose owner is this one. */
function withOwner(owner: Owner | null): ExerciseInPlay {
  const no = async () => ({ outcome: 'refused', text: 'No.' }) as const
  return {
    ...{ exercise: no, exerciseForm: no, exerciseSent: no, exerciseEnd: no },
    hindrance: () => null,
    owners: { find: async () => owner },
    isDown: () => false,
  }
}

describe('"Was this you?" in an exercise', () => {
  it('goes to the member who plays the owner, whatever the session is named after', async () => {
    const exercise = withOwner({ kind: 'member', slackId: 'U0OLA' })
    const { desk, slack, incidentId, records } = await lab({ exercise })
    expect(await desk.askOwner(as('U0ANA'), incidentId)).toMatchObject({ outcome: 'done' })
    expect(slack.messages.map(({ channel }) => channel)).toEqual(['DU0OLA'])
    expect((await records()).at(-1)).toMatchObject({ what: 'OWNER_ASKED', detail: { owner: 'ola' } })
  })

  it('is on the record and goes to nobody where the script plays the owner, and whoever asked is told so', async () => {
    const exercise = withOwner({ kind: 'script', role: 'owner', name: 'Marius Holm' })
    const { desk, slack, incidentId, records } = await lab({ exercise })
    const told = { outcome: 'done', text: expect.stringMatching(/Marius Holm is played by the script/) }
    expect(await desk.askOwner(as('U0ANA'), incidentId)).toEqual(told)
    expect(slack.messages).toEqual([])
    expect((await records()).at(-1)).toMatchObject({ what: 'OWNER_ASKED', detail: { owner: 'owner' } })
  })

  it('asks no member at all where the exercise has no owner', async () => {
    const { desk, slack, incidentId, records } = await lab({ exercise: withOwner(null) })
    const before = (await records()).length
    expect(await desk.askOwner(as('U0ANA'), incidentId)).toMatchObject({ outcome: 'refused' })
    expect([slack.messages, (await records()).length]).toEqual([[], before])
  })
})

describe('"Was this you?"', () => {
  it('goes to the person behind the session alone, with buttons that only this person’s answer counts on', async () => {
    const { desk, slack, incidentId, records } = await lab()
    expect(await desk.askOwner(as('U0ANA'), incidentId)).toMatchObject({ outcome: 'done' })
    expect(slack.messages.map(({ channel }) => channel)).toEqual(['DU0OWNER'])
    const sent = JSON.stringify(slack.messages[0]?.blocks)
    const values = [...sent.matchAll(/"value":"([^"]+)"/g)].map(([, value]) => signer.readOwner(value))
    expect(values).toHaveLength(2)
    for (const read of values) expect(read).toMatchObject({ ok: false, why: 'expired', incidentId })
    for (const action of [controls.actions.ownerYes, controls.actions.ownerNo]) expect(sent).toContain(action)
    expect((await records()).at(-1)).toMatchObject({
      what: 'OWNER_ASKED',
      actor: { name: 'ana' },
      detail: { owner: 'slack:U0OWNER' },
    })
  })

  it('is on the record before it is sent; where Slack refuses the message, whoever asked must ask otherwise', async () => {
    const { desk, slack, incidentId, records } = await lab()
    slack.directMessage = async () => {
      throw new SlackCallError('chat.postMessage', 'cannot_dm_bot', null)
    }
    expect(await desk.askOwner(as('U0ANA'), incidentId)).toEqual({
      outcome: 'refused',
      text: expect.stringMatching(/did not deliver.*cannot_dm_bot.*Ask the person yourself/),
    })
    expect((await records()).at(-1)).toMatchObject({ what: 'OWNER_ASKED' })
  })

  it('is no news to anybody where the message failed for a reason of ours', async () => {
    const { desk, slack, incidentId } = await lab()
    slack.directMessage = async () => {
      throw new TypeError('a bug')
    }
    await expect(desk.askOwner(as('U0ANA'), incidentId)).rejects.toThrow('a bug')
  })

  it('is asked of nobody where nobody is known, nor by strangers, who are on the record', async () => {
    const unknown = await lab({ owners: {} })
    expect(await unknown.desk.askOwner(as('U0ANA'), unknown.incidentId)).toMatchObject({
      outcome: 'refused',
      text: expect.stringContaining('slack.owners'),
    })
    const { desk, slack, incidentId, records } = await lab()
    expect((await desk.askOwner(as('U0EVE'), incidentId)).outcome).toBe('refused')
    expect((await records()).at(-1)).toMatchObject({ what: 'REQUEST_REFUSED', actor: { name: 'slack:U0EVE' } })
    expect([...slack.messages, ...unknown.slack.messages]).toEqual([])
  })
})

describe('the owner’s answer', () => {
  const answer = (incidentId: string, wasMe: boolean) => ({ incidentId, ownerId: 'U0OWNER', wasMe })

  it.each([
    [true, /it was you; the people who handle it decide/],
    [false, /it was not you/],
  ])('%s is evidence on the record, and decides nothing', async (wasMe, text) => {
    const { desk, incidentId, records, realm } = await lab()
    await desk.askOwner(as('U0ANA'), incidentId)
    const before = (await realm.engine.store.readIncident(incidentId))?.state
    expect(await desk.ownerAnswered(as('U0OWNER'), answer(incidentId, wasMe))).toEqual({
      outcome: 'done',
      text: expect.stringMatching(text),
    })
    expect((await records()).at(-1)).toMatchObject({ what: 'OWNER_ANSWERED', detail: { wasMe } })
    expect((await realm.engine.store.readIncident(incidentId))?.state).toBe(before)
  })

  it('counts from nobody else, though an approver pressed', async () => {
    const { desk, incidentId, records } = await lab()
    await desk.askOwner(as('U0ANA'), incidentId)
    expect(await desk.ownerAnswered(as('U0ANA'), answer(incidentId, true))).toMatchObject({ outcome: 'refused' })
    expect((await records()).at(-1)).toMatchObject({ what: 'REQUEST_REFUSED', actor: { name: 'ana' } })
  })

  it('counts from nobody who was not asked', async () => {
    const { desk, incidentId, records } = await lab()
    expect(await desk.ownerAnswered(as('U0OWNER'), answer(incidentId, true))).toMatchObject({ outcome: 'refused' })
    expect((await records()).map(({ what }) => what)).not.toContain('OWNER_ANSWERED')
  })

  it('after the end of the incident is kept, and its owner is told to tell people', async () => {
    const { desk, incidentId, realm, records } = await lab()
    await desk.askOwner(as('U0ANA'), incidentId)
    await recordEvent(realm.engine, incidentId, { event: happens.planRefused, actor: { kind: 'engine', name: 'test' } })
    await desk.request(as('U0ANA'), { incidentId, ask: 'close', reason: 'Nothing to do.' })
    expect((await realm.engine.store.readIncident(incidentId))?.open).toBe(false)
    expect((await desk.ownerAnswered(as('U0OWNER'), answer(incidentId, false))).text).toMatch(/was over already/)
    expect((await records()).map(({ what }) => what)).toContain('OWNER_ANSWERED')
  })
})
