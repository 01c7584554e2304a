import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('walk-through-a-leaked-key')
const played = playedOnce(exercise)

describe('walk-through-a-leaked-key, played well', () => {
  it('meets all that it is to show, and the whole chain is found out by asking', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.score.metrics.stepsFound).toBe(exercise.attack?.steps.length)
    expect(run.review.strengths.map(({ text }) => text).join('\n')).toContain('asked the right question, and found out')
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it('leaves the playbook at rest: no incident, no call, and nothing that an attacker could still do', async () => {
    const { record, review } = await played('good')
    expect(record.incidents).toEqual([])
    expect(record.gains.calls).toEqual({ succeeded: 0, denied: 0 })
    expect(review.attacker).toMatchObject({ calls: null, couldStill: [], persistence: [] })
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'good')).record).toEqual((await played('good')).record)
  })
})

describe('walk-through-a-leaked-key, played badly', () => {
  it('meets nothing, and the report names every step that nobody asked for', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: exercise.objectives.map(({ id }) => id),
      injects: ['mail', 'first-minutes', 'reagents', 'key-is-off', 'counsel', 'before-giving-back'],
    })
    const unseen = run.review.gaps.filter(({ cause }) => cause === 'unseen')
    expect(unseen).toHaveLength(exercise.attack?.steps.length ?? 0)
    expect(run.review.attempts).toEqual([expect.objectContaining({ by: 'Helen Castell (research IT)' })])
  })
})

describe('the answers to walk-through-a-leaked-key', () => {
  it.each([
    [
      'first-minutes',
      'First a DenyAll on the user, then the key off. Helen is called, and we look up in CloudTrail what the key did.',
    ],
    ['first-minutes', 'Block the user, preserve the logs, and ask the owner what breaks.'],
    ['first-minutes', 'Contain it: an explicit deny. Do not delete anything. Joris builds a timeline since Friday.'],
    ['key-is-off', 'The federation token is still good, and they may have an assumed role.'],
    [
      'key-is-off',
      'Role sessions go on for an hour with the role’s own policies; another user may have a key of theirs.',
    ],
    ['key-is-off', 'Temporary credentials do not die with the key, and jenkins-2019 has a key too.'],
    [
      'counsel',
      'We know that 41 GB were copied. We cannot say yet whether it is personal data. You hear from me within the hour.',
    ],
    ['counsel', 'Confirmed: trial-results was downloaded. It is not yet clear who can read it.'],
    ['counsel', 'It cannot be ruled out. I call you back in half an hour.'],
    ['before-giving-back', 'Remove their key on jenkins-2019, rotate ours, and fix the trail.'],
    ['before-giving-back', 'Revoke older sessions, and use Roles Anywhere for the sequencers.'],
    ['before-giving-back', 'A secret scanner on every push, and AWS mails go to a distribution list.'],
  ])('pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(true)
  })

  it.each([
    ['first-minutes', 'Delete the key.'],
    ['first-minutes', 'We call everybody into a meeting.'],
    ['first-minutes', 'We write to AWS support and wait.'],
    ['key-is-off', 'Nothing any more.'],
    ['key-is-off', 'They could look for a new leak.'],
    ['key-is-off', 'They still have the data.'],
    ['counsel', 'No data has left the house, as far as we know, and you hear in an hour.'],
    ['counsel', 'Ask somebody else.'],
    ['counsel', 'Yes.'],
    ['before-giving-back', 'Nothing, the key is off.'],
    ['before-giving-back', 'People have to be more careful.'],
    ['before-giving-back', 'The contractor signs that it will not happen again.'],
  ])('do not pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(false)
  })
})
