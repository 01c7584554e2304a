import type { SlackPost } from '../../../../integrations/slack/incident-card.js'
import { SlackCallError } from '../../../../integrations/slack/slack-api.js'
import { startSlackBoard } from '../../../../integrations/slack/view/slack-board.js'
import { slackPace } from '../../../../integrations/slack/view/slack-pace.js'
import { slackOutage } from '../../../../integrations/slack/web/slack-outage.js'
import { systemClock } from '../../../../integrations/system/system-clock.js'
import { memorySlackApi } from '../../../support/slack/memory-slack-api.js'

const CHANNEL = 'C0EXERCISE'

function post(slot: string, text = slot, place: SlackPost['place'] = 'thread'): SlackPost {
  const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text } }]
  return { slot, place, text, blocks, editOnly: false }
}
const head = (text = 'head') => post('headline', text, 'headline')

describe('a board', () => {
  const boards: { stop(): Promise<void> }[] = []
  afterEach(async () => {
    for (const board of boards.splice(0)) await board.stop()
  })

  function setUp() {
    const slack = memorySlackApi(() => 0)
    const warned: string[] = []
    const keep = (message: string) => void warned.push(message)
    const log = { info: () => {}, warn: keep, error: keep }
    const pace = slackPace(systemClock, { messageMs: 2, editMs: 2 })
    const board = startSlackBoard({ api: slack, channel: CHANNEL, pace, clock: systemClock, log })
    boards.push(board)
    const standing = () => slack.messages.filter(({ isDeleted }) => !isDeleted)
    return { slack, board, warned, standing, texts: () => standing().map(({ text }) => text) }
  }

  it('posts the headline first and everything else in its thread, in order', async () => {
    const { board, slack } = setUp()
    board.show([head(), post('a'), post('b', 'b', 'broadcast')])
    expect(await board.settled(2_000)).toBe(true)
    const [headline] = slack.messages
    expect(slack.messages.map(({ text, threadTs, isBroadcast }) => [text, threadTs, isBroadcast])).toEqual([
      ['head', null, false],
      ['a', headline?.ts, false],
      ['b', headline?.ts, true],
    ])
  })

  it('edits what changed and leaves alone what did not', async () => {
    const { board, slack, texts } = setUp()
    board.show([head(), post('a')])
    await board.settled(2_000)
    board.show([head('T+01:00'), post('a'), post('b')])
    expect(await board.settled(2_000)).toBe(true)
    expect(texts()).toEqual(['T+01:00', 'a', 'b'])
    expect(slack.calls.filter(({ method }) => method === 'chat.update')).toHaveLength(1)
  })

  it('shows only what is newest once Slack is back, and says once that it was away', async () => {
    const { board, slack, texts, warned } = setUp()
    let isAway = true
    slack.failing = ({ method }) => {
      if (isAway) throw new SlackCallError(method, 'ratelimited', 5)
    }
    for (let minute = 0; minute < 20; minute += 1) board.show([head(`T+${minute}`)])
    expect(await board.settled(40)).toBe(false)
    isAway = false
    expect(await board.settled(2_000)).toBe(true)
    expect(texts()).toEqual(['T+19'])
    expect(warned).toEqual([])
  })

  it('gives up a message that Slack refuses, until it is another one; the others are shown', async () => {
    const { board, slack, texts, warned } = setUp()
    slack.failing = ({ method, text }) => {
      if (text === 'bad') throw new SlackCallError(method, 'invalid_blocks', null)
    }
    board.show([head(), post('a', 'bad'), post('b')])
    expect(await board.settled(2_000)).toBe(true)
    expect(texts()).toEqual(['head', 'b'])
    expect(warned).toEqual(['Slack does not take a message of an exercise.'])
    board.show([head(), post('a', 'good'), post('b')])
    expect(await board.settled(2_000)).toBe(true)
    expect(texts()).toEqual(['head', 'b', 'good'])
  })

  it('goes on where a message could not even be sent', async () => {
    const { board, slack, texts, warned } = setUp()
    slack.failing = ({ text }) => {
      if (text === 'bad') throw new TypeError('a bug of ours')
    }
    board.show([head(), post('a', 'bad'), post('b')])
    expect(await board.settled(2_000)).toBe(true)
    expect(texts()).toEqual(['head', 'b'])
    expect(warned).toHaveLength(1)
  })

  it('posts a message anew that somebody deleted, when it changes', async () => {
    const { board, slack, texts, standing } = setUp()
    board.show([head(), post('a')])
    await board.settled(2_000)
    slack.delete(standing()[1]?.ts ?? '')
    board.show([head(), post('a', 'a, answered')])
    expect(await board.settled(2_000)).toBe(true)
    expect(texts()).toEqual(['head', 'a, answered'])
  })

  it('posts a headline anew that somebody deleted, and goes on under it', async () => {
    const { board, slack, standing } = setUp()
    board.show([head()])
    await board.settled(2_000)
    slack.delete(standing()[0]?.ts ?? '')
    board.show([head(), post('a')])
    expect(await board.settled(2_000)).toBe(true)
    const [headline, a] = standing()
    expect([headline?.text, a?.threadTs]).toEqual(['head', headline?.ts])
  })

  it('sends nothing after it was stopped', async () => {
    const { board, texts } = setUp()
    await board.stop()
    board.show([head()])
    expect(await board.settled(30)).toBe(false)
    expect(texts()).toEqual([])
  })
})

describe('an outage that an exercise plays', () => {
  it('fails messages as if the network were away, and nothing else', async () => {
    const slack = memorySlackApi(() => 0)
    const outage = { isDown: true }
    const api = slackOutage(slack, () => outage.isDown)
    const message = { channel: CHANNEL, text: 'x', blocks: [] }
    const failing = [
      () => api.post(message),
      () => api.update({ ...message, ts: '1.1' }),
      () => api.whisper({ channel: CHANNEL, user: 'U0ANA', text: 'x' }),
      () => api.directMessage('U0ANA', message),
    ]
    for (const call of failing) await expect(call()).rejects.toMatchObject({ code: 'network', retryAfterMs: 1_000 })
    expect(slack.calls).toEqual([])
    expect((await api.whoAmI()).teamId).toBe('T0TEAM')
    outage.isDown = false
    await api.post(message)
    expect(slack.messages).toHaveLength(1)
  })
})
