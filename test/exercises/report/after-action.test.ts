import { afterAction } from '../../../exercises/report/after-action.js'
import { readAfterAction, renderAfterActionJson } from '../../../exercises/report/after-action-json.js'
import { outlineAfterAction } from '../../../exercises/report/outline-after-action.js'
import { planImprovement } from '../../../exercises/report/plan-improvement.js'
import { attackerGainsSchema } from '../../../exercises/run-record.js'
import { buildIncidentReport } from '../../../src/report/incident-report.js'
import { containedStory, containPlan, evidence } from '../../src/report/story.js'
import { changed, exerciseOf, initText, played } from '../../support/exercises/exercises.js'
import { FakeStage } from '../../support/exercises/fake-stage.js'
import { attacked, playedBy, reviewBy } from '../../support/exercises/reviews.js'

const good = reviewBy('good')
const bad = reviewBy('bad')

describe('the after-action report', () => {
  it('has its sections in order', () => {
    expect(outlineAfterAction(reviewBy('good', [bad])).map(({ title }) => title)).toEqual([
      'Overview',
      'Objectives',
      'Timeline',
      'Metrics',
      'Expected and actual path',
      'What the attacker got',
      'Injects and answers',
      'Wrong and unauthorised attempts',
      'Strengths',
      'Gaps',
      'Improvement plan',
      'Participants',
      'Trend',
      'Appendix',
    ])
  })

  it('of a good run has met objectives, each with value, target and evidence, and only what was left unsaid as a gap', () => {
    expect(good.outcome).toMatchObject({ tone: 'good', headline: '4 of 4 objectives met' })
    expect(good.objectives[0]).toMatchObject({ id: 'contain', status: 'met', value: 304_000, target: 900_000 })
    const [from, to] = good.objectives[0]?.evidence ?? []
    expect([from, to].map((no) => good.timeline.find((entry) => entry.no === no)?.what)).toEqual([
      'A finding of guardduty was taken in, and opened inc_1',
      'verifying → contained',
    ])
    expect(good.gaps.map(({ text }) => text)).toEqual([
      'The answer to "What does the block not stop?" left out: Sessions that were assumed onward are not stopped.',
    ])
    expect(good.strengths.map(({ text }) => text)).toContain(
      "Nothing of the attacker's got through after the block; 1 call denied in all.",
    )
  })

  it('of a bad run names what was missed, and who tried what was not theirs', () => {
    expect(bad.gaps.map(({ cause, text }) => [cause, text])).toEqual([
      ['inject', expect.stringContaining('Missed: "GuardDuty reports the role ci-deploy".')],
      ['inject', expect.stringContaining('Missed: "The release manager wants to wait".')],
      ['inject', expect.stringContaining('Missed: "What does the block not stop?".')],
      ['unauthorised', 'The responder tried once to approve the block, which is not theirs to do (not an approver).'],
      ['path', expect.stringContaining('it never came to blocking, verifying, contained; it came to denied')],
      ['objective', expect.stringContaining('The role is contained within 15 minutes of the finding')],
    ])
    expect(bad.attempts).toEqual([expect.objectContaining({ by: 'The responder', unauthorised: true, times: 1 })])
  })

  it('has one action for every gap, with neither owner nor date until somebody names them', () => {
    expect(bad.improvements.map(({ gap }) => gap)).toEqual(bad.gaps.map(({ id }) => id))
    for (const each of bad.improvements) expect(each).toMatchObject({ owner: '', dueAt: null, status: 'open' })
    expect(bad.improvements[3]?.action).toBe(
      'Settle whether The responder may approve the block: if yes, name them in the approval rules; if not, brief them on whom to ask.',
    )
    const named = planImprovement(bad, 'A4', { owner: 'Kim', dueAt: '2026-04-01' })
    expect(named?.improvements[3]).toMatchObject({ id: 'A4', owner: 'Kim', dueAt: '2026-04-01' })
    expect(planImprovement(bad, 'A99', { owner: 'Kim' })).toBeNull()
  })

  it('tells every event of the run, and no evidence points beside them', () => {
    const numbers = new Set(bad.timeline.map(({ no }) => no))
    const cited = [...bad.objectives, ...bad.gaps, ...bad.strengths].flatMap((each) => each.evidence)
    expect(cited.length).toBeGreaterThan(5)
    expect(cited.filter((no) => !numbers.has(no))).toEqual([])
    const decided = bad.timeline.find(({ decision }) => decision !== null)
    expect(decided).toMatchObject({ actor: 'The approver', decision: 'deny', reason: 'The release comes first.' })
  })

  it('is the same for the same run, and reads back from JSON as it was', async () => {
    const again = afterAction({ exercise: attacked, record: await playedBy('bad'), reports: [], earlier: [] })
    expect(again).toEqual(bad)
    expect(readAfterAction(renderAfterActionJson(bad))).toEqual(bad)
    expect(readAfterAction('{"kind": "exercise"}')).toBeNull()
    expect(readAfterAction('{')).toBeNull()
  })

  it('says how many live AWS calls were made, none or some', async () => {
    expect(good.footer).toContain('No live AWS call was made: 0 requests')
    const record = { ...(await playedBy('good')), liveAwsCalls: 2 }
    const { footer } = afterAction({ exercise: attacked, record, reports: [], earlier: [] })
    expect(footer).toContain('2 requests of the AWS clients went for a host that is not the simulated account')
    expect(footer).not.toContain('No live AWS call')
  })

  it('has seed, digest, playbook version and audit head in its appendix', async () => {
    const report = buildIncidentReport(containedStory().input({ evidence, containPlan }))
    const record = await playedBy('good')
    const { appendix } = afterAction({ exercise: attacked, record, reports: [report], earlier: [] })
    expect(appendix.facts).toContainEqual({ name: 'Digest of the exercise', text: record.digest })
    expect(appendix.facts).toContainEqual({ name: 'Seed', text: '1' })
    expect(appendix.playbooks).toEqual([report.playbook])
    expect(appendix.audit).toEqual([
      expect.objectContaining({ incident: report.incidentId, headHash: report.audit.headHash, inOrder: true }),
    ])
  })
})

