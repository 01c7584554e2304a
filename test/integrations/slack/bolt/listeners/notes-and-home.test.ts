import { controls } from '../../../../../integrations/slack/controls.js'
import type { DeskIncident } from '../../../../../integrations/slack/slack-desk.js'
import { anIncidentId } from '../../../../support/slack/every-control.js'
import { scriptedDesk } from '../../../../support/slack/scripted-desk.js'
import { type ServedSlack, serveSlack } from '../../../../support/slack/served-slack.js'
import { anEvent, aReaction, aSender, aShortcut, aSubmission } from '../../../../support/slack/signed-request.js'

const { fields } = controls
const actor = { userId: aSender.userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId }
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

describe('notes and App Home', () => {
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

  it('adds a message of a thread of ours to that thread’s incident, without asking which', async () => {
    await slack.send(aShortcut({ thread_ts: '1767225600.000100', text: 'It was me <@U0BEN>\u0000' }))

    expect(desk.of('addNote')).toEqual([
      [
        actor,
        {
          incidentId: null,
          channel: aSender.channel,
          messageTs: '1767225600.000200',
          threadTs: '1767225600.000100',
          text: 'It was me <@U0BEN>\ufffd',
          author: 'U0BEN',
        },
      ],
    ])
    expect(slack.whispers[0]).toMatchObject({ threadTs: '1767225600.000100', text: 'It is done.' })
  })

  it.each([
    ['outside of a thread', aSender, {}],
    ['of a channel that is none of ours', { ...aSender, channel: 'C0ELSEWHERE' }, { thread_ts: '1767225600.000100' }],
  ])('asks to which incident a message belongs: %s', async (_, sender, message) => {
    await slack.send(aShortcut({ ...message, text: 'Look' }, { sender }))
    const none = await slack.send(aSubmission(lastView(), { [fields.incident]: null }, { sender }))
    await slack.send(aSubmission(lastView(), { [fields.incident]: { chosen: anIncidentId } }, { sender }))

    expect(JSON.parse(none.text)).toMatchObject({ errors: { block_0: 'Choose the incident.' } })
    expect(desk.of('addNote')).toEqual([
      [
        { ...actor, channelId: sender.channel },
        expect.objectContaining({ incidentId: anIncidentId, channel: sender.channel, text: 'Look' }),
      ],
    ])
  })

  it('takes the configured reaction on a message of ours, with what Slack tells: where it is and who wrote it', async () => {
    const ts = '1767225600.000400'
    slack.permalinks.set(
      ts,
      `https://example.slack.test/archives/${aSender.channel}/p1?thread_ts=1767225600.000100&cid=x`,
    )
    await slack.send(aReaction(ts))
    await slack.send(aReaction(ts, { reaction: 'pushpin::skin-tone-2' }))

    const note = {
      incidentId: null,
      channel: aSender.channel,
      messageTs: ts,
      threadTs: '1767225600.000100',
      text: '',
      author: 'U0BEN',
    }
    expect(desk.of('addNote')).toEqual([
      [actor, note],
      [actor, note],
    ])
    // A gesture that worked says so by standing on the timeline.
    expect(slack.whispers).toEqual([])
  })

  it('takes a reaction where Slack gives no permalink', async () => {
    slack.broken.set('permalink', 'message_not_found')
    await slack.send(aReaction('1767225600.000500'))
    expect(desk.of('addNote').map(([, { threadTs }]) => threadTs)).toEqual([null])
  })

  it('leaves other emojis, files and channels alone', async () => {
    await slack.send(aReaction('1.1', { reaction: 'tada' }))
    await slack.send(aReaction('1.1', { sender: { ...aSender, channel: 'C0ELSEWHERE' } }))
    await slack.send(
      anEvent({ type: 'reaction_added', user: 'U0ANA', reaction: 'pushpin', item: { type: 'file', file: 'F1' } }),
    )
    expect(desk.asked).toEqual([])
  })

  it('adds once what Slack delivers again under other event ids', async () => {
    const reaction = aReaction('1767225600.000600')
    for (const event_id of ['Ev-a', 'Ev-b', 'Ev-c']) await slack.send({ ...reaction, event_id })
    expect(desk.of('addNote')).toHaveLength(1)
  })

  it('draws App Home anew each time it is opened, and not for its other tab', async () => {
    const opened = (tab?: string) =>
      anEvent({ type: 'app_home_opened', user: 'U0ANA', channel: 'D0', ...(tab === undefined ? {} : { tab }) })
    await slack.send(opened('home'))
    await slack.send(opened())
    await slack.send(opened('messages'))

    expect(slack.homes.map(({ user, view }) => [user, JSON.stringify(view).includes(anIncidentId)])).toEqual([
      ['U0ANA', true],
      ['U0ANA', true],
    ])
  })

  it('says in App Home why there is nothing to see', async () => {
    const other = await serveSlack(
      scriptedDesk({ list: async () => ({ outcome: 'refused', text: 'You are nobody <here>.' }) }).desk,
    )
    await other.send(anEvent({ type: 'app_home_opened', user: 'U0EVE', tab: 'home' }))
    await other.close()
    expect(other.homes).toMatchObject([
      { view: { blocks: [{ text: { type: 'plain_text', text: 'You are nobody <here>.' } }] } },
    ])
  })
})
