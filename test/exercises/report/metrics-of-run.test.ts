import { afterAction } from '../../../exercises/report/after-action.js'
import { renderAfterActionMarkdown } from '../../../exercises/report/render-after-action-markdown.js'
import { wentOnAfterFaults } from '../../../exercises/report/went-on-after-faults.js'
import { type RunEvent, runEventSchema } from '../../../exercises/run-event.js'
import { scoreRun } from '../../../exercises/score.js'
import { buildIncidentReport } from '../../../src/report/incident-report.js'
import { containedStory, containPlan, evidence } from '../../src/report/story.js'
import { discussionText } from '../../support/exercises/discussion.js'
import { exerciseOf, played } from '../../support/exercises/exercises.js'
import { attacked, playedBy, reviewBy } from '../../support/exercises/reviews.js'

const metric = (review: ReturnType<typeof reviewBy>, name: string) => review.metrics.find((each) => each.name === name)
const event = (value: object): RunEvent => runEventSchema.parse({ atMs: 1, ...value })

describe('a metric', () => {
  it('has a value or the reason why it has none, never both', () => {
    for (const review of [reviewBy('good'), reviewBy('bad')]) {
      for (const { value, why, outOf } of review.metrics) {
        expect((value === null) === (why !== null)).toBe(true)
        if (value === null) expect(outOf).toBeNull()
      }
    }
  })

  it('that counts says how much there could have been, or was needed', () => {
    const good = reviewBy('good')
    expect(metric(good, 'approvals')).toMatchObject({ value: 1, outOf: 1 })
    expect(metric(good, 'injectsMet')).toMatchObject({ value: 3, outOf: 3 })
    expect(metric(good, 'stepsFound')).toMatchObject({ value: 1, outOf: 1 })
    expect(renderAfterActionMarkdown(good)).toContain('| Points for answers | 2 of 3 | 2 | met |')
  })

  it('that could not be read is not guessed, and the report says why', () => {
    const good = reviewBy('good')
    const unread = 'The records of the incidents could not be read when the run was over.'
    for (const name of ['timeToEvidence', 'messagesSent']) {
      expect(metric(good, name)).toMatchObject({ value: null, why: unread })
    }
    expect(metric(good, 'wentOnAfterFaults')?.why).toBe('No fault was brought about.')
    const markdown = renderAfterActionMarkdown(good)
    expect(markdown).toContain(`- Time to evidence, cards and notices sent to people: ${unread}`)
  })

  it("that the product's own record gives is read from the incident's report", async () => {
    const record = await playedBy('good')
    const report = buildIncidentReport(containedStory().input({ evidence, containPlan }))
    const [incident] = record.incidents
    if (incident === undefined) throw new Error('It opened one.')
    const own = { ...report, incidentId: incident.id }
    const startedAt = report.path[0]?.at ?? ''
    const review = afterAction({ exercise: attacked, record: { ...record, startedAt }, reports: [own], earlier: [] })
    const { cards, notices, owners } = own.messages
    expect(cards).toBe(1)
    expect(metric(review, 'messagesSent')).toMatchObject({ value: cards + notices + owners, why: null })
    expect(metric(review, 'timeToEvidence')?.value).toBeGreaterThan(0)
  })

  it('of a discussion is one that talk can give; of the others the report says that nothing was sent', async () => {
    const talk = exerciseOf(discussionText)
    const review = afterAction({ exercise: talk, record: await played(talk), reports: [], earlier: [] })
    const none = review.metrics.filter(({ why }) => why?.startsWith('In a discussion')).map(({ name }) => name)
    expect(none).toEqual(expect.arrayContaining(['timeToContain', 'persistenceLeft', 'approvals', 'messagesSent']))
    expect(none).not.toContain('timeToAcknowledge')
    const markdown = renderAfterActionMarkdown(review)
    expect(markdown).toContain('## The attack')
    expect(markdown).not.toContain('Expected and actual path')
  })
})

