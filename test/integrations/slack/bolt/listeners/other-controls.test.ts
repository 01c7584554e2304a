import { controls } from '../../../../../integrations/slack/controls.js'
import type { DeskIncident } from '../../../../../integrations/slack/slack-desk.js'
import { anIncidentId } from '../../../../support/slack/every-control.js'
import { scriptedDesk } from '../../../../support/slack/scripted-desk.js'
import { type ServedSlack, serveSlack, signer } from '../../../../support/slack/served-slack.js'
import { aCommand, aPress, aSender, aShortcut, aSubmission } from '../../../../support/slack/signed-request.js'

const { actions, fields } = controls
const actor = { userId: aSender.userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId }
const why = { [fields.reason]: 'It was the nightly build.' }
const listed: DeskIncident = {
  incidentId: anIncidentId,
  state: 'contained',
  principal: 'role ci-deploy',
  account: 'payments',
  openedAt: '2026-03-01T10:00:00Z',
  blockedSince: null,
  waitsForYou: false,
  isExercise: false,
  permalink: null,
}
const arn = 'arn:aws:iam::111122223333:role/ci-deploy'

describe('what else can be pressed, typed or sent', () => {
  const desk = scriptedDesk({ list: async () => [listed] })
  let slack: ServedSlack
  beforeAll(async () => {
    slack = await serveSlack(desk.desk)
  })
  beforeEach(() => {
    for (const list of [desk.asked, slack.modals, slack.whispers, slack.messages, slack.homes]) list.length = 0
    slack.broken.clear()
    slack.permalinks.clear()
  })
  afterAll(() => slack.close())
  const lastView = () => slack.modals.at(-1)?.view ?? {}

  it('asks which kind of restore, and why, before the desk is asked', async () => {
    await slack.send(aPress(actions.requestRestore, anIncidentId))
    const missing = await slack.send(aSubmission(lastView(), { [fields.restoreAs]: null, [fields.reason]: 'no' }))
    const { text } = await slack.send(aSubmission(lastView(), { ...why, [fields.restoreAs]: { chosen: 'compromise' } }))

    expect(JSON.parse(missing.text)).toEqual({
      response_action: 'errors',
      errors: { block_0: 'Choose which of the two it was.', block_1: expect.stringContaining('at least 10') },
    })
    expect(desk.of('requestRestore')).toEqual([
      [actor, { incidentId: anIncidentId, restoreAs: 'compromise', reason: 'It was the nightly build.' }],
    ])
    expect(JSON.parse(text)).toMatchObject({ response_action: 'update' })
  })

  it.each(['retry', 'close'] as const)('asks why an incident is to %s', async (ask) => {
    await slack.send(aPress(actions[ask], anIncidentId))
    await slack.send(aSubmission(lastView(), why))

    expect(desk.of('request')).toEqual([
      [actor, { incidentId: anIncidentId, ask, reason: 'It was the nightly build.' }],
    ])
  })

  it('refuses a button whose value is no incident', async () => {
    for (const value of [undefined, '', 'inc_1', `${anIncidentId} `, '../etc', '__proto__']) {
      await slack.send(aPress(actions.askOwner, value))
    }
    expect(desk.asked.map(({ method }) => method)).toEqual(Array.from({ length: 6 }, () => 'refuseClick'))
  })

  it('takes the owner’s answer from the owner alone, from a direct message', async () => {
    const value = signer.signOwner({ incidentId: anIncidentId, ownerId: 'U0ANA', expiresAt: '2099-01-01T00:00:00Z' })
    await slack.send(aPress(actions.ownerNo, value, { channel: 'D0ANA' }))
    await slack.send(aPress(actions.ownerYes, value, { channel: 'D0BEN', sender: { ...aSender, userId: 'U0BEN' } }))

    expect(desk.of('ownerAnswered')).toEqual([
      [
        { ...actor, channelId: 'D0ANA' },
        { incidentId: anIncidentId, ownerId: 'U0ANA', wasMe: false },
      ],
    ])
    expect(desk.of('refuseClick').map(([, said]) => said)).toEqual([expect.stringContaining('another person')])
  })

  it('whispers in the thread that the button stands in, and directly where there is no channel', async () => {
    const message = { ts: '1767225600.000300', thread_ts: '1767225600.000100' }
    await slack.send(aPress(actions.askOwner, anIncidentId, { message }))
    await slack.send(aPress(actions.askOwner, anIncidentId, { message: { ts: '1.1', thread_ts: '1.1' } }))
    await slack.send(aPress(actions.askOwner, anIncidentId, { channel: null }))

    const told = { channel: aSender.channel, user: aSender.userId, text: 'It is done.' }
    expect(slack.whispers).toEqual([{ ...told, threadTs: '1767225600.000100' }, told])
    expect(slack.messages).toEqual([{ user: aSender.userId, text: 'It is done.', blocks: [] }])
  })

  it('tells directly where a whisper is not possible, escaped, and gives up where nothing is', async () => {
    const refusing = scriptedDesk({ askOwner: async () => ({ outcome: 'refused', text: 'No <!channel> & no.' }) })
    const other = await serveSlack(refusing.desk)
    other.broken.set('whisper', 'not_in_channel')
    await other.send(aPress(actions.askOwner, anIncidentId))
    other.broken.set('directMessage', 'cannot_dm_bot')
    const { status } = await other.send(aPress(actions.askOwner, anIncidentId))
    await other.close()

    expect(other.messages.map(({ text }) => text)).toEqual(['No &lt;!channel&gt; &amp; no.'])
    expect(status).toBe(200)
  })

  it('shows the plan of a card, and says where it is where the record is slow', async () => {
    await slack.send(aPress(actions.showPlan, anIncidentId))
    expect(slack.whispers.map(({ text }) => text)).toEqual(['It is done.'])
    desk.mood.of = 'hanging'
    const pressed = slack.send(aPress(actions.showPlan, anIncidentId))
    await slack.app.idle()
    await pressed
    desk.release()
    expect(slack.whispers.at(-1)?.text).toContain(`tourniquet incidents show ${anIncidentId}`)
    expect(slack.modals).toEqual([])
  })

  it.each([
    ['help', 'What /tourniquet can do'],
    ['status', 'It is done.'],
    ['list', '1 incident.'],
    [`show ${anIncidentId}`, 'It is done.'],
    ['exercise', 'It is done.'],
    [`block ${arn} keys on a public page`, 'It is done.'],
    ['lsit', 'Did you mean'],
    ['<!channel> <https://evil.test|click>', 'There is no'],
  ])('answers /tourniquet %s to whoever typed it alone', async (typed, said) => {
    const { text } = await slack.send(aCommand(typed))
    expect(JSON.parse(text)).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(said) })
    expect(text).not.toMatch(/<!channel>|<https/)
    expect(slack.messages).toEqual([])
  })

  it('opens forms for what a command leaves open', async () => {
    const { text } = await slack.send(aCommand(`block ${arn}`))
    await slack.send(aSubmission(lastView(), { [fields.arn]: 'nonsense', [fields.reason]: 'because' }))
    await slack.send(aSubmission(lastView(), { [fields.arn]: arn, ...why }))
    await slack.send(aCommand(`restore ${anIncidentId}`))

    expect(text).toBe('')
    expect(slack.modals.map(({ view }) => view.callback_id)).toEqual([
      controls.modals.block,
      controls.modals.requestRestore,
    ])
    expect(desk.of('requestBlock')).toEqual([[actor, { arn, reason: 'It was the nightly build.' }]])
  })

  it('answers a command in time while the desk hangs, and sends the answer directly', async () => {
    const slow = scriptedDesk()
    const other = await serveSlack(slow.desk)
    slow.mood.of = 'hanging'
    const { text } = await other.post(aCommand('exercise'))
    slow.release()
    await other.app.idle()
    await other.close()

    expect(JSON.parse(text)).toMatchObject({ text: expect.stringContaining('takes longer than usual') })
    expect(other.messages.map(({ text: told }) => told)).toEqual(['It is done.'])
  })

  it('asks the desk once where Slack delivers the command twice', async () => {
    const typed = aCommand('exercise')
    const [one, two] = await Promise.all([slack.send(typed), slack.send({ ...typed, token: 'other' })])
    expect(desk.of('exercise')).toHaveLength(1)
    expect(one.text).toBe(two.text)
  })
})

describe('as it is configured by default', () => {
  it('is everything answered within 3 s by a desk that hangs for 30 s', async () => {
    const desk = scriptedDesk()
    const slack = await serveSlack(desk.desk, { answerWithinMs: 2_000 })
    await slack.send(aPress(actions.requestRestore, anIncidentId))
    desk.mood.of = 'hanging'
    const view = slack.modals[0]?.view ?? {}
    const answers = await Promise.all([
      slack.post(aSubmission(view, { ...why, [fields.restoreAs]: { chosen: 'compromise' } })),
      slack.post(aCommand('status')),
      slack.post(aPress(actions.showPlan, anIncidentId)),
      slack.post(aPress(actions.askOwner, anIncidentId)),
      slack.post(aShortcut({})),
    ])
    desk.release()
    await slack.close()

    for (const { status, tookMs } of answers) expect([status, tookMs < 2_900]).toEqual([200, true])
  })
})
