import fc from 'fast-check'
import type { SlackPost } from '../../../../integrations/slack/incident-card.js'
import { SlackCallError } from '../../../../integrations/slack/slack-api.js'
import { howMany } from '../../../support/long-run.js'
import { aPost, away, type LabView, type ViewLab, viewLab } from '../../../support/slack/view-lab.js'

const RUNS = howMany({ short: 400, long: 1_000 })
const INCIDENTS = ['inc_1', 'inc_2', 'inc_3']

/** What happened to the questions of an incident: asked one after the other. */
type Asked = Map<string, { asked: number; isOpen: boolean }>

interface Drama {
  readonly lab: ViewLab
  readonly views: LabView[]
  readonly questions: Asked
  /** Messages whose answer nobody lived to keep, by their slot. */
  readonly orphans: Map<string, number>
  weather: 'fine' | 'away' | 'busy'
  isDoomed: boolean
}

type Act = (drama: Drama) => Promise<void> | void

const slotIn = (text: string) => text.split(' ').slice(0, 2).join(' ')

function begin(): Drama {
  const lab = viewLab()
  const drama: Drama = { lab, views: [], questions: new Map(), orphans: new Map(), weather: 'fine', isDoomed: false }
  lab.wants = (id) => wanted(drama, id)
  lab.slack.failing = () => {
    if (drama.weather === 'away') away()
    if (drama.weather === 'busy') throw new SlackCallError('chat.postMessage', 'ratelimited', 3_000)
  }
  lab.slack.answering = async ({ method, text }) => {
    if (!drama.isDoomed) return
    drama.isDoomed = false
    for (const view of drama.views.splice(0)) view.kill()
    if (method === 'chat.postMessage') drama.orphans.set(slotIn(text), (drama.orphans.get(slotIn(text)) ?? 0) + 1)
  }
  return drama
}

function wanted({ lab, questions }: Drama, id: string): SlackPost[] {
  const incident = lab.store.incidents.get(id)
  const { asked, isOpen } = questions.get(id) ?? { asked: 0, isOpen: false }
  const cards = Array.from({ length: asked }, (_, index) => {
    const isOver = index < asked - 1 || !isOpen
    return aPost(id, `question:${index + 1}`, isOver ? 'answered' : 'Approve?', { editOnly: isOver })
  })
  const state = `${incident?.state} ${incident?.seq}`
  return [aPost(id, 'headline', state), ...cards, aPost(id, 'evidence', 'as found')]
}

const anIncident = fc.constantFrom(...INCIDENTS)

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.integer({ min: 1, max: 9_000 }).map(
      (ms): Act =>
        ({ lab }) =>
          lab.clock.pass(ms),
    ),
  },
  {
    weight: 5,
    arbitrary: anIncident.map(
      (id): Act =>
        ({ lab, views }) => {
          lab.store.move(id)
          for (const view of views) view.nudge()
        },
    ),
  },
  {
    weight: 2,
    arbitrary: anIncident.map(
      (id): Act =>
        (drama) =>
          ask(drama, id),
    ),
  },
  {
    weight: 2,
    arbitrary: anIncident.map(
      (id): Act =>
        (drama) =>
          settle(drama, id, 'contained', true),
    ),
  },
  {
    weight: 1,
    arbitrary: anIncident.map(
      (id): Act =>
        (drama) =>
          settle(drama, id, 'closed', false),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Drama['weather']>('fine', 'away', 'busy').map(
      (weather): Act =>
        (drama) => {
          drama.weather = weather
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(anIncident, fc.constantFrom('headline', 'question')).map(
      ([id, slot]): Act =>
        ({ lab }) => {
          // Of what is over nobody looks whether it still stands.
          if (lab.store.incidents.get(id)?.open !== true) return
          for (const { ts, text } of lab.standing(slot)) if (text.startsWith(`${id} `)) lab.slack.delete(ts)
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Act>((drama) => {
      drama.isDoomed = true
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Act>(async ({ lab, views }) => {
      await settled(lab)
      views.shift()?.kill()
    }),
  },
  { weight: 2, arbitrary: fc.constant<Act>((drama) => start(drama)) },
)

/** What Slack has answered is kept: deaths before that are `isDoomed`, which counts the messages that then stand twice. */
async function settled(lab: ViewLab): Promise<void> {
  await lab.clock.pass(1)
}

function start({ lab, views }: Drama): void {
  if (views.length < 2) views.push(lab.start({ timing: { lookMs: 2_000 } }))
}

function ask({ lab, questions }: Drama, id: string): void {
  const { asked } = questions.get(id) ?? { asked: 0 }
  questions.set(id, { asked: asked + 1, isOpen: true })
  lab.asked.set(id, String(asked + 1))
  lab.store.move(id, { state: 'awaitingApproval', open: true })
}

function settle({ lab, questions }: Drama, id: string, state: string, open: boolean): void {
  questions.set(id, { asked: questions.get(id)?.asked ?? 0, isOpen: false })
  lab.asked.delete(id)
  lab.store.move(id, { state, open })
}

/** Slack is well, and one process lives on after all leases are over. */
async function end(drama: Drama): Promise<void> {
  drama.isDoomed = false
  await settled(drama.lab)
  for (const view of drama.views.splice(0)) view.kill()
  drama.weather = 'fine'
  await drama.lab.clock.pass(31_000)
  const view = drama.lab.start({ timing: { lookMs: 2_000 } })
  await drama.lab.clock.pass(60_000)
  expect((await view.backlog()).incidents).toBe(0)
  const stopped = view.stop()
  await drama.lab.clock.pass(2_000)
  await stopped
}

async function judge(drama: Drama): Promise<void> {
  const { lab, orphans } = drama
  for (const id of lab.store.incidents.keys()) {
    const kept = new Map((await lab.store.readPosts(id)).map((post) => [post.slot, post.messageId]))
    for (const post of wanted(drama, id)) {
      const stands = lab.slack.messages.find(({ ts, isDeleted }) => !isDeleted && ts === kept.get(post.slot))
      if (post.editOnly && stands === undefined) continue
      expect(stands?.text).toBe(post.text)
      // What people are asked hangs on the headline that they see.
      if (post.slot.startsWith('question') && !post.editOnly) expect(stands?.threadTs).toBe(kept.get('headline'))
    }
  }
  const counts = new Map<string, number>()
  for (const { text } of lab.standing()) counts.set(slotIn(text), (counts.get(slotIn(text)) ?? 0) + 1)
  for (const [slot, count] of counts) {
    if (slot !== slotIn('This question is')) expect([slot, count <= 1 + (orphans.get(slot) ?? 0)]).toEqual([slot, true])
  }
}

describe('whatever happens to processes, to Slack and to its messages', () => {
  it('Slack shows in the end what the record says, and no message twice but where a crash came before its record', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 30 }), async (happening) => {
        const drama = begin()
        drama.lab.store.move('inc_1')
        start(drama)
        for (const act of happening) await act(drama)
        await end(drama)
        await judge(drama)
      }),
      { numRuns: RUNS },
    )
  }, 120_000)
})
