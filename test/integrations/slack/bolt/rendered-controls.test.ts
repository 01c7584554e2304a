import { buttonSchema } from '../../../../integrations/slack/bolt/payloads.js'
import { controls } from '../../../../integrations/slack/controls.js'
import type { IncidentCard } from '../../../../integrations/slack/incident-card.js'
import { exercisePosts } from '../../../../integrations/slack/messages/exercise/exercise-posts.js'
import { ownerQuestion } from '../../../../integrations/slack/messages/owner-question.js'
import { postsOf } from '../../../../integrations/slack/messages/posts-of.js'
import { slackBuilders as builders } from '../../../../integrations/slack/messages/slack-builders.js'
import { anIncidentId, aRun } from '../../../support/slack/every-control.js'
import * as stories from '../../../support/slack/sample-cards.js'
import { aForm, aHead, anInject, anOverview, aScene } from '../../../support/slack/sample-exercise.js'
import { scriptedDesk } from '../../../support/slack/scripted-desk.js'
import { type ServedSlack, serveSlack, signer } from '../../../support/slack/served-slack.js'
import { aCommand, aPress, aSender, aShortcut, aSubmission } from '../../../support/slack/signed-request.js'

const { actions, modals, fields } = controls
const card = (story: ReturnType<typeof stories.asked>, changes: Partial<IncidentCard> = {}) =>
  stories.cardOf(story, {}, changes)
const openQuestion = {
  ...stories.aClick,
  incidentId: anIncidentId,
  channel: aSender.channel,
  expiresAt: '2099-01-01T00:00:00Z',
}

interface Control {
  readonly actionId: string
  readonly value: string | undefined
}

/** Everything in a piece of Block Kit that sends us something when it is pressed. */
function pressableIn(part: unknown): Control[] {
  if (Array.isArray(part)) return part.flatMap(pressableIn)
  if (typeof part !== 'object' || part === null) return []
  const { type, action_id: actionId, value } = { type: '', action_id: '', value: undefined, ...part }
  // What is typed or chosen in an input block is sent with its form.
  if (type === 'input') return []
  const own = actionId === '' ? [] : [{ actionId, value: typeof value === 'string' ? value : undefined }]
  return [...own, ...Object.values(part).flatMap(pressableIn)]
}

function fieldsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(fieldsIn)
  if (typeof part !== 'object' || part === null) return []
  const { type, element } = { type: '', element: null, ...part }
  if (type === 'input') return pressableIn([element]).map(({ actionId }) => actionId)
  return Object.values(part).flatMap(fieldsIn)
}

const told = [stories.asked, stories.blocked, stories.contained, stories.restoreAsked, stories.closed]
const stopped = stories.contained().next({ type: 'PLAN_OUTDATED', reason: 'x' })
const cards: readonly IncidentCard[] = [...told.map((story) => card(story())), card(stopped)]
const posts = cards.flatMap((one) => postsOf(one, { sign: signer.sign, channel: aSender.channel }))
const owner = ownerQuestion(
  card(stories.asked()),
  { incidentId: anIncidentId, ownerId: aSender.userId, expiresAt: '2099-01-01T00:00:00Z' },
  signer.signOwner,
)
const shown = [
  posts,
  owner,
  builders.homeView(stories.deskIncidents),
  builders.listBlocks(stories.deskIncidents),
  builders.helpBlocks(),
  builders.statusBlocks(['All is well.']),
  ...cards.map(builders.showBlocks),
  ...cards.map(builders.planModal),
  builders.resultModal({ outcome: 'refused', text: 'No.' }),
  exercisePosts(aScene(), aHead(), [anInject(), anInject({ inject: 'impact', injectKind: 'question' })]),
  builders.exerciseBlocks(anOverview({ forms: ['ask', 'lead'] })),
  builders.exerciseModal(aForm({ kind: 'answer' })),
]