describe('numbers about a decision', () => {
  it('are about the first question, though another incident is decided before it', async () => {
    const record = await playedBy('good')
    const asked = { kind: 'QUESTION_OPENED', question: 'contain', planDigest: 'sha256:1', plan: 'p', quorum: 1 }
    const decided = { kind: 'DECISION', question: 'contain', by: 'approver', reason: 'r', result: 'decided' }
    const events = [
      event({ ...asked, atMs: 1_000, incident: 'inc_1', expiresAtMs: null }),
      event({ ...asked, atMs: 2_000, incident: 'inc_2', expiresAtMs: null }),
      event({ ...decided, atMs: 3_000, incident: 'inc_2', decision: 'approve' }),
      event({ ...decided, atMs: 9_000, incident: 'inc_1', decision: 'deny' }),
    ]
    const { metrics } = scoreRun(attacked, { ...record, events })
    expect(metrics).toMatchObject({ timeToDecide: 8_000, decision: 'deny', approvals: 0 })
    const open = scoreRun(attacked, { ...record, events: events.slice(0, 3) })
    expect(open.metrics).toMatchObject({ timeToDecide: null, decision: null, approvals: 0 })
  })
})

describe('times of several incidents', () => {
  const opens = (atMs: number, incident: string) =>
    event({ kind: 'STATE', atMs, incident, from: null, to: 'investigating' })
  const enters = (atMs: number, incident: string, to: string) =>
    event({ kind: 'STATE', atMs, incident, from: 'verifying', to })
  const taken = { kind: 'FINDING', source: 'guardduty', result: 'opened', reason: null }
  const restore = { kind: 'REQUEST', ask: 'requestRestore', by: 'approver', reason: 'r' }
  const events = [
    event({ ...taken, atMs: 1_000, inject: 'a', incident: 'inc_1' }),
    opens(1_000, 'inc_1'),
    event({ ...taken, atMs: 2_000, inject: 'b', incident: 'inc_2' }),
    opens(2_000, 'inc_2'),
    enters(5_000, 'inc_2', 'contained'),
    event({ ...restore, atMs: 6_000, incident: 'inc_1' }),
    enters(8_000, 'inc_2', 'restored'),
    enters(9_000, 'inc_1', 'contained'),
  ]
  const incidents = ['inc_1', 'inc_2'].map((id) => ({ id, playbook: 'p@1', state: 'contained', open: true }))

  it('are of the first one in the metrics, though another is contained or restored before it', async () => {
    const record = await playedBy('good')
    const { metrics } = scoreRun(attacked, { ...record, events })
    expect(metrics).toMatchObject({ timeToContain: 8_000, timeToRestore: null })
  })

  it('stand in the report one by one, each from its own beginning', async () => {
    const record = { ...(await playedBy('good')), events, incidents }
    const review = afterAction({ exercise: attacked, record, reports: [], earlier: [] })
    expect(review.incidents).toMatchObject([
      { id: 'inc_1', openedAtMs: 1_000, toDecide: null, toContain: 8_000, toRestore: null },
      { id: 'inc_2', openedAtMs: 2_000, toContain: 3_000, toRestore: null },
    ])
    expect(renderAfterActionMarkdown(review)).toContain('| 2 | `inc_2` | T+00:02 | – | 3 s | – | contained |')
    expect(renderAfterActionMarkdown(reviewBy('good'))).not.toContain('Each incident')
  })
})

describe('a fault', () => {
  const fault = event({ kind: 'FAULT', inject: 'f', fault: 'throttle', text: 't' })
  const state = (to: string) => event({ kind: 'STATE', incident: 'inc_1', from: 'blocking', to })

  it('counts where an incident went on after it, without a person having to help', () => {
    expect(wentOnAfterFaults({ events: [fault, state('verifying')] })).toEqual({ wentOn: 1, tried: 1, untried: 0 })
    expect(wentOnAfterFaults({ events: [fault, state('needsHuman')] })).toEqual({ wentOn: 0, tried: 1, untried: 0 })
  })

  it('tells nothing where nothing happened after it', () => {
    expect(wentOnAfterFaults({ events: [state('contained'), fault] })).toEqual({ wentOn: 0, tried: 0, untried: 1 })
  })
})
