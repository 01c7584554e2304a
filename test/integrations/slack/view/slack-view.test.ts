import { SlackCallError } from '../../../../integrations/slack/slack-api.js'
import { aPost, CHANNEL, usualPosts, viewLab } from '../../../support/slack/view-lab.js'

const texts = (messages: readonly { readonly text: string }[]) => messages.map(({ text }) => text)

describe('an incident in Slack', () => {
  it('is a headline in the channel, with the rest in its thread', async () => {
    const lab = viewLab()
    lab.asked.set('inc_1', 'sha256:1')
    lab.store.move('inc_1', { state: 'awaitingApproval' })
    const view = lab.start()
    await lab.clock.pass(5_000)
    const [headline, question, evidence] = lab.slack.messages
    expect(texts(lab.slack.messages)).toEqual([
      'inc_1 headline awaitingApproval 1',
      'inc_1 question:sha256:1 Approve?',
      'inc_1 evidence as found',
    ])
    expect([headline?.threadTs, headline?.channel]).toEqual([null, CHANNEL])
    expect([question?.threadTs, question?.isBroadcast]).toEqual([headline?.ts, true])
    expect([evidence?.threadTs, evidence?.isBroadcast]).toEqual([headline?.ts, false])
    expect(await view.backlog()).toEqual({ incidents: 0, oldestMs: null })
    await view.stop()
  })

  it('is edited where its record moved, and left alone where it did not', async () => {
    const lab = viewLab()
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(10_000)
    const before = lab.slack.calls.length
    await lab.clock.pass(60_000)
    expect(lab.slack.calls).toHaveLength(before)
    lab.store.move('inc_1', { state: 'contained' })
    await lab.clock.pass(5_000)
    expect(texts(lab.standing('headline'))).toEqual(['inc_1 headline contained 2'])
    expect(lab.slack.calls).toHaveLength(before + 1)
    await view.stop()
  })

  it('is looked at within a second by itself, and at once after a nudge', async () => {
    const lab = viewLab()
    const view = lab.start()
    await lab.clock.pass(5_010)
    lab.store.move('inc_1')
    view.nudge()
    await lab.clock.pass(60)
    expect(lab.slack.messages).toHaveLength(1)
    await lab.clock.pass(5_000)
    lab.store.move('inc_2')
    await lab.clock.pass(1_000)
    expect(lab.standing('headline')).toHaveLength(2)
    await view.stop()
  })

  it('costs one question to the database a second where nothing moves, and a storm of nudges twenty at most', async () => {
    const lab = viewLab()
    let looks = 0
    const claimStale: typeof lab.store.claimStale = async (...given) => {
      looks += 1
      return await lab.store.claimStale(...given)
    }
    const view = lab.start({ store: { ...lab.store, claimStale } })
    await lab.clock.pass(60_000)
    expect(looks).toBeLessThanOrEqual(61)
    looks = 0
    for (let step = 0; step < 1_000; step += 1) {
      view.nudge()
      await lab.clock.pass(1)
    }
    expect(looks).toBeLessThanOrEqual(21)
    await view.stop()
  })

  it('that moves twenty times in a second is edited twice at most, and shows the newest state', async () => {
    const lab = viewLab()
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(10_000)
    for (let step = 0; step < 20; step += 1) {
      lab.store.move('inc_1')
      view.nudge()
      await lab.clock.pass(50)
    }
    await lab.clock.pass(10_000)
    const [headline] = lab.standing('headline')
    expect(headline?.editedAtMs.length).toBeLessThanOrEqual(2)
    expect(headline?.text).toBe('inc_1 headline investigating 21')
    await view.stop()
  })

  it('that is rendered another way each time is edited once for each number of its record', async () => {
    const lab = viewLab()
    let drawn = 0
    lab.wants = (id) => {
      drawn += 1
      return [aPost(id, 'headline', `drawn ${drawn}`), aPost(id, 'evidence', `drawn ${drawn}`)]
    }
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(60_000)
    expect(lab.slack.calls).toHaveLength(2)
    const before = lab.slack.calls.length
    lab.store.move('inc_1')
    await lab.clock.pass(60_000)
    expect(lab.slack.calls.length - before).toBe(2)
    await view.stop()
  })
})