describe('what is posted', () => {
  it('has buttons that are named among the controls alone, so that each has its one listener', () => {
    const known: readonly string[] = Object.values(actions)
    const pressable = pressableIn(shown)
    expect(pressable.filter(({ actionId }) => !known.includes(actionId))).toEqual([])
    expect(new Set(pressable.map(({ actionId }) => actionId)).size).toBeGreaterThanOrEqual(7)
  })

  it('has values that the listeners can read: a signed click, or an incident', () => {
    const links: readonly string[] = [actions.openConsole, actions.openThread]
    const ofExercise: readonly string[] = [actions.exerciseAnswer, actions.exerciseAsk, actions.exerciseLead]
    for (const { actionId, value } of pressableIn(shown)) {
      if (links.includes(actionId)) continue
      const pressed = buttonSchema.parse(aPress(actionId, value)).actions[0].value
      const isOfOwner = actionId === actions.ownerYes || actionId === actions.ownerNo
      const isDecision = actionId === actions.approve || actionId === actions.deny
      if (isOfOwner) expect(signer.readOwner(pressed).ok).toBe(true)
      // The sample cards are of a day that is over; what matters is that the value is ours.
      else if (isDecision) expect(['forged', 'malformed']).not.toContain(whyNot(pressed))
      else if (ofExercise.includes(actionId)) expect(pressed).toMatch(/^run_[0-9a-f]{12}(\/\w+)?$/)
      else expect([actionId, pressed]).toEqual([actionId, expect.stringMatching(/^inc_[0-9a-z]{20}$/)])
    }
  })

  it('has forms whose fields the listeners read', () => {
    const expected: readonly (readonly [object, readonly string[]])[] = [
      [builders.decideModal(openQuestion), [fields.reason]],
      [builders.restoreModal(anIncidentId), [fields.restoreAs, fields.reason]],
      [builders.requestModal(anIncidentId, 'retry'), [fields.reason]],
      [builders.requestModal(anIncidentId, 'vouch'), [fields.reason]],
      [builders.nameModal(anIncidentId), [fields.arn, fields.reason]],
      [builders.blockModal(''), [fields.arn, fields.reason]],
      [builders.noteModal(stories.deskIncidents), [fields.incident]],
      [builders.exerciseModal(aForm({ kind: 'ask', choices: [], roles: [] })), [fields.exerciseText]],
      [builders.exerciseModal(aForm({ kind: 'lead', roles: [] })), [fields.exerciseChoice, fields.exerciseText]],
      [
        builders.exerciseModal(aForm({ kind: 'answer' })),
        [fields.exerciseRole, fields.exerciseChoice, fields.exerciseText],
      ],
    ]
    for (const [view, names] of expected) expect(fieldsIn(view)).toEqual(names)
  })
})

function whyNot(value: string | undefined): string | null {
  const read = signer.read(value)
  return read.ok ? null : read.why
}

describe('the real forms, opened and sent', () => {
  const desk = scriptedDesk({
    list: async () => stories.deskIncidents,
    show: async () => card(stories.asked()),
    exerciseForm: async (_who, { kind }) => aForm({ kind }),
  })
  let slack: ServedSlack
  beforeAll(async () => {
    slack = await serveSlack(desk.desk, { builders })
  })
  beforeEach(() => {
    desk.asked.length = 0
    slack.modals.length = 0
  })
  afterAll(() => slack.close())
  const why = { [fields.reason]: 'It is an attack.' }
  const arn = 'arn:aws:iam::111122223333:role/ci-deploy'

  it.each([
    ['decide', modals.decide, () => aPress(actions.approve, signer.sign(openQuestion)), why],
    [
      'requestRestore',
      modals.requestRestore,
      () => aPress(actions.requestRestore, anIncidentId),
      { ...why, [fields.restoreAs]: { chosen: 'compromise' } },
    ],
    ['request', modals.request, () => aPress(actions.retry, anIncidentId), why],
    ['request', modals.request, () => aPress(actions.vouch, anIncidentId), why],
    ['request', modals.request, () => aPress(actions.widen, anIncidentId), why],
    ['request', modals.request, () => aCommand(`vouch ${anIncidentId}`), why],
    [
      'namePrincipal',
      modals.namePrincipal,
      () => aPress(actions.namePrincipal, anIncidentId),
      { ...why, [fields.arn]: arn },
    ],
    ['namePrincipal', modals.namePrincipal, () => aCommand(`name ${anIncidentId}`), { ...why, [fields.arn]: arn }],
    ['requestBlock', modals.block, () => aCommand('block'), { ...why, [fields.arn]: arn }],
    [
      'exerciseSent',
      modals.exercise,
      () => aPress(actions.exerciseAnswer, `${aRun}/shop`),
      { [fields.exerciseText]: 'It goes on selling.', [fields.exerciseChoice]: { chosen: 'wait' } },
    ],
    [
      'exerciseSent',
      modals.exercise,
      () => aPress(actions.exerciseAsk, aRun),
      { [fields.exerciseText]: 'How did they get in?' },
    ],
    ['exerciseSent', modals.exercise, () => aCommand('exercise ask'), { [fields.exerciseText]: 'How did they?' }],
    ['exerciseSent', modals.exercise, () => aCommand('exercise lead'), { [fields.exerciseChoice]: { chosen: 'end' } }],
    ['addNote', modals.addNote, () => aShortcut({}), { [fields.incident]: { chosen: anIncidentId } }],
  ] as const)('come to %s', async (method, callbackId, open, typed) => {
    await slack.send(open())
    const view = slack.modals[0]?.view
    expect(view?.callback_id).toBe(callbackId)
    expect((view?.private_metadata ?? '').length).toBeLessThanOrEqual(3_000)
    const { text } = await slack.send(aSubmission(view ?? {}, typed))

    expect(desk.of(method)).toHaveLength(1)
    expect(JSON.parse(text)).toMatchObject({ response_action: 'update', view: { type: 'modal' } })
  })

  it('show the plan, help, list, status and one incident', async () => {
    await slack.send(aPress(actions.showPlan, anIncidentId))
    expect(slack.modals.map(({ view }) => view.callback_id)).toEqual([modals.plan])
    for (const typed of ['help', 'list', 'status', `show ${anIncidentId}`]) {
      const { text } = await slack.send(aCommand(typed))
      expect(JSON.parse(text)).toMatchObject({ response_type: 'ephemeral', blocks: expect.any(Array) })
    }
  })
})
