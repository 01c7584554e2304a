import { faultSchema } from '../../../../exercises/schema/faults.js'
import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('approver-on-holiday')
const played = playedOnce(exercise)

describe('approver-on-holiday, played well', () => {
  it('meets all that it is to show, whatever fails meanwhile', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.score.path.asExpected).toBe(true)
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it('lets every fault happen', async () => {
    const { record } = await played('good')
    const kinds = record.events.flatMap((event) => (event.kind === 'FAULT' ? [event.fault] : []))
    expect([...kinds].sort()).toEqual(faultSchema.options.map(({ shape }) => shape.kind.value).sort())
  })

  it('fights for the block: it is taken off again and again, until people see to it that it stays', async () => {
    const { record } = await played('good')
    const states = record.events.flatMap((event) => (event.kind === 'STATE' ? [event.to] : []))
    expect(states.filter((state) => state === 'tampered').length).toBeGreaterThan(2)
    expect(states.at(-1)).toBe('contained')
    expect(record.gains.callsAfterBlock).toEqual([])
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'good')).record).toEqual((await played('good')).record)
  })
})

describe('approver-on-holiday, played badly', () => {
  it('meets nothing, and the report names each thing, the missing reason too', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: exercise.objectives.map(({ id }) => id),
      injects: ['chat-down', 'alarm', 'gone-again', 'held', 'afterwards'],
    })
    const gaps = run.review.gaps.map(({ text }) => text).join('\n')
    expect(gaps).toContain(
      'Carla Mendes (operations manager) decided: approve, without a reason of at least 20 characters.',
    )
    expect(gaps).toContain(
      'The attacker has a way to come back, which is still there at the end: policy maintenance of meter-intake',
    )
    expect(gaps).toContain('At the end the attacker could still act as')
    expect(gaps).toContain('Nobody found out: Whatever policy appears on the role is taken off')
    expect(gaps).toContain(
      'Carla Mendes (operations manager) tried once to approve the block, which is not theirs to do (not yet asked).',
    )
    expect(gaps).toContain('Nadia Farouk (on call) tried once to close')
  })
})

describe('the answers to approver-on-holiday', () => {
  it.each([
    ['gone-again', 'IAM needs some seconds to enforce it, and they delete it meanwhile.'],
    ['gone-again', 'Only an SCP from the management account holds.'],
    ['gone-again', 'Changes are eventually consistent; the intruder used the window.'],
    ['afterwards', 'We need a deputy who is asked at once, and a phone list for when the chat is down.'],
    ['afterwards', 'The maintenance policy must come off, and we check CloudTrail again in fifteen minutes.'],
    ['afterwards', 'Two approvers on the rota. The bootstrap policy that let it happen is removed.'],
  ])('pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(true)
  })

  it.each([
    ['gone-again', 'Tourniquet has a bug.'],
    ['gone-again', 'Somebody of ours must have deleted it by mistake.'],
    ['gone-again', 'We try again until it stays.'],
    ['afterwards', 'Bad luck. It all came together.'],
    ['afterwards', 'Henrik should not go on holiday.'],
    ['afterwards', 'Nothing is left to do, the block holds.'],
  ])('do not pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(false)
  })
})