describe('the pace', () => {
  it('is a message a second in a channel, and two seconds between edits of one message', async () => {
    const lab = viewLab()
    for (const id of ['inc_1', 'inc_2', 'inc_3']) lab.store.move(id)
    const view = lab.start()
    for (let step = 0; step < 30; step += 1) {
      lab.store.move(`inc_${(step % 3) + 1}`)
      await lab.clock.pass(700)
    }
    await lab.clock.pass(30_000)
    const at = lab.slack.calls.map(({ atMs }) => atMs)
    for (const [index, atMs] of at.entries())
      if (index > 0) expect(atMs - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000)
    for (const { postedAtMs, editedAtMs } of lab.slack.messages) {
      const moments = [postedAtMs, ...editedAtMs]
      for (const [index, atMs] of moments.entries()) {
        if (index > 0) expect(atMs - (moments[index - 1] ?? 0)).toBeGreaterThanOrEqual(2_000)
      }
    }
    expect(texts(lab.standing('headline')).sort()).toEqual(
      ['inc_1', 'inc_2', 'inc_3'].map((id) => `${id} headline investigating 11`),
    )
    await view.stop()
  })

  it('lets what is urgent of every incident go before the details of any', async () => {
    const lab = viewLab()
    lab.store.move('inc_0')
    for (const id of ['inc_1', 'inc_2']) {
      lab.asked.set(id, `sha256:${id}`)
      lab.store.move(id, { state: 'awaitingApproval' })
    }
    const view = lab.start()
    await lab.clock.pass(20_000)
    expect(texts(lab.slack.messages).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      'inc_1 headline',
      'inc_1 question:sha256:inc_1',
      'inc_2 headline',
      'inc_2 question:sha256:inc_2',
      'inc_0 headline',
      'inc_0 evidence',
      'inc_1 evidence',
      'inc_2 evidence',
    ])
    await view.stop()
  })

  it('waits where Slack asks to: the whole channel does, for as long as that, and nothing counts as failed', async () => {
    const lab = viewLab()
    let isBusy = true
    lab.slack.failing = () => {
      if (isBusy) throw new SlackCallError('chat.postMessage', 'ratelimited', 30_000)
    }
    for (const id of ['inc_1', 'inc_2']) lab.store.move(id)
    const view = lab.start()
    await lab.clock.pass(10)
    isBusy = false
    view.nudge()
    await lab.clock.pass(29_000)
    expect(lab.slack.calls).toHaveLength(1)
    await lab.clock.pass(10_000)
    expect(lab.slack.messages).toHaveLength(4)
    expect([lab.store.problems, view.problem()]).toEqual([[], null])
    await view.stop()
  })
})

describe('a stop', () => {
  it('finishes the message in hand, records it, and gives the rest to whoever comes next', async () => {
    const lab = viewLab()
    lab.slack.answering = () => lab.clock.pause(1_500)
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(100)
    const stopped = view.stop()
    await lab.clock.pass(1_500)
    await stopped
    expect(await lab.store.readPosts('inc_1')).toHaveLength(1)
    await lab.clock.pass(60_000)
    expect(lab.slack.messages).toHaveLength(1)
    const next = lab.start()
    await lab.clock.pass(4_000)
    expect(texts(lab.slack.messages)).toEqual(texts(usualPosts(lab, 'inc_1')))
    await next.stop()
  })

  it('does not wait longer than two seconds for a Slack that does not answer', async () => {
    const lab = viewLab()
    lab.slack.answering = () => new Promise(() => undefined)
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(100)
    let isStopped = false
    void view.stop().then(() => {
      isStopped = true
    })
    await lab.clock.pass(1_900)
    expect(isStopped).toBe(false)
    await lab.clock.pass(200)
    expect(isStopped).toBe(true)
  })
})
