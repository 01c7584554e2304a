import { SlackCallError } from '../../../../integrations/slack/slack-api.js'
import { aPost, away, CHANNEL, viewLab } from '../../../support/slack/view-lab.js'

const texts = (messages: readonly { readonly text: string }[]) => messages.map(({ text }) => text)
const refusing = (code: string) => () => {
  throw new SlackCallError('chat.postMessage', code, null)
}

describe('an outage of Slack', () => {
  it('is waited for, longer each time and a minute at most; it is said when it begins and when it is over', async () => {
    const lab = viewLab()
    lab.slack.failing = away
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(10 * 60_000)
    const waits = lab.slack.calls.map(({ atMs }, index, all) => atMs - (all[index - 1]?.atMs ?? 0)).slice(1)
    expect(waits.slice(0, 3).every((ms, index) => ms >= 1_000 * 2 ** index)).toBe(true)
    expect(Math.max(...waits)).toBeLessThanOrEqual(62_000)
    expect(lab.slack.calls.length).toBeLessThan(20)
    expect(view.problem()).toBe('Slack does not take messages (chat.postMessage: network): it is tried again.')
    expect(view.lastSuccessAt()).toBeNull()
    expect(await view.backlog()).toMatchObject({ incidents: 1, oldestMs: 600_000 })
    expect(lab.lines.map(({ message }) => message)).toEqual([
      'Slack does not take messages now. They wait; no incident does.',
    ])

    lab.slack.failing = () => undefined
    lab.store.move('inc_1', { state: 'contained' })
    await lab.clock.pass(70_000)
    expect(texts(lab.slack.messages)).toEqual(['inc_1 headline contained 2', 'inc_1 evidence as found'])
    expect(lab.lines.slice(1)).toMatchObject([{ level: 'info', message: 'Slack takes messages again.' }])
    expect([view.problem(), view.lastSuccessAt() === null]).toEqual([null, false])
    await view.stop()
  })

  it('of one message alone lets the messages of other incidents through', async () => {
    const lab = viewLab()
    lab.slack.failing = ({ text }) => {
      if (text.startsWith('inc_1')) away()
    }
    lab.store.move('inc_1', { state: 'tampered' })
    lab.store.move('inc_2')
    const view = lab.start()
    await lab.clock.pass(30_000)
    expect(texts(lab.slack.messages)).toEqual(['inc_2 headline investigating 1', 'inc_2 evidence as found'])
    await view.stop()
  })

  it.each(['invalid_auth', 'channel_not_found', 'not_in_channel', 'account_inactive', 'missing_scope', 'http_407'])(
    'that a person has to end (%s) is tried once a minute',
    async (code) => {
      const lab = viewLab()
      lab.slack.failing = refusing(code)
      for (const id of ['inc_1', 'inc_2']) lab.store.move(id)
      const view = lab.start()
      await lab.clock.pass(5 * 60_000)
      expect(lab.slack.calls.length).toBeLessThanOrEqual(6)
      expect(lab.lines).toHaveLength(1)
      expect(view.problem()).toContain(`${code}): tourniquet doctor says what to change`)
      lab.slack.failing = () => undefined
      await lab.clock.pass(65_000)
      expect(lab.slack.messages).toHaveLength(4)
      await view.stop()
    },
  )
})

