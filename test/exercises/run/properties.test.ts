import fc from 'fast-check'
import { runRecordSchema } from '../../../exercises/run-record.js'
import { scoreRun } from '../../../exercises/score.js'
import { exerciseOf, initText, played } from '../../support/exercises/exercises.js'
import { anyMove } from '../../support/exercises/random-moves.js'

const exercise = exerciseOf(initText)
const anyScript = fc.array(anyMove, { maxLength: 12 })
const RUNS = { numRuns: 40 }

describe('whatever people do', () => {
  it('the same seed and answers give the same record', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        expect(await played(exercise, script)).toEqual(await played(exercise, script))
      }),
      RUNS,
    )
  })

  it('every inject ends once, met or missed', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { events } = await played(exercise, script)
        const ended = events.flatMap((event) => (event.kind === 'INJECT_ENDED' ? [event.inject] : []))
        expect(ended.toSorted()).toEqual(exercise.injects.map(({ id }) => id).toSorted())
      }),
      RUNS,
    )
  })

  it('the run ends in its time, and its times never go back', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { events, endedAtMs, end } = await played(exercise, script)
        const times = events.map(({ atMs }) => atMs)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(endedAtMs).toBeLessThanOrEqual(exercise.limits.maxDuration.ms)
        expect(end.kind).not.toBe('failed')
      }),
      RUNS,
    )
  })

  it('the record is JSON, and reads back as the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const record = await played(exercise, script)
        expect(runRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record)
      }),
      RUNS,
    )
  })

  it('the score has every objective and every inject once', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { objectives, injects, metrics } = scoreRun(exercise, await played(exercise, script))
        expect(objectives.map(({ id }) => id)).toEqual(exercise.objectives.map(({ id }) => id))
        expect(injects.map(({ id }) => id)).toEqual(exercise.injects.map(({ id }) => id))
        const asking = injects.filter(({ asks }) => asks)
        expect(asking.length).toBeGreaterThan(0)
        expect(metrics.injectsMet + metrics.injectsMissed).toBe(asking.length)
        expect(metrics.rubricPoints).toBeLessThanOrEqual(metrics.rubricPointsOutOf)
      }),
      RUNS,
    )
  })
})