describe('what did not go well', () => {
  it('is what the attacker got after the block, kept, and could still do', async () => {
    const gains = attackerGainsSchema.parse({
      blockedAtMs: 185_000,
      callsAfterBlock: [{ atMs: 200_000, action: 's3:GetObject', by: 'user/support-2', step: 'second-door' }],
      persistence: [
        { what: 'user/support-2', step: 'second-door', atMs: 21_000, standing: true },
        { what: 'user/support-3', step: 'second-door', atMs: 22_000, standing: false },
      ],
      couldStill: ['s3:GetObject as user/support-2'],
      calls: { succeeded: 3, denied: 1 },
    })
    const record = { ...(await playedBy('good')), gains }
    const { gaps, improvements } = afterAction({ exercise: attacked, record, reports: [], earlier: [] })
    expect(gaps.map(({ cause }) => cause)).toEqual(['attackerCalls', 'persistence', 'attackerCould', 'answer'])
    expect(gaps[1]?.text).toBe(
      'The attacker has a way to come back, which is still there at the end: user/support-2 (made at T+00:21).',
    )
    expect(gaps[0]?.text).toContain('as user/support-2: s3:GetObject.')
    expect(gaps[2]?.text).toBe('At the end the attacker could still act as user/support-2 (1 action).')
    expect(improvements).toHaveLength(gaps.length)
  })

  it('is nothing that somebody got who may do what they did: only what got through in spite of the block', async () => {
    const [persistence, call] = [{ what: 'user/support-2', step: null, atMs: 1, standing: true }, 's3:GetObject']
    const gains = attackerGainsSchema.parse({
      blockedAtMs: 185_000,
      callsAfterBlock: [{ atMs: 200_000, action: call, by: 'role/ci-deploy', step: null }],
      persistence: [persistence],
      couldStill: [`${call} as role/ci-deploy`],
      calls: { succeeded: 1, denied: 1 },
    })
    if (attacked.attack === undefined) throw new Error('Somebody acts in it.')
    const exercise = { ...attacked, attack: { ...attacked.attack, harmless: true } }
    const report = afterAction({ exercise, record: { ...(await playedBy('good')), gains }, reports: [], earlier: [] })
    expect(report.gaps.map(({ cause }) => cause)).toEqual(['attackerCalls', 'answer'])
    expect(report.attacker).toMatchObject({ harmless: true, persistence: [], couldStill: [] })
    expect(report.timeline.map(({ actor }) => actor)).not.toContain('Attacker')
    expect(outlineAfterAction(report).map(({ title }) => title)).toContain('What looked like an attack')
  })

  it('is a question that nobody answered in time, even if nothing else was missed', async () => {
    const { gaps, improvements } = afterAction({
      exercise: attacked,
      record: await played(attacked, []),
      reports: [],
      earlier: [],
    })
    const expired = gaps.find(({ cause }) => cause === 'question')
    expect(expired?.text).toBe(
      'Nobody decided in time whether to block (inc_1, 1 approval needed, asked: The approver).',
    )
    expect(improvements.find(({ gap }) => gap === expired?.id)?.action).toContain('Name deputies for The approver')
    expect([...good.gaps, ...bad.gaps].filter(({ cause }) => cause === 'question')).toEqual([])
  })

  it('is a hidden step that nobody found out about', async () => {
    const hidden = exerciseOf(changed(initText, ['evidence: [CreateUser], ', '']))
    const { gaps, improvements } = afterAction({
      exercise: hidden,
      record: await played(hidden, []),
      reports: [],
      earlier: [],
    })
    const unseen = gaps.find(({ cause }) => cause === 'unseen')
    expect(unseen?.text).toBe('Nobody found out: The intruder made the user support-2 to come back by. (T1136.003)')
    expect(improvements.find(({ gap }) => gap === unseen?.id)?.action).toContain('ask about new user…, created user…')
  })

  it('is above all that the exercise itself failed', async () => {
    const stage = new FakeStage(attacked)
    stage.broken.add('act')
    const { outcome, gaps, objectives } = afterAction({
      exercise: attacked,
      record: await playedBy('good', stage),
      reports: [],
      earlier: [],
    })
    expect(outcome).toMatchObject({ tone: 'bad', headline: 'The exercise failed' })
    expect(gaps[0]?.cause).toBe('failed')
    expect(objectives.every(({ status }) => status === 'notMet')).toBe(true)
  })
})