describe('a message that Slack does not take', () => {
  it('is set aside: the others of its incident are posted, and it is tried again where its content changes', async () => {
    const lab = viewLab()
    lab.asked.set('inc_1', 'sha256:1')
    lab.store.move('inc_1', { state: 'awaitingApproval' })
    lab.slack.failing = ({ text }) => {
      if (text === 'inc_1 evidence as found') refusing('msg_blocks_too_long')()
    }
    const view = lab.start()
    await lab.clock.pass(20_000)
    expect(texts(lab.slack.messages)).toEqual(['inc_1 headline awaitingApproval 1', 'inc_1 question:sha256:1 Approve?'])
    expect(lab.store.problems).toContain('Slack does not take evidence.')
    expect(view.problem()).toBeNull()
    lab.wants = (id) => [aPost(id, 'headline', 'x'), aPost(id, 'evidence', 'shorter')]
    lab.store.move('inc_1')
    await lab.clock.pass(5_000)
    expect(texts(lab.standing('evidence'))).toEqual(['inc_1 evidence shorter'])
    await view.stop()
  })

  it('be it the headline, does not keep the question from people: that stands by itself, and moves when it can', async () => {
    const lab = viewLab()
    lab.asked.set('inc_1', 'sha256:1')
    lab.store.move('inc_1', { state: 'awaitingApproval' })
    lab.slack.failing = ({ text }) => {
      if (text === 'inc_1 headline awaitingApproval 1') refusing('invalid_blocks')()
    }
    const view = lab.start()
    await lab.clock.pass(10_000)
    expect(lab.slack.messages).toMatchObject([{ text: 'inc_1 question:sha256:1 Approve?', threadTs: null }])
    lab.store.move('inc_1')
    await lab.clock.pass(10_000)
    const [headline] = lab.standing('headline')
    expect(lab.standing('question:')).toMatchObject([{ threadTs: headline?.ts }])
    expect(texts(lab.slack.messages)[0]).toBe('This question is asked again in a newer message.')
    await view.stop()
  })

  it('is no reason to ask Slack without end', async () => {
    const lab = viewLab()
    lab.slack.failing = refusing('invalid_blocks')
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(60 * 60_000)
    expect(lab.slack.calls.length).toBeLessThan(20)
    await view.stop()
  })
})

describe('a card that cannot be drawn', () => {
  it('is said, set aside for longer each time, and stops no other', async () => {
    const lab = viewLab()
    lab.loading = async (id) => {
      if (id === 'inc_1') throw new Error('The stored snapshot of inc_1 does not parse.')
    }
    lab.store.move('inc_1', { state: 'tampered' })
    lab.store.move('inc_2')
    const view = lab.start()
    await lab.clock.pass(60 * 60_000)
    expect(texts(lab.standing('headline'))).toEqual(['inc_2 headline investigating 1'])
    const said = lab.lines.filter(({ level }) => level === 'error')
    expect(said[0]).toMatchObject({
      message: 'An incident cannot be shown in Slack; the others are. Decide on it by command line or API.',
      details: { incidentId: 'inc_1', error: 'Error: The stored snapshot of inc_1 does not parse.' },
    })
    expect(said.length).toBeLessThan(20)
    lab.loading = async () => undefined
    await lab.clock.pass(11 * 60_000)
    expect(lab.standing('headline')).toHaveLength(2)
    await view.stop()
  })

  it('may be one whose drawing throws', async () => {
    const lab = viewLab()
    lab.wants = (id) => {
      if (id === 'inc_1') throw new TypeError('x is undefined')
      return [aPost(id, 'headline', 'y')]
    }
    for (const id of ['inc_1', 'inc_2']) lab.store.move(id)
    const view = lab.start()
    await lab.clock.pass(3_000)
    expect(texts(lab.slack.messages)).toEqual(['inc_2 headline y'])
    expect(lab.store.problems).toEqual(['TypeError: x is undefined'])
    await view.stop()
  })

  it('without a headline posts nothing, and asks the store for it no faster than other failures', async () => {
    const lab = viewLab()
    let drawn = 0
    lab.wants = (id) => {
      drawn += 1
      return [aPost(id, 'evidence', 'alone')]
    }
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(60_000)
    expect(lab.slack.calls).toEqual([])
    expect(drawn).toBeLessThan(10)
    await view.stop()
  })
})

describe('a database that is away', () => {
  it('is said once, and a message that Slack took meanwhile is not posted twice', async () => {
    const lab = viewLab()
    let isAway = false
    const { keepPost, claimStale } = lab.store
    const through = <T extends readonly unknown[], R>(ask: (...given: T) => Promise<R>) => {
      return async (...given: T): Promise<R> => {
        if (isAway) throw new Error('PostgreSQL does not answer.')
        return await ask(...given)
      }
    }
    const store = { ...lab.store, keepPost: through(keepPost), claimStale: through(claimStale) }
    lab.slack.answering = async () => {
      isAway = true
    }
    lab.store.move('inc_1')
    const view = lab.start({ store })
    await lab.clock.pass(10_000)
    lab.slack.answering = async () => undefined
    isAway = false
    await lab.clock.pass(60_000)
    expect(texts(lab.slack.messages)).toEqual(['inc_1 headline investigating 1', 'inc_1 evidence as found'])
    expect(lab.lines.map(({ level }) => level)).toEqual(['warn', 'info'])
    await view.stop()
  })
})

