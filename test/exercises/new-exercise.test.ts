import { newExerciseText } from '../../exercises/new-exercise.js'
import { scoreRun } from '../../exercises/score.js'
import { exerciseOf, initText, played } from '../support/exercises/exercises.js'

describe('the exercise that `exercise init` writes', () => {
  it('is without a problem', () => {
    expect(exerciseOf(initText)).toMatchObject({ id: 'first-one', title: 'The first one', mode: 'rehearse' })
  })

  it('takes any title', () => {
    const title = 'A "key": for sale # & *x'
    expect(exerciseOf(newExerciseText({ id: 'x1', title })).title).toBe(title)
  })

  it('is met by its good player, to the end', async () => {
    const exercise = exerciseOf(initText)
    const record = await played(exercise)
    const { objectives, injects, path } = scoreRun(exercise, record)
    expect(record.end).toEqual({ kind: 'finished' })
    expect(objectives.map(({ status }) => status)).toEqual(['met', 'met', 'met', 'met'])
    expect(injects.every(({ met }) => met)).toBe(true)
    expect(path.asExpected).toBe(true)
  })

  it('is not met by its bad player, who did what they may not', async () => {
    const exercise = exerciseOf(initText)
    const { objectives, metrics } = scoreRun(exercise, await played(exercise, exercise.players.bad))
    expect(objectives.every(({ met }) => !met)).toBe(true)
    expect(metrics).toMatchObject({ decision: 'deny', unauthorisedAttempts: 1, attackerCallsAfterBlock: null })
  })

  it('has no line that is too long to read', () => {
    expect(initText.split('\n').filter((line) => line.length > 160)).toEqual([])
  })
})
