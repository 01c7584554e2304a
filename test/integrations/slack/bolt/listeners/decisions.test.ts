import { controls } from '../../../../../integrations/slack/controls.js'
import type { Click } from '../../../../../integrations/slack/incident-card.js'
import { scriptedDesk } from '../../../../support/slack/scripted-desk.js'
import { type ServedSlack, serveSlack, signer } from '../../../../support/slack/served-slack.js'
import { aPress, aSender, aSubmission } from '../../../../support/slack/signed-request.js'

const { actions, fields } = controls
const click: Click = {
  incidentId: 'inc_0123456789abcdefghij',
  question: 'contain',
  decision: 'approve',
  planDigest: `sha256:${'ab'.repeat(32)}`,
  expiresAt: new Date(Date.now() + 600_000).toISOString(),
  channel: aSender.channel,
  target: 'role ci-deploy',
}
const reason = { [fields.reason]: 'It is an attack.' }

describe('Approve and Deny', () => {
  const desk = scriptedDesk()
  let slack: ServedSlack
  beforeAll(async () => {
    slack = await serveSlack(desk.desk)
  })
  beforeEach(() => {
    for (const list of [desk.asked, slack.modals, slack.whispers, slack.messages]) list.length = 0
    slack.broken.clear()
    desk.release()
  })
  afterAll(() => slack.close())

  /** Presses, and sends the form that opens. */
  async function press(changes: Partial<Click> = {}, sender = aSender) {
    const value = signer.sign({ ...click, ...changes })
    const { status } = await slack.send(aPress(actions[changes.decision ?? 'approve'], value, { sender }))
    return { status, view: slack.modals.at(-1)?.view }
  }

  it('open a form at once, and ask nobody before it is sent', async () => {
    const { status, view } = await press()

    expect(status).toBe(200)
    expect(view).toMatchObject({ callback_id: controls.modals.decide, title: { text: 'approve role ci-deploy' } })
    expect(desk.asked).toEqual([])
  })

  it('bring the decision to the desk with the reason, as what was signed and by whom', async () => {
    const { view } = await press({ decision: 'deny' })
    const { text } = await slack.send(aSubmission(view ?? {}, reason))

    expect(desk.of('decide')).toEqual([
      [
        { userId: aSender.userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId },
        { ...click, decision: 'deny' },
        'It is an attack.',
      ],
    ])
    expect(JSON.parse(text)).toMatchObject({ response_action: 'update', view: { title: { text: 'Recorded' } } })
  })

  it('show a refusal of the desk in the form', async () => {
    const refusing = scriptedDesk({
      decide: async () => ({ outcome: 'refused', text: 'You asked for it <yourself>.' }),
    })
    const other = await serveSlack(refusing.desk)
    await other.send(aPress(actions.approve, signer.sign(click)))
    const { text } = await other.send(aSubmission(other.modals[0]?.view ?? {}, reason))
    await other.close()

    expect(JSON.parse(text)).toMatchObject({
      view: {
        title: { text: 'Refused' },
        blocks: [{ text: { type: 'plain_text', text: 'You asked for it <yourself>.' } }],
      },
    })
  })

  it.each([['short'], [''], ['\u200b'.repeat(30)], [null]])(
    'ask again for a reason like %j, beside the field',
    async (typed) => {
      const { view } = await press()
      const { text } = await slack.send(aSubmission(view ?? {}, { [fields.reason]: typed }))

      expect(JSON.parse(text)).toEqual({
        response_action: 'errors',
        errors: { block_0: expect.stringContaining('at least 10') },
      })
      expect(desk.asked).toEqual([])
    },
  )

  it('take a reason with characters that no record can hold, cleaned', async () => {
    const { view } = await press()
    const { text } = await slack.send(aSubmission(view ?? {}, { [fields.reason]: 'It is an \ud800 attack.\u0000' }))

    expect(JSON.parse(text)).toMatchObject({ response_action: 'update' })
    expect(desk.of('decide').map(([, , why]) => why)).toEqual(['It is an \ufffd attack.\ufffd'])
  })

  it('are whispered about where the form cannot be opened', async () => {
    slack.broken.set('openModal', 'expired_trigger_id')
    await press()

    expect(slack.whispers).toEqual([
      {
        channel: aSender.channel,
        user: aSender.userId,
        text: expect.stringMatching(/\([0-9a-f]{8}\)\. Nothing was decided/),
      },
    ])
    expect(slack.whispers[0]?.text).not.toContain('expired_trigger_id')
  })

  const otherChannel = { ...aSender, channel: 'C0EXERCISE' }
  it.each([
    ['in another channel of ours', signer.sign(click), otherChannel, 'its value is for the channel C0SECURITY'],
    ['on the other button', signer.sign({ ...click, decision: 'deny' }), aSender, 'its value is for deny'],
    ['altered', `${signer.sign(click).slice(0, -1)}_`, aSender, 'altered'],
    [
      'of an owner',
      signer.signOwner({ incidentId: click.incidentId, ownerId: 'U0ANA', expiresAt: click.expiresAt }),
      aSender,
      'none of ours',
    ],
    [
      'expired',
      signer.sign({ ...click, expiresAt: '2026-01-01T00:00:00Z' }),
      aSender,
      `its time is over (incident ${click.incidentId})`,
    ],
    ['missing', undefined, aSender, 'none of ours'],
  ])('refuse a value %s, note it and say so', async (_, value, sender, why) => {
    const { status } = await slack.send(aPress(actions.approve, value, { sender }))

    expect(status).toBe(200)
    expect(desk.of('refuseClick').map(([, said]) => said)).toEqual([expect.stringContaining(why)])
    expect(slack.whispers).toHaveLength(1)
    expect(slack.whispers[0]?.text).toMatch(why.startsWith('its time') ? /^The time to decide/ : /^That was refused\.$/)
    expect(slack.modals).toEqual([])
  })

  it('refuse a form whose question expired while the reason was written', async () => {
    const { view } = await press()
    const memory = JSON.parse(view?.private_metadata ?? '')
    const late = { ...memory, value: signer.sign({ ...click, expiresAt: '2026-01-01T00:00:00Z' }) }
    const { text } = await slack.send(aSubmission({ ...view, private_metadata: JSON.stringify(late) }, reason))

    expect(desk.of('decide')).toEqual([])
    expect(desk.of('refuseClick').map(([, why]) => why)).toEqual([expect.stringContaining('its time is over')])
    expect(JSON.parse(text)).toMatchObject({ view: { title: { text: 'Refused' } } })
    expect(text).toContain('The time to decide on this card is over')
  })

  it('refuse a form that we did not fill: its memory is none of ours', async () => {
    for (const memory of [
      '',
      '{}',
      '{"value":"x"}',
      JSON.stringify({ channel: null, threadTs: null, value: 'v1.decision.e30.x' }),
    ]) {
      await slack.send(aSubmission({ callback_id: controls.modals.decide, private_metadata: memory }, reason))
    }

    expect(desk.of('decide')).toEqual([])
    expect(desk.of('refuseClick')).toHaveLength(4)
  })

  it('decide once where Slack delivers the same form five times, and answer all the same', async () => {
    const { view } = await press()
    const sent = aSubmission(view ?? {}, reason)
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => slack.send({ ...sent, token: String(Math.random()) })))

    expect(desk.of('decide')).toHaveLength(1)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })

  it('open one form where Slack delivers the same press twice', async () => {
    const pressed = aPress(actions.approve, signer.sign(click))
    await slack.send(pressed)
    await slack.send({ ...pressed, token: 'other' })

    expect(slack.modals).toHaveLength(1)
  })

  it('answer in time while the desk hangs, and whisper what came of it', async () => {
    const { view } = await press()
    desk.mood.of = 'hanging'
    const { text } = await slack.post(aSubmission(view ?? {}, reason))

    expect(JSON.parse(text)).toMatchObject({ view: { title: { text: 'Being recorded' } } })
    expect(slack.whispers).toEqual([])
    desk.release()
    await slack.app.idle()
    expect(slack.whispers).toEqual([{ channel: aSender.channel, user: aSender.userId, text: 'It is done.' }])
  })

  it('do not say that nothing was decided where they cannot know, and never say what broke', async () => {
    const { view } = await press()
    desk.mood.of = 'throwing'
    const { status, text } = await slack.send(aSubmission(view ?? {}, reason))

    expect(status).toBe(200)
    expect(text).toContain('Look at the card')
    expect(text).not.toContain('Nothing was decided')
    expect(text).not.toMatch(/postgres|hunter2|Error|\\.ts/)
    const id = /\(([0-9a-f]{8})\)/.exec(text)?.[1]
    expect(slack.lines.filter(({ level }) => level === 'error').at(-1)).toMatchObject({ details: { id } })
  })
})
