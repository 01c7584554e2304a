import { setTimeout as pause } from 'node:timers/promises'
import { postgresChatPostStore } from '../../../../integrations/postgres/postgres-chat-post-store.js'
import { slackPace } from '../../../../integrations/slack/view/slack-pace.js'
import { type SlackView, startSlackView } from '../../../../integrations/slack/view/slack-view.js'
import type { SlackViewTiming } from '../../../../integrations/slack/view/view-parts.js'
import { systemClock } from '../../../../integrations/system/system-clock.js'
import type { Engine } from '../../../../src/engine/engine.js'
import { type MemorySlackApi, memorySlackApi } from '../../../support/slack/memory-slack-api.js'
import { aCard, aPost, CHANNEL, mortal } from '../../../support/slack/view-lab.js'
import { aStep, engineOn, opened, silentLog, useDatabase } from '../../../support/store.js'

const { db } = await useDatabase()
const SLOTS = ['headline', 'question:sha256:1', 'evidence', 'verification']

interface Life {
  isOver: boolean
}

function startView(engine: Engine, slack: MemorySlackApi, timing: Partial<SlackViewTiming>, life: Life): SlackView {
  const { store, realm } = engine
  return startSlackView({
    store: mortal(postgresChatPostStore(db, realm), life),
    api: mortal(slack, life),
    loadCard: async (id) => {
      const incident = await store.readIncident(id)
      // The record's number travels as the banner: a view looks at nothing else of a card.
      const { report, question } = aCard(id, 'sha256:1')
      return { ...aCard(id, 'sha256:1'), question, report: { ...report, banner: String(incident?.auditSeq) } }
    },
    postsOf: ({ report: { incidentId, banner } }) =>
      SLOTS.map((slot) => aPost(incidentId, slot, slot === 'headline' ? banner : 'as found')),
    sign: () => 'signed',
    channel: CHANNEL,
    clock: systemClock,
    holder: `view-${Math.random()}`,
    log: silentLog,
    pace: slackPace(systemClock, { messageMs: 0, editMs: 0 }),
    timing: { lookMs: 20, gatherMs: 1, ...timing },
  })
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 600) throw new Error('It did not come to be.')
    await pause(25)
  }
}

const posted = (slack: MemorySlackApi) => slack.messages.map(({ text }) => text.split(' ').slice(0, 2).join(' '))

describe('views of several processes on PostgreSQL', () => {
  it('post each message of each incident once, while the incidents move', async () => {
    const engine = engineOn(db)
    const slack = memorySlackApi(() => performance.now())
    slack.answering = () => pause(Math.random() * 5)
    const views = Array.from({ length: 4 }, () => startView(engine, slack, {}, { isOver: false }))
    const incidents = await Promise.all(Array.from({ length: 8 }, () => opened(engine)))
    await Promise.all(
      incidents.map(async (incident, number) => {
        let now = incident
        for (let step = 0; step < 5; step += 1) {
          // Half of them are over with their last step: what closes is shown as closed.
          const open = step < 4 || number % 2 === 0
          await engine.store.recordStep(aStep({ ...now, open }))
          now = (await engine.store.readIncident(incident.id)) ?? now
          for (const view of views) view.nudge()
          await pause(10)
        }
      }),
    )
    const store = postgresChatPostStore(db, engine.realm)
    await until(async () => (await store.backlog()).incidents === 0)
    await Promise.all(views.map((view) => view.stop()))

    const wanted = incidents.flatMap(({ id }) => SLOTS.map((slot) => `${id} ${slot}`))
    expect(posted(slack).sort()).toEqual(wanted.sort())
    for (const { id } of incidents) {
      const [headline] = slack.messages.filter(({ text }) => text.startsWith(`${id} headline`))
      expect(headline?.text).toBe(`${id} headline 6`)
      const kept = await store.readPosts(id)
      expect(kept.filter(({ threadId }) => threadId === headline?.ts)).toHaveLength(SLOTS.length - 1)
    }
  })

  it('take over from one that was killed, once its lease is over', async () => {
    const engine = engineOn(db)
    const slack = memorySlackApi(() => performance.now())
    const timing = { leaseMs: 400, callMs: 100 }
    const life = { isOver: false }
    slack.answering = async () => {
      if (slack.messages.length === 2) life.isOver = true
    }
    const { id } = await opened(engine)
    const killedAtMs = performance.now()
    startView(engine, slack, timing, life)
    await until(async () => life.isOver)
    const heir = startView(engine, slack, timing, { isOver: false })
    await until(async () => (await heir.backlog()).incidents === 0)
    await heir.stop()
    expect(performance.now() - killedAtMs).toBeGreaterThanOrEqual(300)
    // The question's answer never reached the record of the one that died: it alone stands twice.
    const twice = [...SLOTS, 'question:sha256:1'].map((slot) => `${id} ${slot}`)
    expect(posted(slack).sort()).toEqual(twice.sort())
  })
})