describe('a message that was deleted in Slack', () => {
  it('is posted anew when its content changes; an obsolete one is not', async () => {
    const lab = viewLab()
    let words = 'one'
    lab.wants = (id) => [
      aPost(id, 'headline', 'x'),
      aPost(id, 'evidence', words),
      aPost(id, 'plan', words, { editOnly: words !== 'one' }),
      aPost(id, 'never', words, { editOnly: true }),
    ]
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(6_000)
    const [headline, evidence, plan] = lab.slack.messages
    expect(lab.slack.messages).toHaveLength(3)
    for (const message of [evidence, plan]) lab.slack.delete(message?.ts ?? '')
    words = 'two'
    lab.store.move('inc_1')
    await lab.clock.pass(10_000)
    expect(texts(lab.standing())).toEqual(['inc_1 headline x', 'inc_1 evidence two'])
    expect(lab.standing('evidence')).toMatchObject([{ threadTs: headline?.ts }])
    expect((await lab.store.backlog()).incidents).toBe(0)
    await view.stop()
  })

  it('if it is the headline, it is posted anew and the open question with it; the old card loses its buttons', async () => {
    const lab = viewLab()
    lab.asked.set('inc_1', 'sha256:1')
    lab.store.move('inc_1', { state: 'awaitingApproval' })
    const view = lab.start()
    await lab.clock.pass(6_000)
    const [old] = lab.standing('headline')
    lab.slack.delete(old?.ts ?? '')
    lab.store.move('inc_1')
    await lab.clock.pass(10_000)
    const [anew] = lab.standing('headline')
    expect(anew?.ts).not.toBe(old?.ts)
    expect(lab.standing('question:')).toMatchObject([{ threadTs: anew?.ts, isBroadcast: true }])
    expect(texts(lab.standing('question is'))).toEqual(['This question is asked again in a newer message.'])
    expect(lab.standing('evidence')).toMatchObject([{ threadTs: old?.ts }])
    await view.stop()
  })

  it('if it is the headline, that shows also where an answer to it is posted', async () => {
    const lab = viewLab()
    lab.wants = (id) => [aPost(id, 'headline', 'x')]
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(3_000)
    lab.slack.delete(lab.slack.messages[0]?.ts ?? '')
    lab.wants = (id) => [aPost(id, 'headline', 'x'), aPost(id, 'evidence', 'y')]
    lab.store.move('inc_1')
    await lab.clock.pass(5_000)
    expect(lab.standing('evidence')).toMatchObject([{ threadTs: lab.standing('headline')[0]?.ts }])
    await view.stop()
  })

  it('is missed at a start though nothing moved, if it is the headline or the open question', async () => {
    const lab = viewLab()
    lab.asked.set('inc_1', 'sha256:1')
    lab.store.move('inc_1', { state: 'awaitingApproval' })
    const before = lab.start()
    await lab.clock.pass(6_000)
    await before.stop()
    for (const { ts } of lab.standing('question')) lab.slack.delete(ts)
    const view = lab.start()
    await lab.clock.pass(10_000)
    expect(lab.standing('question')).toHaveLength(1)
    const calls = lab.slack.calls.length
    await lab.clock.pass(60_000)
    expect(lab.slack.calls).toHaveLength(calls)
    await view.stop()
  })
})

describe('another channel in the configuration', () => {
  it('has the headline and the open question anew; what stands in the old one is edited there, as long as that goes', async () => {
    const lab = viewLab()
    lab.asked.set('inc_1', 'sha256:1')
    lab.store.move('inc_1', { state: 'awaitingApproval' })
    const before = lab.start()
    await lab.clock.pass(6_000)
    await before.stop()
    const view = lab.start({ channel: 'C0OTHER' })
    await lab.clock.pass(10_000)
    const inOther = lab.standing().filter(({ channel }) => channel === 'C0OTHER')
    expect(texts(inOther)).toEqual(['inc_1 headline awaitingApproval 1', 'inc_1 question:sha256:1 Approve?'])
    lab.slack.failing = ({ channel }) => {
      if (channel === CHANNEL) refusing('not_in_channel')()
    }
    lab.wants = (id) => [aPost(id, 'headline', 'x'), aPost(id, 'evidence', 'newer')]
    lab.store.move('inc_1')
    await lab.clock.pass(10_000)
    expect(lab.standing('evidence newer')).toMatchObject([{ channel: 'C0OTHER', threadTs: inOther[0]?.ts }])
    expect(view.problem()).toBeNull()
    await view.stop()
  })
})
