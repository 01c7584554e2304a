import { silentNarrator } from '../../../exercises/narrator.js'
import { runExercise } from '../../../exercises/run-exercise.js'
import { runRecordSchema } from '../../../exercises/run-record.js'
import { scoreRun } from '../../../exercises/score.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import { changed, exerciseOf, initText, played } from '../../support/exercises/exercises.js'
import { FakeStage } from '../../support/exercises/fake-stage.js'

const chat = '  - {id: slow, kind: fault, title: Slow, at: 10s, fault: {kind: killWorker}}\n'
const text = changed(
  initText,
  ['hidden: true\n', 'hidden: true\n      at: 20s\n      does: mint-key\n'],
  ['\nlimits:', `${chat}\nlimits:`],
)
const exercise = exerciseOf(text)

describe('a run that fails', () => {
  it.each(['waitUntil', 'sendFinding', 'incidents', 'act', 'fault', 'attack', 'attackerGains'])(
    'has a record when %s of the stage fails: it says so, and scores nothing as met',
    async (method) => {
      const stage = new FakeStage(exercise)
      stage.broken.add(method)
      const record = await played(exercise, exercise.players.good, stage)
      expect(record.end).toEqual({ kind: 'failed', error: `Error: ${method} is broken.` })
      expect(record.events).toContainEqual(
        expect.objectContaining({ kind: 'ERROR', text: `Error: ${method} is broken.` }),
      )
      expect(runRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record)
      expect(scoreRun(exercise, record).objectives.some(({ met }) => met)).toBe(false)
      const ended = record.events.flatMap((event) => (event.kind === 'INJECT_ENDED' ? [event.inject] : []))
      expect(ended.toSorted()).toEqual(exercise.injects.map(({ id }) => id).toSorted())
    },
  )

  it('has a record when the narrator fails, from the first word on', async () => {
    const narrator = {
      ...silentNarrator,
      tell: async () => {
        throw new Error('The terminal is gone.')
      },
    }
    const record = await runExercise(exercise, new FakeStage(exercise), scriptedPlayers('good', []), narrator)
    expect(record.end).toEqual({ kind: 'failed', error: 'Error: The terminal is gone.' })
  })

  it('has a record when a player fails', async () => {
    const players = {
      ...scriptedPlayers('good', []),
      see: async () => {
        throw new Error('The prompt was closed.')
      },
    }
    const record = await runExercise(exercise, new FakeStage(exercise), players, silentNarrator)
    expect(record.end).toEqual({ kind: 'failed', error: 'Error: The prompt was closed.' })
  })

  it('keeps what happened until then', async () => {
    const stage = new FakeStage(exercise)
    stage.later(250_000, () => stage.broken.add('incidents'))
    const record = await played(exercise, exercise.players.good, stage)
    expect(record.events).toContainEqual(expect.objectContaining({ kind: 'DECISION', atMs: 183_000 }))
    expect(record).toMatchObject({ end: { kind: 'failed' }, incidents: [{ id: 'inc_1' }] })
  })
})
