import { scoreRun } from '../../../exercises/score.js'
import { exerciseWith, played } from '../../support/exercises/played.js'

describe('what exercise init writes', () => {
  const exercise = exerciseWith((initial) => initial)

  it('runs, and its good player meets its objectives', async () => {
    const record = await played(exercise, 'good')
    const { objectives, path } = scoreRun(exercise, record)
    expect(record.end).toEqual({ kind: 'finished' })
    expect(objectives.filter(({ met }) => !met)).toEqual([])
    expect(path.asExpected).toBe(true)
  })

  it('runs, and its bad player misses what the report can name', async () => {
    const record = await played(exercise, 'bad')
    const { objectives, injects } = scoreRun(exercise, record)
    expect(objectives.filter(({ met }) => met)).toEqual([])
    expect(injects.every(({ why }) => why.length > 0)).toBe(true)
  })
})
