import { readAfterAction, renderAfterActionJson } from '../../../exercises/report/after-action-json.js'
import { outlineAfterAction } from '../../../exercises/report/outline-after-action.js'
import { renderAfterActionMarkdown } from '../../../exercises/report/render-after-action-markdown.js'
import { reviewOf } from '../../../exercises/report/review-of.js'
import { buildIncidentReport } from '../../../src/report/incident-report.js'
import { askedStory, at, containedStory, containPlan, evidence } from '../../src/report/story.js'

const documents = { evidence, containPlan }
const contained = buildIncidentReport(containedStory().input(documents))
const review = reviewOf(contained)

describe('the review of a real incident', () => {
  it('has the headings of a post-incident review, in order', () => {
    expect(outlineAfterAction(review).map(({ title }) => title)).toEqual([
      'Overview',
      'What happened',
      'Contributing factors',
      'Resolution',
      'Impact',
      'What the attacker got',
      'Responders',
      'Timeline',
      'Wrong and unauthorised attempts',
      'What went well',
      'What could be better',
      'Action items',
      'Appendix',
    ])
  })

  it('tells every record with its number, and the decisions with their reasons', () => {
    expect(review.timeline.map(({ no }) => no)).toEqual(contained.timeline.map(({ seq }) => seq))
    expect(review.timeline.filter(({ decision }) => decision !== null)).toEqual([
      expect.objectContaining({
        actor: 'ana',
        lane: 'people',
        decision: 'approved the block',
        reason: 'confirmed by the owner',
      }),
    ])
    expect(review.participants).toEqual([expect.objectContaining({ name: 'ana', decisions: 1, refused: 0 })])
  })

  it('claims no more than the verdict does', () => {
    expect(review.outcome).toEqual(contained.statement)
    expect(review.strengths.map(({ text }) => text)).toContain(
      'It was proven by denied calls, not by the policy alone.',
    )
    const passed = { eventId: 'e-1', eventName: 'GetObject', eventTime: at(400) }
    const violated = reviewOf(buildIncidentReport(containedStory({ denied: 0, succeeded: [passed] }).input(documents)))
    expect(violated.outcome.tone).toBe('bad')
    expect(violated.gaps.map(({ text }) => text)).toContain(
      '1 call got through after the block was in force: GetObject.',
    )
    expect(violated.attacker.callsAfterBlock).toEqual([expect.objectContaining({ action: 'GetObject' })])
    expect(violated.strengths.map(({ text }) => text)).not.toContain(
      'It was proven by denied calls, not by the policy alone.',
    )
  })

  it('turns what the incident report leaves to do into actions without an owner', () => {
    expect(contained.followUps.length).toBeGreaterThan(0)
    expect(review.gaps.map(({ text }) => text)).toEqual(
      expect.arrayContaining(contained.followUps.map((text) => `Left to do: ${text}`)),
    )
    expect(review.improvements.every(({ owner, dueAt }) => owner === '' && dueAt === null)).toBe(true)
  })

  it('names who tried what was not theirs', () => {
    const story = askedStory().next({
      type: 'DECISION_REFUSED',
      by: 'eve',
      question: 'contain',
      decision: 'approve',
      planDigest: `sha256:${'0'.repeat(64)}`,
      code: 'notAnApprover',
      repeats: 2,
    })
    const { attempts, gaps } = reviewOf(buildIncidentReport(story.input(documents)))
    expect(attempts).toEqual([expect.objectContaining({ by: 'eve', unauthorised: true })])
    expect(gaps).toContainEqual(
      expect.objectContaining({ cause: 'unauthorised', text: expect.stringContaining('eve was not let approve') }),
    )
  })

  it('is the same for the same record, and reads back from JSON as it was', () => {
    expect(reviewOf(contained)).toEqual(review)
    expect(readAfterAction(renderAfterActionJson(review))).toEqual(review)
    expect(renderAfterActionMarkdown(review)).toContain('# Post-incident review: Incident inc')
  })
})
